"""What evenings take together: honest about few people, fair to who was granted more time."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from seatrial.loop.evidence.pace import Pace, Spent, Spread, pace_of


def test_of_two_people_no_number_is_shown() -> None:
    assert pace_of(180, [Spent(400, 500), Spent(420, 480)]) == Pace(180, 2, 0, clock=None, told=None, late=0)


def test_of_three_the_middle_and_the_middle_half() -> None:
    seen = pace_of(180, [Spent(100, 200), Spent(200, 240), Spent(300, None)])
    assert seen == Pace(180, 3, 0, clock=Spread(3, 200, 150, 250), told=None, late=2)
    assert seen.says == seen.clock


def test_the_slower_of_clock_and_self_report_is_what_it_says() -> None:
    seen = pace_of(180, [Spent(170, 200), Spent(190, 240), Spent(175, 300)])
    assert (seen.clock, seen.told) == (Spread(3, 175, 172, 182), Spread(3, 240, 220, 270))
    assert seen.says == seen.told


def test_within_the_budget_it_says_nothing() -> None:
    assert pace_of(180, [Spent(180, 180)] * 3).says is None


def test_granted_time_is_divided_out_and_who_had_no_clock_is_left_out() -> None:
    two = Decimal(2)
    seen = pace_of(180, [Spent(360, 360, two), Spent(300, 320, two), Spent(170, 170), Spent(900, 900, None)])
    assert seen == Pace(180, 4, 1, clock=Spread(3, 170, 160, 175), told=Spread(3, 170, 165, 175), late=0)


evenings = st.lists(
    st.builds(Spent, st.integers(0, 3000), st.none() | st.integers(0, 3000), st.none() | st.just(Decimal(1))),
    max_size=9,
)


@given(evenings, st.integers(30, 240))
def test_nothing_is_said_of_fewer_than_three_and_the_middle_lies_in_the_middle(spent: list[Spent], budget: int) -> None:
    seen = pace_of(budget, spent)
    for spread in (seen.clock, seen.told):
        assert spread is None or (spread.count >= 3 and spread.low <= spread.median <= spread.high)
