"""A worker: claims what is most urgent, a few at a time, until it is told to stop. It also erases what is due."""

import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connection
from django.db.utils import Error as DatabaseError
from django.utils import timezone

from seatrial.loop.evidence.actions import claim
from seatrial.loop.evidence.models import Run
from seatrial.loop.record.actions import erase_expired
from seatrial.loop.worker.execute import execute
from seatrial.loop.worker.scratch import clear_abandoned

CHECKS = (Run.Kind.CHECK,)
EVERYTHING = (Run.Kind.CHECK, Run.Kind.TRIAL)
_IDLE_SECONDS = 0.5
_CLEAR_EVERY_SECONDS = 30.0
_ERASE_EVERY_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Lane:
    """Runs one thing at a time, of these kinds."""

    kinds: tuple[Run.Kind, ...]


def lanes(trials: int) -> tuple[Lane, ...]:
    """Return so many lanes for whatever comes, and one that keeps itself free for checks: somebody waits for those."""
    return (*(Lane(EVERYTHING) for _ in range(trials)), Lane(CHECKS))


def default_trials() -> int:
    """Return how many trials this machine runs side by side: a trial keeps two cores busy."""
    return max(1, (os.cpu_count() or 1) // 2)


def work(trials: int, stop: threading.Event, *, say: Callable[[str], None]) -> None:
    """Work until `stop` is set; what is under way then is put back for another worker."""
    name = f"{socket.gethostname()}/{os.getpid()}"
    threads = [
        threading.Thread(target=_drive, args=(lane, name, stop, say), name=f"lane-{number}")
        for number, lane in enumerate(lanes(trials))
    ]
    for thread in threads:
        thread.start()
    cleared = erased = -_ERASE_EVERY_SECONDS
    while not stop.wait(_IDLE_SECONDS):
        if time.monotonic() - erased > _ERASE_EVERY_SECONDS:
            _patiently(lambda: erase_expired(timezone.now().date()), say)
            erased = time.monotonic()
        if time.monotonic() - cleared > _CLEAR_EVERY_SECONDS:
            _patiently(clear_abandoned, say)
            cleared = time.monotonic()
    for thread in threads:
        thread.join()


def _drive(lane: Lane, worker: str, stop: threading.Event, say: Callable[[str], None]) -> None:
    while not stop.is_set():
        worked = _patiently(lambda: _one(lane, worker, stop, say), say)
        if not worked:
            stop.wait(_IDLE_SECONDS)
    connection.close()


def _one(lane: Lane, worker: str, stop: threading.Event, say: Callable[[str], None]) -> bool:
    run = claim(worker, lane.kinds)
    if run is None:
        return False
    say(f"{run}: begun (attempt {run.attempts})")
    execute(run, stop)
    say(f"{run}: {Run.objects.values_list('state', flat=True).get(pk=run.pk)}")
    return True


def _patiently(act: Callable[[], object], say: Callable[[str], None]) -> object:
    """Do something with the database; when it cannot be reached, say so and let the caller come back later."""
    close_old_connections()
    try:
        return act()
    except DatabaseError as error:
        say(f"the database cannot be reached: {error}")
        connection.close()
        return None
