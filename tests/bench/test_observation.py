"""A stored observation is the same observation, and is judged the same."""

import pytest
from msgspec import ValidationError

from seatrial.bench.checks.oracle import judge
from seatrial.bench.observation import (
    Answered,
    Asked,
    BenchFailed,
    Finding,
    Input,
    ModelCall,
    NoAnswer,
    Observation,
    Planted,
)
from seatrial.bench.outcome import Outcome
from seatrial.takehomes.base import Document, Value

SEEN = Observation(
    case="wrong-value-1",
    mode="wrong-value",
    takehome="docqa",
    inputs=(Input(text="Which code?", questions=("q1",), planted=Planted(truth=(Value("KX-4418"),))),),
    events=(
        Asked(n=1, at=0.0, input=0, text="Which code?"),
        ModelCall(
            n=2,
            at=0.1,
            seconds=0.2,
            input=None,
            route="chat",
            attempt=1,
            streamed=True,
            prompt=({"role": "user", "content": [{"type": "text", "text": "Which code? ☃"}]},),
            understood=None,
            answering=True,
            fault="wrong-value",
            status=200,
            meant="KX-4418",
            said="QZ-9031",
            tokens_in=10,
            tokens_out=3,
            ended="hung_up",
            headers={"x-stainless-retry-count": "0"},
        ),
        Answered(n=3, at=0.4, seconds=0.4, input=0, status=200, body='{"status": "answered"}', cut=True),
        NoAnswer(n=4, at=0.5, input=1, reason="closed", detail="x"),
        BenchFailed(n=5, at=0.6, detail="y"),
    ),
    documents=(Document("codes.md", "The code is KX-4418.\n"),),
    document_names=("codes.md",),
    needs_fault=True,
)


def test_an_observation_comes_back_from_json_as_it_was() -> None:
    assert Observation.from_json(SEEN.to_json()) == SEEN


def test_a_stored_observation_is_judged_the_same() -> None:
    assert (
        judge(Observation.from_json(SEEN.to_json()))
        == judge(SEEN)
        == Finding(outcome=Outcome.BENCH_BROKE, why="The bench failed during this case.", events=(5,), note="y")
    )


def test_json_that_is_no_observation_is_refused() -> None:
    with pytest.raises(ValidationError):
        Observation.from_json(b'{"case": 1}')
