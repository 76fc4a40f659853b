"""Reminds the referees who have not replied; to be run once a day, by cron or a timer."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from seatrial.loop.reference import rules
from seatrial.loop.reference.actions import NotDue, remind
from seatrial.loop.reference.mail import NotSent, mail_link


class Command(BaseCommand):
    """At most one reminder every so many days, and at most two in all."""

    help = "Remind the referees who have not replied (at most twice each)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the days between two mails and the address of this site."""
        parser.add_argument("--days", type=int, default=rules.DAYS_BETWEEN, help="days between two mails (default 3)")
        parser.add_argument("--url", default=settings.URL, help="address of this site (default: SEATRIAL_URL)")

    def handle(self, *_args: Any, days: int, url: str, **_options: Any) -> None:  # noqa: ANN401  -- Django's signature
        """Claim each reminder, then mail it; a mail that fails is named and does not stop the others."""
        if not url:
            raise CommandError("Set SEATRIAL_URL or give --url, so that the mail can hold the address of the page.")
        sent, failed = 0, []
        due = rules.due_for_reminder(timezone.now(), days=days).select_related("candidacy__opening", "asked_by")
        for reference in list(due):
            try:
                link = remind(reference, by="system", days=days)
                reference.refresh_from_db(fields=["reminders"])
                mail_link(reference, link, site=url)
            except NotDue:  # another run was first
                continue
            except NotSent as error:
                failed.append(f"{reference.uid} ({error.__cause__})")
            else:
                sent += 1
        self.stdout.write(f"{sent} reminded")
        if failed:
            raise CommandError(f"{len(failed)} mails did not go out: {', '.join(failed)}")
