"""Things on the host that an attempt could reach if a sandbox leaked, and whether one did."""

import contextlib
import os
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_VARIABLE = "SEATRIAL_BAIT"
_PROGRAM = "print('as handed in')\n"


@dataclass(frozen=True, slots=True)
class Bait:
    """What lies open on the host: listening sockets, a secret in a readable file and in our environment, a process."""

    folder: Path
    secret: str
    tcp: socket.socket
    tcp6: socket.socket | None
    udp: socket.socket
    abstract: socket.socket
    process: subprocess.Popen[bytes]

    @property
    def submission(self) -> Path:
        """Return the folder that is mounted; the secret lies beside it."""
        return self.folder / "submission"

    def told(self) -> dict[str, object]:
        """Return what an attempt is told about where to look."""
        return {
            "tcp_port": self.tcp.getsockname()[1],
            "udp_port": self.udp.getsockname()[1],
            "addresses": own_addresses(),
            "abstract": self.abstract.getsockname()[1:].decode(),
            "secret_file": str(self.folder / "secret.txt"),
            "process": self.process.pid,
            "mark_backwards": self.secret[::-1],
            "bench": os.getpid(),
        }

    def leak(self) -> str:
        """Say what was reached or changed on the host; empty when nothing was."""
        for name, listener in (("TCP", self.tcp), ("TCP over IPv6", self.tcp6), ("abstract socket", self.abstract)):
            if listener is not None and _accepts(listener):
                return f"a connection reached the host ({name})"
        with contextlib.suppress(BlockingIOError):
            self.udp.recv(64)
            return "a datagram reached the host"
        if self.process.poll() is not None:
            return "a process of the host was ended"
        if sorted(path.name for path in self.submission.iterdir()) != ["app.py", "out", "out-relative"]:
            return "the submission's folder was changed"
        if (self.submission / "app.py").read_text(encoding="ascii") != _PROGRAM:
            return "the submission's file was changed"
        return ""


@contextlib.contextmanager
def laid_out() -> Iterator[Bait]:
    """Lay bait out for one attempt, and clear it away."""
    secret = secrets.token_hex(16)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="seatrial-bait-")))
        _fill(folder, secret)
        process = subprocess.Popen(["/bin/sh", "-c", "read x", secret], stdin=subprocess.PIPE)  # noqa: S603  -- ours
        stack.callback(process.wait)
        stack.callback(process.kill)
        tcp, tcp6, udp, abstract = _listeners(stack)
        with _in_environment(secret):
            yield Bait(folder, secret, tcp, tcp6, udp, abstract, process)
        assert process.stdin is not None
        process.stdin.close()


def own_addresses() -> list[str]:
    """Return the addresses of this machine that others would use."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: only asks which address would be used
        except OSError:
            return []
        return [probe.getsockname()[0]]


def _fill(folder: Path, secret: str) -> None:
    """Make everything readable to every user, so that only the sandbox stands before it."""
    folder.chmod(0o755)
    (folder / "secret.txt").write_text(secret, encoding="ascii")
    submission = folder / "submission"
    submission.mkdir(mode=0o755)
    (submission / "app.py").write_text(_PROGRAM, encoding="ascii")
    (submission / "out").symlink_to(folder / "secret.txt")
    (submission / "out-relative").symlink_to("../secret.txt")
    for path in (folder / "secret.txt", submission, submission / "app.py"):
        path.chmod(0o755)


def _listeners(
    stack: contextlib.ExitStack,
) -> tuple[socket.socket, socket.socket | None, socket.socket, socket.socket]:
    tcp = stack.enter_context(socket.create_server(("0.0.0.0", 0)))  # noqa: S104  -- open on purpose, and says nothing
    tcp6 = None
    with contextlib.suppress(OSError):
        address = ("::1", tcp.getsockname()[1])
        tcp6 = stack.enter_context(socket.create_server(address, family=socket.AF_INET6))
    udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    udp.bind(("0.0.0.0", 0))  # noqa: S104  -- as above
    abstract = stack.enter_context(socket.socket(socket.AF_UNIX))
    abstract.bind(f"\0seatrial-{secrets.token_hex(8)}")
    abstract.listen()
    for one in (tcp, tcp6, udp, abstract):
        if one is not None:
            one.settimeout(0)
    return tcp, tcp6, udp, abstract


@contextlib.contextmanager
def _in_environment(secret: str) -> Iterator[None]:
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = secret
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_VARIABLE, None)
        else:
            os.environ[_VARIABLE] = before


def _accepts(listener: socket.socket) -> bool:
    with contextlib.suppress(BlockingIOError):
        listener.accept()[0].close()
        return True
    return False
