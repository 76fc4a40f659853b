"""The letter to a candidate, by mail."""

from smtplib import SMTPException

from django.core.mail import send_mail

from seatrial.loop.decision.models import Letter


class NotSent(Exception):
    """The mail did not go out; the cause says why."""


def mail_letter(letter: Letter) -> None:
    """Mail a letter to its candidate; NotSent when the mail server does not take it."""
    candidacy = letter.decision.candidacy
    subject = " ".join(f"Your application as {candidacy.opening.title}".split())
    try:
        send_mail(subject, letter.text, None, [candidacy.email])
    except (SMTPException, OSError) as error:
        raise NotSent from error
