"""The table of expectations, cell by cell."""

import pytest

from seatrial.bench.outcome import Outcome
from seatrial.bench.verdict import Expectation, Verdict, verdict_of, worst

SAME_EVERYWHERE = {
    Outcome.CORRECT: Verdict.HELD,
    Outcome.WRONG: Verdict.SILENT,
    Outcome.BREACHED: Verdict.SILENT,
    Outcome.CRASHED: Verdict.LOUD,
    Outcome.HUNG: Verdict.LOUD,
    Outcome.RUNAWAY: Verdict.LOUD,
    Outcome.SUSPICIOUS: Verdict.SUSPICIOUS,
    Outcome.NOT_EXERCISED: Verdict.NOT_EXERCISED,
    Outcome.BENCH_BROKE: Verdict.BENCH_BROKE,
}


@pytest.mark.parametrize("expected", Expectation)
def test_only_abstaining_depends_on_what_was_expected(expected: Expectation) -> None:
    abstained = Verdict.DEGRADED if expected is Expectation.RECOVER else Verdict.HELD
    assert {outcome: verdict_of(outcome, expected) for outcome in Outcome} == {
        **SAME_EVERYWHERE,
        Outcome.ABSTAINED: abstained,
    }


@pytest.mark.parametrize("expected", Expectation)
def test_asking_on_where_it_was_told_not_to_degrades_what_else_held(expected: Expectation) -> None:
    assert {outcome: verdict_of(outcome, expected, wasteful=True) for outcome in Outcome} == {
        **SAME_EVERYWHERE,
        Outcome.CORRECT: Verdict.DEGRADED,
        Outcome.ABSTAINED: Verdict.DEGRADED,
    }


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((Verdict.HELD, Verdict.SILENT, Verdict.LOUD), Verdict.SILENT),
        ((Verdict.HELD, Verdict.LOUD, Verdict.DEGRADED), Verdict.LOUD),
        ((Verdict.HELD, Verdict.DEGRADED), Verdict.DEGRADED),
        ((Verdict.HELD, Verdict.NOT_EXERCISED), Verdict.HELD),
        ((Verdict.HELD, Verdict.BENCH_BROKE), Verdict.HELD),
        ((Verdict.SUSPICIOUS, Verdict.NOT_EXERCISED), Verdict.SUSPICIOUS),
        ((Verdict.BENCH_BROKE, Verdict.NOT_EXERCISED), Verdict.BENCH_BROKE),
    ],
)
def test_a_mode_earns_the_worst_that_counts(verdicts: tuple[Verdict, ...], expected: Verdict) -> None:
    assert worst(verdicts) == worst(verdicts[::-1]) == expected
