"""The candidate's clock counts work, not pauses, and never runs backwards."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from seatrial.loop.evidence.clock import Clock, Granted, allowance, most_of

START = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
minutes = st.integers(0, 10_000).map(lambda number: timedelta(minutes=number))


def clock(*, paused_at: int | None = None, paused_before: int = 0, ended_at: int | None = None) -> Clock:
    def at(minute: int | None) -> datetime | None:
        return None if minute is None else START + timedelta(minutes=minute)

    return Clock(START, at(paused_at), timedelta(minutes=paused_before), at(ended_at))


def used(shown: Clock, after: int) -> int:
    return int(shown.used(START + timedelta(minutes=after)).total_seconds() // 60)


def test_what_counts_is_time_since_the_start_without_the_pauses() -> None:
    assert used(clock(), 90) == 90
    assert used(clock(paused_at=60), 90) == 60
    assert used(clock(paused_before=20), 90) == 70
    assert used(clock(paused_at=60, paused_before=20), 500) == 40
    assert used(clock(ended_at=100), 500) == 100
    assert used(clock(paused_at=80, ended_at=100), 500) == 80


def test_what_is_left_may_be_below_zero() -> None:
    assert clock().left(START + timedelta(hours=4), timedelta(hours=3)) == timedelta(hours=-1)


def test_an_accommodation_multiplies_the_time_never_shortens_it_and_may_lift_it() -> None:
    assert allowance(Decimal(3), most_of(())) == timedelta(hours=3)
    assert allowance(Decimal(3), most_of([Granted(Decimal("1.5"))])) == timedelta(hours=4, minutes=30)
    assert allowance(Decimal(3), most_of([Granted(Decimal("0.5")), Granted(Decimal(2))])) == timedelta(hours=6)
    assert allowance(Decimal(3), most_of([Granted(Decimal(2)), Granted(untimed=True)])) is None


@given(paused_before=minutes, paused=st.none() | minutes, ended=st.none() | minutes, now=minutes, later=minutes)
def test_the_time_used_never_shrinks_and_never_passes_the_time_since_the_start(
    paused_before: timedelta, paused: timedelta | None, ended: timedelta | None, now: timedelta, later: timedelta
) -> None:
    shown = Clock(
        START, None if paused is None else START + paused, paused_before, None if ended is None else START + ended
    )
    first, second = shown.used(START + now), shown.used(START + now + later)
    assert timedelta() <= first <= second <= now + later
