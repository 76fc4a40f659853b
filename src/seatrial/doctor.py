"""Can this machine run trials safely? Looks, tries, and says what to install or change."""

import asyncio
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text
from uv import find_uv_bin

from seatrial.bench.environment.cache import cache_folder, make_readable_folder
from seatrial.bench.errors import SeatrialError
from seatrial.bench.sandbox.base import Box, BoxSpec, Sandbox
from seatrial.bench.sandbox.bubblewrap import INSTALL, OLDEST, bwrap_version, find_sandbox
from seatrial.bench.sandbox.cgroup import available_groups
from seatrial.bench.sandbox.contract.run import run_contract
from seatrial.bench.sandbox.interpreter import find_interpreter
from seatrial.bench.sandbox.seccomp import ARCHITECTURES

_NEEDED_BYTES = 2 << 30
_START_SECONDS = 20.0
_ALLOW_NAMESPACES = "See docs/how-to/run-on-ubuntu.md."


class State(StrEnum):
    """What a check found."""

    FINE = "fine"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found and, unless it is fine, what to do about it."""

    name: str
    state: State
    found: str
    todo: str = ""


def examine(*, deep: bool = False) -> tuple[Check, ...]:
    """Look at everything that a trial needs; `deep` also tries every promise of the sandbox."""
    looks: tuple[Callable[[], Check], ...] = (
        *(_system, _bubblewrap, _namespaces, _seccomp, _python, _uv, _groups, _node, _git, _disk, _trial_start),
    )
    checks = tuple(look() for look in looks)
    if deep and all(check.state is not State.MISSING for check in checks):
        checks += _contract()
    return checks


def print_doctor(deep: bool, console: Console | None = None) -> int:  # noqa: FBT001  -- wired to a flag of the command line
    """Print what was found; returns the exit code: 0 only if trials can run safely here."""
    console = console or Console(highlight=False)
    checks = examine(deep=deep)
    table = Table(box=None, padding=(0, 1), show_header=False)
    looks = {State.FINE: ("✓", "green"), State.NOTE: ("·", "yellow"), State.MISSING: ("✗", "red")}
    for check in checks:
        sign, style = looks[check.state]
        table.add_row(Text(sign, style), Text(check.name, "bold"), Text(check.found))
        if check.todo:
            table.add_row("", "", Text(f"→ {check.todo}", style))
    console.print(table)
    missing = [check.name for check in checks if check.state is State.MISSING]
    if missing:
        console.print(Text(f"\nTrials cannot run safely on this machine: {', '.join(missing)}.", "bold red"))
        return 1
    console.print(Text("\nTrials can run safely on this machine.", "bold green"))
    return 0


def _system() -> Check:
    machine = platform.machine()
    found = f"{platform.system()} {platform.release()} on {machine}, Python {platform.python_version()}"
    if sys.platform != "linux":
        return Check("system", State.MISSING, found, "Submissions run only on Linux; everything else works here.")
    if machine not in ARCHITECTURES:
        known = " and ".join(ARCHITECTURES)
        return Check("system", State.MISSING, found, f"There is a system call filter only for {known}.")
    return Check("system", State.FINE, found)


def _bubblewrap() -> Check:
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return Check("bubblewrap", State.MISSING, "not installed", INSTALL)
    version = bwrap_version(bwrap)
    found = f"{bwrap} {'.'.join(map(str, version))}"
    if version < OLDEST:
        return Check("bubblewrap", State.MISSING, f"{found}, too old", INSTALL)
    return Check("bubblewrap", State.FINE, found)


def _namespaces() -> Check:
    """Look at the switches by which distributions forbid user namespaces to ordinary users."""
    name = "user namespaces"
    if _setting("user/max_user_namespaces") == "0":
        todo = "sudo sysctl user.max_user_namespaces=10000"
        return Check(name, State.MISSING, "switched off (user.max_user_namespaces = 0)", todo)
    if _setting("kernel/unprivileged_userns_clone") == "0":
        todo = "sudo sysctl kernel.unprivileged_userns_clone=1"
        return Check(name, State.MISSING, "for root only (kernel.unprivileged_userns_clone = 0)", todo)
    if _setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
        todo = f"If the test start below fails: {_ALLOW_NAMESPACES}"
        return Check(name, State.NOTE, "restricted by AppArmor, as on Ubuntu 24.04", todo)
    return Check(name, State.FINE, "allowed")


def _setting(path: str) -> str:
    """Read a kernel setting; empty where the kernel has none of that name."""
    try:
        return (Path("/proc/sys") / path).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _seccomp() -> Check:
    actions = _setting("kernel/seccomp/actions_avail").split()
    if {"errno", "kill_process"} <= set(actions):
        return Check("seccomp", State.FINE, "available")
    return Check(
        "seccomp", State.MISSING, "not in this kernel", "Use a kernel with CONFIG_SECCOMP_FILTER (4.14 or newer)."
    )


def _python() -> Check:
    try:
        found = find_interpreter(as_other_user=os.geteuid() == 0)
    except SeatrialError as error:
        return Check("Python for submissions", State.MISSING, "none that can be used", str(error))
    return Check("Python for submissions", State.FINE, f"{found.path} {found.shown_version}")


def _uv() -> Check:
    try:
        return Check("uv", State.FINE, find_uv_bin())
    except FileNotFoundError:
        return Check("uv", State.MISSING, "its program is not there", "Install Seatrial again: `make setup`.")


def _groups() -> Check:
    found = available_groups()
    if "memory" in found:
        return Check("control groups", State.FINE, f"usable: {', '.join(found)}")
    usable = f"usable: {', '.join(found)}" if found else "none usable"
    return Check("control groups", State.NOTE, f"{usable}; memory is watched from outside instead, ten times a second")


def _node() -> Check:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return Check("Node (optional)", State.FINE, node)
    todo = "Only for submissions in JavaScript: sudo apt-get install nodejs npm"
    return Check("Node (optional)", State.NOTE, "not installed", todo)


def _git() -> Check:
    git = shutil.which("git")
    if git:
        return Check("git (optional)", State.FINE, git)
    return Check(
        "git (optional)", State.NOTE, "not installed", "Only for git bundles handed in: sudo apt-get install git"
    )


def _disk() -> Check:
    folder = cache_folder()
    try:
        make_readable_folder(folder)
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        found = f"{folder} cannot be written: {error.strerror}"
        return Check("disk", State.MISSING, found, "Set SEATRIAL_CACHE to a folder of your own.")
    found = f"{free / (1 << 30):.1f} GB free for environments in {folder}"
    if free < _NEEDED_BYTES:
        return Check("disk", State.NOTE, found, "Large packages need more. Set SEATRIAL_CACHE to another disk.")
    return Check("disk", State.FINE, found)


def _trial_start() -> Check:
    """Start a real box and see its command end as it should."""
    name = "test start"
    try:
        sandbox = find_sandbox()
        said = asyncio.run(asyncio.wait_for(_started_box(sandbox), _START_SECONDS))
    except SeatrialError as error:
        return Check(name, State.MISSING, "no box could be started", str(error))
    except TimeoutError:
        return Check(
            name, State.MISSING, f"a box did nothing for {_START_SECONDS:g} s", "Try again on an idle machine."
        )
    return Check(name, State.FINE, f"a box by {sandbox.name} {said}")


async def _started_box(sandbox: Sandbox) -> str:
    began = asyncio.get_running_loop().time()
    box = await sandbox.start(BoxSpec(command=("/bin/sh", "-c", "echo ready; read x"), env={}, listen_ports=(8001,)))
    try:
        took = asyncio.get_running_loop().time() - began
        return f"was there after {1000 * took:.0f} ms" + ("" if _is_sound(box) else ", but ended at once")
    finally:
        await box.kill()


def _is_sound(box: Box) -> bool:
    return box.alive() and len(box.listeners) == 1


def _contract() -> tuple[Check, ...]:
    results = asyncio.run(run_contract(find_sandbox()))
    return tuple(
        Check(
            f"promise: {result.slug}",
            State.FINE if result.kept else State.MISSING,
            result.holds if result.kept else result.seen,
        )
        for result in results
    )
