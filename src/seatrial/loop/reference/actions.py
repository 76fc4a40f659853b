"""What leads and referees do with references."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from seatrial.loop.audit.actions import Named, record
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.people.actions import make_link, revoke_links
from seatrial.loop.people.models import Link, User
from seatrial.loop.reference.models import Reading, Reference
from seatrial.loop.reference.rules import DAYS_BETWEEN, LINK_DAYS, due_for_reminder, unanswered


class LoopOver(Exception):
    """The candidate withdrew or was decided on: nobody is asked any more."""


class AlreadyAsked(Exception):
    """Somebody of this address is asked about this candidate already."""


class NotDue(Exception):
    """The referee was asked or reminded a short while ago, twice reminded, or has replied."""


class NoLongerOpen(Exception):
    """The reference was answered, declined or taken back, or the loop is over."""


class ReadMeanwhile(Exception):
    """Somebody else read this reference since the page was shown."""


@transaction.atomic
def ask(candidacy: Candidacy, *, by: User, name: str, email: str, relation: str) -> tuple[Reference, Link]:
    """Ask a referee; returns the link to be mailed to them."""
    reference = _new(candidacy, by=by, name=name, email=email, relation=relation)
    record("reference asked", by=by, about=reference, candidacy=candidacy.uid)
    return reference, make_link(Link.Purpose.REFEREE, reference, by=by, days=LINK_DAYS)


@transaction.atomic
def remind(reference: Reference, *, by: User | str, days: int = DAYS_BETWEEN) -> Link:
    """Claim one reminder; returns the link to be mailed. A mail that did not go out is sent again without counting."""
    now = timezone.now()
    if unanswered().filter(pk=reference.pk, mailed_at=None).exclude(email="").exists():
        return _link_of(reference, by=by, now=now)
    due = due_for_reminder(now, days=days).filter(pk=reference.pk, reminders=reference.reminders)
    claim = Reference.objects.filter(pk__in=due.values("pk"), reminders=reference.reminders)
    if claim.update(reminders=F("reminders") + 1, reminded_at=now, mailed_at=None) != 1:
        raise NotDue
    record("referee reminded", by=by, about=reference, reminder=reference.reminders + 1)
    return _link_of(reference, by=by, now=now)


@transaction.atomic
def note_mailed(reference: Reference) -> None:
    """Note that the mail that was owed went out."""
    Reference.objects.filter(pk=reference.pk).update(mailed_at=timezone.now())


@transaction.atomic
def take_back(reference: Reference, *, by: User) -> None:
    """Close the referee's link: they are not asked any more."""
    if _waiting(reference).update(revoked_at=timezone.now()) != 1:
        raise NoLongerOpen
    revoke_links(reference, by=by)
    record("reference taken back", by=by, about=reference)


@transaction.atomic
def answer(reference: Reference, *, what_broke: str, how_handled: str) -> None:
    """Keep what the referee wrote, with their consent; from here on it is not changed."""
    _keep_answers(reference, what_broke=what_broke, how_handled=how_handled, typed_in_by=None)
    record("reference answered", by=reference, about=reference)


@transaction.atomic
def decline(reference: Reference) -> None:
    """Keep that the referee would rather not answer."""
    if _open(reference).update(declined_at=timezone.now()) != 1:
        raise NoLongerOpen
    record("reference declined", by=reference, about=reference)


@transaction.atomic
def type_in(reference: Reference, *, by: User, what_broke: str, how_handled: str) -> None:
    """Keep what a referee who was asked said on the phone instead; their link closes."""
    _keep_answers(reference, what_broke=what_broke, how_handled=how_handled, typed_in_by=by)
    revoke_links(reference, by=by)
    record("reference typed in", by=by, about=reference)


@transaction.atomic
def type_in_call(
    candidacy: Candidacy, *, by: User, name: str, relation: str, what_broke: str, how_handled: str
) -> Reference:
    """Keep a phone call with a referee who was never asked by mail. Sent twice is kept once."""
    Candidacy.objects.select_for_update(no_key=True).get(pk=candidacy.pk)
    said = {"name": name, "relation": relation, "what_broke": what_broke, "how_handled": how_handled}
    if kept := Reference.objects.filter(candidacy=candidacy, email="", typed_in_by=by, **said).first():
        return kept
    reference = _new(candidacy, by=by, name=name, email="", relation=relation)
    type_in(reference, by=by, what_broke=what_broke, how_handled=how_handled)
    return reference


@transaction.atomic
def read(reference: Reference, *, by: User, says: Reading.Says, reason: str, edition: int) -> Reading:
    """Append what a lead makes of the answers; ReadMeanwhile when somebody else did since `edition`."""
    kept = Reference.objects.filter(candidacy__erased_at=None, answered_at__isnull=False)
    current = kept.filter(pk=reference.pk, edition=edition)
    if current.update(edition=F("edition") + 1) != 1:
        raise ReadMeanwhile
    reading = Reading.objects.create(reference=reference, says=says, reason=reason, by=by)
    record("reference read", by=by, about=reference, reading=reading.uid, number=edition + 1)
    return reading


def _new(candidacy: Candidacy, *, by: User, name: str, email: str, relation: str) -> Reference:
    if not Candidacy.objects.get(pk=candidacy.pk).is_active:
        raise LoopOver
    try:
        with transaction.atomic():
            return Reference.objects.create(
                candidacy=candidacy, name=name, email=email.lower(), relation=relation, asked_by=by
            )
    except IntegrityError as error:
        raise AlreadyAsked from error


def _keep_answers(reference: Reference, *, what_broke: str, how_handled: str, typed_in_by: User | None) -> None:
    now = timezone.now()
    kept = {"what_broke": what_broke, "how_handled": how_handled, "typed_in_by": typed_in_by}
    if _open(reference).update(consented_at=now, answered_at=now, **kept) != 1:
        raise NoLongerOpen


def _open(reference: Reference) -> QuerySet[Reference]:
    """Return the reference if it may still be answered: it waits, and the loop goes on."""
    if not Candidacy.objects.get(pk=reference.candidacy_id).is_active:
        raise NoLongerOpen
    return _waiting(reference)


def _waiting(reference: Reference) -> QuerySet[Reference]:
    return Reference.objects.filter(pk=reference.pk, answered_at=None, declined_at=None, revoked_at=None)


def _link_of(reference: Reference, *, by: Named | str, now: datetime) -> Link:
    """Return the referee's link if it opens for some days yet, or a new one."""
    open_links = Link.objects.filter(
        purpose=Link.Purpose.REFEREE,
        about=reference.uid,
        revoked_at=None,
        expires_at__gt=now + timedelta(days=DAYS_BETWEEN),
    )
    return open_links.order_by("-expires_at").first() or make_link(
        Link.Purpose.REFEREE, reference, by=by, days=LINK_DAYS
    )
