"""What the rubric came to beside what people decide, and where a growth plan starts. No Django here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from seatrial.loop.rubric.anchors import alone, beyond
from seatrial.loop.rubric.arithmetic import HIGHEST, Judgement, Part, Rubric

MOST_PREFILLED = 2


@dataclass(frozen=True, slots=True)
class GapLine:
    """One line of a growth plan, as it is proposed: the gap that was seen, and what closing it would look like."""

    judgement: Judgement
    gap: str
    closed_by: str


def departs(outcome: str, reaches: Iterable[bool]) -> bool:
    """Tell whether an outcome is not what the rubric came to: hired below the bar, or declined at it.

    `reaches` holds whether each score (as sealed, after discussion) reaches the bar; departing from one is enough.
    """
    hired = outcome != "decline"
    return any(one != hired for one in reaches)


def proposed_gaps(rubric: Rubric, means: Mapping[str, Fraction]) -> tuple[GapLine, ...]:
    """Return where a growth plan starts: the weakest judgements, in the words of the anchors that were reached."""
    judged = [
        one for one in rubric.part(Part.RELIABILITY) if one.judgement and one.key in means and means[one.key] < HIGHEST
    ]
    weakest = sorted(judged, key=lambda one: means[one.key])
    seen: dict[Judgement, GapLine] = {}
    for one in weakest:
        assert one.judgement is not None
        reached = min(reached_level(means[one.key]), HIGHEST - 1)  # 3.5 is nearest to 4, and still a gap
        line = GapLine(one.judgement, gap=alone(one, reached), closed_by=beyond(one, reached + 1))
        seen.setdefault(one.judgement, line)
    return tuple(seen.values())[:MOST_PREFILLED]


def reached_level(mean: Fraction) -> int:
    """Return the level nearest to a mean, the upper one halfway."""
    return int(mean + Fraction(1, 2))


def means_of(levels: Mapping[str, Sequence[int]]) -> dict[str, Fraction]:
    """Return the mean level per criterion, of the criteria that somebody scored."""
    return {key: Fraction(sum(given), len(given)) for key, given in levels.items() if given}
