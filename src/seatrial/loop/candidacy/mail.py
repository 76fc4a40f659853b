"""Letters to candidates. Sent after the act is saved, so that a mail server that is down loses nothing."""

from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import opens_after


def mail_brief(candidacy: Candidacy, address: str) -> bool:
    """Send the link to the candidate's page; False when there is no address or the server did not take it."""
    if not candidacy.email:
        return False
    context = {"candidacy": candidacy, "address": address, "opens_after": opens_after(candidacy)}
    text = render_to_string("candidacy/mail_brief.txt", context)
    try:
        return send_mail(f"{candidacy.opening.title}: a small piece of work", text, None, [candidacy.email]) == 1
    except (SMTPException, OSError):
        return False
