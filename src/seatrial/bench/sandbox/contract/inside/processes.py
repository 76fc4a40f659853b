"""Attempts to see, end or outlive processes that are not the submission's own."""

# ruff: noqa: D103, PTH115, PTH208  -- promises.py says what each must not achieve; paths are the box's

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any


def host_processes(bait: dict[str, Any]) -> None:
    mark = bait["mark_backwards"][::-1].encode()  # backwards, or it would stand in this attempt's own arguments
    seen = [name for name in os.listdir("/proc") if name.isdigit()]
    for pid in seen:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        assert mark not in words, f"process {pid} of the host is seen"
    assert len(seen) < 8, f"{len(seen)} processes are seen"


def signals(bait: dict[str, Any]) -> None:
    # whether the process outside lives on is seen outside
    for pid in {bait["process"], bait["bench"]}:
        try:
            os.kill(pid, 0)
        except OSError:
            continue
        raise AssertionError(f"process {pid} can be sent signals")


def kill_everyone(_: dict[str, Any]) -> None:
    child = os.fork()
    if child == 0:
        signal.pause()
    os.kill(-1, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, "its own child lives"


def first_process(_: dict[str, Any]) -> None:
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP, signal.SIGSEGV):
        os.kill(1, number)
    assert Path("/proc/1/cmdline").exists(), "the first process is gone"


def daemon(bait: dict[str, Any]) -> None:
    # whether it is gone is seen outside: it holds a connection that closes when it dies
    import socket  # noqa: PLC0415  -- only here

    caller = socket.create_connection(("127.0.0.1", bait["own_port"]))
    if os.fork() == 0:
        os.setsid()
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if os.fork() == 0:
            for fd in (0, 1, 2):
                os.close(fd)
            while True:
                time.sleep(60)
        os._exit(0)
    os.wait()
    caller.close()


def environment(bait: dict[str, Any]) -> None:
    others = set(os.environ) - set(bait["variables"]) - {"PWD", "LC_CTYPE"}
    assert not others, f"variables of the host: {sorted(others)}"
    for path in ("/proc/1/environ", "/proc/self/environ"):
        try:
            text = Path(path).read_bytes()
        except OSError:
            continue
        assert bait["mark_backwards"][::-1].encode() not in text, f"{path} holds the host's environment"


def inherited_files(_: dict[str, Any]) -> None:
    listing = os.open("/proc/self/fd", os.O_RDONLY)
    others = set(os.listdir(listing)) - {"0", "1", "2", str(listing)}
    held = {fd: os.readlink(f"/proc/self/fd/{fd}") for fd in others if os.path.lexists(f"/proc/self/fd/{fd}")}
    assert not held, f"open files that nobody gave it: {held}"
    assert os.read(0, 1) == b"", "stdin can be read"


def terminal(_: dict[str, Any]) -> None:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        assert not sys.stdin.isatty(), "stdin is a terminal"
        return
    raise AssertionError("there is a terminal to type on")
