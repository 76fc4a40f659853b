"""The bench's end of a running box: what its launcher tells, sockets into it, and its end."""

import array
import asyncio
import contextlib
import marshal
import mmap
import os
import select
import signal
import socket
import struct
import subprocess
from collections import deque
from dataclasses import dataclass

from seatrial.bench.errors import NoSafeSandbox, SandboxDied
from seatrial.bench.sandbox import meter
from seatrial.bench.sandbox.cgroup import Groups

_COUNT_BYTES = 8
_MESSAGE_BYTES = 1 << 16
_MOST_FDS = 32
_PATIENCE_SECONDS = 0.5
_END_SECONDS = 10.0
_SIGNAL_BASE = 128


def _nothing_received() -> deque[asyncio.Future[socket.socket]]:
    return deque()


@dataclass(slots=True)
class _Ended:
    """How the command ended: `code` as the shell counts, None when it never ran; `bwrap` is bwrap's own exit code."""

    code: int | None
    bwrap: int
    stopped: str
    cpu_seconds: float


class LaunchedBox:
    """A running command, everything it started, and the launcher that looks after it."""

    def __init__(
        self, launcher: subprocess.Popen[bytes], control: socket.socket, tail: mmap.mmap, groups: Groups
    ) -> None:
        self.listeners: tuple[socket.socket, ...] = ()
        self._launcher, self._control, self._tail, self._groups = launcher, control, tail, groups
        self._loop = asyncio.get_running_loop()
        self._started: asyncio.Future[None] = self._loop.create_future()
        self._asked = _nothing_received()
        self._ended: _Ended | None = None
        self._proc: int | None = None
        self._init: int | None = None
        self._broken = ""
        self._killed = False
        self._ending: asyncio.Future[None] | None = None
        self._most_cpu_seconds = 0.0
        self._loop.add_reader(self._control, self._listen)

    async def started(self) -> None:
        """Wait until the command runs; NoSafeSandbox or SandboxDied when it never will."""
        await self._started

    async def connect(self, port: int) -> socket.socket:
        """Return a non-blocking socket connected to 127.0.0.1:port inside; ConnectionRefusedError, SandboxDied."""
        if not self.alive():
            raise SandboxDied(self._broken or "the sandbox has ended")
        received: asyncio.Future[socket.socket] = self._loop.create_future()
        try:
            self._control.send(str(port).encode())
        except OSError as error:
            raise SandboxDied(f"the sandbox ended: its launcher is gone ({error})") from error
        self._asked.append(received)
        caller = await received
        try:
            await self._connected(caller)
        except BaseException:
            caller.close()
            raise
        return caller

    async def _connected(self, caller: socket.socket) -> None:
        done = asyncio.Event()
        self._loop.add_writer(caller, done.set)
        try:
            await done.wait()
        finally:
            self._loop.remove_writer(caller)
        number = caller.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if number:
            raise OSError(number, os.strerror(number))

    def exit_status(self) -> int | None:
        """Return the command's exit status (negative: the signal), or None while it runs."""
        self._listen()
        if self._ended is None:
            return None
        if self._ended.stopped:
            return -signal.SIGKILL
        code = self._ended.code
        if code is None:
            return 127
        return -(code - _SIGNAL_BASE) if code - _SIGNAL_BASE in signal.valid_signals() else code

    def not_started(self) -> str:
        """Say why the command could not be started at all, in the system's words; empty when it was."""
        self._listen()
        if self._ended is None or self._ended.code is not None or self._ended.stopped:
            return ""
        return self.output().decode(errors="replace").strip().rpartition(": ")[2]

    def alive(self) -> bool:
        """Tell whether the sandbox itself (not the command) is in order."""
        self._listen()
        return not self._killed and not self._broken

    def output(self) -> bytes:
        """Return the tail of what the command wrote to stdout and stderr."""
        self._listen()
        (count,) = struct.unpack("=Q", self._tail[:_COUNT_BYTES])
        ring = self._tail[_COUNT_BYTES:]
        if count <= len(ring):
            return ring[:count]
        at = count % len(ring)
        return ring[at:] + ring[:at]

    def cpu_seconds(self) -> float:
        """Return the CPU seconds that everything in the box has used so far, as the kernel accounts them."""
        self._listen()
        counted = self._groups.cpu_seconds()
        if counted is None:
            counted = self._ended.cpu_seconds if self._ended else self._look_at_cpu()
        self._most_cpu_seconds = max(self._most_cpu_seconds, counted)
        return self._most_cpu_seconds

    def waits(self) -> dict[int, float]:
        """Return for each thread inside the seconds that it was ready to run and had no processor."""
        return {} if self._proc is None else meter.waits(self._proc)

    def _look_at_cpu(self) -> float:
        return 0.0 if self._proc is None else meter.cpu_seconds(self._proc)

    async def kill(self) -> None:
        """End the whole process tree and close all sockets; safe to call twice."""
        if self._ending is None:
            self._let_go()
            self._ending = asyncio.ensure_future(self._finish())
        await asyncio.shield(self._ending)  # whoever waits may be cancelled; the end is not

    def _let_go(self) -> None:
        self.cpu_seconds()
        self._killed = True
        self._loop.remove_reader(self._control)
        self._control.close()  # the launcher takes this as its order to end everything
        self._abandon("the sandbox was ended")
        for listener in self.listeners:
            listener.close()

    async def _finish(self) -> None:
        try:
            await self._loop.run_in_executor(None, self._end)
        finally:
            self._close()

    def _end(self) -> None:
        """Wait until nothing of the box is left; by force when the launcher does not do its part."""
        if not self._launcher_ends(_PATIENCE_SECONDS):
            self._kill_first_process()  # the launcher may hardly get a turn among a box's burners
            if not self._launcher_ends(_END_SECONDS):
                self._launcher.kill()
                self._launcher.wait()
        self._kill_first_process()
        if self._init is not None:
            ending = select.poll()
            ending.register(self._init, select.POLLIN)
            if not ending.poll(_END_SECONDS * 1000):
                raise SandboxDied("processes of a box are still there although all were killed; restart the machine")

    def _launcher_ends(self, seconds: float) -> bool:
        try:
            self._launcher.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _kill_first_process(self) -> None:
        if self._init is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._init, signal.SIGKILL)

    def _close(self) -> None:
        for fd in (self._init, self._proc):
            if fd is not None:
                os.close(fd)
        self._init = self._proc = None
        self._groups.remove()
        if self._launcher.stderr is not None:
            self._launcher.stderr.close()

    def _listen(self) -> None:
        """Take in everything that the launcher has said so far."""
        while not self._killed and not self._broken:
            try:
                message, rights, _, _ = self._control.recvmsg(
                    _MESSAGE_BYTES, socket.CMSG_LEN(_MOST_FDS * 4), socket.MSG_DONTWAIT | socket.MSG_CMSG_CLOEXEC
                )
            except BlockingIOError:
                return
            except ConnectionResetError:
                message, rights = b"", []
            if not message:
                self._break(f"its launcher ended: {self._last_words()}")
                return
            self._take(marshal.loads(message), _descriptors(rights))  # noqa: S302  -- from our own launcher

    def _take(self, message: dict[str, object], fds: list[int]) -> None:
        match message:
            case {"event": "connecting"}:
                self._hand_over(_non_blocking(fds[0]))
            case {"event": "started", "listeners": int(count)}:
                self.listeners = tuple(_non_blocking(fd) for fd in fds[:count])
                self._init, self._proc = fds[count:] or (None, None)
                self._settle(None)
            case {"event": "ended", "bwrap": int(bwrap), "stopped": str(stopped), "cpu_seconds": float(used), **rest}:
                code = rest.get("code")
                self._take_end(_Ended(code if isinstance(code, int) else None, bwrap, stopped, used))
            case {"event": "failed", "why": str(why)}:
                self._broken = why
                self._settle(
                    NoSafeSandbox(f"This machine does not let Seatrial make a sandbox: {why}. Run `seatrial doctor`.")
                )
            case _:
                self._break(f"its launcher said what nobody understands: {message}")

    def _take_end(self, ended: _Ended) -> None:
        self._ended = ended
        never_ran = ended.code is None and not ended.stopped
        if never_ran and b"bwrap: execvp" not in self.output():
            said = self.output()[-2000:].decode(errors="replace").strip()
            self._break(f"bwrap ended with {ended.bwrap}: {said}")

    def _hand_over(self, caller: socket.socket) -> None:
        received = self._asked.popleft()
        if received.done():
            caller.close()
        else:
            received.set_result(caller)

    def _break(self, why: str) -> None:
        self._broken = f"the sandbox ended: {why}"
        self._loop.remove_reader(self._control)
        self._settle(SandboxDied(self._broken))
        self._abandon(self._broken)

    def _settle(self, error: Exception | None) -> None:
        if self._started.done():
            return
        if error is None:
            self._started.set_result(None)
        else:
            self._started.set_exception(error)

    def _abandon(self, why: str) -> None:
        while self._asked:
            received = self._asked.popleft()
            if not received.done():
                received.set_exception(SandboxDied(why))

    def _last_words(self) -> str:
        if self._launcher.stderr is None:
            return ""
        os.set_blocking(self._launcher.stderr.fileno(), False)
        said = self._launcher.stderr.read() or b""
        return said.decode(errors="replace").strip()[-2000:] or "it said nothing"


def _non_blocking(fd: int) -> socket.socket:
    received = socket.socket(fileno=fd)
    received.settimeout(0)
    return received


def _descriptors(rights: list[tuple[int, int, bytes]]) -> list[int]:
    found = array.array("i")
    for level, kind, data in rights:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            found.frombytes(data[: len(data) - len(data) % found.itemsize])
    return list(found)
