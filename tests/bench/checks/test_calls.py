"""How often a model was asked that said it must not be asked again."""

from collections.abc import Callable

import pytest

from seatrial.bench.checks.calls import is_wasteful
from seatrial.bench.observation import ModelCall, Observation


@pytest.mark.parametrize(
    ("faulted", "most", "wasteful"), [(1, 1, False), (2, 1, True), (2, None, False), (0, 1, False), (3, 3, False)]
)
def test_only_refused_calls_beyond_the_bound_are_wasteful(
    faulted: int, most: int | None, wasteful: bool, seen: Callable[..., Observation], call: Callable[..., ModelCall]
) -> None:
    calls = (*(call(n, fault="quota", status=429) for n in range(faulted)), *(call(n) for n in range(10, 15)))
    assert is_wasteful(seen("", calls=calls), most) is wasteful


def test_calls_are_counted_for_each_question_and_route_apart(
    seen: Callable[..., Observation], call: Callable[..., ModelCall]
) -> None:
    calls = (call(2, fault="quota"), call(3, fault="quota", input=1), call(4, fault="quota", route="embeddings"))
    assert not is_wasteful(seen("", calls=calls), 1)
