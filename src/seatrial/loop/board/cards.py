"""One card for each opening, for the page of all openings; a fixed number of queries for any number of cards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, prefetch_related_objects

from seatrial.loop.board.waiting import Wait, waits_in
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import ACTIVE
from seatrial.loop.evidence.pace import LEAST
from seatrial.loop.evidence.timing import evenings_timed
from seatrial.loop.openings.models import Opening, Seat, Stage
from seatrial.loop.openings.problems import listed, rounds_of
from seatrial.loop.openings.spine import MARATHON_HOURS, candidate_minutes, in_words
from seatrial.loop.people.models import User
from seatrial.loop.takehome.brief import hours_in_words
from seatrial.loop.takehome.findings import in_hours
from seatrial.loop.takehome.models import TakeHome

NOT_CALIBRATED = "Panel not calibrated: its severity, and how far polish pulls it, were never measured"
"""True of every panel as long as there are no reference submissions to score."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a lead sees of an opening at a glance."""

    opening: Opening
    stages: tuple[tuple[Stage, int], ...]
    waits: tuple[Wait, ...]
    hours: str
    is_marathon: bool
    panel: str
    calibration: str
    pace: str
    is_slow: bool


def cards_of(openings: Sequence[Opening], viewer: User) -> tuple[Card, ...]:
    """Return the cards of these openings, as this person sees them."""
    prefetch_related_objects(openings, "stages", "takehome")
    active = Candidacy.objects.filter(ACTIVE, opening__in=openings).order_by()
    here = dict(active.values_list("stage").annotate(number=Count("pk")))
    sitting = Counter(Seat.objects.filter(stage__opening__in=openings, removed_at=None).values_list("stage", flat=True))
    waits = waits_in(openings, viewer)
    timed = evenings_timed([one.takehome for one in openings])
    return tuple(_card(one, here, sitting, waits.get(one.pk, ()), timed) for one in openings)


def _card(
    opening: Opening,
    here: dict[int | None, int],
    sitting: Counter[int],
    waits: tuple[Wait, ...],
    timed: Mapping[int, int],
) -> Card:
    stages = tuple(opening.stages.all())
    minutes = candidate_minutes(rounds_of(stages), Fraction(opening.takehome.budget_hours))
    return Card(
        opening=opening,
        stages=tuple((stage, here.get(stage.pk, 0)) for stage in stages),
        waits=waits,
        hours=in_words(minutes),
        is_marathon=minutes > MARATHON_HOURS * 60,
        panel=_panel(stages, sitting),
        calibration=NOT_CALIBRATED if any(sitting[stage.pk] for stage in stages) else "",
        pace=_pace(opening.takehome, timed.get(opening.takehome_id, 0)),
        is_slow=opening.takehome.paced_minutes is not None,
    )


def _pace(takehome: TakeHome, evenings: int) -> str:
    """Say whether the take-home keeps to its evening, with the numbers; few people's are nobody's business."""
    budget = hours_in_words(takehome.budget_hours)
    if takehome.paced_minutes is not None:
        took = in_hours(takehome.paced_minutes)
        return f"The take-home runs past its evening: {took} in the middle of {takehome.paced_count}, not {budget}"
    if evenings < LEAST:
        return f"Take-home of {budget}; too few evenings yet to say what it really takes"
    return f"The take-home keeps to its {budget}, by {evenings} evenings"


def _panel(stages: Sequence[Stage], sitting: Counter[int]) -> str:
    empty = [one.title for one in stages if not sitting[one.pk]]
    alone = [one.title for one in stages if sitting[one.pk] == 1]
    if len(empty) == len(stages):
        return "Nobody sits in the panel yet"
    said = [f"nobody in {listed(empty)}"] if empty else []
    said += [f"one person alone in {listed(alone)}"] if alone else []
    return _sentence("; ".join(said)) if said else "At least two people in every stage"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
