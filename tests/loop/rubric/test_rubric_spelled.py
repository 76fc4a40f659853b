"""The arithmetic as people read it."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.loop.rubric.arithmetic import Part, panel_score, score
from seatrial.loop.rubric.default import STANDARD
from seatrial.loop.rubric.spelled import inversion, least_bar, needs, spelled_panel, spelled_score
from tests.loop.rubric.rubrics import criterion, levels_of, rubrics

KEYS = [one.key for one in STANDARD.criteria]
SLICK = dict(zip(KEYS, (4, 1, 1, 1, 2), strict=True))
ROUGH = dict(zip(KEYS, (2, 4, 3, 3, 4), strict=True))
SOLID = dict(zip(KEYS, (3, 3, 2, 2, 2), strict=True))


def test_a_scorecard_is_spelled_out_from_its_levels_to_the_bar() -> None:
    spelled = spelled_score(STANDARD, SOLID)
    assert [str(step) for step in spelled.steps] == [
        "Engineering: level 3",
        (
            "Reliability: (Handling of bad model output 3 + The prompt as something to harden 2 + Evaluation 2 + "
            "Awareness of failure modes 2) ÷ 4 = 2.25"
        ),
        "Score: 1/3 × engineering 3.00 + 2/3 × reliability 2.25 = 2.50; the bar is 2.75",
    ]
    assert (spelled.result, spelled.reaches, spelled.conclusion) == (
        Fraction(5, 2),
        False,
        "2.50 is below the bar of 2.75.",
    )


def test_a_panel_is_spelled_out_scorecard_by_scorecard() -> None:
    spelled = spelled_panel(STANDARD, [("Bo", SLICK), ("Bea", ROUGH)])
    assert spelled is not None
    assert [str(step) for step in spelled.steps] == [
        "Bo: 1/3 × engineering 4.00 + 2/3 × reliability 1.25 ≈ 2.17",
        "Bea: 1/3 × engineering 2.00 + 2/3 × reliability 3.50 = 3.00",
        "Panel: (2.17 + 3.00) ÷ 2 ≈ 2.58; the bar is 2.75",
    ]
    assert spelled_panel(STANDARD, []) is None


def test_weights_within_a_part_are_shown_where_they_differ() -> None:
    heavier = replace(STANDARD, criteria=(*STANDARD.criteria, criterion("load", Part.ENGINEERING, Fraction("0.5"))))
    spelled = spelled_score(heavier, {**SOLID, "load": 1})
    assert [str(step) for step in spelled.steps] == [
        "Engineering: (2 × Engineering 3 + 0.50 × load 1) ÷ 2.50 = 2.60",
        (
            "Reliability: (Handling of bad model output 3 + The prompt as something to harden 2 + Evaluation 2 + "
            "Awareness of failure modes 2) ÷ 4 = 2.25"
        ),
        "Score: 5/13 × engineering 2.60 + 8/13 × reliability 2.25 ≈ 2.38; the bar is 2.75",
    ]


def test_a_score_just_under_the_bar_is_not_shown_as_the_bar() -> None:
    close = replace(STANDARD, bar=Fraction("2.667"))
    levels = dict(zip(KEYS, (3, 3, 3, 2, 2), strict=True))
    assert spelled_score(close, levels).conclusion == "2.6667 is below the bar of 2.6670."


def test_what_follows_from_the_standard() -> None:
    assert [str(step) for step in (*inversion(STANDARD), least_bar(STANDARD))] == [
        "Best engineering, nothing else: 1/3 × 4 + 2/3 × 1 = 2.00",
        "Poorest engineering, reliability at level 3: 1/3 × 1 + 2/3 × 3 ≈ 2.33",
        "Lowest bar allowed: 1/3 × 4 + 2/3 × 2 ≈ 2.67",
    ]
    assert [(one.engineering, one.reliability) for one in needs(STANDARD)] == [
        (4, Fraction(17, 8)),
        (3, Fraction(21, 8)),
        (2, Fraction(25, 8)),
        (1, Fraction(29, 8)),
    ]
    assert needs(STANDARD)[0].sum == "(2.75 − 1/3 × 4) ÷ 2/3 ≈ 2.13"


def test_a_bar_that_poor_engineering_cannot_reach_says_so() -> None:
    assert [one.reliability for one in needs(replace(STANDARD, bar=Fraction("3.5")))] == [
        Fraction(13, 4),
        Fraction(15, 4),
        None,
        None,
    ]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_what_is_spelled_is_what_is_computed(data) -> None:
    rubric = data.draw(rubrics())
    cards = data.draw(st.lists(levels_of(rubric), min_size=1, max_size=3))
    spelled = spelled_panel(rubric, [("somebody", card) for card in cards])
    assert spelled is not None
    assert (spelled.result, spelled.reaches) == (panel_score(rubric, cards), spelled.result >= rubric.bar)
    assert spelled_score(rubric, cards[0]).result == score(rubric, cards[0])
