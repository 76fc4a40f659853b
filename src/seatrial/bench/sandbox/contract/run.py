"""Tries the promises of a sandbox, several at once, and says which it kept."""

import asyncio
import contextlib
import json
import os
from pathlib import Path

from seatrial.bench.errors import SandboxDied
from seatrial.bench.sandbox.base import Box, BoxSpec, Sandbox
from seatrial.bench.sandbox.contract.bait import Bait, laid_out
from seatrial.bench.sandbox.contract.base import Promise, Result
from seatrial.bench.sandbox.contract.promises import PROMISES
from seatrial.bench.sandbox.interpreter import Interpreter, find_interpreter

_AT_ONCE = 4
_SECONDS = 30.0
_LINGER_SECONDS = 5.0
_OWN_PORT = 9000
_BEGIN = """
import json, sys
try:
    globals()[sys.argv[1]](json.loads(sys.argv[2]))
except AssertionError as error:
    print(error)
    sys.exit(1)
"""


async def run_contract(sandbox: Sandbox, promises: tuple[Promise, ...] = PROMISES) -> tuple[Result, ...]:
    """Try every promise of a sandbox; results come in the order of the promises."""
    room = asyncio.Semaphore(_AT_ONCE)

    async def one(promise: Promise) -> Result:
        async with room:
            return await try_promise(sandbox, promise)

    return tuple(await asyncio.gather(*(one(promise) for promise in promises)))


async def try_promise(sandbox: Sandbox, promise: Promise) -> Result:
    """Try to break one promise."""
    with laid_out() as bait:
        seen = await _seen(sandbox, promise, bait)
    return Result(promise.slug, promise.holds, kept=not seen, seen=seen)


async def _seen(sandbox: Sandbox, promise: Promise, bait: Bait) -> str:
    """Say what was got that should not have been; empty when the promise was kept."""
    try:
        box = await sandbox.start(attempt_spec(promise, bait, find_interpreter(as_other_user=os.geteuid() == 0)))
    except SandboxDied as error:
        return str(error)
    try:
        status = await _end_of(box)
        if status is None:
            return f"the attempt did not end within {_SECONDS:g} s"
        if status not in promise.ends:
            said = box.output().decode(errors="replace").strip().splitlines()[-1:]
            return f"ended with {status}: {''.join(said)[:500]}"
        if not box.alive():
            return "the sandbox itself ended"
        return bait.leak() or _too_much(box, promise) or await _outlived(box)
    finally:
        await box.kill()


def attempt_spec(promise: Promise, bait: Bait, interpreter: Interpreter) -> BoxSpec:
    """Describe the box in which an attempt is made."""
    mounts = [(bait.submission, "/submission")]
    if not interpreter.prefix.is_relative_to("/usr"):
        mounts.append((interpreter.prefix, str(interpreter.prefix)))
    env = {"HOME": "/tmp", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}  # noqa: S108  -- inside
    return BoxSpec(
        command=(str(interpreter.path), "-I", "-S", "-c", *attempt_program(promise, bait, env, mounts)),
        env=env,
        mounts=tuple(mounts),
        listen_ports=(_OWN_PORT,),
        limits=promise.limits,
    )


def attempt_program(
    promise: Promise, bait: Bait, env: dict[str, str], mounts: list[tuple[Path, str]]
) -> tuple[str, str, str]:
    """Return the text of an attempt and its two arguments."""
    text = (Path(__file__).parent / "inside" / f"{promise.file}.py").read_text(encoding="utf-8")
    told = {
        **bait.told(),
        "variables": sorted(env),
        "mounted": [inside for _, inside in mounts],
        "own_port": _OWN_PORT,
        "disk_bytes": promise.limits.disk_bytes,
        "processes": promise.limits.processes,
        "open_files": promise.limits.open_files,
    }
    return text + _BEGIN, promise.attempt, json.dumps(told)


async def _end_of(box: Box) -> int | None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_SECONDS):
            while (status := box.exit_status()) is None and box.alive():  # noqa: ASYNC110  -- a box has no event to wait for
                await asyncio.sleep(0.01)
            return status
    return None


def _too_much(box: Box, promise: Promise) -> str:
    kept = len(box.output())
    return f"{kept} bytes of output were kept" if kept > promise.limits.output_bytes else ""


async def _outlived(box: Box) -> str:
    """Wait for the end of every connection that the attempt left open: one that stays is held by a living process."""
    loop = asyncio.get_running_loop()
    listener = box.listeners[0]
    while True:
        try:
            left, _ = listener.accept()
        except BlockingIOError:
            return ""
        with left:
            left.settimeout(0)
            try:
                async with asyncio.timeout(_LINGER_SECONDS):
                    while await loop.sock_recv(left, 1024):
                        pass
            except ConnectionResetError:
                continue
            except TimeoutError:
                return "a process outlived the box"
