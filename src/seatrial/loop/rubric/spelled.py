"""The arithmetic spelled out for people, step by step, the same on every page that shows a score.

Every result is computed exactly; where two decimals do not hold it, it stands after ≈ instead of =.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from seatrial.loop.rubric.arithmetic import (
    FLOOR,
    HIGHEST,
    LOWEST,
    Criterion,
    Levels,
    Part,
    Rubric,
    decimals,
    part_score,
    percent,
    places,
    reaches_bar,
    score,
    share,
    shown,
)

_READABLE_DENOMINATOR = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the arithmetic: what is computed, and the sum with its result."""

    what: str
    sum: str

    def __str__(self) -> str:
        return f"{self.what}: {self.sum}"


@dataclass(frozen=True, slots=True)
class Spelled:
    """A score with the steps that lead to it, and what it means beside the bar."""

    steps: tuple[Step, ...]
    result: Fraction
    reaches: bool
    conclusion: str


@dataclass(frozen=True, slots=True)
class Need:
    """What reliability has to average to reach the bar, at one level of engineering; None where no level would do."""

    engineering: int
    reliability: Fraction | None
    sum: str


def spelled_score(rubric: Rubric, levels: Levels) -> Spelled:
    """Spell out the score of one scorecard, from its levels to the bar."""
    steps = (*(_part_step(rubric, part, levels) for part in Part), Step("Score", _weighted(rubric, levels)))
    return _concluded(rubric, steps, score(rubric, levels))


def spelled_panel(rubric: Rubric, scorecards: Sequence[tuple[str, Levels]]) -> Spelled | None:
    """Spell out the panel's mechanical score from (whose, levels) pairs; None without any."""
    if not scorecards:
        return None
    each = [score(rubric, levels) for _, levels in scorecards]
    mean = sum(each, Fraction(0)) / len(each)
    total = f"({' + '.join(decimals(one, 2) for one in each)}) ÷ {len(each)} {_equals(mean, each)}"
    steps = (
        *(Step(whose, _weighted(rubric, levels, with_bar=False)) for whose, levels in scorecards),
        Step("Panel", f"{total}; the bar is {decimals(rubric.bar, 2)}"),
    )
    return _concluded(rubric, steps, mean)


def inversion(rubric: Rubric) -> tuple[Step, Step]:
    """Spell out best engineering with nothing else, and poorest engineering with reliability one under the best."""
    return (
        Step("Best engineering, nothing else", _mixed(rubric, HIGHEST, LOWEST)),
        Step(f"Poorest engineering, reliability at level {HIGHEST - 1}", _mixed(rubric, LOWEST, HIGHEST - 1)),
    )


def least_bar(rubric: Rubric) -> Step:
    """Spell out the lowest bar that the rules allow."""
    return Step("Lowest bar allowed", _mixed(rubric, HIGHEST, FLOOR))


def needs(rubric: Rubric) -> tuple[Need, ...]:
    """Say, for each level of engineering from best to poorest, what reliability has to average to reach the bar."""
    return tuple(_need(rubric, level) for level in range(HIGHEST, LOWEST - 1, -1))


def _need(rubric: Rubric, engineering: int) -> Need:
    shares = share(rubric, Part.ENGINEERING), share(rubric, Part.RELIABILITY)
    needed = (rubric.bar - shares[0] * engineering) / shares[1]
    sum_ = (
        f"({decimals(rubric.bar, 2)} − {_share(shares[0])} × {engineering}) ÷ {_share(shares[1])} "
        f"{_equals(needed, (rubric.bar, *_as_shown(rubric)))}"
    )
    return Need(engineering, max(needed, Fraction(LOWEST)) if needed <= HIGHEST else None, sum_)


def _part_step(rubric: Rubric, part: Part, levels: Levels) -> Step:
    criteria = rubric.part(part)
    result = part_score(rubric, part, levels)
    if len(criteria) == 1:
        return Step(part.value.capitalize(), f"level {shown(Fraction(levels[criteria[0].key]))}")
    return Step(part.value.capitalize(), f"{_mean_of(criteria, levels)} {_equals(result)}")


def _mean_of(criteria: Sequence[Criterion], levels: Levels) -> str:
    weights = {one.weight for one in criteria}
    if len(weights) == 1:
        return f"({_added(f'{one.name} {shown(Fraction(levels[one.key]))}' for one in criteria)}) ÷ {len(criteria)}"
    whole = sum((one.weight for one in criteria), Fraction(0))
    terms = (f"{shown(one.weight)} × {one.name} {shown(Fraction(levels[one.key]))}" for one in criteria)
    return f"({_added(terms)}) ÷ {shown(whole)}"


def _weighted(rubric: Rubric, levels: Levels, *, with_bar: bool = True) -> str:
    parts = {part: part_score(rubric, part, levels) for part in Part}
    terms = (f"{_share(share(rubric, part))} × {part.value} {decimals(parts[part], 2)}" for part in Part)
    total = f"{_added(terms)} {_equals(score(rubric, levels), (*parts.values(), *_as_shown(rubric)))}"
    return f"{total}; the bar is {decimals(rubric.bar, 2)}" if with_bar else total


def _concluded(rubric: Rubric, steps: tuple[Step, ...], result: Fraction) -> Spelled:
    reaches = reaches_bar(rubric, result)
    exact = places(result, rubric.bar)
    score_, bar = decimals(result, exact), decimals(rubric.bar, exact)
    words = f"{score_} reaches the bar of {bar}." if reaches else f"{score_} is below the bar of {bar}."
    return Spelled(steps, result, reaches, words)


def _mixed(rubric: Rubric, engineering: int, reliability: int) -> str:
    shares = share(rubric, Part.ENGINEERING), share(rubric, Part.RELIABILITY)
    result = engineering * shares[0] + reliability * shares[1]
    equals = _equals(result, _as_shown(rubric))
    return f"{_share(shares[0])} × {engineering} + {_share(shares[1])} × {reliability} {equals}"


def _added(terms: Iterable[str]) -> str:
    return " + ".join(terms)


def _equals(result: Fraction, terms: Iterable[Fraction] = ()) -> str:
    """Return the result after = where everything shown is exact, after ≈ where something was rounded."""
    exact = all((number * 100).denominator == 1 for number in (result, *terms))
    return f"{'=' if exact else '≈'} {decimals(result, 2)}"


def _as_shown(rubric: Rubric) -> Iterator[Fraction]:
    """Return the shares that had to be shown in percent; as fractions they are exact."""
    shares = (share(rubric, part) for part in Part)
    return (one * 10 for one in shares if one.denominator > _READABLE_DENOMINATOR)


def _share(number: Fraction) -> str:
    return str(number) if number.denominator <= _READABLE_DENOMINATOR else percent(number)
