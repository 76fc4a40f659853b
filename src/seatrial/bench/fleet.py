"""Several instances of a submission share the cases, so that the waiting of one costs the others nothing.

Cases with long waits go first. No instance is asked the same question twice (a submission may remember its answers), an
instance that died or still talks to the model is started again before its next case. So is one that a fault has
reached, where the submission remembers that: behind an open circuit breaker no case would be asked. A start is the dear
thing, above all with a framework: an instance is not started again for the few cases that others can do as they are.
"""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from seatrial.bench.ask import HttpAnswer, HttpFailure
from seatrial.bench.case import Case
from seatrial.bench.errors import BenchBroke
from seatrial.bench.gateway.line import CallRecord
from seatrial.bench.instance import Instance, Launch, NotReady
from seatrial.bench.starvation import Starvation, own_waits
from seatrial.takehomes.base import Edition

ANSWER_SECONDS = 10.0
_MOST_STARVED_SECONDS = 20.0  # no more than this is added to the time limit, however busy the machine
_FEW = 2
"""So many cases more for each instance that needs no start are done sooner than another start."""
_BROKE = {"closed", "refused", "timeout"}


@dataclass(frozen=True, slots=True)
class Put:
    """Input number `input` was put at `at` and came back after `seconds` (both in seconds since the case began).

    `starved_seconds` of these went by because the machine was too busy.
    """

    input: int
    at: float
    seconds: float
    answer: HttpAnswer | HttpFailure
    died: bool
    starved_seconds: float = 0.0


@dataclass(slots=True)
class Taken:
    """What one case left behind; `calls` grows when an abandoned request of this case calls the model later.

    `after_fault` says that a fault of an earlier case had reached this very instance.
    """

    case: Case
    began: float
    puts: tuple[Put, ...] = ()
    calls: list[CallRecord] = field(default_factory=list)
    broke: str = ""
    not_ready: str = ""
    output_tail: str = ""
    after_fault: bool = False

    @property
    def starved_seconds(self) -> float:
        """How much of its time the machine was too busy for it."""
        return sum(put.starved_seconds for put in self.puts)


@dataclass(frozen=True, slots=True)
class Hand:
    """An instance at work as the queue sees it: its documents, what it was asked, and whether it needs a start."""

    edition: Edition
    asked: frozenset[str] = frozenset()
    must_start: bool = False


