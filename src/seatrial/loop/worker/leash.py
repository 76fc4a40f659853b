"""How a child process behaves to its worker and to everybody else on the machine."""

import ctypes
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_KILLED_FIRST = "500"


def die_with(worker: int) -> None:
    """Ask the kernel to kill this process when its worker dies, however it dies; leave if that has happened already."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != worker:
        sys.exit("the worker is gone")


def make_way(nice: int) -> None:
    """Let pages and databases on this machine go first, and rather lose this run than them when memory runs out."""
    os.nice(nice)
    Path("/proc/self/oom_score_adj").write_text(_KILLED_FIRST, encoding="ascii")
