"""What waits for a panelist: what to score, what to prepare, what waits for others.

Picked from a row of a few numbers for each candidate and stage, which flat queries fetch that any planner takes well;
candidates and scorecards themselves are fetched for the page alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from django.core.paginator import Page, Paginator
from django.db.models import Q

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

_OF_ACTIVE = Q(
    candidacy__withdrawn_at=None,
    candidacy__closed_at=None,
    candidacy__erased_at=None,
    candidacy__stage__isnull=False,
)
_NEVER = datetime.max.replace(tzinfo=UTC)
Place = tuple[int, int]
"""A candidate in a stage, by their primary keys."""


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
class Row:
    """What is known of a candidate in a stage before anything is fetched. `ahead`: stages until they come there."""

    candidacy: int
    stage: Stage
    called: str
    ahead: int
    passed: bool
    over: datetime | None
    card: int | None
    sealed: datetime | None

    @property
    def place(self) -> Place:
        """Return where it is."""
        return self.candidacy, self.stage.pk

    @property
    def is_ready(self) -> bool:
        """Tell whether there is something to score: the stage is over or goes on, or was begun to be scored."""
        goes_on = self.passed and self.stage.kind != Stage.Kind.TAKEHOME
        return self.over is not None or self.ahead < 0 or self.card is not None or goes_on


@dataclass(frozen=True, slots=True)
class Part:
    """The first items of one part, and whether there are more; or, where it was asked for alone, a page of it."""

    items: tuple[Item, ...] = ()
    has_more: bool = False
    page: Page[Row] | None = None


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


def work_of(user: User, *, now: datetime, only: str = "", page: str | None = None) -> Work:
    """Return what waits for a person; the number of queries does not grow. `only` asks for one part, page by page."""
    seats = Seat.objects.filter(user=user, removed_at=None).select_related("stage__opening")
    stages = {seat.stage_id: seat.stage for seat in seats}
    rows = _rows(user, stages)
    standing = _standing(user, stages)
    owed = [row for row in rows if row.sealed is None and not standing.has_looked(user.pk, row.candidacy)]
    mine = [(row, row.sealed) for row in rows if row.sealed is not None]
    picked = {
        "to-score": sorted((row for row in owed if row.is_ready), key=_longest_over_first),
        "to-prepare": sorted((row for row in owed if not row.is_ready and row.ahead in {0, 1}), key=_in_place),
        "waiting": [row for row, _ in sorted(mine, key=_by_sealing) if not standing.is_open(row.place)],
        "sealed": [row for row, _ in sorted(mine, key=_by_sealing, reverse=True) if standing.is_open(row.place)],
    }
    pages = {name: Paginator(picked[name], WHOLE).get_page(page) for name in picked if name == only}
    shown = {name: list(pages[name]) if name in pages else rows[:GLANCE] for name, rows in picked.items()}
    if only:
        shown = {name: rows if name == only else [] for name, rows in shown.items()}
    items = _fetched(shown, standing, now)
    return Work(
        *(Part(items[name], len(picked[name]) > len(items[name]), pages.get(name)) for name in PARTS),
    )


def in_shuffled_order(cards: Iterable[Scorecard], *, user: User, key: str) -> list[Scorecard]:
    """Return scorecards in an order of this person's own for this criterion, which a new one does not upset."""
    return sorted(cards, key=lambda card: Random(f"{user.uid}/{key}/{card.candidacy.uid}").random())


def _in_place(row: Row) -> tuple[int, int, str]:
    return row.stage.opening_id, row.stage.position, row.called


def _longest_over_first(row: Row) -> tuple[datetime, tuple[int, int, str]]:
    return row.over or _NEVER, _in_place(row)


def _by_sealing(one: tuple[Row, datetime]) -> tuple[datetime, int]:
    row, sealed = one
    return sealed, row.candidacy


