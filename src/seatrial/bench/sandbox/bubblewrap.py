"""The sandbox made of Linux namespaces by bubblewrap: its recipe, and whether this machine can cook it."""

import asyncio
import itertools
import marshal
import mmap
import os
import platform
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from seatrial.bench.errors import BenchBroke, NoSafeSandbox
from seatrial.bench.sandbox.base import BoxSpec, Sandbox
from seatrial.bench.sandbox.box import LaunchedBox
from seatrial.bench.sandbox.cgroup import Groups, make_groups
from seatrial.bench.sandbox.seccomp import ARCHITECTURES, filter_program

OLDEST = (0, 8, 0)  # the first that can forbid user namespaces inside
INSTALL = "Install it: sudo apt-get install bubblewrap (Debian 12, Ubuntu 24.04 or newer)."

_ROOT = Path(__file__).parents[3]
_START_LAUNCHER = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from seatrial.bench.sandbox.launcher import main; main()"
)
_BOX_USER = 1000
_SHARED_MEMORY_BYTES = 64 << 20
_COUNT_BYTES = 8
_FIRST_USER = 1_900_000_000  # above all ranges that systemd and container engines hand out
_USERS_PER_BENCH = 50
_NUMBERS = itertools.count()
_COUNTS_PER_NAMESPACE = (5, 14)  # before, a user's processes count together, whatever namespace they are in

_ETC = (
    *("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/mime.types", "/etc/services", "/etc/protocols"),
    *("/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/pki/tls/certs", "/etc/pki/ca-trust/extracted"),
)
_FILES = {
    "/etc/passwd": f"root:x:0:0::/:/usr/sbin/nologin\ncandidate:x:{_BOX_USER}:{_BOX_USER}::/tmp:/bin/sh\n",
    "/etc/group": f"root:x:0:\ncandidate:x:{_BOX_USER}:\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    "/etc/hosts": "127.0.0.1 localhost box\n::1 localhost\n",
    "/etc/resolv.conf": "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n",
}


class Bubblewrap:
    """Boxes with no network but their own loopback, no files but those mounted, and no other processes."""

    name = "bubblewrap"

    def __init__(self, bwrap: str) -> None:
        self._bwrap = bwrap
        self._seccomp = filter_program(ARCHITECTURES[platform.machine()])

    async def start(self, spec: BoxSpec) -> LaunchedBox:
        """Start the command; NoSafeSandbox when this machine cannot, SandboxDied when the box broke while starting."""
        user = unprivileged_user()
        for source, _ in spec.mounts:
            _must_be_open_to(user, source)
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        tail_fd = os.memfd_create("tail")
        os.ftruncate(tail_fd, _COUNT_BYTES + spec.limits.output_bytes)
        groups = make_groups(spec.limits)
        try:
            plan = self._plan(spec, user, groups)
            launcher = _start_launcher(theirs.fileno(), tail_fd, groups)
        except BaseException:
            control.close()
            groups.remove()
            os.close(tail_fd)
            raise
        finally:
            theirs.close()
        box = LaunchedBox(launcher, control, mmap.mmap(tail_fd, 0), groups)
        os.close(tail_fd)
        try:
            control.send(plan)
            await box.started()
        except BaseException:
            await asyncio.shield(box.kill())
            raise
        return box

    def _plan(self, spec: BoxSpec, user: int | None, groups: Groups) -> bytes:
        limits = spec.limits
        plan = {
            "bwrap": self._bwrap,
            "options": _options(spec),
            "command": list(spec.command),
            "files": _FILES,
            "seccomp": self._seccomp,
            "ports": list(spec.listen_ports),
            "user": user,
            "memory_bytes": limits.memory_bytes,
            "counted_memory": groups.counts_memory,
            "file_bytes": limits.disk_bytes,
            "file_count": limits.files,
            "processes": limits.processes,
            "sockets": limits.sockets,
            "counted_processes": user is not None or kernel_version() >= _COUNTS_PER_NAMESPACE,
            "open_files": limits.open_files,
            "cpu_seconds": limits.cpu_seconds,
        }
        return marshal.dumps(plan)


