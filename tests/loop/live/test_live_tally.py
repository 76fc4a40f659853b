"""Plain counts of what was said against what happened."""

import pytest

from seatrial.loop.live.tally import Tally, tally


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ([], Tally()),
        ([("held", "held"), ("silent", "silent")], Tally(judged=2, matched=2)),
        ([("held", "silent"), ("held", "loud")], Tally(judged=2, trusted=1)),
        ([("unknown", "silent"), ("unknown", "held")], Tally(judged=2, unknown=2)),
        ([("held", "not_exercised"), ("loud", "bench_broke"), ("held", "suspicious")], Tally(unjudged=3)),
    ],
)
def test_only_what_was_judged_counts(said: list[tuple[str, str]], counts: Tally) -> None:
    assert tally(said) == counts


def test_what_came_out_differently_is_neither_matched_nor_unknown() -> None:
    assert tally([("held", "silent"), ("held", "held"), ("unknown", "loud")]).missed == 1
