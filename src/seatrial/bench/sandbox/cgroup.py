"""Control groups for a box, where this machine lets us make them without meddling in what another program manages.

Two cases: the old memory hierarchy (v1) when its top group is our own, and the unified one (v2) when our own group was
delegated to us (systemd: Delegate=yes). The other old hierarchies would cost 10 ms each on joining, and give nothing
that a box's own user namespace and its /proc do not give. Elsewhere rlimits and the launcher's own watch hold a box.
"""

import contextlib
import functools
import itertools
import os
from dataclasses import dataclass
from pathlib import Path

from seatrial.bench.sandbox.base import Limits

_MOUNTED = Path("/sys/fs/cgroup")
_PREFIX = "seatrial-"
_NUMBERS = itertools.count(1)
_ROOM_FOR_BWRAP = 2


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """A group below which we may make groups of our own, and the controllers that they then have."""

    folder: Path
    controllers: frozenset[str]
    unified: bool = False


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of one box: (folder, its hierarchy)."""

    made: tuple[tuple[Path, Hierarchy], ...] = ()

    @property
    def counts_memory(self) -> bool:
        """Tell whether the kernel itself holds the box to its memory."""
        return any("memory" in hierarchy.controllers for _, hierarchy in self.made)

    def open(self) -> tuple[int, ...]:
        """Open what a process writes a 0 to in order to join."""
        return tuple(os.open(folder / "cgroup.procs", os.O_WRONLY) for folder, _ in self.made)

    def cpu_seconds(self) -> float | None:
        """Return the CPU seconds of all processes that were ever in the box; None when no group counts them."""
        for folder, hierarchy in self.made:
            if hierarchy.unified:
                with contextlib.suppress(OSError, ValueError):
                    return _unified_cpu_seconds(folder)
        return None

    def remove(self) -> None:
        """Remove the groups; their processes must have ended."""
        for folder, _ in self.made:
            with contextlib.suppress(OSError):
                folder.rmdir()


def make_groups(limits: Limits) -> Groups:
    """Make the groups of a new box, as many as this machine allows."""
    return make_groups_in(hierarchies(), limits)


def make_groups_in(where: tuple[Hierarchy, ...], limits: Limits) -> Groups:
    """Make a group in each hierarchy; one that cannot be made is done without."""
    name = f"{_PREFIX}{os.getpid()}-{next(_NUMBERS)}"
    made = list[tuple[Path, Hierarchy]]()
    for hierarchy in where:
        folder = hierarchy.folder / name
        try:
            folder.mkdir()
            _set_limits(folder, hierarchy, limits)
        except OSError:
            with contextlib.suppress(OSError):
                folder.rmdir()
            continue
        made.append((folder, hierarchy))
    return Groups(tuple(made))


def available_groups() -> tuple[str, ...]:
    """Return the names of the controllers that a box gets here."""
    return tuple(sorted({name for hierarchy in hierarchies() for name in hierarchy.controllers}))


@functools.cache
def hierarchies() -> tuple[Hierarchy, ...]:
    """Find out once where we may make groups, and clear away what boxes of a killed bench have left there."""
    found = find_hierarchies(_MOUNTED, _read(Path("/proc/self/cgroup")))
    for hierarchy in found:
        sweep(hierarchy.folder)
    return found


def find_hierarchies(mounted: Path, own_groups: str) -> tuple[Hierarchy, ...]:
    """Read from /proc/self/cgroup, whose text is `own_groups`, in which hierarchies we may make groups."""
    found = list[Hierarchy]()
    for line in own_groups.splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "" and (unified := _unified(mounted, path)):
            found.append(unified)
        # a group below the top one belongs to whoever made it, and only that program may rearrange it
        folder = mounted / controllers
        if "memory" in controllers.split(",") and path == "/" and os.access(folder, os.W_OK):
            found.append(Hierarchy(folder, frozenset({"memory"})))
    return tuple(found)


def _unified(mounted: Path, path: str) -> Hierarchy | None:
    folder = mounted / path.lstrip("/")
    if not (folder / "cgroup.subtree_control").exists() or not _is_delegated(folder):
        return None
    enabled = set(_read(folder / "cgroup.subtree_control").split())
    return Hierarchy(folder, frozenset(enabled & {"memory", "pids"}) | {"cpu"}, unified=True)


def _is_delegated(folder: Path) -> bool:
    """Tell whether systemd has handed a group to its processes, to be divided as they like."""
    if not os.access(folder / "cgroup.procs", os.W_OK):
        return False
    for attribute in ("user.delegate", "trusted.delegate"):
        with contextlib.suppress(OSError):
            if os.getxattr(folder, attribute) == b"1":
                return True
    return False


def _set_limits(folder: Path, hierarchy: Hierarchy, limits: Limits) -> None:
    for controller, file, value in _settings(hierarchy.unified, limits):
        if controller in hierarchy.controllers:
            (folder / file).write_text(str(value), encoding="ascii")


def _settings(unified: bool, limits: Limits) -> tuple[tuple[str, str, int], ...]:  # noqa: FBT001  -- v1 or v2
    memory = "memory.max" if unified else "memory.limit_in_bytes"
    return (
        ("pids", "pids.max", limits.processes + _ROOM_FOR_BWRAP),
        ("memory", memory, limits.memory_bytes),
    )


def sweep(folder: Path) -> None:
    """Remove groups of benches that are no more; one that still has processes cannot be removed."""
    for left in folder.glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            with contextlib.suppress(OSError):
                left.rmdir()


def _unified_cpu_seconds(folder: Path) -> float:
    told = dict(line.split() for line in _read(folder / "cpu.stat").splitlines())
    return int(told["usage_usec"]) / 1e6


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii")
