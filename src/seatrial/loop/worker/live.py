"""Attends a live session: keeps its submission warm in a child process and runs each case that is predicted."""

import json
import os
import sys
import threading
import time
from contextlib import suppress
from subprocess import Popen

from django.db import connection
from django.db.utils import Error as DatabaseError

from seatrial.loop.evidence.actions import LostClaim, broke, keep, refuse, release
from seatrial.loop.evidence.models import Run
from seatrial.loop.evidence.rules import KEEP_ALIVE_SECONDS, LEASE
from seatrial.loop.evidence.store import path_of
from seatrial.loop.live.actions import close_session, write_down
from seatrial.loop.live.models import Prediction
from seatrial.loop.live.rules import is_over, waiting_in
from seatrial.loop.worker.execute import NO_ARCHIVE, Manners, kill, lines, start_child, surely, tail
from seatrial.loop.worker.scratch import clear, scratch_of

POLL_SECONDS = 0.1


def attend(run: Run, stop: threading.Event, manners: Manners) -> None:
    """Attend a session until it is closed, idle, lost, or we stop; leaves no process and no file."""
    folder = scratch_of(run)
    try:
        if not path_of(run.submission.uid).exists():
            broke(run, NO_ARCHIVE.format(run.worker))
            return
        about = (os.getpid(), manners.box_mb, path_of(run.submission.uid), run.seed)
        command = [str(word) for word in (sys.executable, "-m", "seatrial.loop.worker.live_child", *about)]
        with start_child(command, folder, talks=True) as child:
            try:
                _Session(run, child).last(stop)
            finally:
                kill(child)
                with suppress(OSError):
                    child.stdin and child.stdin.close()
    except LostClaim:
        return
    finally:
        clear(folder)


class _Session:
    """What is known of a session while it lasts."""

    def __init__(self, run: Run, child: Popen[bytes]) -> None:
        self._run, self._child = run, child
        self._doing = ""
        self._asked: Prediction | None = None
        self._kept = self._tried = time.monotonic()

    def last(self, stop: threading.Event) -> None:
        """Go on until the end, and write down which."""
        errors = tail(self._child)
        for line in lines(self._child, pause=POLL_SECONDS):
            if line is not None and self._has_ended(json.loads(line)):
                return
            if stop.is_set():
                surely(lambda: release(self._run))
                return
            try:
                self._ask_next()
                if line is not None or time.monotonic() - self._tried >= KEEP_ALIVE_SECONDS:
                    self._sign_of_life()
            except DatabaseError:
                connection.close()
                if time.monotonic() - self._kept > LEASE.total_seconds():  # somebody else may have it by now
                    raise
        surely(lambda: broke(self._run, f"The session ended by itself. {errors()}"))

    def _has_ended(self, said: dict[str, object]) -> bool:
        match said:
            case {"end": "refused", "words": str(words)}:
                surely(lambda: refuse(self._run, words))
                return True
            case {"end": _, "words": str(words)}:
                surely(lambda: broke(self._run, words))
                return True
            case {"result": dict(result)}:
                asked, self._asked = self._asked, None
                assert asked is not None
                surely(lambda: write_down(asked, self._run, result))
            case {"doing": str(doing)}:
                self._doing = doing
        return False

    def _ask_next(self) -> None:
        if self._doing != "ready" or self._asked is not None:
            return
        waiting = waiting_in(self._run)
        if waiting is None:
            return
        told = {"id": waiting.uid, "case": waiting.case, "typed": waiting.typed}
        self._asked = waiting
        assert self._child.stdin is not None
        with suppress(BrokenPipeError):  # it is gone; the end of what it says tells so
            self._child.stdin.write(json.dumps(told).encode() + b"\n")
            self._child.stdin.flush()

    def _sign_of_life(self) -> None:
        """Keep the claim; LostClaim when the session was closed, or end it when nobody uses it."""
        self._tried = time.monotonic()
        keep(self._run, doing=self._doing, done=0, total=0)
        self._kept = self._tried
        if self._asked is None and is_over(self._run):
            close_session(self._run, by="worker")
