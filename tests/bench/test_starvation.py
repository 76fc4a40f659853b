from collections.abc import Callable, Iterator

import pytest

from seatrial.bench.starvation import Starvation, own_waits

Looks = list[dict[int, float]]


def looks(seen: Looks) -> Callable[[], dict[int, float]]:
    """Return a look that sees these waits one after another, and the last of them ever after."""
    coming: Iterator[dict[int, float]] = iter(seen)
    return lambda: next(coming, seen[-1])


@pytest.mark.parametrize(
    ("seen", "lost"),
    [
        ([{}, {}], 0.0),
        ([{7: 5.0}, {7: 5.0}], 0.0),
        ([{7: 5.0}, {7: 8.0}], 3.0),
        ([{7: 5.0}, {7: 6.0, 8: 2.5}], 2.5),
        ([{7: 5.0, 8: 1.0}, {7: 6.0, 8: 2.0}], 1.0),
    ],
)
def test_what_was_lost_is_what_the_thread_that_lost_most_waited_since_the_start(seen: Looks, lost: float) -> None:
    assert Starvation(looks(seen)).seconds() == lost


def test_what_a_thread_lost_stays_counted_when_it_ends() -> None:
    starvation = Starvation(looks([{}, {9: 2.0}, {7: 0.5}, {7: 2.25}]))
    assert [starvation.seconds() for _ in range(3)] == [2.0, 2.0, 2.25]


def test_the_bench_s_own_waits_come_on_top() -> None:
    assert Starvation(looks([{7: 1.0}, {7: 2.0}]), looks([{0: 4.0}, {0: 4.5}])).seconds() == 1.5


def test_the_bench_knows_how_long_it_waited_itself() -> None:
    before, after = own_waits(), own_waits()
    assert list(before) == list(after) == [0]
    assert 0 <= before[0] <= after[0]
