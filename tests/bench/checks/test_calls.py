"""How often a model was asked that said it must not be asked again."""

from collections.abc import Callable

import pytest

from seatrial.bench.checks.calls import wasted
from seatrial.bench.observation import ModelCall, Observation


@pytest.mark.parametrize(("faulted", "most", "counted"), [(1, 1, 0), (2, 1, 2), (2, None, 0), (0, 1, 0), (3, 3, 0)])
def test_only_refused_calls_beyond_the_bound_are_wasteful(
    faulted: int, most: int | None, counted: int, seen: Callable[..., Observation], call: Callable[..., ModelCall]
) -> None:
    calls = (
        *(call(n, at=n * 0.2, fault="quota", status=429) for n in range(faulted)),
        *(call(n) for n in range(10, 15)),
    )
    assert wasted(seen("", calls=calls), most) == counted


def test_calls_are_counted_for_each_question_and_route_apart(
    seen: Callable[..., Observation], call: Callable[..., ModelCall]
) -> None:
    calls = (
        call(2, at=0.1, fault="quota"),
        call(3, at=0.3, fault="quota", input=1),
        call(4, at=0.5, fault="quota", route="embeddings"),
    )
    assert wasted(seen("", calls=calls), 1) == 0


def test_votes_asked_for_at_once_were_not_asked_again_after_the_first_error(
    seen: Callable[..., Observation], call: Callable[..., ModelCall]
) -> None:
    votes = tuple(call(n, at=0.1 + n / 100, fault="quota") for n in range(3))
    assert wasted(seen("", calls=votes), 1) == 0
    assert wasted(seen("", calls=(*votes, call(9, at=0.5, fault="quota"))), 1) == 4
