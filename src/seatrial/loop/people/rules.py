"""Signed links: the address proves that we made it, the row says whether it still opens. And who is here."""

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone

from seatrial.loop.people.models import Invitation, Link, User

_SALT = "seatrial.loop.link"
_INVITATION_SALT = "seatrial.loop.invitation"


class ClosedLink(Exception):
    """The link was tampered with, has expired, was used or revoked, or is for another kind of page. All look alike."""


def token_of(link: Link) -> str:
    """Return the signed token that stands in the link's address."""
    return signing.Signer(salt=_SALT).sign(link.uid)


def open_link(token: str, purpose: Link.Purpose) -> Link:
    """Return the link behind a token; ClosedLink when it does not open this kind of page now."""
    link = Link.objects.filter(
        uid=_unsigned(token, _SALT), purpose=purpose, revoked_at=None, used_at=None, expires_at__gt=timezone.now()
    ).first()
    if link is None:
        raise ClosedLink
    return link


def open_first_lead_link(token: str) -> Link:
    """Return the first lead's link; ClosedLink as soon as anybody leads here."""
    link = open_link(token, Link.Purpose.FIRST_LEAD)
    if leads_here().exists():
        raise ClosedLink
    return link


def invitation_token(invitation: Invitation) -> str:
    """Return the signed token that stands in the invitation's address."""
    return signing.Signer(salt=_INVITATION_SALT).sign(invitation.uid)


def open_invitation(token: str) -> Invitation:
    """Return the invitation behind a token; ClosedLink when it makes no account now."""
    invitation = (
        open_invitations().filter(uid=_unsigned(token, _INVITATION_SALT), expires_at__gt=timezone.now()).first()
    )
    if invitation is None:
        raise ClosedLink
    return invitation


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations that were neither accepted nor revoked, expired ones among them."""
    return Invitation.objects.filter(accepted_at=None, revoked_at=None).order_by("-created_at")


def everybody() -> QuerySet[User]:
    """Return all accounts, those that are open first."""
    return User.objects.order_by("-is_active", "name", "pk")


def leads_here() -> QuerySet[User]:
    """Return those who may create openings and can sign in."""
    return User.objects.filter(is_lead=True, is_active=True)


def _unsigned(token: str, salt: str) -> str:
    """Return what was signed; the signature is compared in constant time."""
    try:
        return signing.Signer(salt=salt).unsign(token)
    except signing.BadSignature as error:
        raise ClosedLink from error
