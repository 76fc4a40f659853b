"""Signed links: the address proves that we made it, the row says whether it still opens."""

from django.core import signing
from django.utils import timezone

from seatrial.loop.people.models import Link

_SALT = "seatrial.loop.link"


class ClosedLink(Exception):
    """The link was tampered with, has expired, was revoked or is for another kind of page. All look alike."""


def token_of(link: Link) -> str:
    """Return the signed token that stands in the link's address."""
    return signing.Signer(salt=_SALT).sign(link.uid)


def open_link(token: str, purpose: Link.Purpose) -> Link:
    """Return the link behind a token; ClosedLink when it does not open this kind of page now."""
    try:
        uid = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature as error:
        raise ClosedLink from error
    link = Link.objects.filter(uid=uid, purpose=purpose, revoked_at=None, expires_at__gt=timezone.now()).first()
    if link is None:
        raise ClosedLink
    return link
