"""What can be decided about a candidate now, and what the rubric came to."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import kept_after
from seatrial.loop.decision.models import Decision
from seatrial.loop.panel.debrief import Debrief, version_of


class Ground(Enum):
    """What a decision would rest on."""

    DEBRIEF = "the debrief of the take-home"
    NO_SCORECARDS = "no scorecard of the take-home"
    SEALED = "sealed scorecards, which cannot be read yet"
    GONE = "nothing: the candidate withdrew, or was erased"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """What the rubric came to at the moment of a decision."""

    bar: Fraction
    mechanical: Fraction | None
    discussed: Fraction | None
    scorecards: int

    @property
    def reaches(self) -> tuple[bool, ...]:
        """Return for each score whether it reaches the bar."""
        return tuple(one >= self.bar for one in (self.mechanical, self.discussed) if one is not None)

    @property
    def is_at_bar(self) -> bool:
        """Tell whether every score reaches the bar."""
        return bool(self.reaches) and all(self.reaches)

    @property
    def is_divided(self) -> bool:
        """Tell whether the discussion moved the score across the bar."""
        return len(set(self.reaches)) == 2


def ground(candidacy: Candidacy, debrief: Debrief) -> Ground:
    """Say what a decision by the viewer of this debrief would rest on."""
    if candidacy.withdrawn_at or candidacy.erased_at:
        return Ground.GONE
    if debrief.is_open and debrief.numbers and debrief.numbers.mechanical:
        return Ground.DEBRIEF
    return Ground.NO_SCORECARDS if may_read(debrief, is_lead=True) else Ground.SEALED


def may_read(debrief: Debrief, *, is_lead: bool) -> bool:
    """Tell whether a decision is for this viewer: at the debrief, or for a lead where nothing is sealed."""
    takehome = debrief.takehome
    nothing_sealed = takehome is None or not takehome.state.sealed
    return debrief.is_open or (is_lead and nothing_sealed)


def outcomes(on: Ground) -> tuple[Decision.Outcome, ...]:
    """Return what may be decided on that ground: without the take-home's scorecards nobody is hired."""
    return {
        Ground.DEBRIEF: tuple(Decision.Outcome),
        Ground.NO_SCORECARDS: (Decision.Outcome.DECLINE,),
    }.get(on, ())


def arithmetic_of(candidacy: Candidacy, debrief: Debrief) -> Arithmetic:
    """Return the numbers that a decision is recorded with."""
    numbers = debrief.numbers
    return Arithmetic(
        bar=version_of(candidacy).rubric.bar,
        mechanical=numbers.mechanical.result if numbers and numbers.mechanical else None,
        discussed=numbers.discussed.result if numbers and numbers.discussed else None,
        scorecards=len(numbers.marks) if numbers else 0,
    )


def as_json(arithmetic: Arithmetic, candidacy: Candidacy) -> dict[str, Any]:
    """Write the numbers as JSON: fractions as text, so that nothing is rounded."""
    return {
        "rubric": version_of(candidacy).uid,
        "bar": str(arithmetic.bar),
        "mechanical": None if arithmetic.mechanical is None else str(arithmetic.mechanical),
        "discussed": None if arithmetic.discussed is None else str(arithmetic.discussed),
        "scorecards": arithmetic.scorecards,
    }


def from_json(kept: dict[str, Any]) -> Arithmetic:
    """Read the numbers that a decision was recorded with."""
    return Arithmetic(
        bar=Fraction(kept["bar"]),
        mechanical=None if kept["mechanical"] is None else Fraction(kept["mechanical"]),
        discussed=None if kept["discussed"] is None else Fraction(kept["discussed"]),
        scorecards=kept["scorecards"],
    )


def last_of(candidacy: Candidacy) -> Decision | None:
    """Return the decision that no other supersedes, taken back or not."""
    return Decision.objects.filter(candidacy=candidacy, superseded_by=None).select_related("decided_by").first()


def standing(candidacy: Candidacy) -> Decision | None:
    """Return the decision that stands: the last one, unless it was taken back."""
    last = last_of(candidacy)
    return last if last and last.taken_back_at is None else None


def may_be_taken_back(decision: Decision, candidacy: Candidacy) -> bool:
    """Tell whether a decline can be undone: it rests on no scorecard, so there is no judgement to be changed."""
    on_nothing = decision.outcome == Decision.Outcome.DECLINE and not from_json(decision.arithmetic).scorecards
    is_there = candidacy.withdrawn_at is None and candidacy.erased_at is None and candidacy.opening.closed_at is None
    return on_nothing and is_there and standing(candidacy) == decision


def set_by_hand(candidacy: Candidacy) -> date | None:
    """Return the last day of keeping if somebody chose it: it is not the day that the last decision came to."""
    last = last_of(candidacy)
    return None if last and candidacy.keep_until == kept_after(last.decided_at) else candidacy.keep_until
