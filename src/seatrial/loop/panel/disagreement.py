"""Where a panel disagrees: spread, order of the agenda, who stands where on a scale. No Django here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import pvariance

from seatrial.loop.rubric.arithmetic import HIGHEST, LOWEST

LEVELS = tuple(range(LOWEST, HIGHEST + 1))


@dataclass(frozen=True, slots=True)
class Vote:
    """One panelist's level on one criterion: `first` as it was sealed, `now` after the discussion."""

    who: str
    first: int
    now: int

    @property
    def moved(self) -> bool:
        """Tell whether the level was changed."""
        return self.first != self.now


@dataclass(frozen=True, slots=True)
class Dot:
    """One mark on the scale. `left`: the place that somebody has left for another level."""

    who: str
    left: bool = False
    arrived_from: int | None = None


def spread(levels: Sequence[int]) -> int:
    """Return the distance between the highest and the lowest level; 0 for one panelist or none."""
    return max(levels) - min(levels) if levels else 0


def variance(levels: Sequence[int]) -> Fraction:
    """Return the variance of the levels, exactly; 0 for one panelist or none."""
    return pvariance([Fraction(level) for level in levels]) if levels else Fraction(0)


def mean(levels: Sequence[int]) -> Fraction | None:
    """Return the mean level; None without any."""
    return Fraction(sum(levels), len(levels)) if levels else None


def agenda(votes: Mapping[str, Sequence[Vote]]) -> tuple[str, ...]:
    """Return the criteria by disagreement as it was sealed: largest spread first, then variance, then as they came.

    The first levels count, so that the agenda stays the same while people talk.
    """

    def disagreement(key: str) -> tuple[int, Fraction]:
        first = [vote.first for vote in votes[key]]
        return spread(first), variance(first)

    return tuple(sorted(votes, key=disagreement, reverse=True))


def dots(votes: Iterable[Vote]) -> dict[int, tuple[Dot, ...]]:
    """Return who stands at each level; a panelist who moved is at both, marked as having left the first."""
    found: dict[int, list[Dot]] = {level: [] for level in LEVELS}
    for vote in votes:
        if vote.moved:
            found[vote.first].append(Dot(vote.who, left=True))
        found[vote.now].append(Dot(vote.who, arrived_from=vote.first if vote.moved else None))
    return {level: tuple(marks) for level, marks in found.items()}


def initials(names: Mapping[str, str]) -> dict[str, str]:
    """Return short marks for people (key to name): initials, longer where two are the same, at last with a number."""
    marks = {key: _letters(name, 1) for key, name in names.items()}
    for size in (2, 3):
        marks |= {key: _letters(names[key], size) for key in _shared(marks)}
    return marks | {key: f"{marks[key]} {number}" for number, key in enumerate(_shared(marks), 1)}


def _letters(name: str, size: int) -> str:
    """Return the first letters of a name, `size` of the last word: BB, BBe, BBer."""
    *first, last = name.split()[:3] or ["?"]
    return "".join(word[0].upper() for word in first) + last[:1].upper() + last[1:size].lower()


def _shared(marks: Mapping[str, str]) -> list[str]:
    given = list(marks.values())
    return [key for key, mark in marks.items() if given.count(mark) > 1]
