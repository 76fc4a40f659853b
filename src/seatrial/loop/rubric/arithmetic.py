"""The rubric's arithmetic: weights, scores and the bar, exact, and the refusal of a rubric that polish could win.

Levels are 1 to 4. A score is the weighted mean of the levels, so it lies between 1 and 4 too. No Django here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

LOWEST, HIGHEST = 1, 4
MOST_ENGINEERING = Fraction(2, 5)
LEAST_JUDGEMENT = Fraction(15, 100)
BAR = "bar"
FLOOR = 2
"""A candidate whose mean reliability is under this level is below the bar, whatever the engineering."""


class Part(StrEnum):
    """The two parts of every rubric."""

    ENGINEERING = "engineering"
    RELIABILITY = "reliability"


class Judgement(StrEnum):
    """The four judgements that make up reliability."""

    MODEL_OUTPUT = "model_output"
    PROMPT_HARDENING = "prompt_hardening"
    EVALUATION = "evaluation"
    AWARENESS = "awareness"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is scored: `anchors` say what each of the levels 1 to 4 looks like, in that order."""

    key: str
    name: str
    part: Part
    weight: Fraction
    anchors: tuple[str, str, str, str]
    asks: str = ""
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """Criteria and the bar that a score has to reach."""

    criteria: tuple[Criterion, ...]
    bar: Fraction

    def criterion(self, key: str) -> Criterion:
        """Return the criterion of that key; KeyError if there is none."""
        return {one.key: one for one in self.criteria}[key]

    def part(self, part: Part) -> tuple[Criterion, ...]:
        """Return the criteria of one part, in their order."""
        return tuple(one for one in self.criteria if one.part is part)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a rubric is not accepted: the rule, the numbers that show it, what would mend it, and where.

    `at` is the key of the criterion, BAR, or empty where the rubric as a whole is meant.
    """

    rule: str
    numbers: str
    mend: str
    at: str = ""


Levels = Mapping[str, int | Fraction]
"""Per criterion key a level, 1 to 4, or a mean of levels."""


def share(rubric: Rubric, part: Part) -> Fraction:
    """Return the share of a part in the whole weight, 0 to 1."""
    return _weight(rubric.part(part)) / _weight(rubric.criteria)


def judgement_share(rubric: Rubric, judgement: Judgement) -> Fraction:
    """Return the share of one judgement in the weight of the reliability part, 0 to 1."""
    reliability = rubric.part(Part.RELIABILITY)
    whole = _weight(reliability)
    return _weight(one for one in reliability if one.judgement is judgement) / whole if whole else Fraction(0)


def part_score(rubric: Rubric, part: Part, levels: Levels) -> Fraction:
    """Return the weighted mean level of one part, 1 to 4."""
    return _mean(rubric.part(part), levels)


def score(rubric: Rubric, levels: Levels) -> Fraction:
    """Return the weighted mean level over all criteria, 1 to 4; KeyError when a criterion has no level."""
    return _mean(rubric.criteria, levels)


def panel_score(rubric: Rubric, scorecards: Sequence[Levels]) -> Fraction | None:
    """Return the panel's mechanical score: the mean of the scorecards' scores; None without any."""
    return sum((score(rubric, one) for one in scorecards), Fraction(0)) / len(scorecards) if scorecards else None


def reaches_bar(rubric: Rubric, scored: Fraction) -> bool:
    """Tell whether a score is at the bar or above it."""
    return scored >= rubric.bar


def lowest_bar(rubric: Rubric) -> Fraction:
    """Return the least bar that keeps out best engineering with a mean reliability under level 2."""
    return HIGHEST * share(rubric, Part.ENGINEERING) + FLOOR * share(rubric, Part.RELIABILITY)


def refusals(rubric: Rubric) -> tuple[Refusal, ...]:
    """Say why a rubric cannot be used; empty when it can."""
    shape = _misshapen(rubric)
    return shape or (*_too_much_engineering(rubric), *_judgement_too_light(rubric), *_bar_out_of_place(rubric))


def _misshapen(rubric: Rubric) -> tuple[Refusal, ...]:
    found = []
    keys = [one.key for one in rubric.criteria]
    if doubled := sorted({key for key in keys if keys.count(key) > 1}):
        found.append(Refusal("Every criterion has a key of its own.", f"Twice: {', '.join(doubled)}.", "Rename one."))
    found += [
        Refusal("Every criterion has a name.", f"The one with key {one.key} has none.", "Name it.", one.key)
        for one in rubric.criteria
        if not one.name.strip()
    ]
    found += [
        Refusal(
            "Every weight is above zero.",
            f"{one.name} weighs {shown(one.weight)}.",
            "Raise it, or leave the criterion out.",
            one.key,
        )
        for one in rubric.criteria
        if one.weight <= 0
    ]
    found += [
        Refusal("Every level has an anchor.", f"{one.name} lacks one.", "Write what each level looks like.", one.key)
        for one in rubric.criteria
        if not all(anchor.strip() for anchor in one.anchors)
    ]
    if not rubric.part(Part.ENGINEERING):
        found.append(Refusal("There is an engineering part.", "No criterion is engineering.", "Add one."))
    found += [
        Refusal("All four judgements are scored.", f"{_words(judgement)} is missing.", "Add a criterion for it.")
        for judgement in Judgement
        if not any(one.part is Part.RELIABILITY and one.judgement is judgement for one in rubric.criteria)
    ]
    found += [
        Refusal("A judgement belongs to reliability.", f"{one.name} is engineering.", "Make it reliability.", one.key)
        for one in rubric.criteria
        if one.judgement is not None and one.part is Part.ENGINEERING
    ]
    return tuple(found)


def _too_much_engineering(rubric: Rubric) -> tuple[Refusal, ...]:
    engineering = share(rubric, Part.ENGINEERING)
    if engineering < MOST_ENGINEERING:
        return ()
    reliability = 1 - engineering
    dazzling = HIGHEST * engineering + LOWEST * reliability
    rough = LOWEST * engineering + (HIGHEST - 1) * reliability
    numbers = (
        f"Engineering weighs {percent(engineering, beside=MOST_ENGINEERING)}. "
        f"Best engineering with nothing else would score "
        f"{HIGHEST} × {shown(engineering)} + {LOWEST} × {shown(reliability)} = {shown(dazzling)}; poorest engineering "
        f"with reliability at level {HIGHEST - 1}, {LOWEST} × {shown(engineering)} + {HIGHEST - 1} × "
        f"{shown(reliability)} = {shown(rough)}."
    )
    return (
        Refusal(
            "Engineering weighs under 40 %, so that polish cannot outweigh reliability.",
            numbers,
            "Lower the weights of the engineering criteria, or raise those of the judgements.",
            rubric.part(Part.ENGINEERING)[0].key,
        ),
    )


def _judgement_too_light(rubric: Rubric) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(
            "Each of the four judgements is at least 15 % of the reliability part.",
            f"{_words(judgement)} is {percent(light, beside=LEAST_JUDGEMENT)} of it.",
            "Raise its weight, or lower the others.",
            next(one.key for one in rubric.part(Part.RELIABILITY) if one.judgement is judgement),
        )
        for judgement in Judgement
        if (light := judgement_share(rubric, judgement)) < LEAST_JUDGEMENT
    )


def _bar_out_of_place(rubric: Rubric) -> tuple[Refusal, ...]:
    least = lowest_bar(rubric)
    if rubric.bar > HIGHEST:
        return (
            Refusal(
                "The bar can be reached.",
                f"It stands at {shown(rubric.bar, beside=Fraction(HIGHEST))} of {HIGHEST}.",
                f"Lower it to {HIGHEST} or less.",
                BAR,
            ),
        )
    if rubric.bar >= least:
        return ()
    engineering, reliability = share(rubric, Part.ENGINEERING), share(rubric, Part.RELIABILITY)
    return (
        Refusal(
            "A candidate whose mean reliability is under level 2 is below the bar, whatever the engineering.",
            f"Best engineering with reliability just under 2 scores up to {HIGHEST} × {shown(engineering)} + {FLOOR} × "
            f"{shown(reliability)} = {shown(least, beside=rubric.bar)}; "
            f"the bar stands at {shown(rubric.bar, beside=least)}.",
            f"Set the bar at {shown_up(least)} or higher.",
            BAR,
        ),
    )


def _mean(criteria: Sequence[Criterion], levels: Levels) -> Fraction:
    return sum((one.weight * Fraction(levels[one.key]) for one in criteria), Fraction(0)) / _weight(criteria)


def _weight(criteria: Iterable[Criterion]) -> Fraction:
    return sum((one.weight for one in criteria), Fraction(0))


def _words(judgement: Judgement) -> str:
    return judgement.value.replace("_", " ").capitalize()


def decimals(number: Fraction, places: int) -> str:
    """Return a number with that many decimals, a half rounded away from zero as people do."""
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = f"{whole:0{places + 1}d}"
    sign = "-" if number < 0 and whole else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def shown(number: Fraction, *, beside: Fraction | None = None) -> str:
    """Return a number as people read it: two decimals, none if whole, more if it would look like another."""
    return str(number.numerator) if number.denominator == 1 else decimals(number, places(number, beside))


def shown_up(number: Fraction) -> str:
    """Return a number rounded up to two decimals, so that what is shown is never too little."""
    return decimals(Fraction(-(-number.numerator * 100 // number.denominator), 100), 2)


def percent(number: Fraction, *, beside: Fraction | None = None) -> str:
    """Return a share as people read it, with more decimals where it would look like another."""
    hundred, other = number * 100, None if beside is None else beside * 100
    return f"{decimals(hundred, 0 if hundred.denominator == 1 else places(hundred, other, least=1))} %"


def places(number: Fraction, beside: Fraction | None, *, least: int = 2) -> int:
    """Return how many decimals tell a number from another that it is compared with."""
    found = least
    while beside is not None and number != beside and decimals(number, found) == decimals(beside, found):
        found += 1
    return found
