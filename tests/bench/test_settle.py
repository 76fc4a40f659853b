from itertools import product

import pytest

from seatrial.bench.case import Case
from seatrial.bench.observation import Finding, Observation
from seatrial.bench.outcome import Outcome
from seatrial.bench.script import Script
from seatrial.bench.settle import is_doubtful, is_inherited
from seatrial.bench.trial import Judged
from seatrial.bench.verdict import Expectation, verdict_of


def judged(outcome: Outcome, expected: Expectation) -> Judged:
    case = Case(id="a/1", mode="a", inputs=(), script=Script())
    seen = Observation(case="a/1", mode="a", takehome="docqa", inputs=(), events=())
    return Judged(case, seen, Finding(outcome=outcome, why="So it was."), verdict_of(outcome, expected))


def test_only_what_time_brings_about_is_doubtful_on_a_busy_machine() -> None:
    doubtful = {
        (outcome, expected)
        for outcome, expected in product(Outcome, Expectation)
        if is_doubtful(judged(outcome, expected), 1.5)
    }
    assert doubtful == {
        *((outcome, expected) for outcome in (Outcome.CRASHED, Outcome.NOT_EXERCISED) for expected in Expectation),
        (Outcome.ABSTAINED, Expectation.RECOVER),
    }


@pytest.mark.parametrize("outcome", Outcome)
def test_nothing_is_doubtful_on_a_machine_that_had_the_time(outcome: Outcome) -> None:
    assert [one for one in Expectation if is_doubtful(judged(outcome, one), 0.9)] == []


@pytest.mark.parametrize("outcome", Outcome)
def test_what_held_or_was_wrong_was_not_inherited_from_an_earlier_case(outcome: Outcome) -> None:
    fallen = [one for one in Expectation if judged(outcome, one).verdict in {"loud", "degraded", "not_exercised"}]
    assert [one for one in Expectation if is_inherited(judged(outcome, one), after_fault=True)] == fallen
    assert [one for one in Expectation if is_inherited(judged(outcome, one), after_fault=False)] == []
