"""Reminds the referees who have not replied. A worker does so every hour; this is for where none runs."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from seatrial.loop.reference import rules
from seatrial.loop.reference.mail import remind_due


class Command(BaseCommand):
    """At most one reminder every so many days, and at most two in all."""

    help = "Remind the referees who have not replied (at most twice each)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the days between two mails and the address of this site."""
        parser.add_argument("--days", type=int, default=rules.DAYS_BETWEEN, help="days between two mails (default 3)")
        parser.add_argument("--url", default=settings.URL, help="address of this site (default: SEATRIAL_URL)")

    def handle(self, *_args: Any, days: int, url: str, **_options: Any) -> None:  # noqa: ANN401  -- Django's signature
        """Remind, and say how many."""
        if not url:
            raise CommandError("Set SEATRIAL_URL or give --url, so that the mail can hold the address of the page.")
        done = remind_due(site=url, days=days)
        self.stdout.write(f"{done.sent} reminded")
        if done.failed:
            raise CommandError(f"{len(done.failed)} mails did not go out: {', '.join(done.failed)}")
