"""Departures from the rubric, and where a growth plan starts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.loop.decision.outcome import GapLine, departs, means_of, proposed_gaps, reached_level
from seatrial.loop.rubric.arithmetic import Judgement
from seatrial.loop.rubric.default import STANDARD

levels = st.fractions(1, 4)


@pytest.mark.parametrize(
    ("outcome", "reaches", "departure"),
    [
        ("hire", (True, True), False),
        ("hire", (False, False), True),
        ("hire", (True, False), True),
        ("grow", (True, True), False),
        ("grow", (False, True), True),
        ("decline", (False, False), False),
        ("decline", (True, True), True),
        ("decline", (False, True), True),
        ("decline", (), False),
    ],
)
def test_an_outcome_departs_where_it_is_not_what_either_score_came_to(outcome, reaches, departure) -> None:
    assert departs(outcome, reaches) is departure


@given(st.lists(st.booleans(), min_size=1, max_size=2))
def test_hiring_and_declining_never_both_follow_the_rubric(reaches: list[bool]) -> None:
    assert departs("hire", reaches) or departs("decline", reaches)
    assert departs("hire", reaches) == departs("grow", reaches)


def test_a_plan_starts_with_the_two_weakest_judgements_in_the_words_of_their_anchors() -> None:
    means = {one.key: Fraction(3) for one in STANDARD.criteria} | {"evaluation": Fraction(1), "awareness": Fraction(2)}
    evaluation, awareness = STANDARD.criterion("evaluation"), STANDARD.criterion("awareness")
    assert proposed_gaps(STANDARD, means) == (
        GapLine(Judgement.EVALUATION, gap=evaluation.anchors[0], closed_by=evaluation.anchors[1]),
        GapLine(Judgement.AWARENESS, gap=awareness.anchors[1], closed_by=awareness.anchors[2]),
    )


def test_a_gap_near_the_top_goes_from_the_third_anchor_to_what_the_fourth_asks_more() -> None:
    means = {one.key: Fraction(4) for one in STANDARD.criteria} | {"evaluation": Fraction(7, 2)}
    (line,) = proposed_gaps(STANDARD, means)
    assert line.gap == STANDARD.criterion("evaluation").anchors[2]
    assert line.closed_by.startswith("The notes name the kinds of wrong model")


@given(st.fixed_dictionaries({one.key: levels for one in STANDARD.criteria}))
def test_a_plan_is_never_about_engineering_nor_about_what_is_best_already(means: dict[str, Fraction]) -> None:
    proposed = proposed_gaps(STANDARD, means)
    assert len(proposed) == min(2, sum(means[judgement.value] < 4 for judgement in Judgement))
    assert all(means[line.judgement.value] < 4 for line in proposed)


@given(levels)
def test_the_level_that_was_reached_is_one_of_the_four_and_within_half_a_level(mean: Fraction) -> None:
    assert reached_level(mean) in {1, 2, 3, 4}
    assert abs(reached_level(mean) - mean) <= Fraction(1, 2)


def test_criteria_that_nobody_scored_have_no_mean() -> None:
    assert means_of({"a": [1, 2], "b": []}) == {"a": Fraction(3, 2)}
