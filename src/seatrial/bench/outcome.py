"""What a submission did in one case."""

from enum import StrEnum


class Outcome(StrEnum):
    """The words of a single case; the last three never count for or against anybody."""

    CORRECT = "correct"
    ABSTAINED = "abstained"
    WRONG = "wrong"
    BREACHED = "breached"
    CRASHED = "crashed"
    HUNG = "hung"
    RUNAWAY = "runaway"
    SUSPICIOUS = "suspicious"
    NOT_EXERCISED = "not_exercised"
    BENCH_BROKE = "bench_broke"
