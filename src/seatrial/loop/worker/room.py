"""Whether this machine has room for one more run. When it has none, a run waits; another machine may take it."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seatrial.loop.evidence.models import Run

MB = 1 << 20
_MEMORY_NEEDED: Mapping[str, int] = {Run.Kind.CHECK: 512 * MB, Run.Kind.TRIAL: 1536 * MB, Run.Kind.LIVE: 512 * MB}
_DISK_NEEDED = 512 * MB
_GROUPS = (("memory.max", "memory.current"), ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"))


@dataclass(frozen=True, slots=True)
class Room:
    """What is free on this machine: bytes of memory, of the whole memory, and of the disk with the temporary files."""

    memory: int
    whole_memory: int
    disk: int

    def lacking(self, kind: str) -> str:
        """Say what is lacking for a run of this kind; empty when it fits. A small machine needs half of its memory."""
        needed = min(_MEMORY_NEEDED[kind], self.whole_memory // 2)
        if self.memory < needed:
            return f"{self.memory // MB} MB of memory are free, a {kind} needs {needed // MB}"
        if self.disk < _DISK_NEEDED:
            return f"{self.disk // MB} MB of disk are free for temporary files, a {kind} needs {_DISK_NEEDED // MB}"
        return ""


def room(temporary: Path) -> Room:
    """Look at this machine, and at the control group that holds us, if it is smaller."""
    told = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    free, whole = (int(told[name].split()[0]) << 10 for name in ("MemAvailable", "MemTotal"))
    group = _group(Path("/sys/fs/cgroup"))
    if group is not None:
        free, whole = min(free, group[0]), min(whole, group[1])
    return Room(memory=free, whole_memory=whole, disk=shutil.disk_usage(temporary).free)


def _group(mounted: Path) -> tuple[int, int] | None:
    """Return what our container's group leaves free and its limit; None where there is no limit to read."""
    for limit, used in _GROUPS:
        try:
            most, now = ((mounted / name).read_text().strip() for name in (limit, used))
        except OSError:
            continue
        if most.isdigit():
            return max(int(most) - int(now), 0), int(most)
    return None
