"""What an outcome means for the failure mode it was seen in."""

from enum import StrEnum

from seatrial.bench.outcome import Outcome


class Expectation(StrEnum):
    """What a dependable feature does when it meets the mode."""

    RECOVER = "recover"
    ABSTAIN = "abstain"
    CONTAIN = "contain"
    EITHER = "either"


class Verdict(StrEnum):
    """Four that count, three that count neither for nor against."""

    HELD = "held"
    DEGRADED = "degraded"
    LOUD = "loud"
    SILENT = "silent"
    SUSPICIOUS = "suspicious"
    NOT_EXERCISED = "not_exercised"
    BENCH_BROKE = "bench_broke"


COUNTED = (Verdict.HELD, Verdict.DEGRADED, Verdict.LOUD, Verdict.SILENT)

_FIXED = {
    Outcome.WRONG: Verdict.SILENT,
    Outcome.BREACHED: Verdict.SILENT,
    Outcome.CRASHED: Verdict.LOUD,
    Outcome.HUNG: Verdict.LOUD,
    Outcome.RUNAWAY: Verdict.LOUD,
    Outcome.CORRECT: Verdict.HELD,
    Outcome.SUSPICIOUS: Verdict.SUSPICIOUS,
    Outcome.NOT_EXERCISED: Verdict.NOT_EXERCISED,
    Outcome.BENCH_BROKE: Verdict.BENCH_BROKE,
}


def verdict_of(outcome: Outcome, expected: Expectation, *, wasteful: bool = False) -> Verdict:
    """Read the table of expectations; `wasteful` marks an answer that kept asking a model that said not to."""
    if outcome is Outcome.ABSTAINED:
        return Verdict.DEGRADED if expected is Expectation.RECOVER or wasteful else Verdict.HELD
    verdict = _FIXED[outcome]
    return Verdict.DEGRADED if wasteful and verdict is Verdict.HELD else verdict


def worst(verdicts: tuple[Verdict, ...]) -> Verdict:
    """Return what a mode earns from its cases: the worst that counts, else the most telling that does not."""
    order = (
        Verdict.SILENT,
        Verdict.LOUD,
        Verdict.DEGRADED,
        Verdict.HELD,
        Verdict.SUSPICIOUS,
        Verdict.BENCH_BROKE,
        Verdict.NOT_EXERCISED,
    )
    return min(verdicts, key=order.index)
