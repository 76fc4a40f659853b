"""Waiting for what other processes bring about, and finding what they left."""

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from seatrial.loop.evidence.models import Run, Submission
from seatrial.loop.worker.scratch import scratch


def wait_until(true: Callable[[], bool], seconds: float = 240) -> None:
    """Wait for something that another process brings about."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not true():
        assert time.monotonic() < deadline, "it never came about"
        pause.wait(0.05)


def ended(submission: Submission) -> bool:
    return not Run.objects.filter(submission=submission, state__in=("waiting", "running")).exists()


def left_behind() -> list[str]:
    """Processes and files of runs, of this test's data folder."""
    marks = f"{settings.DATA}/submissions", str(scratch())
    found = [str(path) for path in scratch().glob("*")]
    return found + [line for line in running().values() if any(mark in line for mark in marks)]


def children_of(worker: int) -> list[int]:
    """The processes in which this worker runs something."""
    return [pid for pid, line in running().items() if re.search(rf"seatrial\.loop\.worker\.child {worker} ", line)]


def running() -> dict[int, str]:
    """The command lines of all processes."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
    return found
