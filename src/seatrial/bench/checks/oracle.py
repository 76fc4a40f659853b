"""From what was seen to what it was: the outcome of a case, in the order that docs/reference/outcomes.md states."""

from collections.abc import Sequence

from msgspec import structs

from seatrial.bench.checks.answer import Declined, Outside, Reply, parse
from seatrial.bench.checks.breach import breach
from seatrial.bench.checks.calls import came_back, proof, runaway, unexercised, wasted
from seatrial.bench.checks.ruling import Heard, answered, declined, found, short
from seatrial.bench.observation import Answered, BenchFailed, Finding, NoAnswer, Observation
from seatrial.bench.outcome import Outcome
from seatrial.bench.verdict import Expectation, Verdict, verdict_of

__all__ = ["expected_verdict", "judge", "wasted"]

_WORST_FIRST = (
    Outcome.BENCH_BROKE,
    Outcome.BREACHED,
    Outcome.WRONG,
    Outcome.RUNAWAY,
    Outcome.HUNG,
    Outcome.CRASHED,
    Outcome.SUSPICIOUS,
    Outcome.ABSTAINED,
    Outcome.CORRECT,
    Outcome.NOT_EXERCISED,
)
_REFUSALS = (400, 413, 422)
_ENDED = {
    "closed": "It closed the connection without a complete answer",
    "refused": "It no longer accepted connections",
    "not_http": "It answered with bytes that are not HTTP",
    "too_large": "Its answer was too large to be one",
    "process_died": "Its process died",
    "not_ready": "It was not ready",
}


def judge(seen: Observation) -> Finding:
    """Decide a case from its observation alone; what breaks in here is never the submission's fault."""
    try:
        return _judge(seen)
    except Exception as error:  # noqa: BLE001 -- the oracle's own failure is an outcome that counts against nobody
        note = f"{type(error).__name__}: {error}"[:500]
        return found(Outcome.BENCH_BROKE, "The oracle could not decide this case", note=note)


def expected_verdict(finding: Finding, expected: Expectation, *, wasteful: bool = False) -> Verdict:
    """Say what a finding means where that was expected."""
    return verdict_of(finding.outcome, expected, wasteful=wasteful)


def _judge(seen: Observation) -> Finding:
    broken = [event for event in seen.events if isinstance(event, BenchFailed)]
    if broken:
        numbers = (event.n for event in broken)
        return found(Outcome.BENCH_BROKE, "The bench failed during this case", *numbers, note=broken[0].detail)
    judged = [number for number, one in enumerate(seen.inputs) if one.judged]
    if not judged:
        return found(Outcome.BENCH_BROKE, "This case has no input to judge")
    missed = unexercised(seen)
    if missed:
        why, events = missed
        return found(Outcome.NOT_EXERCISED, f"{why}; {_instead(seen, judged)}", *events)
    return _worst(seen, judged, [_of_input(seen, number) for number in judged])


def _worst(seen: Observation, judged: Sequence[int], findings: Sequence[Finding]) -> Finding:
    """Return the worst of the inputs' findings, saying which input it was when there are several."""
    worst = min(findings, key=lambda one: _WORST_FIRST.index(one.outcome))
    if len(findings) == 1:
        return worst
    asked = seen.inputs[judged[findings.index(worst)]].text
    return structs.replace(worst, why=f'Asked "{short(asked)}": {worst.why}')


def _of_input(seen: Observation, number: int) -> Finding:
    """Decide one input by the rules from 3 on."""
    end = came_back(seen, number)
    back = end if isinstance(end, Answered) else None
    heard = Heard(seen, number, (*proof(seen, number), *([end.n] if end else [])))
    out = breach(seen, number, back)
    if out:
        return heard.finding(Outcome.BREACHED, f"It {out}")
    calls = runaway(seen, number)
    if calls:
        return found(
            Outcome.RUNAWAY, f"It called the model {len(calls)} times for one question", *(call.n for call in calls)
        )
    return _of_answer(heard, back) if back else _without_answer(heard, end)


def _without_answer(heard: Heard, end: Answered | NoAnswer | None) -> Finding:
    if not isinstance(end, NoAnswer):
        return heard.finding(Outcome.BENCH_BROKE, "Nothing was recorded of how this question ended")
    if end.reason == "timeout":
        return heard.finding(Outcome.HUNG, "No answer came within the time limit", end.detail)
    return heard.finding(Outcome.CRASHED, _ENDED[end.reason], end.detail)


def _of_answer(heard: Heard, back: Answered) -> Finding:
    said = parse(back)
    match said:
        case Declined():
            return declined(heard, said)
        case Reply():
            return answered(heard, said)
        case Outside(why=why):
            if heard.seen.may_refuse_input and back.status in _REFUSALS:
                return heard.finding(Outcome.ABSTAINED, f"It refused the input with HTTP status {back.status}")
            return heard.finding(Outcome.CRASHED, f"It sent {why}, which is outside the contract")


def _instead(seen: Observation, judged: Sequence[int]) -> str:
    """Say in a few words what the submission did, for a case that proves nothing."""
    end = came_back(seen, judged[0])
    if isinstance(end, NoAnswer):
        return f"no answer came back ({end.reason.replace('_', ' ')})"
    if end is None:
        return "no answer is on record"
    match parse(end):
        case Reply(text=text):
            return f'it answered "{short(text)}"'
        case Declined(reason=reason):
            return f'it declined ("{short(reason)}")'
        case Outside(why=why):
            return f"it sent {why}"
