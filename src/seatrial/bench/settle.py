"""What a busy machine, or the case before, may have caused is no verdict yet: it is tried once more, by itself."""

from collections.abc import Callable, Sequence

from seatrial.bench.fleet import Fleet, Taken
from seatrial.bench.outcome import Outcome
from seatrial.bench.trial import Judged
from seatrial.bench.verdict import Verdict

Judge = Callable[[Sequence[Taken]], tuple[Judged, ...]]
_STARVED_SECONDS = 1.0
# A hang is none of these: its time limit grows with the wait for a processor.
_OF_TIME = (Outcome.CRASHED, Outcome.ABSTAINED, Outcome.NOT_EXERCISED)
_FALLEN = (Verdict.LOUD, Verdict.DEGRADED, Verdict.NOT_EXERCISED)


async def settled(fleet: Fleet, taken: Sequence[Taken], judge: Judge) -> tuple[Judged, ...]:
    """Judge what cases left behind, and those that are doubtful once more after a second try, one after another."""
    judged = judge(taken)
    doubtful = [
        one.case
        for one, left in zip(judged, taken, strict=True)
        if is_doubtful(one, left.starved_seconds)
        or (fleet.remembers and is_inherited(one, after_fault=left.after_fault))
    ]
    if not doubtful:
        return judged
    again = {one.case.id: one for one in judge(await fleet.run(doubtful, on_done=lambda _: None, alone=True))}
    return tuple(again.get(one.case.id, one) for one in judged)


def is_doubtful(judged: Judged, starved_seconds: float) -> bool:
    """Tell whether a case ended as it does when time runs out somewhere, and the machine had no time for it."""
    of_time = judged.finding.outcome in _OF_TIME and judged.verdict in _FALLEN
    return of_time and starved_seconds > _STARVED_SECONDS


def is_inherited(judged: Judged, *, after_fault: bool) -> bool:
    """Tell whether a submission that remembers faults may have ended a case as it did for a fault of an earlier one."""
    return judged.verdict in _FALLEN and after_fault
