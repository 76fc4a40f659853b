"""The rubric as JSON, in and out. Weights and the bar are decimal numbers as text, so that nothing is rounded."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from seatrial.loop.rubric.arithmetic import Criterion, Judgement, Part, Rubric


def rubric_from(content: Mapping[str, Any]) -> Rubric:
    """Read {"bar": "2.75", "criteria": [{"key", "name", "part", "judgement" or null, "weight", "asks", "anchors"}]}."""
    return Rubric(criteria=tuple(map(_criterion, content["criteria"])), bar=Fraction(Decimal(content["bar"])))


def content_of(rubric: Rubric) -> dict[str, Any]:
    """Write a rubric as the JSON that `rubric_from` reads."""
    return {
        "bar": _decimal(rubric.bar),
        "criteria": [
            {
                "key": one.key,
                "name": one.name,
                "part": one.part.value,
                "judgement": one.judgement.value if one.judgement else None,
                "weight": _decimal(one.weight),
                "asks": one.asks,
                "anchors": list(one.anchors),
            }
            for one in rubric.criteria
        ],
    }


def _criterion(one: Mapping[str, Any]) -> Criterion:
    first, second, third, fourth = one["anchors"]
    return Criterion(
        key=one["key"],
        name=one["name"],
        part=Part(one["part"]),
        judgement=Judgement(one["judgement"]) if one["judgement"] else None,
        weight=Fraction(Decimal(one["weight"])),
        asks=one["asks"],
        anchors=(first, second, third, fourth),
    )


def _decimal(number: Fraction) -> str:
    written = Decimal(number.numerator) / Decimal(number.denominator)
    if Fraction(written) != number:
        raise ValueError(f"{number} cannot be written as a decimal number without rounding it")
    return format(written.normalize(), "f")