def _rows(user: User, stages: Mapping[int, Stage]) -> list[Row]:
    of_opening: dict[int, list[Stage]] = defaultdict(list)
    for stage in stages.values():
        of_opening[stage.opening_id].append(stage)
    passages = Passage.objects.filter(_OF_ACTIVE, stage__in=stages).order_by()
    passed = {(who, at): over for who, at, over in passages.values_list("candidacy_id", "stage_id", "finished_at")}
    cards = Scorecard.objects.filter(_OF_ACTIVE, stage__in=stages, author=user)
    of_cards = cards.values_list("candidacy_id", "stage_id", "pk", "sealed_at")
    own = {(who, at): (card, sealed) for who, at, card, sealed in of_cards}
    active = Candidacy.objects.filter(ACTIVE, opening__in=of_opening, stage__isnull=False).order_by()
    return [
        Row(
            candidacy=pk,
            stage=stage,
            called=alias if stage.blind else name or alias,
            ahead=stage.position - position,
            passed=(pk, stage.pk) in passed,
            over=passed.get((pk, stage.pk)),
            card=own[pk, stage.pk][0] if (pk, stage.pk) in own else None,
            sealed=own[pk, stage.pk][1] if (pk, stage.pk) in own else None,
        )
        for pk, opening, position, alias, name in active.values_list(
            "pk", "opening_id", "stage__position", "alias", "name"
        )
        for stage in of_opening[opening]
    ]


@dataclass(frozen=True, slots=True)
class _Standing:
    """How far the panels are, and who looked: early openers, and by the history where a seat came after a seal."""

    seats: Mapping[int, list[Seat]]
    sealed: Mapping[Place, set[int]]
    openers: Mapping[int, set[int]]
    opened: frozenset[Place]
    late: Mapping[int, Panels]

    def has_looked(self, who: int, candidacy: int) -> bool:
        """Tell whether somebody could read what others wrote before they scored."""
        late = self.late.get(candidacy)
        return who in (late.history.looked if late else self.openers.get(candidacy, ()))

    def missing(self, place: Place) -> tuple[Seat, ...]:
        """Return the seats of a stage whose holders have still to seal."""
        candidacy, stage = place
        waits = (seat for seat in self.seats[stage] if seat.user_id not in self.sealed[place])
        return tuple(seat for seat in waits if not self.has_looked(seat.user_id, candidacy))

    def is_open(self, place: Place) -> bool:
        """Tell whether a stage in which somebody has sealed may be read."""
        return place in self.opened or not self.missing(place)


def _standing(user: User, stages: Mapping[int, Stage]) -> _Standing:
    """Fetch what decides, for the candidates for whom this person has sealed in these stages."""
    seats = defaultdict(list)
    for seat in Seat.objects.filter(stage__in=stages, removed_at=None).select_related("user").order_by("pk"):
        seats[seat.stage_id].append(seat)
    mine = Scorecard.objects.filter(_OF_ACTIVE, author=user, sealed_at__isnull=False, stage__in=stages)
    with_mine = Scorecard.objects.filter(
        candidacy__in=mine.values("candidacy"), stage__in=stages, sealed_at__isnull=False
    )
    sealed = defaultdict(set)
    for candidacy, stage, author in with_mine.values_list("candidacy_id", "stage_id", "author_id"):
        sealed[candidacy, stage].add(author)
    openings = {stage.opening_id for stage in stages.values()}
    early = EarlyOpening.objects.filter(_OF_ACTIVE, candidacy__opening__in=openings)
    acts = list(early.values_list("candidacy_id", "stage_id", "by_id"))
    openers = defaultdict(set)
    for candidacy, _, by in acts:
        openers[candidacy].add(by)
    return _Standing(
        seats=seats,
        sealed=sealed,
        openers=openers,
        opened=frozenset((candidacy, stage) for candidacy, stage, _ in acts),
        late=rules.where_somebody_looked(openings),
    )


def _fetched(shown: Mapping[str, Iterable[Row]], standing: _Standing, now: datetime) -> dict[str, tuple[Item, ...]]:
    rows = [row for part in shown.values() for row in part]
    candidacies = Candidacy.objects.in_bulk({row.candidacy for row in rows})
    cards = Scorecard.objects.in_bulk({row.card for row in rows if row.card})
    return {
        name: tuple(
            Item(
                candidacy=candidacies[row.candidacy],
                stage=row.stage,
                called=row.called,
                card=cards.get(row.card),
                missing=standing.missing(row.place) if name == "waiting" else (),
                overdue_days=max(0, (now - row.over - DUE).days) if row.over else 0,
            )
            for row in part
        )
        for name, part in shown.items()
    }
