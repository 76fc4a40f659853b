"""One case at a time, with people waiting: a fresh instance stands ready for each, the next is started meanwhile.

The question of a case is asked in peace as well, on an instance of its own: what fails without any fault says nothing.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from seatrial.bench.case import Case
from seatrial.bench.environment import prepare_environment
from seatrial.bench.errors import BadSubmission, BenchBroke
from seatrial.bench.fleet import Taken, run_case
from seatrial.bench.instance import Instance, Launch, NotReady
from seatrial.bench.judging import Judging, system_text_of
from seatrial.bench.layout import laid_out
from seatrial.bench.modes import MODES
from seatrial.bench.observation import Finding, Input
from seatrial.bench.outcome import Outcome
from seatrial.bench.plan import Plan, plan
from seatrial.bench.report.build import reported_case
from seatrial.bench.report.report import ReportedCase
from seatrial.bench.sandbox.base import Sandbox
from seatrial.bench.settle import is_doubtful
from seatrial.bench.submission import read_submission
from seatrial.bench.trial import Judged
from seatrial.bench.verdict import Verdict
from seatrial.takehomes.base import Edition, World
from seatrial.takehomes.families import make_world

TYPED = "It was typed in the room, so nobody planted a truth for it: it is shown, not judged."
_WARMING_QUESTIONS = 3


def dealt(takehome: str, seed: int) -> Plan:
    """Return the cases that can be run live in the world of that seed."""
    return plan(make_world(takehome, seed), modes=MODES, seed=seed)


def typed(first: Case, text: str) -> Case:
    """Return a case that puts a text of somebody's own under the failure mode of another case."""
    script = replace(first.script, questions=(), seed=f"{first.script.seed}/typed")
    return replace(first, id=f"{first.mode}/typed", inputs=(Input(text=text),), script=script, together=False)


@asynccontextmanager
async def live(folder: Path, sandbox: Sandbox, seed: int, *, say: Callable[[str], None]) -> AsyncIterator["Live"]:
    """Keep the submission in `folder` ready for single cases; BadSubmission says why it cannot be started."""
    submission = read_submission(folder)
    world = make_world(submission.takehome, seed)
    environment = await prepare_environment(submission, say=say)
    with laid_out(submission, environment, sandbox, world) as launch:
        session = Live(launch, world, dealt(submission.takehome, seed))
        try:
            say("starting it")
            await session.warm_up()
            yield session
        finally:
            await session.stop()


class Live:
    """A submission that is kept warm."""

    def __init__(self, launch: Launch, world: World, todo: Plan) -> None:
        self._launch, self._world = launch, world
        self._cases = {case.id: case for case in todo.cases}
        self._in_peace = {question: case for case in todo.baseline for question in case.questions}
        self._ready: dict[Edition, asyncio.Task[Instance]] = {}
        self._calm = Instance(launch, "clean")
        self._passed: dict[str, Judged] = {}
        self._judging = Judging(world, MODES, launch.api_key, "")

    async def warm_up(self) -> None:
        """Start what stands ready, and learn from a few ordinary questions how it speaks to the model."""
        try:
            await self._calm.start()
        except NotReady as error:
            raise BadSubmission(f"It did not get ready: {error}. It printed:\n{self._calm.output()[-4000:]}") from error
        self._prepare("clean")
        ordinary = [*dict.fromkeys(case.id for case in self._in_peace.values())][:_WARMING_QUESTIONS]
        healthy = [await self._asked_in_peace(self._in_peace[one.partition("/")[2]]) for one in ordinary]
        text = system_text_of(healthy, self._world)
        self._judging = Judging(self._world, MODES, self._launch.api_key, text)
        self._prepare("full")
        await asyncio.wait(self._ready.values())

    async def run(self, case_id: str) -> ReportedCase:
        """Run one of the cases that were dealt; KeyError when there is none of that name."""
        case = self._cases[case_id]
        taken, beside = await asyncio.gather(self._tried(case), self._beside(case))
        judge = self._judging.beside(beside)
        judged = judge([taken])[0]
        if is_doubtful(judged, taken.starved_seconds):
            judged = judge([await self._tried(case)])[0]
        return reported_case(judged)

    async def show(self, case_id: str, text: str) -> ReportedCase:
        """Put a text of somebody's own under the failure mode of a case; nothing of it is judged."""
        taken = await self._tried(typed(self._cases[case_id], text))
        judged = self._judging.beside(())([taken])[0]
        return reported_case(
            replace(judged, finding=Finding(outcome=Outcome.NOT_EXERCISED, why=TYPED), verdict=Verdict.NOT_EXERCISED)
        )

    async def stop(self) -> None:
        """End every instance, also those that are still starting."""
        for starting in self._ready.values():
            starting.cancel()
        started = await asyncio.gather(*self._ready.values(), return_exceptions=True)
        running = [self._calm, *(one for one in started if isinstance(one, Instance))]
        await asyncio.gather(*(one.stop() for one in running), return_exceptions=True)

    def _prepare(self, edition: Edition) -> None:
        self._ready[edition] = asyncio.create_task(self._started(edition))

    async def _started(self, edition: Edition) -> Instance:
        instance = Instance(self._launch, edition)
        try:
            await instance.start()
        except BaseException:
            await instance.stop()
            raise
        return instance

    async def _tried(self, case: Case) -> Taken:
        """Run a case on a fresh instance, which is gone afterwards; the next one starts at once."""
        if case.edition not in self._ready:
            self._prepare(case.edition)
        try:
            instance = await self._ready.pop(case.edition)
        except NotReady as error:
            return Taken(case, time.monotonic(), not_ready=str(error))
        except BenchBroke as error:
            return Taken(case, time.monotonic(), broke=f"no sandbox could be started: {error}")
        try:
            return await run_case(instance, case)
        finally:
            await instance.stop()
            self._prepare(case.edition)

    async def _beside(self, case: Case) -> list[Judged]:
        """Return how the questions of a case come out without any fault, for those that documents answer."""
        asked = [self._in_peace[question] for question in sorted(case.questions) if question in self._in_peace]
        for one in asked:
            if one.id not in self._passed:
                await self._asked_in_peace(one)
        return [self._passed[one.id] for one in asked]

    async def _asked_in_peace(self, case: Case) -> Taken:
        taken = await run_case(self._calm, case)
        judged = self._judging.baseline([taken])[0]
        if (
            judged.finding.outcome is not Outcome.CORRECT
        ):  # once more, fresh: it may have been the machine, or the last one
            try:
                await self._calm.restart()
                taken = await run_case(self._calm, case)
            except (NotReady, BenchBroke) as error:
                taken = Taken(case, time.monotonic(), broke=f"it could not be started again: {error}")
            judged = self._judging.baseline([taken])[0]
        self._passed[case.id] = judged
        return taken
