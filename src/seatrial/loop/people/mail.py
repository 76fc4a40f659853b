"""The mail that invites: who asks, what for, and the address at which the account is made."""

from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string

from seatrial.loop.people.models import Invitation
from seatrial.loop.people.rules import invitation_token


class NotSent(Exception):
    """The mail did not go out; the cause says why."""


def mail_invitation(invitation: Invitation, *, site: str) -> None:
    """Mail an invitation; NotSent when the mail server does not take it."""
    told = {"invitation": invitation, "address": f"{site.rstrip('/')}/join/{invitation_token(invitation)}/"}
    try:
        send_mail("An invitation to Seatrial", render_to_string("people/mail.txt", told), None, [invitation.email])
    except (SMTPException, OSError) as error:
        raise NotSent from error
