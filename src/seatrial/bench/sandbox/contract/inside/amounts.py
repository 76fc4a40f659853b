"""Attempts to use more than a box may: memory, processes, files, CPU, output."""

# ruff: noqa: D103, PT017, S108  -- promises.py says what each must not achieve; paths are the box's

import errno
import mmap
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_MB = 1 << 20


def memory(_: dict[str, Any]) -> None:
    kept = [bytearray(os.urandom(4096) * 256 * 8) for _ in range(40)]
    time.sleep(2)
    raise AssertionError(f"{len(kept) * 8} MB could be held")


def memory_of_many(_: dict[str, Any]) -> None:
    for _number in range(10):
        if os.fork() == 0:
            kept = bytearray(os.urandom(4096) * 256 * 32)
            time.sleep(4)
            os._exit(len(kept) % 2)
    time.sleep(3)
    raise AssertionError("10 processes could hold 32 MB each")


def memory_shared(_: dict[str, Any]) -> None:
    kept = mmap.mmap(-1, 320 * _MB)
    for page in range(0, len(kept), mmap.PAGESIZE):
        kept[page] = 1
    time.sleep(2)
    raise AssertionError("320 MB of shared memory could be held")


def processes(bait: dict[str, Any]) -> None:
    made = 0
    try:
        while made <= 4 * bait["processes"]:
            if os.fork() == 0:
                signal.pause()
            made += 1
    except OSError as error:
        assert error.errno == errno.EAGAIN, f"stopped by {error}"
    assert made < bait["processes"], f"{made} processes could be started"


def sockets(_: dict[str, Any]) -> None:
    for _number in range(8):
        if os.fork() == 0:
            kept = [socket.socketpair() for _ in range(50)]
            time.sleep(4)
            os._exit(len(kept) % 2)
    time.sleep(3)
    raise AssertionError("800 sockets could be opened")


def open_files(bait: dict[str, Any]) -> None:
    opened = 0
    try:
        while opened <= 4 * bait["open_files"]:
            os.dup(0)
            opened += 1
    except OSError as error:
        assert error.errno == errno.EMFILE, f"stopped by {error}"
    assert opened < bait["open_files"], f"{opened} files could be opened"
    most = bait["open_files"] * 2
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    except (OSError, ValueError):
        return
    raise AssertionError("the limit could be raised")


def cpu(_: dict[str, Any]) -> None:
    while time.process_time() < 4:
        pass
    raise AssertionError("4 s of CPU could be used")


def cpu_of_many(_: dict[str, Any]) -> None:
    for _number in range(5):
        child = os.fork()
        if child == 0:
            while time.process_time() < 0.8:
                pass
            os._exit(0)
        os.waitpid(child, 0)
    raise AssertionError("5 processes could use 0.8 s each")


def output(_: dict[str, Any]) -> None:
    line = b"x" * 1023 + b"\n"
    for _number in range(16):
        sys.stdout.buffer.write(line * 1024)
    sys.stdout.buffer.write(b"the last words\n")
    sys.stdout.buffer.flush()


def core_dumps(_: dict[str, Any]) -> None:
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0), "core dumps are on"
    os.chdir("/tmp")
    if (child := os.fork()) == 0:
        os.abort()
    status = os.waitpid(child, 0)[1]
    assert not os.WCOREDUMP(status), "a core was dumped"
    left = [path.name for path in Path("/tmp").iterdir()]
    assert left == [], f"a core was left: {left}"


def priority(_: dict[str, Any]) -> None:
    attempts: tuple[tuple[str, Callable[[], object]], ...] = (
        ("a better priority", lambda: os.setpriority(os.PRIO_PROCESS, 0, -5)),
        ("real-time scheduling", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))),
    )
    for what, attempt in attempts:
        try:
            attempt()
        except OSError:
            continue
        raise AssertionError(f"{what} was granted")
