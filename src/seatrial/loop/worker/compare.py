"""Compares what was handed in with the starter kit and with what others handed in, in a child process."""

import json
import os
import subprocess
import sys
import threading
import time

from seatrial.loop.evidence.comparing import MOST_OTHERS, claim_comparison, keep_comparison, others_of
from seatrial.loop.evidence.store import path_of
from seatrial.loop.worker.execute import environment, kill
from seatrial.loop.worker.scratch import clear, scratch_of

LONGEST_SECONDS = 90.0
_POLL_SECONDS = 0.2


def compare_one(stop: threading.Event) -> bool:
    """Compare one submission that waits for it; False when none does, or it took too long and is tried again later."""
    comparison = claim_comparison()
    if comparison is None:
        return False
    submission = comparison.submission
    others = {one.uid: str(path_of(one.uid)) for one in others_of(submission)[:MOST_OTHERS]}
    family = submission.candidacy.opening.takehome.family
    folder = scratch_of(comparison)
    try:
        job, out = folder / "job.json", folder / "found.json"
        job.write_text(json.dumps({"family": family, "archive": str(path_of(submission.uid)), "others": others}))
        command = (sys.executable, "-m", "seatrial.loop.worker.likeness", os.getpid(), job, out)
        with subprocess.Popen(  # noqa: S603  -- our own module; the archives are its data
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**environment(), "TMPDIR": str(folder)},
            start_new_session=True,
        ) as child:
            try:
                code = _wait(child, stop)
            finally:
                kill(child)
        if code == 0:
            found = json.loads(out.read_bytes())
            keep_comparison(comparison, from_starter=found["from_starter"], found=found["others"])
        elif code is not None and code > 0:  # it cannot be read, and will not be later
            keep_comparison(comparison, from_starter=None, found=())
    finally:
        clear(folder)
    return code is not None


def _wait(child: subprocess.Popen[bytes], stop: threading.Event) -> int | None:
    """Return how the child ended; None when it took too long or we stop."""
    until = time.monotonic() + LONGEST_SECONDS
    while (code := child.poll()) is None:
        if time.monotonic() > until or stop.wait(_POLL_SECONDS):
            return None
    return code
