"""Executes one claimed run in a child process, says how far it is, and writes down what came of it."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.utils import Error as DatabaseError

from seatrial.loop.evidence.actions import LostClaim, broke, finish, keep, refuse, release
from seatrial.loop.evidence.models import Run
from seatrial.loop.evidence.rules import KEEP_ALIVE_SECONDS, LEASE, after_breaking, broken_cases
from seatrial.loop.evidence.store import path_of
from seatrial.loop.worker.scratch import clear, scratch_of

LONGEST_SECONDS = 15 * 60
_PAUSE_SECONDS = 1.0
NO_ARCHIVE = (
    "What was handed in does not lie in the data folder of {}. Workers on several machines need the same data folder; "
    "if it is the same, the file is gone and can be restored from a backup."
)


@dataclass(frozen=True, slots=True)
class Manners:
    """How much of this machine a run may take: how far it steps back for others (as `nice`), megabytes for each box."""

    nice: int = 10
    box_mb: int = 2048


def execute(run: Run, stop: threading.Event, manners: Manners) -> None:
    """Work on a run until it ends, is lost, is called off, or we stop; leaves no process and no file."""
    folder = scratch_of(run)
    out = folder / "report.json"
    try:
        if not path_of(run.submission.uid).exists():
            broke(run, NO_ARCHIVE.format(run.worker))
            return
        with _child(run, folder, out, manners) as child:
            try:
                end = _follow(run, child, stop)
            finally:
                kill(child)
        surely(lambda: _write_down(run, end, out))
    except LostClaim:
        return
    finally:
        clear(folder)


def _child(run: Run, folder: Path, out: Path, manners: Manners) -> subprocess.Popen[bytes]:
    command = (sys.executable, "-m", "seatrial.loop.worker.child", os.getpid(), manners.nice, manners.box_mb)
    about = (path_of(run.submission.uid), run.kind, run.seed, out)
    return start_child([str(word) for word in (*command, *about)], folder)


def start_child(command: list[str], folder: Path, *, talks: bool = False) -> subprocess.Popen[bytes]:
    """Start a process for a run, with its temporary files in `folder`; `talks` to tell it things on stdin."""
    return subprocess.Popen(  # noqa: S603  -- our own module; the archive is its data
        command,
        stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**environment(), "TMPDIR": str(folder)},
        start_new_session=True,
    )


def environment() -> dict[str, str]:
    """Return what a child needs to know: no database, no secret key, no mail password."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}


def kill(child: subprocess.Popen[bytes]) -> None:
    """End a child and all that it started; gone already is as good."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _follow(run: Run, child: subprocess.Popen[bytes], stop: threading.Event) -> dict[str, Any]:
    """Pass on what the child says until it ends; keeps the lease also while it says nothing."""
    began = time.monotonic()
    deadline, kept, tried = began + LONGEST_SECONDS, began, 0.0
    said: dict[str, Any] = {}
    errors = tail(child)
    for line in lines(child):
        if line is not None:
            said = json.loads(line)
            if "end" in said:
                return said
        if stop.is_set():
            return {"end": "released"}
        now = time.monotonic()
        if now > deadline:
            return {"end": "broke", "words": f"It was not finished after {LONGEST_SECONDS // 60} minutes."}
        if now - tried >= (KEEP_ALIVE_SECONDS if line is None else 1):
            tried = now
            try:
                keep(run, doing=said.get("doing", ""), done=said.get("done", 0), total=said.get("total", 0))
                kept = now
            except DatabaseError:
                connection.close()
                if now - kept > LEASE.total_seconds():  # somebody else may have it by now
                    raise
    return {"end": "broke", "words": f"The run ended without a result. {errors()}"}


def lines(child: subprocess.Popen[bytes], *, pause: float = 1.0) -> Iterator[bytes | None]:
    """Yield what the child says, line by line, and None each `pause` seconds in which it says nothing."""
    said = queue.Queue[bytes | None]()

    def listen() -> None:
        assert child.stdout is not None
        for line in child.stdout:
            said.put(line)
        said.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = said.get(timeout=pause)
        except queue.Empty:
            yield None
            continue
        if line is None:
            return
        yield line


def tail(child: subprocess.Popen[bytes]) -> Callable[[], str]:
    """Collect the last of what the child writes to stderr; the pipe never fills."""
    last = bytearray()

    def listen() -> None:
        assert child.stderr is not None
        for line in child.stderr:
            last.extend(line)
            del last[:-2_000]

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()

    def words() -> str:
        listener.join(timeout=5)
        return last.decode(errors="replace").strip()

    return words


def surely(write: Callable[[], None]) -> None:
    """Write to a database that may be away for a moment. Written twice is written once: the claim is gone then."""
    deadline = time.monotonic() + LEASE.total_seconds()
    while True:
        try:
            return write()
        except DatabaseError:
            connection.close()
            if time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE_SECONDS)


def _write_down(run: Run, end: dict[str, Any], out: Path) -> None:
    match end["end"]:
        case "done":
            report = json.loads(out.read_bytes())
            words = broken_cases(report)
            if words and after_breaking(run.attempts).again:
                broke(run, words)
            else:
                finish(run, report)
        case "refused":
            refuse(run, end["words"])
        case "released":
            release(run)
        case _:
            broke(run, end["words"])
