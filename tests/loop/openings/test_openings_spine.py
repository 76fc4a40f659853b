"""The spine: order, general rounds, a candidate's hours."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.loop.openings.spine import (
    SPINE,
    Kind,
    Round,
    Strain,
    candidate_minutes,
    in_words,
    keeps_order,
    may_add_general_round,
    moved,
    strains,
)

LOOP = (
    Round(Kind.SCREEN, "Screen", 30),
    Round(Kind.TAKEHOME, "Take-home", 0),
    Round(Kind.REVIEW, "Review", 60),
    Round(Kind.DISCUSSION, "Discussion", 45),
)
GENERAL = Round(Kind.GENERAL, "General round", 60)
rounds = st.lists(
    st.builds(Round, st.sampled_from(Kind), st.text(max_size=5), st.integers(min_value=0, max_value=480)), max_size=10
)
hours = st.fractions(min_value=0, max_value=9)


def test_the_default_loop_asks_five_and_a_quarter_hours_and_strains_nobody() -> None:
    assert in_words(candidate_minutes(LOOP, Fraction(3))) == "5 h 15 min"
    assert strains(LOOP, Fraction(3), "") == ()


def test_a_third_general_round_needs_a_reason_and_makes_a_marathon() -> None:
    three = (*LOOP, GENERAL, GENERAL, GENERAL)
    without = Strain(
        "general-rounds",
        "There are 3 general rounds; more than 2 need a recorded reason.",
        "Remove one, or write down why it is needed.",
        stops=True,
    )
    marathon = Strain(
        "marathon",
        "This loop is a marathon: it asks 8 h 15 min of each candidate, more than 8 hours.",
        "Shorten a round or remove one.",
    )
    assert strains(three, Fraction(3), "") == (without, marathon)
    assert strains(three, Fraction(3), "Two teams hire together.") == (marathon,)
    assert [may_add_general_round((*LOOP, *[GENERAL] * number), "") for number in range(4)] == [
        True,
        True,
        False,
        False,
    ]
    assert may_add_general_round((*LOOP, GENERAL, GENERAL), "  ") is False
    assert may_add_general_round((*LOOP, GENERAL, GENERAL), "Two teams.") is True


def test_a_round_of_more_than_ninety_minutes_is_long_and_the_evening_is_not() -> None:
    long = (LOOP[0], LOOP[1], Round(Kind.REVIEW, "Review", 91), LOOP[3])
    assert [one.rule for one in strains(long, Fraction(4), "")] == ["long-round"]


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (135, "2 h 15 min")])
def test_minutes_in_words(minutes: int, words: str) -> None:
    assert in_words(minutes) == words


@given(rounds, hours)
def test_the_hours_are_the_sum_of_their_rounds(made: list[Round], budget: Fraction) -> None:
    apart = sum(candidate_minutes([one], budget) for one in made)
    assert abs(candidate_minutes(made, budget) - apart) <= len(made)
    assert candidate_minutes([*made, GENERAL], budget) == candidate_minutes(made, budget) + 60


@given(st.permutations(list(SPINE)), st.lists(st.integers(min_value=0, max_value=4), max_size=4))
def test_order_is_kept_wherever_general_rounds_stand_and_only_in_the_order_of_the_spine(
    order: list[Kind], places: list[int]
) -> None:
    kinds = list(order)
    for place in places:
        kinds.insert(place, Kind.GENERAL)
    assert keeps_order(kinds) is (tuple(order) == SPINE)


@given(st.lists(st.integers(min_value=0, max_value=4), max_size=3), st.integers(-2, 9), st.sampled_from([-1, 1]))
def test_moving_a_general_round_keeps_the_spine_and_loses_nobody(places: list[int], place: int, by: int) -> None:
    kinds = list(SPINE)
    for where in places:
        kinds.insert(where, Kind.GENERAL)
    order = moved(kinds, place, by)
    if order is None:
        inside = 0 <= place < len(kinds) and 0 <= place + by < len(kinds)
        assert not inside or kinds[place] is not Kind.GENERAL
    else:
        assert sorted(order) == list(range(len(kinds)))
        assert keeps_order([kinds[old] for old in order])
        assert order[place + by] == place
