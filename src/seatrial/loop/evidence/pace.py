"""What a take-home really takes, against its budget. Pure: minutes in, a few numbers out, and none of a few people.

Whoever was granted more time counts by what is left when that is divided out; whoever had no clock is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor
from statistics import median, quantiles

LEAST = 3
"""Of fewer people no number is shown: it would be theirs."""


@dataclass(frozen=True, slots=True)
class Spent:
    """One evening: minutes by the clock and as the candidate says, and the factor granted (None: no clock)."""

    clock: int
    told: int | None
    factor: Decimal | None = Decimal(1)


@dataclass(frozen=True, slots=True)
class Spread:
    """Of so many evenings the middle one, and the middle half of them, in minutes."""

    count: int
    median: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Pace:
    """What the evenings of one task and budget say. A spread is None while there are too few of them."""

    budget: int
    evenings: int
    untimed: int
    clock: Spread | None
    told: Spread | None
    late: int

    @property
    def says(self) -> Spread | None:
        """Return the slower of clock and self-report when it is past the budget."""
        found = [one for one in (self.clock, self.told) if one is not None and one.median > self.budget]
        return max(found, key=lambda one: one.median, default=None)


def pace_of(budget: int, evenings: Iterable[Spent]) -> Pace:
    """Return the pace of evenings that all had this budget, in minutes."""
    spent = tuple(evenings)
    timed = [(one, one.factor) for one in spent if one.factor is not None]
    clock = [_without(one.clock, factor) for one, factor in timed]
    told = [_without(one.told, factor) for one, factor in timed if one.told is not None]
    enough = len(clock) >= LEAST
    return Pace(
        budget=budget,
        evenings=len(spent),
        untimed=len(spent) - len(timed),
        clock=_spread(clock),
        told=_spread(told),
        late=sum(minutes > budget for minutes in clock) if enough else 0,
    )


def _without(minutes: int, factor: Decimal) -> float:
    return minutes / float(factor)


def _spread(minutes: Sequence[float]) -> Spread | None:
    if len(minutes) < LEAST:
        return None
    low, _, high = quantiles(minutes, n=4, method="inclusive")
    return Spread(len(minutes), floor(median(minutes)), floor(low), floor(high))
