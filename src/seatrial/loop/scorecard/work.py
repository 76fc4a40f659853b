"""What waits for a panelist: what to score, what to prepare, what waits for others.

The database picks, orders and counts; only what stands on the page is fetched.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from seatrial.loop.candidacy.models import Candidacy, Passage
from seatrial.loop.candidacy.rules import ACTIVE
from seatrial.loop.openings.models import Seat, Stage
from seatrial.loop.people.models import User
from seatrial.loop.scorecard import rules
from seatrial.loop.scorecard.models import EarlyOpening, Scorecard
from seatrial.loop.scorecard.rules import Panels

DUE = timedelta(days=2)
"""A scorecard is due this long after its stage was over: later, people score what they remember of it."""
PARTS = ("to-score", "to-prepare", "waiting", "sealed")
GLANCE, WHOLE = 20, 50
"""So many of each part stand on the page of all parts, and on each page of one part."""


@dataclass(frozen=True, slots=True)
class Item:
    """One candidate in one stage, as it waits for one person; `missing` has still to seal there."""

    candidacy: Candidacy
    stage: Stage
    called: str
    card: Scorecard | None
    missing: tuple[Seat, ...] = ()
    overdue_days: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """The first items of one part, and whether there are more; or, where it was asked for alone, a page of it."""

    items: tuple[Item, ...] = ()
    has_more: bool = False
    page: Page[Any] | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """All that waits for one person, or for others with them."""

    to_score: Part
    to_prepare: Part
    waiting: Part
    sealed: Part

    @property
    def by_criterion(self) -> list[Stage]:
        """Return the take-home stages of which several candidates stand here, to be scored criterion by criterion."""
        waiting = Counter(item.stage for item in self.to_score.items if item.stage.kind == Stage.Kind.TAKEHOME)
        return [stage for stage, number in waiting.items() if number > 1]


Read = Callable[[Sequence[Any]], Iterable[Item]]


def work_of(user: User, *, now: datetime, only: str = "", page: str | None = None) -> Work:
    """Return what waits for a person; the number of queries does not grow. `only` asks for one part, page by page."""
    seats = Seat.objects.filter(user=user, removed_at=None).select_related("stage__opening")
    stages = {seat.stage_id: seat.stage for seat in seats}
    late = rules.panels_of(rules.with_late_seats({stage.opening_id for stage in stages.values()}))

    def read_owed(found: Sequence[Any]) -> Iterable[Item]:
        return _owed_items(found, stages, user, now)

    def part(name: str, rows: QuerySet[Any], read: Read) -> Part:
        return _part(rows, read, page) if name == only else Part() if only else _glance(rows, read)

    owed, mine, is_open = _owed(user, stages, late), _sealed_by(user), _is_open(user, late)
    to_score = owed.filter(_is_ready(user))
    return Work(
        to_score=part("to-score", to_score.order_by(F("over").asc(nulls_last=True), *_IN_PLACE), read_owed),
        to_prepare=part("to-prepare", owed.exclude(_is_ready(user)).filter(_IS_NEAR).order_by(*_IN_PLACE), read_owed),
        waiting=part("waiting", mine.exclude(is_open).order_by("sealed_at", "pk"), _waiting_items),
        sealed=part("sealed", mine.filter(is_open).order_by("-sealed_at", "-pk"), _sealed_items),
    )


def _glance(rows: QuerySet[Any], read: Read) -> Part:
    found = list(rows[: GLANCE + 1])
    return Part(tuple(read(found[:GLANCE])), has_more=len(found) > GLANCE)


def _part(rows: QuerySet[Any], read: Read, number: str | None) -> Part:
    page = Paginator(rows, WHOLE).get_page(number)
    return Part(tuple(read(list(page.object_list))), page=page)


def in_shuffled_order(cards: Iterable[Scorecard], *, user: User, key: str) -> list[Scorecard]:
    """Return scorecards in an order of this person's own for this criterion, which a new one does not upset."""
    return sorted(cards, key=lambda card: Random(f"{user.uid}/{key}/{card.candidacy.uid}").random())


_IN_PLACE = ("opening", "there", "shown", "pk")
_IS_NEAR = Q(there=F("stage__position")) | Q(there=F("stage__position") + 1)
"""The candidate is in the stage, or in the one before it."""


