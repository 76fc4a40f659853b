"""Turns what cases left behind into verdicts; a case whose question fails without any fault says nothing."""

from collections.abc import Callable, Sequence

from msgspec import structs

from seatrial.bench.checks.oracle import judge, wasted
from seatrial.bench.fleet import Taken
from seatrial.bench.modes.base import Mode
from seatrial.bench.observation import Finding
from seatrial.bench.observe import constant_system_text, observe
from seatrial.bench.outcome import Outcome
from seatrial.bench.trial import Judged
from seatrial.bench.verdict import Expectation, verdict_of
from seatrial.takehomes.base import World

BASELINE_PASSES = 0.9
_WASTED = "It asked the model {} times, although the first error said that asking again cannot help."


def passes_baseline(baseline: Sequence[Judged]) -> bool:
    """Tell whether enough ordinary questions were answered correctly for any mode to be judged."""
    correct = sum(one.finding.outcome is Outcome.CORRECT for one in baseline)
    return bool(baseline) and correct >= BASELINE_PASSES * len(baseline)


def failed_questions(baseline: Sequence[Judged]) -> set[str]:
    """Return the questions that were not answered correctly although nothing was wrong."""
    failed = (one.case for one in baseline if one.finding.outcome is not Outcome.CORRECT)
    return {question for case in failed for question in case.questions}


def system_text_of(healthy: Sequence[Taken], world: World) -> str:
    """Return the submission's own constant instructions, as its healthy calls show them."""
    return constant_system_text((call for taken in healthy for call in taken.calls), world.clean)


class Judging:
    """Turns what cases left behind into verdicts."""

    def __init__(self, world: World, modes: Sequence[Mode], api_key: str, system_text: str) -> None:
        self._world, self._api_key = world, api_key
        self._modes = {mode.slug: mode for mode in modes}
        self.system_text = system_text

    def baseline(self, healthy: Sequence[Taken]) -> tuple[Judged, ...]:
        """Judge the cases without a fault: only the truth holds."""
        return tuple(self._judged(taken, failed=set()) for taken in healthy)

    def beside(self, baseline: Sequence[Judged]) -> Callable[[Sequence[Taken]], tuple[Judged, ...]]:
        """Return what judges the faulted cases; one whose question failed without any fault says nothing."""
        failed = failed_questions(baseline)
        return lambda taken: tuple(self._judged(one, failed=failed) for one in taken)

    def _judged(self, taken: Taken, *, failed: set[str]) -> Judged:
        case = taken.case
        mode = self._modes.get(case.mode)
        seen = observe(taken, self._world, mode=mode, api_key=self._api_key, system_text=self.system_text)
        finding = judge(seen)
        if not failed.isdisjoint(case.questions) and finding.outcome is not Outcome.BENCH_BROKE:
            finding = Finding(
                outcome=Outcome.NOT_EXERCISED,
                why="Its question was not answered correctly without any fault either, so this case says nothing.",
            )
        expectation = Expectation.RECOVER if mode is None else mode.expectation
        asked = 0 if mode is None else wasted(seen, mode.most_calls)
        if asked and finding.outcome in (Outcome.CORRECT, Outcome.ABSTAINED):
            finding = structs.replace(finding, why=f"{finding.why} {_WASTED.format(asked)}")
        return Judged(case, seen, finding, verdict_of(finding.outcome, expectation, wasteful=asked > 0))
