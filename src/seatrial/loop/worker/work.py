"""A worker: claims what is most urgent, a few at a time, until it is told to stop. Each hour it does what is due."""

import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.utils import Error as DatabaseError
from django.utils import timezone

from seatrial.loop.evidence.actions import claim
from seatrial.loop.evidence.models import Run
from seatrial.loop.record.actions import erase_expired
from seatrial.loop.reference.mail import remind_due
from seatrial.loop.worker.compare import compare_one
from seatrial.loop.worker.execute import Manners
from seatrial.loop.worker.execute import execute as execute_run
from seatrial.loop.worker.live import attend
from seatrial.loop.worker.room import room
from seatrial.loop.worker.scratch import clear_abandoned, scratch
from seatrial.loop.worker.sweep import sweep

Say = Callable[[str], None]
Execute = Callable[[Run, threading.Event], None]
CHECKS = (Run.Kind.CHECK,)
EVERYTHING = (Run.Kind.CHECK, Run.Kind.TRIAL)
LIVE = (Run.Kind.LIVE,)
LIVE_AT_ONCE = 2
"""So many live sessions are kept warm on one machine; another one waits for one of them to end."""

_IDLE_SECONDS = 0.5
_CLEAR_EVERY_SECONDS = 30.0
_COMPARE_EVERY_SECONDS = 2.0
_DUE_EVERY_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Lane:
    """Runs one thing at a time, of these kinds."""

    kinds: tuple[Run.Kind, ...]


def lanes(at_once: int) -> tuple[Lane, ...]:
    """Return so many lanes for whatever comes, and some that keep themselves free for what somebody waits for."""
    return (*(Lane(EVERYTHING) for _ in range(at_once)), Lane(CHECKS), *(Lane(LIVE) for _ in range(LIVE_AT_ONCE)))


def default_at_once() -> int:
    """Return how many trials this machine runs side by side: a trial keeps two cores busy."""
    return max(1, (os.cpu_count() or 1) // 2)


def work(at_once: int, stop: threading.Event, *, manners: Manners, say: Say) -> None:
    """Work until `stop` is set; what is under way then is put back for another worker."""
    name = f"{socket.gethostname()}/{os.getpid()}"
    execute = partial(_execute, manners=manners)
    threads = [
        threading.Thread(target=_drive, args=(lane, name, stop, execute, say), name=f"lane-{number}")
        for number, lane in enumerate(lanes(at_once))
    ]
    for thread in threads:
        thread.start()
    cleared = done = compared = -_DUE_EVERY_SECONDS
    while not stop.wait(_IDLE_SECONDS):
        if time.monotonic() - done > _DUE_EVERY_SECONDS:
            _patiently(lambda: erase_expired(timezone.now().date()), say)
            _patiently(lambda: remind(say), say)
            _patiently(sweep, say)
            done = time.monotonic()
        if time.monotonic() - compared > _COMPARE_EVERY_SECONDS:
            _patiently(lambda: compare_one(stop), say)
            compared = time.monotonic()
        if time.monotonic() - cleared > _CLEAR_EVERY_SECONDS:
            _patiently(clear_abandoned, say)
            cleared = time.monotonic()
    for thread in threads:
        thread.join()


def remind(say: Say) -> None:
    """Remind the referees who are due, where there is a mail server, and an address for the mail to hold."""
    if settings.SENDS_BY_ITSELF:
        for failed in remind_due(site=settings.URL).failed:
            say(f"a mail to a referee did not go out: {failed}")


def _drive(lane: Lane, worker: str, stop: threading.Event, execute: Execute, say: Say) -> None:
    told = ""
    while not stop.is_set():
        lacking = {kind: room(scratch()).lacking(kind) for kind in lane.kinds}
        full = "; ".join(what for what in lacking.values() if what)
        if full and not told:
            say(f"this machine is full: {full}. What is owed waits, or goes to another worker.")
        told = full
        fitting = tuple(kind for kind, what in lacking.items() if not what)
        worked = fitting and _patiently(partial(_one, fitting, worker, stop, execute, say), say)
        if not worked:
            stop.wait(_IDLE_SECONDS)
    connection.close()


def _execute(run: Run, stop: threading.Event, *, manners: Manners) -> None:
    act = attend if run.kind == Run.Kind.LIVE else execute_run
    act(run, stop, manners)


def _one(kinds: tuple[Run.Kind, ...], worker: str, stop: threading.Event, execute: Execute, say: Say) -> bool:
    run = claim(worker, kinds)
    if run is None:
        return False
    say(f"{run}: begun (attempt {run.attempts})")
    execute(run, stop)
    say(f"{run}: {Run.objects.values_list('state', flat=True).get(pk=run.pk)}")
    return True


def _patiently(act: Callable[[], object], say: Say) -> object:
    """Do something with the database; when it cannot be reached, say so and let the caller come back later."""
    close_old_connections()
    try:
        return act()
    except DatabaseError as error:
        say(f"the database cannot be reached: {error}")
        connection.close()
        return None
