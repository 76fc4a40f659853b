"""Who sees which candidacy, and under which name; and how long it is kept."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.openings.models import Membership, Seat, Stage
from seatrial.loop.people.models import User

KEEP_DAYS = 180
"""So long after the decision, after a withdrawal, or after the opening was closed, what is personal is kept."""
QUIET_DAYS = 365
"""So long after anything last happened to a candidate of an open opening who was never decided on, the same."""
SOON_DAYS = 30
"""So long before, the leads are told of who goes because nobody decides."""


def kept_after(end: datetime) -> date:
    """Return the last day of keeping that a decision or a withdrawal comes to."""
    return end.date() + timedelta(days=KEEP_DAYS)


def opens_after(candidacy: Candidacy) -> str:
    """Name the stage that a candidate is in before the take-home; empty once they have come to it, or left."""
    here = candidacy.stage
    if here is None or not candidacy.is_active:
        return ""
    later = candidacy.opening.stages.filter(kind=Stage.Kind.TAKEHOME, position__gt=here.position)
    return here.title if later.exists() else ""


def last_day(candidacy: Candidacy) -> date:
    """Return the last day of keeping: the one that is set, or what the rule for the undecided comes to as it stands."""
    if candidacy.keep_until:
        return candidacy.keep_until
    happened = Candidacy.objects.filter(pk=candidacy.pk).values_list(_happened(), flat=True).get()
    return _undecided_until(happened, candidacy.opening.closed_at)


def over_before(day: date) -> QuerySet[Candidacy]:
    """Return those not erased yet whose last day comes before that one, be it set or by the rule for the undecided."""
    quiet, kept = (datetime.combine(day - timedelta(days=days), time(), UTC) for days in (QUIET_DAYS, KEEP_DAYS))
    undecided = Q(ACTIVE, keep_until=None, created_at__lt=kept) & (
        Q(opening__closed_at=None, happened_at__lt=quiet) | Q(opening__closed_at__lt=kept, happened_at__lt=kept)
    )
    kept_by_somebody = Candidacy.objects.filter(erased_at=None).alias(happened_at=_happened())
    return kept_by_somebody.filter(Q(keep_until__lt=day) | undecided)


def gone_soon(today: date) -> QuerySet[Candidacy]:
    """Return those in the loop who are erased within a month unless somebody decides or something happens."""
    return over_before(today + timedelta(days=SOON_DAYS)).filter(ACTIVE)


def last_days(soon: QuerySet[Candidacy]) -> dict[int, date]:
    """Return the last day of each of these."""
    rows = soon.values_list("pk", "keep_until", _happened(), "opening__closed_at")
    return {pk: kept or _undecided_until(happened, closed) for pk, kept, happened, closed in rows}


def _undecided_until(happened: datetime, closed: datetime | None) -> date:
    return kept_after(max(happened, closed)) if closed else happened.date() + timedelta(days=QUIET_DAYS)


def _happened() -> Coalesce:
    """Tell when anything last happened to somebody: the trail's entries about a candidacy betray nobody's scoring."""
    entries = AuditEntry.objects.filter(about=Concat(Value("candidacy:"), OuterRef("uid"))).order_by("-number")
    return Coalesce(Subquery(entries.values("at")[:1]), F("created_at"))


def is_settled(candidacy: Candidacy) -> bool:
    """Tell whether this person is judged no more: decided, or withdrawn where it cannot be taken back."""
    return candidacy.closed_at is not None or bool(candidacy.withdrawn_at and candidacy.opening.closed_at)


def led_by(user: User) -> QuerySet[Candidacy]:
    """Return the candidacies of the openings that this person leads."""
    return Candidacy.objects.filter(Exists(_leads(user)))


def seen_by(user: User) -> QuerySet[Candidacy]:
    """Return the candidacies whose page this person may open: leads, and who sits in a stage that is not blind.

    A panelist of blind stages alone meets the candidate as an alias, on the scorecard's own page.
    """
    seated = Seat.objects.filter(stage__opening=OuterRef("opening"), stage__blind=False, user=user, removed_at=None)
    return Candidacy.objects.filter(Exists(_leads(user)) | Exists(seated))


def met_blind_by(user: User) -> QuerySet[Candidacy]:
    """Return the candidacies that this person meets as an alias: leads, and who sits in a blind stage."""
    seated = Seat.objects.filter(stage__opening=OuterRef("opening"), stage__blind=True, user=user, removed_at=None)
    return Candidacy.objects.filter(Exists(_leads(user)) | Exists(seated))


def addressed(user: User, uid: str) -> QuerySet[Candidacy]:
    """Return the candidacy of an address, by name or by alias, each for those who may know it."""
    return seen_by(user).filter(uid=uid) | met_blind_by(user).filter(blind_uid=uid)


def scored_by(user: User) -> QuerySet[Candidacy]:
    """Return the candidacies that this person has a seat for, in whatever stage."""
    seated = Seat.objects.filter(stage__opening=OuterRef("opening"), user=user, removed_at=None)
    return Candidacy.objects.filter(Exists(seated))


def open_work(user: User) -> Q:
    """Tell candidacies whose work this person may read: to its end a lead, who scores until the candidate withdraws."""
    return Q(Q(Exists(_leads(user))) | Q(withdrawn_at=None), erased_at=None)


def reads_work(user: User, candidacy: Candidacy) -> bool:
    """Tell whether this person, who may see the candidacy, may read what was handed in and what came of it."""
    if candidacy.erased_at is not None:
        return False
    return candidacy.withdrawn_at is None or led_by(user).filter(pk=candidacy.pk).exists()


def _leads(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(opening=OuterRef("opening"), user=user, removed_at=None)


ACTIVE = Q(withdrawn_at=None, closed_at=None, erased_at=None)
STATES = {
    "active": ACTIVE,
    "withdrawn": Q(withdrawn_at__isnull=False),
    "closed": Q(closed_at__isnull=False),
}
"""By which of these a board is filtered; anything else shows all."""


def next_stage(stage: Stage) -> Stage | None:
    """Return the stage after this one, None after the last."""
    return Stage.objects.filter(opening=stage.opening_id, position__gt=stage.position).order_by("position").first()


def found(candidacies: QuerySet[Candidacy], words: str) -> QuerySet[Candidacy]:
    """Return those whose name, address or alias holds every word."""
    for word in words.split():
        held = Q(name__icontains=word) | Q(email__icontains=word) | Q(alias__icontains=word)
        candidacies = candidacies.filter(held)
    return candidacies
