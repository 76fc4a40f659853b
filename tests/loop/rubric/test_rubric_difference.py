"""What changed between two versions, as people read it."""

from dataclasses import replace
from fractions import Fraction

from seatrial.loop.rubric.arithmetic import Part
from seatrial.loop.rubric.default import AWARENESS, ENGINEERING, STANDARD
from seatrial.loop.rubric.difference import Change, CriterionChange, Difference, Kind, Run, difference
from tests.loop.rubric.rubrics import ANCHORS, criterion

LOAD = criterion("load", Part.RELIABILITY, Fraction(1))


def test_nothing_changed_is_empty() -> None:
    assert not difference(STANDARD, STANDARD)


def test_words_weights_and_the_bar_are_laid_over_each_other() -> None:
    before = replace(STANDARD, criteria=(replace(ENGINEERING, anchors=ANCHORS), *STANDARD.criteria[1:]))
    after = replace(
        before,
        bar=Fraction(3),
        criteria=(
            replace(ENGINEERING, weight=Fraction(1), anchors=("one thing", *ANCHORS[1:])),
            *STANDARD.criteria[1:],
        ),
    )
    assert difference(before, after) == Difference(
        whole=(
            Change("Bar", (Run(Kind.GONE, "2.75"), Run(Kind.NEW, "3"))),
            Change("Share of engineering", (Run(Kind.GONE, "33.3 %"), Run(Kind.NEW, "20 %"))),
        ),
        criteria=(
            CriterionChange(
                "Engineering",
                Kind.CHANGED,
                (
                    Change("Weight", (Run(Kind.GONE, "2"), Run(Kind.NEW, "1"))),
                    Change("Level 1", (Run(Kind.GONE, "one"), Run(Kind.NEW, "one thing"))),
                ),
            ),
        ),
    )


def test_criteria_come_go_and_change_places() -> None:
    grown = replace(STANDARD, criteria=(*STANDARD.criteria, LOAD))
    assert difference(STANDARD, grown).criteria == (CriterionChange("load", Kind.NEW),)
    assert difference(grown, STANDARD).criteria == (CriterionChange("load", Kind.GONE),)
    turned = replace(STANDARD, criteria=(AWARENESS, *STANDARD.criteria[:-1]))
    assert [change.what for change in difference(STANDARD, turned).whole] == ["Order"]


def test_a_text_keeps_the_words_that_stayed() -> None:
    before = replace(STANDARD, criteria=(replace(ENGINEERING, asks="Start it by its README."), *STANDARD.criteria[1:]))
    after = replace(STANDARD, criteria=(replace(ENGINEERING, asks="Start it by hand."), *STANDARD.criteria[1:]))
    (changed,) = difference(before, after).criteria
    assert changed.changes == (
        Change(
            "What to look at",
            (Run(Kind.KEPT, "Start it by "), Run(Kind.GONE, "its README."), Run(Kind.NEW, "hand.")),
        ),
    )
