"""The standard that comes with Seatrial keeps its own rules."""

import re
from fractions import Fraction

import pytest

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.rubric.actions import first_version
from seatrial.loop.rubric.arithmetic import Judgement, Part, lowest_bar, reaches_bar, refusals, score, share
from seatrial.loop.rubric.default import STANDARD
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.rubric.stored import content_of, rubric_from

DEGREES = re.compile(
    r"\b(very|quite|rather|fairly|mostly|largely|somewhat|highly|extremely|really|barely|hardly|well|good|poor|excellent"
    r"|sufficiently|adequate\w*|appropriate\w*|reasonabl\w+|strong\w*|weak\w*|basic\w*|clear\w*|significant\w*|thorough\w*"
    r"|robust\w*|often|sometimes|usually)\b",
    re.IGNORECASE,
)


def levels(engineering: int, *reliability: int) -> dict[str, int]:
    return dict(zip([one.key for one in STANDARD.criteria], (engineering, *reliability), strict=True))


def test_the_standard_is_accepted_and_weighs_a_third_to_two_thirds() -> None:
    assert refusals(STANDARD) == ()
    assert (share(STANDARD, Part.ENGINEERING), share(STANDARD, Part.RELIABILITY)) == (Fraction(1, 3), Fraction(2, 3))
    assert [one.judgement for one in STANDARD.criteria] == [None, *Judgement]


def test_the_bar_is_what_its_reason_says() -> None:
    assert (lowest_bar(STANDARD), STANDARD.bar) == (Fraction(8, 3), Fraction(11, 4))
    assert reaches_bar(STANDARD, score(STANDARD, levels(3, 3, 3, 3, 2)))
    assert not reaches_bar(STANDARD, score(STANDARD, levels(3, 3, 3, 2, 2)))


def test_no_anchor_speaks_in_degrees() -> None:
    texts = [anchor for one in STANDARD.criteria for anchor in one.anchors]
    assert [DEGREES.findall(text) for text in texts if DEGREES.search(text)] == []
    assert len(set(texts)) == 20


def test_the_standard_survives_being_stored() -> None:
    assert rubric_from(content_of(STANDARD)) == STANDARD


@pytest.mark.django_db
def test_first_version_is_made_once_and_recorded(cy, eve) -> None:
    made = first_version(cy)
    again = first_version(eve)
    assert (made, made.owner, made.rubric, RubricVersion.objects.count()) == (again, cy, STANDARD, 1)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.about) == ("rubric version made", f"user:{cy.uid}", f"rubricversion:{made.uid}")
