"""What waits for a panelist: what to score, what to prepare, what waits for others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from seatrial.loop.candidacy.models import Candidacy, Passage
from seatrial.loop.openings.models import Seat, Stage
from seatrial.loop.people.models import User
from seatrial.loop.scorecard import rules
from seatrial.loop.scorecard.models import Scorecard
from seatrial.loop.scorecard.rules import Panels, PanelState

DUE = timedelta(days=2)
"""A scorecard is due this long after its stage was over: later, people score what they remember of it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One candidate in one stage, as it waits for one person. `is_ready`: there is something to score."""

    candidacy: Candidacy
    stage: Stage
    called: str
    card: Scorecard | None
    panel: PanelState
    is_ready: bool
    overdue_days: int


@dataclass(frozen=True, slots=True)
class Work:
    """All that waits for one person, or for others with them."""

    to_score: tuple[Item, ...]
    to_prepare: tuple[Item, ...]
    waiting: tuple[Item, ...]
    sealed: tuple[Item, ...]

    def by_criterion(self) -> list[Stage]:
        """Return the take-home stages in which several candidates wait, to be scored criterion by criterion."""
        stages = {item.stage.pk: item.stage for item in self.to_score if item.stage.kind == Stage.Kind.TAKEHOME}
        waiting = [item.stage.pk for item in self.to_score]
        return [stage for pk, stage in stages.items() if waiting.count(pk) > 1]


def work_of(user: User, *, now: datetime) -> Work:
    """Return what waits for a person, in ten queries whatever there is."""
    seats = tuple(Seat.objects.filter(user=user, removed_at=None).select_related("stage__opening"))
    openings = {seat.stage.opening_id for seat in seats}
    active = Candidacy.objects.filter(
        opening__in=openings, withdrawn_at=None, closed_at=None, erased_at=None, stage__isnull=False
    )
    candidacies = tuple(active.select_related("stage", "opening"))
    cards = {(card.candidacy_id, card.stage_id): card for card in _cards(user, candidacies)}
    passages = {(one.candidacy_id, one.stage_id): one for one in Passage.objects.filter(candidacy__in=candidacies)}
    panels = rules.panels_of(candidacies)
    items = [
        _item(candidacy, seat.stage, card=cards.get(at), panels=panels[candidacy.pk], passage=passages.get(at), now=now)
        for candidacy in candidacies
        for seat in seats
        if seat.stage.opening_id == candidacy.opening_id and (at := (candidacy.pk, seat.stage_id))
    ]
    may = {
        (item.candidacy.pk, item.stage.pk)
        for item in items
        if panels[item.candidacy.pk].history.present.may_score(user.pk, item.stage.pk)
    }
    return _sorted(items, may)


def in_shuffled_order(cards: Iterable[Scorecard], *, user: User, key: str) -> list[Scorecard]:
    """Return scorecards in an order of this person's own for this criterion, which a new one does not upset."""
    return sorted(cards, key=lambda card: Random(f"{user.uid}/{key}/{card.candidacy.uid}").random())


def _cards(user: User, candidacies: tuple[Candidacy, ...]) -> Iterable[Scorecard]:
    return Scorecard.objects.filter(author=user, candidacy__in=candidacies)


def _item(
    candidacy: Candidacy,
    stage: Stage,
    *,
    card: Scorecard | None,
    panels: Panels,
    passage: Passage | None,
    now: datetime,
) -> Item:
    over = passage.finished_at if passage else None
    late = (now - over - DUE).days if over and not (card and card.sealed_at) else 0
    return Item(
        candidacy=candidacy,
        stage=stage,
        called=rules.called(candidacy, stage),
        card=card,
        panel=panels.state(stage),
        is_ready=bool(card or over or _is_past(candidacy, stage) or (passage and stage.kind != Stage.Kind.TAKEHOME)),
        overdue_days=max(0, late),
    )


def _sorted(items: list[Item], may_score: set[tuple[int, int]]) -> Work:
    items = sorted(
        items, key=lambda item: (-item.overdue_days, item.stage.opening_id, item.stage.position, item.called)
    )
    own = [item for item in items if (item.candidacy.pk, item.stage.pk) in may_score]
    owed = [item for item in own if not (item.card and item.card.sealed_at)]
    sealed = [item for item in items if item.card and item.card.sealed_at]
    return Work(
        to_score=tuple(one for one in owed if one.is_ready),
        to_prepare=tuple(one for one in owed if not one.is_ready and _is_near(one)),
        waiting=tuple(one for one in sealed if not one.panel.is_open),
        sealed=tuple(one for one in sealed if one.panel.is_open),
    )


def _is_past(candidacy: Candidacy, stage: Stage) -> bool:
    assert candidacy.stage is not None
    return stage.position < candidacy.stage.position


def _is_near(item: Item) -> bool:
    """Tell whether the candidate is in the stage, or in the one before it."""
    assert item.candidacy.stage is not None
    return item.stage.position - item.candidacy.stage.position in {0, 1}
