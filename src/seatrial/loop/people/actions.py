"""What people do with accounts, invitations and links."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from seatrial.loop.audit.actions import Named, record
from seatrial.loop.people.models import Link, User


@transaction.atomic
def make_link(purpose: Link.Purpose, about: Named, *, by: Named | str, days: int) -> Link:
    """Make a link to a page without an account; it opens for that many days."""
    expires_at = timezone.now() + timedelta(days=days)
    link = Link.objects.create(purpose=purpose, about=about.uid, expires_at=expires_at)
    record(f"{purpose.value} link made", by=by, about=about, link=link.uid, days=days)
    return link


@transaction.atomic
def revoke_links(about: Named, *, by: Named | str) -> int:
    """Close every link to a record that is still open; returns how many there were."""
    closed = Link.objects.filter(about=about.uid, revoked_at=None).update(revoked_at=timezone.now())
    if closed:
        record("links revoked", by=by, about=about, links=closed)
    return closed


@transaction.atomic
def rename(person: User, name: str) -> None:
    """Change how somebody is called."""
    User.objects.filter(pk=person.pk).update(name=name)
    record("renamed", by=person, about=person)
