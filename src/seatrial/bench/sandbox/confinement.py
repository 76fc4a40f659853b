"""How the launcher makes itself, and what it starts, powerless. As light as the launcher: see there."""

import _socket
import ctypes
import fcntl
import os
import resource
import struct

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1
_SIGKILL, _SIG_DFL, _LAST_SIGNAL = 9, 0, 64
_BACKLOG = 1024
_ROOM_FOR_BWRAP = 2
_PIDFD_SEND_SIGNAL = 424  # on every architecture
_libc = ctypes.CDLL(None, use_errno=True)


class Failed(Exception):
    """The box could not be made; the text says at which step and why."""


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise Failed(f"{what}: {os.strerror(number)}")


def _prctl(option: int, value: int) -> None:
    _checked(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def give_up_privileges(user: int | None) -> None:
    """Become `user`, or stay who we are when that is None; nothing started from here on can gain a privilege."""
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        _prctl(_PR_SET_DUMPABLE, 1)  # else /proc/self belongs to root, and the user map cannot be written
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that started it ends; holds over exec."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)


def end(process: int) -> None:
    """Kill a process by its descriptor, which can mean no other process, however late this comes."""
    _libc.syscall(ctypes.c_long(_PIDFD_SEND_SIGNAL), process, _SIGKILL, None, 0)


def reset_signals() -> None:
    """Undo what Python and whoever started it have had ignored."""
    for number in range(1, _LAST_SIGNAL + 1):
        _libc.signal(number, _SIG_DFL)


def make_network() -> None:
    """Enter a network namespace of our own in which only the loopback interface exists, and bring it up."""
    user, group = os.geteuid(), os.getegid()
    _checked(_libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET), "new user and network namespaces")
    try:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")
        _bring_up_loopback()
    except OSError as error:
        raise Failed(f"the new user namespace has no power over its network: {error}") from error


def _bring_up_loopback() -> None:
    probe = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
    flags = struct.unpack("16xH14x", fcntl.ioctl(probe, _SIOCGIFFLAGS, struct.pack("16s16x", b"lo")))[0]
    fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | _IFF_UP))
    probe.close()


def _write(path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def listen(port: int) -> _socket.socket:
    """Return a socket that listens on 127.0.0.1."""
    listener = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM | _socket.SOCK_NONBLOCK)
    listener.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(_BACKLOG)
    return listener


def set_limits(*, processes: int | None, open_files: int, file_bytes: int, cpu_seconds: int) -> None:
    """Set what the kernel holds each process to; not address space, of which node reserves far more than it uses."""
    _write("/proc/self/oom_score_adj", "1000")  # should the machine run out of memory, a box goes first
    limits = [
        (resource.RLIMIT_NOFILE, open_files, open_files),
        (resource.RLIMIT_FSIZE, file_bytes, file_bytes),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
        (resource.RLIMIT_CORE, 0, 0),
    ]
    if processes is not None:
        limits.append((resource.RLIMIT_NPROC, processes + _ROOM_FOR_BWRAP, processes + _ROOM_FOR_BWRAP))
    for kind, soft, hard in limits:
        _, most = resource.getrlimit(kind)
        allowed = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(kind, (min(soft, allowed), allowed))
