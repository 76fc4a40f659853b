"""The process between the bench and one box: it makes the network, starts bwrap, and answers for what is inside.

It runs on its own (`python -I -S`) and imports only what is written in C: `socket`, `signal`, `json` and `contextlib`
would cost a third of a box's start. It gives up its privileges before anything of the submission's is touched. When the
bench goes away, even by kill -9, the control socket closes, and this process ends with everything that it started. It
does not ask the kernel to be killed with the bench: bwrap forgets such a wish of its own when it enters its namespaces
and makes it again later, so a launcher that is killed in between would leave a box behind.
"""

import _socket
import array
import marshal
import mmap
import os
import resource
import select
import struct
import sys
import time

from seatrial.bench.sandbox import meter
from seatrial.bench.sandbox.confinement import (
    Failed,
    die_with_parent,
    end,
    give_up_privileges,
    listen,
    make_network,
    reset_signals,
    set_limits,
)

_CHUNK = 1 << 16
_SETTING_UP_MS = 1
_WATCH_MS = 100
_WATCH_SECONDS = 0.09
_ROUNDS_PER_CPU_LOOK = 10
_COUNT_BYTES = 8
_NO_SUCH_COMMAND = b"bwrap: execvp"


class Plan:
    """What to start and within which limits; comes from the bench."""

    def __init__(self, text: bytes) -> None:
        told = marshal.loads(text)  # noqa: S302  -- from the bench itself, the same Python
        self.bwrap: str = told["bwrap"]
        self.options: list[str] = told["options"]
        self.command: list[str] = told["command"]
        self.files: dict[str, str] = told["files"]
        self.seccomp: bytes = told["seccomp"]
        self.ports: list[int] = told["ports"]
        self.user: int | None = told["user"]
        self.memory_bytes: int = told["memory_bytes"]
        self.counted_memory: bool = told["counted_memory"]
        self.file_bytes: int = told["file_bytes"]
        self.file_count: int = told["file_count"]
        self.processes: int = told["processes"]
        self.sockets: int = told["sockets"]
        self.counted_processes: bool = told["counted_processes"]
        self.open_files: int = told["open_files"]
        self.cpu_seconds: int = told["cpu_seconds"]


class Tail:
    """The end of what was printed, in memory that the bench shares: a count of all bytes, then a ring of the last."""

    def __init__(self, fd: int) -> None:
        self._shared = mmap.mmap(fd, 0)
        self._size = len(self._shared) - _COUNT_BYTES
        self._count = 0

    def add(self, data: bytes) -> None:
        """Keep `data`, forgetting the oldest."""
        self._count += len(data)
        kept = data[-self._size :]
        at = (self._count - len(kept)) % self._size
        first = kept[: self._size - at]
        start = _COUNT_BYTES + at
        self._shared[start : start + len(first)] = first
        rest = kept[len(first) :]
        self._shared[_COUNT_BYTES : _COUNT_BYTES + len(rest)] = rest
        self._shared[:_COUNT_BYTES] = struct.pack("=Q", self._count)


def main() -> None:
    """Serve one box. Arguments: the numbers of the control socket, the shared tail, and files of control groups."""
    control_fd, tail_fd, *group_fds = (int(word) for word in sys.argv[1:])
    for fd in (control_fd, tail_fd, *group_fds):
        os.set_inheritable(fd, False)  # noqa: FBT003  -- the only way to say it
    control = _socket.socket(fileno=control_fd)
    plan = Plan(control.recv(1 << 20))
    try:
        give_up_privileges(plan.user)
        make_network()
        listeners = [listen(port) for port in plan.ports]
        box = _Box(plan, control, Tail(tail_fd), group_fds)
        box.start(listeners)
    except (OSError, Failed) as error:
        _send(control, {"event": "failed", "why": str(error)})
        return
    for listener in listeners:
        listener.close()
    box.serve()


def _send(control: _socket.socket, message: dict[str, object], fds: list[int] | None = None) -> None:
    """Tell the bench something; when it is gone, nobody is left to be told."""
    rights = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
    try:
        control.sendmsg([marshal.dumps(message)], rights)
    except (BrokenPipeError, ConnectionResetError):
        return


def _readable_bytes(content: bytes) -> int:
    """Return a file in memory that holds `content`, to be handed to bwrap."""
    fd = os.memfd_create("box")
    os.write(fd, content)
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


