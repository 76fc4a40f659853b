"""Mails to referees: who asks, about whom, and the address of their page."""

from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from seatrial.loop.people.models import Link
from seatrial.loop.people.rules import token_of
from seatrial.loop.reference.actions import NotDue, note_mailed, remind
from seatrial.loop.reference.models import Reference
from seatrial.loop.reference.rules import DAYS_BETWEEN, due_for_reminder, unanswered

_TOLD = ("candidacy__opening", "asked_by")
_UNDER_WAY = timedelta(minutes=30)


class NotSent(Exception):
    """The mail did not go out; the cause says why."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many were reminded, and which mails did not go out, and why."""

    sent: int
    failed: tuple[str, ...]


def mail_link(reference: Reference, link: Link, *, site: str) -> None:
    """Mail a referee the address of their page; NotSent when the mail server does not take it."""
    told = {
        "reference": reference,
        "candidacy": reference.candidacy,
        "opening": reference.candidacy.opening,
        "address": f"{site.rstrip('/')}/r/{token_of(link)}/",
        "until": link.expires_at,
        "again": reference.reminders > 0,
    }
    subject = " ".join(render_to_string("reference/mail_subject.txt", told).split())
    try:
        send_mail(subject, render_to_string("reference/mail.txt", told), None, [reference.email])
    except (SMTPException, OSError) as error:
        raise NotSent from error
    note_mailed(reference)


def remind_due(*, site: str, days: int = DAYS_BETWEEN) -> Reminded:
    """Remind every referee who is due. A mail that fails is named, does not stop the others, and is sent next time."""
    now, sent, failed = timezone.now(), 0, []
    owed = unanswered().filter(mailed_at=None, reminders__gt=0, reminded_at__lte=now - _UNDER_WAY)
    waiting = [*due_for_reminder(now, days=days).select_related(*_TOLD), *owed.select_related(*_TOLD)]
    for reference in waiting:
        try:
            link = remind(reference, by="system", days=days)
            reference.refresh_from_db(fields=["reminders"])
            mail_link(reference, link, site=site)
        except NotDue:  # another run was first
            continue
        except NotSent as error:
            failed.append(f"{reference.uid} ({error.__cause__})")
        else:
            sent += 1
    return Reminded(sent, tuple(failed))