def _owed(user: User, stages: Iterable[int], late: Mapping[int, Panels]) -> QuerySet[Any]:
    """Return the candidates with each stage in which this person sits, may score and has not sealed: once for each."""
    looked = [pk for pk, panels in late.items() if user.pk in panels.history.looked]
    here = {"candidacy": OuterRef("pk"), "stage": OuterRef("at")}
    passed = Passage.objects.filter(**here)
    seated = Candidacy.objects.filter(ACTIVE, stage__isnull=False, opening__stages__in=stages)
    return (
        seated.annotate(
            at=F("opening__stages"),
            there=F("opening__stages__position"),
            kind=F("opening__stages__kind"),
            shown=Case(When(opening__stages__blind=True, then="alias"), default="name"),
            over=Subquery(passed.order_by().values("finished_at")[:1]),
        )
        .exclude(pk__in=looked)
        .exclude(Exists(EarlyOpening.objects.filter(candidacy=OuterRef("pk"), by=user)))
        .exclude(Exists(Scorecard.objects.filter(**here, author=user, sealed_at__isnull=False)))
    )


def _is_ready(user: User) -> Q:
    """Say that there is something to score: the stage is over or goes on, or was begun to be scored."""
    here = {"candidacy": OuterRef("pk"), "stage": OuterRef("at")}
    begun = Exists(Scorecard.objects.filter(**here, author=user))
    goes_on = Exists(Passage.objects.filter(**here)) & ~Q(kind=Stage.Kind.TAKEHOME)
    return Q(over__isnull=False) | Q(stage__position__gt=F("there")) | begun | goes_on


def _sealed_by(user: User) -> QuerySet[Scorecard]:
    """Return what this person has sealed of candidates who are in the loop, where they still sit."""
    sits = Seat.objects.filter(stage=OuterRef("stage"), user=user, removed_at=None)
    active = Candidacy.objects.filter(ACTIVE, stage__isnull=False)
    sealed = Scorecard.objects.filter(Exists(sits), author=user, sealed_at__isnull=False, candidacy__in=active)
    return sealed.select_related("candidacy", "stage__opening")


def _is_open(user: User, late: Mapping[int, Panels]) -> Q:
    """Say, of a sealed scorecard, that its stage is open: by the history where a seat came late, else by who sits."""
    theirs = Scorecard.objects.filter(author=user, sealed_at__isnull=False, candidacy__in=late)
    opened_late = [
        pk
        for pk, candidacy, stage in theirs.values_list("pk", "candidacy", "stage")
        if late[candidacy].history.present.is_open(stage)
    ]
    here = {"candidacy": OuterRef("candidacy"), "stage": OuterRef("stage")}
    of_seat = {"candidacy": OuterRef(OuterRef("candidacy"))}
    missing = Seat.objects.filter(stage=OuterRef("stage"), removed_at=None).exclude(
        Exists(
            Scorecard.objects.filter(
                **of_seat, stage=OuterRef("stage"), author=OuterRef("user"), sealed_at__isnull=False
            )
        )
        | Exists(EarlyOpening.objects.filter(**of_seat, by=OuterRef("user")))
    )
    in_time = ~Q(candidacy__in=list(late)) & (Exists(EarlyOpening.objects.filter(**here)) | ~Exists(missing))
    return Q(pk__in=opened_late) | in_time


def _owed_items(found: Sequence[Any], stages: Mapping[int, Stage], user: User, now: datetime) -> Iterable[Item]:
    cards = Scorecard.objects.filter(author=user, candidacy__in=[one.pk for one in found])
    begun = {(card.candidacy_id, card.stage_id): card for card in cards}
    return [
        Item(
            candidacy=one,
            stage=stages[one.at],
            called=rules.called(one, stages[one.at]),
            card=begun.get((one.pk, one.at)),
            overdue_days=max(0, (now - one.over - DUE).days) if one.over else 0,
        )
        for one in found
    ]


def _sealed_items(found: Sequence[Scorecard]) -> Iterable[Item]:
    return [Item(card.candidacy, card.stage, rules.called(card.candidacy, card.stage), card) for card in found]


def _waiting_items(found: Sequence[Scorecard]) -> Iterable[Item]:
    panels = rules.panels_of([card.candidacy for card in found])
    return [replace(item, missing=panels[item.candidacy.pk].state(item.stage).missing) for item in _sealed_items(found)]
