"""How long from start() to a box's first instruction, its listening socket included; beside bare bwrap.

Run: .venv/bin/python benchmarks/sandbox.py [rounds]
"""

import asyncio
import platform
import shutil
import statistics
import subprocess
import sys
import time

from seatrial.bench.sandbox.base import BoxSpec, Sandbox
from seatrial.bench.sandbox.bubblewrap import bwrap_version, find_sandbox
from seatrial.bench.sandbox.cgroup import available_groups

TARGET_MS = 100
PORT = 8001
AT_ONCE = 20
# bash itself opens the connection: nothing is loaded before the command's first instruction
CALL_BACK = ("/bin/bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{PORT}; read -r x <&3")
BARE = (
    "--unshare-all",
    "--ro-bind",
    "/usr",
    "/usr",
    "--symlink",
    "usr/lib",
    "/lib",
    "--symlink",
    "usr/lib64",
    "/lib64",
)


async def first_instruction(sandbox: Sandbox) -> float:
    """Return the milliseconds until the command has connected to its listening socket."""
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    box = await sandbox.start(BoxSpec(command=CALL_BACK, env={}, listen_ports=(PORT,)))
    try:
        called, _ = await loop.sock_accept(box.listeners[0])
        took = 1000 * (time.perf_counter() - began)
        called.close()
    finally:
        await box.kill()
    return took


async def at_once(sandbox: Sandbox) -> float:
    """Return the seconds until many boxes, started together, all run and are gone again."""
    began = time.perf_counter()
    await asyncio.gather(*(first_instruction(sandbox) for _ in range(AT_ONCE)))
    return time.perf_counter() - began


def bare_bwrap(bwrap: str) -> float:
    """Return the milliseconds that bwrap alone takes for a command that does nothing."""
    began = time.perf_counter()
    subprocess.run([bwrap, *BARE, "/usr/bin/true"], check=True)
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    """Print the medians, with what they were measured on."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    bwrap = shutil.which("bwrap") or sys.exit("bubblewrap is not installed")
    sandbox = find_sandbox()
    started = sorted(asyncio.run(first_instruction(sandbox)) for _ in range(rounds))
    bare = statistics.median(bare_bwrap(bwrap) for _ in range(rounds))
    version = ".".join(map(str, bwrap_version(bwrap)))
    print(f"machine: {platform.platform()}, Python {platform.python_version()}, bubblewrap {version}")
    print(f"control groups: {', '.join(available_groups()) or 'none'}")
    median = statistics.median(started)
    print(f"box to first instruction: median {median:.1f} ms, worst {started[-1]:.1f} ms (target {TARGET_MS} ms)")
    print(f"bare bwrap true:          median {bare:.1f} ms (ratio {median / bare:.1f})")
    print(f"{AT_ONCE} boxes at once:         {asyncio.run(at_once(sandbox)):.2f} s")


if __name__ == "__main__":
    main()
