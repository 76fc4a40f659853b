"""What a sandbox is to the rest of the bench: start a command in a box, talk to it over sockets, end it."""

import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Limits:
    """What one box may use: bytes, counts, seconds.

    `output_bytes`: how much of the tail of its output is kept; `files`: how many files it may make;
    `sockets`: how many it may have open together, as the kernel's memory behind each is not counted as its own.
    """

    memory_bytes: int = 2 << 30
    disk_bytes: int = 256 << 20
    processes: int = 256
    open_files: int = 1024
    sockets: int = 4096
    cpu_seconds: int = 600
    output_bytes: int = 64 << 10
    files: int = 100_000


@dataclass(frozen=True, slots=True)
class BoxSpec:
    """A command to run in a box. `mounts` are (path on the host, path inside), all read-only; /tmp inside is writable.

    `listen_ports` are TCP ports on 127.0.0.1 inside the box that are already listening when the command starts: their
    listening sockets are handed out as `Box.listeners`, in this order.
    """

    command: tuple[str, ...]
    env: dict[str, str]
    mounts: tuple[tuple[Path, str], ...] = ()
    cwd: str = "/"
    listen_ports: tuple[int, ...] = ()
    limits: Limits = field(default_factory=Limits)


class Box(Protocol):
    """A running command and everything it started."""

    listeners: tuple[socket.socket, ...]

    async def connect(self, port: int) -> socket.socket:
        """Return a non-blocking socket connected to 127.0.0.1:port inside; ConnectionRefusedError, SandboxDied."""
        ...

    def exit_status(self) -> int | None:
        """Return the command's exit status (negative: the signal), or None while it runs."""
        ...

    def not_started(self) -> str:
        """Say why the command could not be started at all, in the system's words; empty when it was."""
        ...

    def alive(self) -> bool:
        """Tell whether the sandbox itself (not the command) is in order."""
        ...

    def output(self) -> bytes:
        """Return the tail of what the command wrote to stdout and stderr."""
        ...

    def cpu_seconds(self) -> float:
        """Return the CPU seconds that everything in the box has used so far, as the kernel accounts them."""
        ...

    def waits(self) -> dict[int, float]:
        """Return for each thread inside the seconds that it was ready to run and had no processor; empty if unknown."""
        ...

    async def kill(self) -> None:
        """End the whole process tree and close all sockets; safe to call twice."""
        ...


class Sandbox(Protocol):
    """A kind of sandbox on this machine."""

    name: str

    async def start(self, spec: BoxSpec) -> Box:
        """Start the command; NoSafeSandbox when this machine cannot, SandboxDied when the box broke while starting."""
        ...
