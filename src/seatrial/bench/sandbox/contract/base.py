"""What a promise of the sandbox is, and what trying it showed."""

from dataclasses import dataclass

from seatrial.bench.sandbox.base import Limits

DISK_BYTES = 8 << 20
SMALL = Limits(memory_bytes=512 << 20, disk_bytes=DISK_BYTES, processes=40, open_files=128, cpu_seconds=30)
KILLED = (-9,)


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that holds in every box: `attempt` is the function of inside/`file`.py that tries to break it.

    `ends` are the exit statuses of the attempt that are in order.
    """

    slug: str
    holds: str
    file: str
    attempt: str
    limits: Limits = SMALL
    ends: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Result:
    """What trying a promise showed; `seen` says what was got when it was not kept."""

    slug: str
    holds: str
    kept: bool
    seen: str = ""
