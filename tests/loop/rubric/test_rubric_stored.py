"""A rubric is stored without rounding anything."""

from dataclasses import replace
from fractions import Fraction

import pytest

from seatrial.loop.rubric.default import STANDARD
from seatrial.loop.rubric.stored import content_of, rubric_from


def test_decimals_come_back_as_they_were() -> None:
    odd = replace(
        STANDARD,
        bar=Fraction("2.7001"),
        criteria=(replace(STANDARD.criteria[0], weight=Fraction(10)), *STANDARD.criteria[1:]),
    )
    assert rubric_from(content_of(odd)) == odd
    assert (content_of(odd)["bar"], content_of(odd)["criteria"][0]["weight"]) == ("2.7001", "10")


def test_a_number_that_is_no_decimal_is_refused_instead_of_rounded() -> None:
    with pytest.raises(ValueError, match="8/3 cannot be written"):
        content_of(replace(STANDARD, bar=Fraction(8, 3)))
