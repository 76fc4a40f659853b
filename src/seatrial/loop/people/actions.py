"""What people do with accounts, invitations and links."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, Model, OuterRef
from django.utils import timezone

from seatrial.loop.audit.actions import Named, record
from seatrial.loop.people.models import Invitation, Link, User
from seatrial.loop.people.rules import ClosedLink, leads_here, open_invitations

INVITATION_DAYS = 14
FIRST_LEAD_DAYS = 1


class HasAccount(Exception):
    """There is an account with that address already."""


class InvitedAlready(Exception):
    """There is an open invitation to that address already."""


class LastLead(Exception):
    """Without this person nobody could create openings or invite people."""


class LeadsAlone(Exception):
    """Openings would be left without anybody who leads them; `titles` names them."""

    def __init__(self, titles: list[str]) -> None:
        """Keep the titles of the openings."""
        super().__init__(", ".join(titles))
        self.titles = titles


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
def make_first_lead_link() -> Link:
    """Make the link by which the first lead makes their account; one that was made before opens no more."""
    now = timezone.now()
    Link.objects.filter(purpose=Link.Purpose.FIRST_LEAD, used_at=None, revoked_at=None).update(revoked_at=now)
    link = Link.objects.create(purpose=Link.Purpose.FIRST_LEAD, expires_at=now + timedelta(days=FIRST_LEAD_DAYS))
    record("first lead link made", by="system", about=link, days=FIRST_LEAD_DAYS)
    return link


@transaction.atomic
def become_first_lead(link: Link, *, name: str, email: str, password: str) -> User:
    """Make the first lead's account; ClosedLink when somebody was quicker."""
    now = timezone.now()
    still_open = Link.objects.filter(pk=link.pk, used_at=None, revoked_at=None, expires_at__gt=now)
    if still_open.update(used_at=now) != 1 or leads_here().exists():
        raise ClosedLink
    if User.objects.filter(email__iexact=email).exists():
        raise HasAccount
    lead = User.objects.create_user(email, password, name=name, is_lead=True)
    record("first lead's account made", by=lead, about=lead, link=link.uid)
    return lead


@transaction.atomic
def invite(email: str, *, as_lead: bool, opening: Model | None, by: User) -> Invitation:
    """Let an address make an account."""
    if User.objects.filter(email__iexact=email).exists():
        raise HasAccount
    now = timezone.now()
    if open_invitations().filter(email__iexact=email, expires_at__gt=now).exists():
        raise InvitedAlready
    invitation = Invitation.objects.create(
        email=email.lower(),
        as_lead=as_lead,
        opening_id=opening.pk if opening else None,
        invited_by=by,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    record("invited", by=by, about=invitation, as_lead=as_lead)
    return invitation


@transaction.atomic
def invite_again(invitation: Invitation, *, by: User) -> Invitation:
    """Let an invitation open for its days once more; ClosedLink when it was accepted or revoked meanwhile."""
    until = timezone.now() + timedelta(days=INVITATION_DAYS)
    if open_invitations().filter(pk=invitation.pk).update(expires_at=until) != 1:
        raise ClosedLink
    record("invited again", by=by, about=invitation)
    invitation.expires_at = until
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> None:
    """Close an invitation; ClosedLink when it was accepted or revoked meanwhile."""
    if open_invitations().filter(pk=invitation.pk).update(revoked_at=timezone.now()) != 1:
        raise ClosedLink
    record("invitation revoked", by=by, about=invitation)


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str) -> User:
    """Make the invited person's account, once; ClosedLink when the invitation was used or revoked meanwhile."""
    now = timezone.now()
    claimed = open_invitations().filter(pk=invitation.pk, expires_at__gt=now).update(accepted_at=now)
    if claimed != 1 or User.objects.filter(email__iexact=invitation.email).exists():
        raise ClosedLink
    person = User.objects.create_user(invitation.email, password, name=name, is_lead=invitation.as_lead)
    if invitation.as_lead and invitation.opening is not None:
        invitation.opening.memberships.create(user=person)
    record("invitation accepted", by=person, about=invitation, as_lead=invitation.as_lead)
    return person


@transaction.atomic
def rename(person: User, name: str) -> None:
    """Change how somebody is called."""
    User.objects.filter(pk=person.pk).update(name=name)
    record("renamed", by=person, about=person)


@transaction.atomic
def end_access(person: User, *, by: User) -> bool:
    """Let somebody sign in no more, and lead no more; their seats are the board's to end. False when it had ended."""
    _must_not_be_needed(person)
    if User.objects.filter(pk=person.pk, is_active=True).update(is_active=False) != 1:
        return False
    person.memberships.filter(removed_at=None).update(removed_at=timezone.now())
    record("account closed", by=by, about=person)
    return True


@transaction.atomic
def reopen_account(person: User, *, by: User) -> None:
    """Let somebody sign in again; seats that were taken from them are not given back."""
    if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        record("account opened again", by=by, about=person)


@transaction.atomic
def make_lead(person: User, *, by: User) -> None:
    """Let a panelist create openings and invite people."""
    if User.objects.filter(pk=person.pk, is_lead=False, is_active=True).update(is_lead=True):
        record("made lead", by=by, about=person)


def _must_not_be_needed(person: User) -> None:
    """Refuse to lose the last lead of everything, or of an opening that still runs."""
    leads = {lead.pk for lead in leads_here().select_for_update().order_by("pk")}  # two who close each other wait here
    if leads == {person.pk}:
        raise LastLead
    mine = person.memberships.filter(removed_at=None, opening__closed_at=None)
    shared = mine.model.objects.filter(opening=OuterRef("opening"), removed_at=None).exclude(user=person)
    alone = [one.opening.title for one in mine.exclude(Exists(shared)).select_related("opening")]
    if alone:
        raise LeadsAlone(alone)