class _Box:
    """The running bwrap, its output and its limits."""

    def __init__(self, plan: Plan, control: _socket.socket, tail: Tail, group_fds: list[int]) -> None:
        self._plan, self._control, self._tail, self._group_fds = plan, control, tail, group_fds
        self._output, self._output_in = os.pipe()
        self._status, self._status_in = os.pipe()
        self._told = b""
        self._init: int | None = None
        self._proc: int | None = None
        self._disks: list[int] = []
        self._stopped_for = ""
        self._rounds = 0
        self._next_look = 0.0

    def start(self, listeners: list[_socket.socket]) -> None:
        """Start bwrap and wait until everything but the command itself is in place; Failed when it never is."""
        self._bwrap = self._fork()
        os.close(self._output_in)
        os.close(self._status_in)
        os.set_blocking(self._output, False)
        self._gone = os.pidfd_open(self._bwrap)
        self._wait_until_ready(self._first_process())
        handed = [listener.fileno() for listener in listeners]
        message: dict[str, object] = {"event": "started", "listeners": len(handed)}
        if self._init is not None and self._proc is not None:
            _send(self._control, message, [*handed, self._init, self._proc])
        else:  # the command has ended already
            _send(self._control, message, handed)

    def _first_process(self) -> int:
        """Return the process that is the box's first, as bwrap tells it; 0 when there is none any more."""
        while b"\n" not in self._told and self._hear():
            pass
        first = _number(self._told, b'"child-pid"') or 0
        try:
            self._init = os.pidfd_open(first) if first else None
        except ProcessLookupError:
            return 0
        return first

    def _hear(self) -> bool:
        """Take in more of what bwrap tells, which comes in pieces; False at its end."""
        piece = os.read(self._status, 4096)
        self._told += piece
        return bool(piece)

    def _wait_until_ready(self, first: int) -> None:
        waiting = select.poll()
        waiting.register(self._gone, select.POLLIN)
        while not self._look_inside(first):
            if waiting.poll(_SETTING_UP_MS):
                self._check_it_ran()
                return

    def _check_it_ran(self) -> None:
        """Raise Failed when bwrap has ended before it came to the command."""
        said = os.read(self._output, _CHUNK) if select.select([self._output], [], [], 0)[0] else b""
        self._tail.add(said)
        if self._exit_code() is None and _NO_SUCH_COMMAND not in said:
            raise Failed(said.decode(errors="replace").strip() or "bwrap ended without a word")

    def _fork(self) -> int:
        plan = self._plan
        keep = [self._status_in, _readable_bytes(plan.seccomp)]
        options = ["--json-status-fd", str(keep[0]), "--seccomp", str(keep[1]), *plan.options]
        for path, text in plan.files.items():
            keep.append(_readable_bytes(text.encode()))
            options += ["--ro-bind-data", str(keep[-1]), path]
        options += ["--remount-ro", "/"]
        # by a file, not as arguments: those can be read inside, and would tell the paths of the host
        keep.append(_readable_bytes("".join(f"{option}\0" for option in options).encode()))
        arguments = [plan.bwrap, "--args", str(keep[-1]), "--", *plan.command]
        launcher = os.getpid()
        child = os.fork()
        if child:
            for fd in keep[1:]:
                os.close(fd)
            return child
        try:
            self._become_bwrap(launcher, arguments, keep)
        finally:
            os._exit(126)

    def _become_bwrap(self, launcher: int, arguments: list[str], keep: list[int]) -> None:
        die_with_parent()
        if os.getppid() != launcher:  # it died before the line above
            return
        for fd in self._group_fds:
            os.write(fd, b"0")
        null = os.open("/dev/null", os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(self._output_in, 1)
        os.dup2(self._output_in, 2)
        for fd in keep:
            os.set_inheritable(fd, True)  # noqa: FBT003  -- the only way to say it
        set_limits(
            processes=self._plan.processes if self._plan.counted_processes else None,
            open_files=self._plan.open_files,
            file_bytes=self._plan.file_bytes,
            cpu_seconds=self._plan.cpu_seconds,
        )
        reset_signals()
        os.execve(arguments[0], arguments, {})  # noqa: S606  -- no shell is meant to be near

    def _look_inside(self, first: int) -> bool:
        """Open the box's own /proc and disks, once bwrap has made them."""
        root = f"/proc/{first}/root"
        try:
            proc = os.open(f"{root}/proc", os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return False
        if os.fstat(proc).st_dev == os.stat("/proc").st_dev:  # noqa: PTH116  -- pathlib costs a box's start
            os.close(proc)
            return False
        self._proc = proc
        for path in ("tmp", "dev/shm"):
            try:
                self._disks.append(os.open(f"{root}/{path}", os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW))
            except OSError:  # it is ending already
                return True
        return True

    def serve(self) -> None:
        """Look after the box until its command has ended and the bench has gone."""
        poll = select.poll()
        for fd in (self._control.fileno(), self._output, self._gone):
            poll.register(fd, select.POLLIN)
        running = True
        while True:
            ready = dict(poll.poll(_WATCH_MS if running else None))
            if self._output in ready and not self._drain_some():
                poll.unregister(self._output)
            if self._control.fileno() in ready and not self._answer():
                break
            if self._gone in ready:
                poll.unregister(self._gone)
                running = False
                self._tell_end()
            if running and time.monotonic() > self._next_look:
                self._hold_limits()
        if running:
            self._reap()

    def _drain_some(self) -> bool:
        """Take what was printed; False once nobody can print any more."""
        try:
            data = os.read(self._output, _CHUNK)
        except BlockingIOError:
            return True
        self._tail.add(data)
        return bool(data)

    def _answer(self) -> bool:
        """Serve one request of the bench; False when it has gone."""
        try:
            request = self._control.recv(_CHUNK)
        except ConnectionResetError:
            return False
        if not request:
            return False
        caller = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM | _socket.SOCK_NONBLOCK)
        caller.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        caller.connect_ex(("127.0.0.1", int(request)))
        _send(self._control, {"event": "connecting"}, [caller.fileno()])
        caller.close()
        return True

    def _reap(self) -> int:
        """End every process of the box and wait until the last is gone; return bwrap's wait status."""
        status = 0
        end(self._gone)
        if self._init is not None:
            end(self._init)
        while True:
            try:
                pid, ended = os.waitpid(-1, 0)
            except ChildProcessError:
                return status
            if pid == self._bwrap:
                status = ended

    def _tell_end(self) -> None:
        status = self._reap()
        while True:
            try:
                data = os.read(self._output, _CHUNK)
            except BlockingIOError:
                break
            if not data:
                break
            self._tail.add(data)
        if self._stopped_for:
            self._tail.add(f"\n[seatrial] stopped: {self._stopped_for}\n".encode())
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        message: dict[str, object] = {
            "event": "ended",
            "code": self._exit_code(),
            "bwrap": os.waitstatus_to_exitcode(status),
            "stopped": self._stopped_for,
            "cpu_seconds": used.ru_utime + used.ru_stime,
        }
        _send(self._control, message)

    def _exit_code(self) -> int | None:
        """Return what bwrap says of the command; None when it never got to run."""
        while self._hear():
            pass
        return _number(self._told, b'"exit-code"')

    def _hold_limits(self) -> None:
        self._next_look = time.monotonic() + _WATCH_SECONDS
        if self._stopped_for or self._init is None or not (why := self._exceeded()):
            return
        self._stopped_for = why
        end(self._init)

    def _exceeded(self) -> str:
        """Say which limit the box is over, if any."""
        plan = self._plan
        if any(_files_on(disk) > plan.file_count for disk in self._disks):
            return f"it made more than {plan.file_count} files"
        if self._proc is None:
            return ""
        if too_many := self._too_many(self._proc):
            return too_many
        if not plan.counted_memory and self._holds_more_than(plan.memory_bytes):
            return f"it used more than {plan.memory_bytes >> 20} MB of memory"
        self._rounds += 1
        if self._rounds % _ROUNDS_PER_CPU_LOOK == 0 and meter.cpu_seconds(self._proc) > plan.cpu_seconds:
            return f"it used more than {plan.cpu_seconds} s of CPU"
        return ""

    def _too_many(self, proc: int) -> str:
        plan = self._plan
        if meter.processes(proc) > plan.processes + 1:  # only on old kernels, which do not hold a box to it
            return f"it started more than {plan.processes} processes"
        return f"it opened more than {plan.sockets} sockets" if meter.sockets(proc) > plan.sockets else ""

    def _holds_more_than(self, limit: int) -> bool:
        """Look quickly, where pages that several share count several times; only when that is too much, exactly."""
        assert self._proc is not None
        return meter.memory_bytes(self._proc) > limit and meter.exact_memory_bytes(self._proc) > limit


def _number(text: bytes, key: bytes) -> int | None:
    """Return the number after `key` in what bwrap tells as JSON."""
    after = text.partition(key)[2].lstrip(b": ")
    digits = after[: len(after) - len(after.lstrip(b"0123456789"))]
    return int(digits) if digits else None


def _files_on(disk: int) -> int:
    told = os.statvfs(disk)
    return told.f_files - told.f_ffree