def find_sandbox(kind: str = "auto") -> Sandbox:
    """Return a sandbox that this machine has; NoSafeSandbox says what is missing and what to install."""
    if kind not in {"auto", "bubblewrap"}:
        raise NoSafeSandbox(f"There is no sandbox called {kind!r}; there are: auto, bubblewrap.")
    if sys.platform != "linux":
        raise NoSafeSandbox(f"A submission can only be run on Linux; this is {platform.system()}. Use a Linux machine.")
    if platform.machine() not in ARCHITECTURES:
        raise NoSafeSandbox(
            f"No system call filter for {platform.machine()} processors; there is one for {', '.join(ARCHITECTURES)}."
        )
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise NoSafeSandbox(f"bubblewrap is not there, so a stranger's code cannot be run safely. {INSTALL}")
    bwrap = str(Path(bwrap).resolve())  # the link may lie where the box's user cannot look
    version = bwrap_version(bwrap)
    if version < OLDEST:
        shown, oldest = (".".join(map(str, numbers)) for numbers in (version, OLDEST))
        raise NoSafeSandbox(f"{bwrap} is version {shown}; Seatrial needs {oldest} or newer. {INSTALL}")
    return Bubblewrap(bwrap)


def bwrap_version(bwrap: str) -> tuple[int, ...]:
    """Return what `bwrap --version` says, as numbers."""
    told = subprocess.run([bwrap, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  -- found on PATH
    return tuple(int(part) for part in told.stdout.split()[-1:][0].split(".")) if told.stdout.split() else (0,)


def kernel_version() -> tuple[int, int]:
    """Return the first two numbers of the kernel's version."""
    major, minor, *_ = platform.release().split(".")
    return int(major), int("".join(digit for digit in minor if digit.isdigit()))


def unprivileged_user() -> int | None:
    """Return a user id of its own for a new box when we are root; None when we have no privileges to give up."""
    if os.geteuid() != 0:
        return None
    number = next(_NUMBERS) % _USERS_PER_BENCH
    wanted = _FIRST_USER + os.getpid() * _USERS_PER_BENCH + number
    mapped = [
        (int(first), int(count))
        for first, _, count in map(str.split, Path("/proc/self/uid_map").read_text().splitlines())
    ]
    if any(first <= wanted < first + count for first, count in mapped):
        return wanted
    first, count = max(mapped, key=lambda one: one[1])
    return first + 1 + wanted % (count - 1) if count > 1 else None


def _options(spec: BoxSpec) -> list[str]:
    """Return bwrap's options up to the files that the launcher adds."""
    arguments = ["--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"]
    arguments += ["--disable-userns", "--uid", str(_BOX_USER), "--gid", str(_BOX_USER), "--hostname", "box"]
    arguments += ["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    arguments += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        path = Path("/") / name
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            arguments += ["--ro-bind", str(path), str(path)]
    for file in _ETC:
        arguments += ["--ro-bind-try", file, file]
    arguments += ["--proc", "/proc", "--dev", "/dev"]
    arguments += ["--perms", "1777", "--size", str(_SHARED_MEMORY_BYTES), "--tmpfs", "/dev/shm"]  # noqa: S108  -- inside
    arguments += ["--perms", "1777", "--size", str(spec.limits.disk_bytes), "--tmpfs", "/tmp"]  # noqa: S108  -- inside
    for source, inside in spec.mounts:
        arguments += ["--ro-bind", str(source), inside]
    for name, value in spec.env.items():
        arguments += ["--setenv", name, value]
    arguments += ["--chdir", spec.cwd, "--remount-ro", "/dev", "--remount-ro", "/proc"]
    if any("\0" in word for word in arguments):
        raise BenchBroke("A mount, variable or folder of a box has a NUL byte in it, which would end bwrap's options.")
    return arguments


def _start_launcher(control: int, tail: int, groups: Groups) -> subprocess.Popen[bytes]:
    fds = (control, tail, *groups.open())
    try:
        return subprocess.Popen(  # noqa: S603  -- our own launcher
            [sys.executable, "-I", "-S", "-c", _START_LAUNCHER, str(_ROOT), *map(str, fds)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=fds,
            start_new_session=True,
            env={},
            cwd="/",
        )
    finally:
        for fd in fds[2:]:
            os.close(fd)


def _must_be_open_to(user: int | None, source: Path) -> None:
    """Refuse a mount that the box's own user could not reach; bwrap would only say that it is not there."""
    if not source.exists():
        raise BenchBroke(f"{source} cannot be mounted in a sandbox: it does not exist.")
    if user is None:
        return
    for folder in source.resolve().parents:
        if not folder.stat().st_mode & 0o001:
            raise BenchBroke(f"{source} cannot be mounted in a sandbox: {folder} is closed to other users (chmod o+x).")