class Queue:
    """The cases still to do, longest wait first; hands out one that fits an instance."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._waiting = sorted(cases, key=lambda case: -case.wait_seconds)

    def take(self, mine: Hand, others: Sequence[Hand] = ()) -> Case | None:
        """Take a case for an instance; None when all are done, or the few that are left fit `others` without a start.

        Whoever is the last at work gets all that is left.
        """
        edition = self._prefers(mine.edition)
        waiting = [case for case in self._waiting if case.edition == edition]
        there = [other for other in others if other.edition == edition and not other.must_start]
        if mine.must_start or mine.edition != edition:
            case = next(iter(waiting), None) if len(waiting) > _FEW * len(there) else None
        else:
            case = next((case for case in waiting if mine.asked.isdisjoint(case.questions)), None)
            case = case or next((case for case in waiting if not _is_new_to_any(case, there)), None)
        if case is not None:
            self._waiting.remove(case)
        return case

    def _prefers(self, edition: Edition) -> Edition | None:
        """Return `edition` while a case of it waits, else that of the first case that waits; None when all are done."""
        if any(case.edition == edition for case in self._waiting):
            return edition
        return self._waiting[0].edition if self._waiting else None


def _is_new_to_any(case: Case, others: Sequence[Hand]) -> bool:
    return any(other.asked.isdisjoint(case.questions) for other in others)


class Fleet:
    """A number of instances of one submission; `remembers` says that it carried a fault into its next case."""

    def __init__(self, launch: Launch, editions: Sequence[Edition]) -> None:
        self._instances = [Instance(launch, edition) for edition in editions]
        self._starting = asyncio.Semaphore(max(2, os.cpu_count() or 1))
        self._started: list[asyncio.Task[None]] = []
        self._spent = set[Instance]()
        self._faulted = set[Instance]()
        self._at_work = dict[Instance, Edition]()
        self.remembers = False

    async def start(self) -> None:
        """Begin to start all instances and wait until the first is ready; NotReady when it never is."""
        self._started = [asyncio.create_task(self._start(instance)) for instance in self._instances]
        await self._started[0]

    async def _start(self, instance: Instance, *, edition: Edition | None = None) -> None:
        async with self._starting:
            await instance.restart(edition)

    def first_output(self) -> str:
        """Return what the first instance has printed."""
        return self._instances[0].output()

    def cpu_seconds(self) -> float:
        """Return the CPU seconds that all instances have used."""
        return sum(instance.cpu_seconds() for instance in self._instances)

    async def run(self, cases: Sequence[Case], *, on_done: Callable[[Taken], None], alone: bool = False) -> list[Taken]:
        """Run every case once, `alone` one after another; the order of the result is that of finishing."""
        queue, taken = Queue(cases), list[Taken]()
        only = {case.edition for case in cases}
        everyone = len(only) > 1 or not only <= {instance.edition for instance in self._instances}

        def keep(one: Taken) -> None:
            taken.append(one)
            on_done(one)

        try:
            async with asyncio.TaskGroup() as workers:
                for instance, started in list(zip(self._instances, self._started, strict=True))[: 1 if alone else None]:
                    if alone or everyone or instance.edition in only:
                        self._at_work[instance] = instance.edition
                        workers.create_task(self._work(instance, started, queue, keep))
        except* BenchBroke as broken:
            raise _first(broken) from broken
        return taken

    async def _work(
        self, instance: Instance, started: asyncio.Task[None], queue: Queue, keep: Callable[[Taken], None]
    ) -> None:
        try:
            if not await _is_ready(started):
                self._spent.add(instance)
            history = list[Taken]()
            while (case := queue.take(self._hand(instance), self._others(instance))) is not None:
                self._at_work[instance] = case.edition
                history.append(await self._in_turn(instance, case))
                book_late_calls(history)
                keep(history[-1])
        finally:
            del self._at_work[instance]

    def _hand(self, instance: Instance) -> Hand:
        edition = self._at_work[instance]
        asked = frozenset(instance.asked) if edition == instance.edition else frozenset[str]()
        return Hand(edition, asked, must_start=self._must_start(instance))

    def _others(self, instance: Instance) -> list[Hand]:
        return [self._hand(other) for other in self._at_work if other is not instance]

    def _must_start(self, instance: Instance) -> bool:
        return instance in self._spent or (self.remembers and instance in self._faulted)

    async def _in_turn(self, instance: Instance, case: Case) -> Taken:
        """Run a case on an instance in order, and once more on a fresh one if an earlier case may have decided it."""
        asked_before = not instance.asked.isdisjoint(case.questions)
        again = self._must_start(instance) or case.edition != instance.edition or asked_before
        if again and (unstarted := await self._start_again(instance, case)) is not None:
            return unstarted
        taken = await self._run_case(instance, case)
        unasked = taken.after_fault and _asked_nothing(taken)
        if unasked or _failed_unasked(taken):
            if (unstarted := await self._start_again(instance, case)) is not None:
                return unstarted
            taken = await self._run_case(instance, case)
            self.remembers = self.remembers or (unasked and not _asked_nothing(taken))
        if _needs_restart(instance, taken):
            self._spent.add(instance)
        return taken

    async def _run_case(self, instance: Instance, case: Case) -> Taken:
        taken = await run_case(instance, case)
        taken.after_fault = instance in self._faulted
        if any(call.fault for call in taken.calls):
            self._faulted.add(instance)
        return taken

    async def _start_again(self, instance: Instance, case: Case) -> Taken | None:
        """Start an instance again for a case; returns what is left of the case if that fails, else None."""
        self._spent.discard(instance)
        self._faulted.discard(instance)
        for last_try in (False, True):
            try:
                await self._start(instance, edition=case.edition)
            except NotReady as error:
                self._spent.add(instance)
                return Taken(case, time.monotonic(), not_ready=str(error), output_tail=instance.output())
            except BenchBroke as error:
                if last_try:
                    self._spent.add(instance)
                    return Taken(case, time.monotonic(), broke=f"no sandbox could be started: {error}")
            else:
                break
        return None

    async def stop(self) -> None:
        """End every instance, also those that are still starting."""
        for task in self._started:
            task.cancel()
        await asyncio.gather(*self._started, return_exceptions=True)
        await asyncio.gather(*(instance.stop() for instance in self._instances), return_exceptions=True)


def book_late_calls(history: Sequence[Taken]) -> None:
    """Move calls of abandoned requests from the newest case to the one whose question they carry."""
    newest = history[-1]
    for call in [call for call in newest.calls if call.late]:
        newest.calls.remove(call)
        for earlier in reversed(history[:-1]):
            if not earlier.case.questions.isdisjoint(call.questions):
                earlier.calls.append(call)
                break


def _first(broken: BaseExceptionGroup[BenchBroke]) -> BenchBroke:
    first = broken.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


async def _is_ready(started: asyncio.Task[None]) -> bool:
    try:
        await started
    except (NotReady, BenchBroke):
        return False
    return True


def _failed_unasked(taken: Taken) -> bool:
    """Tell whether it failed before the model was asked: an earlier case or a starved machine may have done that."""
    broke = any(isinstance(put.answer, HttpFailure) and put.answer.reason in _BROKE for put in taken.puts)
    return broke and _asked_nothing(taken)


def _asked_nothing(taken: Taken) -> bool:
    return all(call.late for call in taken.calls)


def _needs_restart(instance: Instance, taken: Taken) -> bool:
    """Tell whether an instance is gone or may be about to go, hangs, or still talks to the model."""
    failed = any(isinstance(put.answer, HttpFailure) for put in taken.puts)
    return failed or instance.died() or not instance.sandbox_alive() or instance.line.open_calls > 0


async def run_case(instance: Instance, case: Case) -> Taken:
    """Put a case's inputs to a ready instance and take down everything that happened."""
    taken = Taken(case, time.monotonic())
    instance.asked |= case.questions
    instance.line.arm(case.script)
    try:
        if case.together:
            puts = await asyncio.gather(*(_put(instance, taken, number) for number in range(len(case.inputs))))
            taken.puts = tuple(puts)
        else:
            for number in range(len(case.inputs)):
                taken.puts = (*taken.puts, await _put(instance, taken, number))
    except BenchBroke as error:
        taken.broke = str(error)
    finally:
        taken.calls += instance.line.disarm()
        taken.output_tail = instance.output()
    if not instance.sandbox_alive():
        taken.broke = taken.broke or "the sandbox ended during the case"
    return taken


async def _put(instance: Instance, taken: Taken, number: int) -> Put:
    """Put one input; the time that a busy machine costs is not taken from the time for the answer."""
    at, starvation = time.monotonic(), Starvation(instance.waits, own_waits)
    watching = asyncio.create_task(starvation.watch())
    try:
        answer = await instance.ask(
            taken.case.inputs[number].text,
            seconds=ANSWER_SECONDS,
            more=lambda: min(starvation.seconds(), _MOST_STARVED_SECONDS),
        )
    finally:
        watching.cancel()
    done = time.monotonic()
    return Put(number, at - taken.began, done - at, answer, instance.died(), starvation.seconds())
