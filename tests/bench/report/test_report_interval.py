from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.bench.report.interval import Share, bootstrap_interval, most_compatible, silent_rate

counted_shares = st.integers(1, 4).flatmap(lambda n: st.builds(Share, st.integers(0, n), st.just(n)))
shares = st.lists(counted_shares, min_size=1, max_size=12)
seeds = st.integers(0, 2**32)


def test_rate_is_silent_over_counted() -> None:
    assert silent_rate([Share(1, 2), Share(0, 3), Share(3, 3)]) == 0.5


def test_rate_and_interval_are_none_when_nothing_counted() -> None:
    assert (silent_rate([Share(0, 0)]), bootstrap_interval([Share(0, 0)], 1), bootstrap_interval([], 1)) == (None,) * 3


def test_interval_of_a_known_trial_stays_what_it_is() -> None:
    modes = [Share(2, 2)] * 5 + [Share(1, 2)] * 5 + [Share(0, 2)] * 20
    low, high = bootstrap_interval(modes, 7) or (0, 0)
    assert (round(low, 2), round(high, 2)) == (0.12, 0.4)  # the normal approximation says 0.11 to 0.39


@settings(deadline=None, max_examples=25)
@given(shares, seeds)
def test_interval_is_ordered_and_within_zero_and_one(found: list[Share], seed: int) -> None:
    low, high = bootstrap_interval(found, seed) or (2, 2)
    assert 0 <= low <= high <= 1


@settings(deadline=None, max_examples=25)
@given(shares, seeds)
def test_interval_is_the_same_for_the_same_seed(found: list[Share], seed: int) -> None:
    assert bootstrap_interval(found, seed) == bootstrap_interval(found, seed)


@settings(deadline=None, max_examples=25)
@given(shares, seeds)
def test_modes_that_did_not_count_change_nothing(found: list[Share], seed: int) -> None:
    assert bootstrap_interval([Share(0, 0), *found, Share(0, 0)], seed) == bootstrap_interval(found, seed)


@settings(deadline=None, max_examples=25)
@given(shares, seeds, st.integers(2, 5))
def test_more_cases_of_the_same_modes_do_not_make_it_surer(found: list[Share], seed: int, times: int) -> None:
    more = [Share(share.silent * times, share.counted * times) for share in found]
    assert bootstrap_interval(more, seed) == bootstrap_interval(found, seed)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=9), seeds)
def test_interval_closes_when_everything_or_nothing_is_silent(counts: list[int], seed: int) -> None:
    every = bootstrap_interval([Share(n, n) for n in counts], seed)
    none = bootstrap_interval([Share(0, n) for n in counts], seed)
    assert (every, none) == ((1.0, 1.0), (0.0, 0.0))


def test_nothing_seen_bounds_the_rate_as_the_rule_of_three_does() -> None:
    assert [round(most_compatible(modes), 3) for modes in (1, 10, 50)] == [0.95, 0.259, 0.058]
