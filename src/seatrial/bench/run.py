"""The whole story of a trial: a submission, a world from a seed, cases, and what each of them showed."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from seatrial.bench.case import Case
from seatrial.bench.environment import prepare_environment
from seatrial.bench.errors import BadSubmission
from seatrial.bench.fleet import Fleet, Taken
from seatrial.bench.instance import MODEL_NAME, NotReady
from seatrial.bench.judging import Judging, failed_questions, passes_baseline, system_text_of
from seatrial.bench.layout import laid_out
from seatrial.bench.modes import MODES
from seatrial.bench.modes.base import Mode
from seatrial.bench.plan import Plan, plan
from seatrial.bench.sandbox.base import Sandbox
from seatrial.bench.settle import settled
from seatrial.bench.submission import read_notes, read_submission
from seatrial.bench.trial import Judged, Trial, Unstable
from seatrial.bench.verdict import Verdict
from seatrial.takehomes.base import Edition, World
from seatrial.takehomes.families import make_world


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may choose of a trial; `jobs` is the number of instances side by side."""

    seed: int = 1
    jobs: int = 8
    repeat: int = 1
    modes: tuple[Mode, ...] = MODES


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a trial is: `done` of `total` cases, `doing` in words."""

    doing: str
    done: int
    total: int


Watch = Callable[[Progress], None]
_TIMES_REPLANNED = 2


async def run_trial(folder: Path, sandbox: Sandbox, settings: Settings, *, watch: Watch) -> Trial:
    """Try the submission in `folder`; BadSubmission or BenchBroke say why there is no trial.

    A submission that fails the baseline comes back with its baseline alone.
    """
    began, started_at = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    submission = read_submission(folder)
    world = make_world(submission.takehome, settings.seed)
    todo = plan(world, modes=settings.modes, seed=settings.seed)
    steps = _Steps(watch, len(todo.baseline) + settings.repeat * len(todo.cases))
    steps.say("preparing its environment")
    environment = await prepare_environment(submission, say=steps.say)
    with laid_out(submission, environment, sandbox, world) as launch:
        fleet = Fleet(launch, _editions(todo, settings.jobs))
        try:
            steps.say("starting it")
            await _start(fleet)
            steps.say("asking it without any fault")
            peace = await _in_peace(fleet, todo, world=world, settings=settings, api_key=launch.api_key, steps=steps)
            steps.say("being unkind to it")
            cases, judge = peace.todo.cases, peace.judging.beside(peace.baseline)
            rounds = [
                await settled(fleet, await fleet.run(cases, on_done=steps.one_done), judge)
                for _ in range(settings.repeat if passes_baseline(peace.baseline) else 0)
            ]
            cpu_seconds = fleet.cpu_seconds()
        finally:
            await fleet.stop()
    return Trial(
        submission=submission.name,
        sha256=submission.sha256,
        takehome=submission.takehome,
        seed=settings.seed,
        model=f"simulated ({MODEL_NAME})",
        started_at=started_at,
        wall_seconds=round(time.monotonic() - began, 3),
        cpu_seconds=round(cpu_seconds, 3),
        isolation=sandbox.name,
        baseline=peace.baseline,
        judged=_in_order(rounds[0], cases) if rounds else (),
        unstable=_unstable(rounds),
        system_text=peace.judging.system_text,
        notes=read_notes(submission),
    )


@dataclass(frozen=True, slots=True)
class _Peace:
    """What was learned without any fault: what works, how to judge the rest, and which cases are worth trying."""

    judging: Judging
    baseline: tuple[Judged, ...]
    todo: Plan


async def _in_peace(
    fleet: Fleet, todo: Plan, *, world: World, settings: Settings, api_key: str, steps: "_Steps"
) -> _Peace:
    """Ask every question that is in the plan without any fault; those that fail are replaced, twice at most."""
    healthy = await fleet.run(todo.baseline, on_done=steps.one_done)
    judging = Judging(world, settings.modes, api_key, system_text_of(healthy, world))
    baseline = _in_order(await settled(fleet, healthy, judging.baseline), todo.baseline)
    for _ in range(_TIMES_REPLANNED if passes_baseline(baseline) else 0):
        todo = plan(world, modes=settings.modes, seed=settings.seed, failed=failed_questions(baseline))
        asked = {one.case.id for one in baseline}
        unasked = steps.more(case for case in todo.baseline if case.id not in asked)
        healthy = await fleet.run(unasked, on_done=steps.one_done)
        baseline = (*baseline, *_in_order(await settled(fleet, healthy, judging.baseline), unasked))
    return _Peace(judging, baseline, todo)


class _Steps:
    """Counts finished cases and tells the watcher."""

    def __init__(self, watch: Watch, total: int) -> None:
        self._watch, self._total = watch, total
        self._doing, self._done = "", 0

    def say(self, doing: str) -> None:
        self._doing = doing
        self._watch(Progress(self._doing, self._done, self._total))

    def more(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        """Count cases to the total that nobody had planned."""
        added = tuple(cases)
        self._total += len(added)
        return added

    def one_done(self, _: Taken) -> None:
        self._done += 1
        self.say(self._doing)


def _editions(todo: Plan, jobs: int) -> tuple[Edition, ...]:
    """Say which documents each instance begins with: most of them the clean ones, as most cases need those."""
    full = min(3, jobs - 1) if any(case.edition == "full" for case in todo.cases) else 0
    clean = max(1, min(jobs - full, len(todo.baseline)))
    kinds: tuple[tuple[Edition, int], ...] = (("clean", clean), ("full", full))
    return tuple(edition for edition, number in kinds for _ in range(number))


async def _start(fleet: Fleet) -> None:
    try:
        await fleet.start()
    except NotReady as error:
        printed = fleet.first_output().strip()
        words = f"It printed:\n{printed[-4000:]}" if printed else "It printed nothing."
        raise BadSubmission(
            f"The submission never got ready: {error}. Its command must serve HTTP on 127.0.0.1:$PORT and answer "
            f"GET /health with 200.\n{words}"
        ) from error


def _in_order(judged: Sequence[Judged], planned: Sequence[Case]) -> tuple[Judged, ...]:
    place = {case.id: number for number, case in enumerate(planned)}
    return tuple(sorted(judged, key=lambda one: place[one.case.id]))


def _unstable(rounds: Sequence[Sequence[Judged]]) -> tuple[Unstable, ...]:
    """Return the cases whose verdict was not the same in every round."""
    seen: dict[str, list[Verdict]] = {}
    for judged in rounds:
        for one in judged:
            seen.setdefault(one.case.id, []).append(one.verdict)
    return tuple(Unstable(case, tuple(found)) for case, found in sorted(seen.items()) if len(set(found)) > 1)
