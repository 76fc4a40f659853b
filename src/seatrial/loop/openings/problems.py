"""What is wrong with an opening's set-up, each with the step and the place where it is mended."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from seatrial.loop.openings.models import Membership, Opening, Seat, Stage
from seatrial.loop.openings.spine import Kind, Round, strains
from seatrial.loop.takehome.findings import Finding
from seatrial.loop.takehome.rules import Checked, checked

STEPS = ("role", "stages", "standard", "preview")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend or to know. `stops`: the opening cannot be opened, nor a brief sent, until it is mended."""

    step: str
    place: str
    says: str
    mend: str
    stops: bool = False
    finding: Finding | None = None

    @property
    def may_be_overruled(self) -> bool:
        """Tell whether a person may let it stand, for a reason."""
        return self.finding is not None and not self.finding.stops


def rounds_of(stages: Sequence[Stage]) -> tuple[Round, ...]:
    """Return the stages as the arithmetic of the spine takes them."""
    return tuple(Round(Kind(one.kind), one.title, one.minutes) for one in stages)


def problems_of(opening: Opening, checks: Checked | None = None) -> tuple[Problem, ...]:
    """Return everything that is wrong with an opening, in the order of the steps."""
    stages = tuple(opening.stages.all())
    seats = tuple(Seat.objects.filter(stage__opening=opening, removed_at=None).select_related("user"))
    leads = set(Membership.objects.filter(opening=opening, removed_at=None).values_list("user_id", flat=True))
    budget = Fraction(opening.takehome.budget_hours)
    return (
        *(
            Problem("stages", "#stages", one.says, one.mend, one.stops)
            for one in strains(rounds_of(stages), budget, opening.general_rounds_reason)
        ),
        *_panel_problems(stages, seats, leads),
        *(_of_brief(one) for one in (checks or checked(opening.takehome)).standing),
    )


def listed(titles: Sequence[str]) -> str:
    """Write titles as a sentence does: “Screen”, “Review” and “Discussion”."""
    quoted = [f"“{title}”" for title in titles]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _panel_problems(stages: Sequence[Stage], seats: Sequence[Seat], leads: set[int]) -> Iterator[Problem]:
    sitting = Counter(seat.stage_id for seat in seats)
    empty = [one.title for one in stages if sitting[one.pk] == 0]
    alone = [one.title for one in stages if sitting[one.pk] == 1]
    if empty:
        yield Problem("standard", "#panel", f"Nobody sits in {listed(empty)}.", "Choose at least two people.")
    if alone:
        says = f"One person alone sits in {listed(alone)}: one reader is a weak instrument."
        yield Problem("standard", "#panel", says, "Add a second, who scores without seeing the first.")
    for name in sorted({str(seat.user) for seat in seats if seat.user_id in leads}):
        says = f"{name} leads and scores. No scorer should read requests for more time."
        yield Problem("standard", "#panel", says, "Keep one lead out of the panel.")


def _of_brief(finding: Finding) -> Problem:
    return Problem("standard", f"#id_{finding.field}", finding.says, finding.mend, stops=True, finding=finding)
