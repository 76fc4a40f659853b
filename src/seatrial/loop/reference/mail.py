"""Mails to referees: who asks, about whom, and the address of their page."""

from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string

from seatrial.loop.people.models import Link
from seatrial.loop.people.rules import token_of
from seatrial.loop.reference.actions import note_mailed
from seatrial.loop.reference.models import Reference


class NotSent(Exception):
    """The mail did not go out; the cause says why."""


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
