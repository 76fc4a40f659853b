"""Attempts to gain powers: capabilities, namespaces, other processes' memory, the kernel's rarer doors."""

# ruff: noqa: D103, PT017  -- promises.py says what each must not achieve; paths are the box's

import ctypes
import errno
import fcntl
import os
import platform
import signal
import time
from pathlib import Path
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)
_NAMES = (
    *("ptrace", "process_vm_readv", "unshare", "setns", "keyctl", "add_key", "request_key", "bpf", "userfaultfd"),
    *("perf_event_open", "mount", "umount2", "pivot_root", "chroot", "personality", "clone", "open_by_handle_at"),
    *("kexec_load", "sethostname"),
)
_NUMBERS = {
    "x86_64": (*(101, 310, 272, 308, 250, 248, 249, 321, 323, 298, 165, 166, 155, 161, 135, 56, 304, 246, 170),),
    "aarch64": (*(117, 270, 97, 268, 219, 217, 218, 280, 282, 241, 40, 39, 41, 51, 92, 220, 265, 104, 161),),
}
_CALLS = dict(zip(_NAMES, _NUMBERS.get(platform.machine(), ()), strict=False))
_CALLS |= {"io_uring_setup": 425, "open_tree": 428, "fsopen": 430, "clone3": 435, "pidfd_getfd": 438}
_NEWUSER, _NEWNS, _NEWNET, _NEWPID = 0x10000000, 0x00020000, 0x40000000, 0x20000000
_X32_GETPID = 0x40000000 + 39


def _must_be_refused(name: str, *arguments: Any, by: tuple[int, ...] = (errno.EPERM,)) -> None:  # noqa: ANN401
    ctypes.set_errno(0)
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in arguments]
    got = _libc.syscall(ctypes.c_long(_CALLS[name]), *words)
    number = ctypes.get_errno()
    if got == 0 and name == "clone":
        os._exit(0)
    assert got == -1, f"{name} worked"
    assert number in by, f"{name} failed only with {errno.errorcode.get(number, number)}: nothing refuses it"


def _status() -> dict[str, str]:
    lines = Path("/proc/self/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def capabilities(_: dict[str, Any]) -> None:
    held = {name: value for name, value in _status().items() if name.startswith("Cap") and int(value, 16)}
    assert not held, f"capabilities: {held}"


def no_new_privileges(_: dict[str, Any]) -> None:
    assert _status()["NoNewPrivs"] == "1", "a program may gain privileges"


def call_filter(_: dict[str, Any]) -> None:
    assert _status()["Seccomp"] == "2", "no system call filter"


def ordinary_user(_: dict[str, Any]) -> None:
    users = {*os.getresuid(), *os.getresgid()}
    assert 0 not in users, f"users and groups: {users}"
    assert os.getgroups() in ([], [os.getgid()]), f"further groups: {os.getgroups()}"
    for change in (os.setuid, os.setgid):
        try:
            change(0)
        except OSError:
            continue
        raise AssertionError("it could become root")


def set_user_programs(_: dict[str, Any]) -> None:
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _device, path, _kind, options, *_rest = line.split()
        assert "nosuid" in options.split(","), f"set-user-id programs work on {path}"


def namespaces(_: dict[str, Any]) -> None:
    for kind in (_NEWUSER, _NEWNS, _NEWNET, _NEWPID):
        _must_be_refused("unshare", kind)
        _must_be_refused("clone", kind | int(signal.SIGCHLD), 0, 0, 0, 0)
    _must_be_refused("setns", 0, 0)
    _must_be_refused("clone3", None, 0, by=(errno.ENOSYS,))


def tracing(_: dict[str, Any]) -> None:
    _must_be_refused("ptrace", 0, 0, 0, 0)
    _must_be_refused("process_vm_readv", os.getpid(), 0, 0, 0, 0, 0)
    _must_be_refused("pidfd_getfd", 0, 0, 0)


def keyrings(_: dict[str, Any]) -> None:
    _must_be_refused("keyctl", 0, -3, 1)
    _must_be_refused("add_key", b"user", b"probe", b"x", 1, -3)
    _must_be_refused("request_key", b"user", b"probe", 0, -3)


def rare_doors(_: dict[str, Any]) -> None:
    for name in ("bpf", "userfaultfd", "perf_event_open", "open_by_handle_at", "kexec_load"):
        _must_be_refused(name, 0, 0, 0, 0, 0)
    _must_be_refused("io_uring_setup", 1, None)
    _must_be_refused("personality", 0x0040000)


def mounting(_: dict[str, Any]) -> None:
    _must_be_refused("mount", b"none", b"/tmp", b"tmpfs", 0, None)
    _must_be_refused("umount2", b"/usr", 2)
    _must_be_refused("pivot_root", b"/tmp", b"/tmp")
    _must_be_refused("chroot", b"/tmp")
    _must_be_refused("open_tree", -100, b"/", 0)
    _must_be_refused("fsopen", b"tmpfs", 0)


def clock(_: dict[str, Any]) -> None:
    try:
        time.clock_settime(time.CLOCK_REALTIME, time.time())
    except OSError:
        return
    raise AssertionError("the clock could be set")


def host_name(_: dict[str, Any]) -> None:
    assert os.uname().nodename == "box", f"the host's name is seen: {os.uname().nodename}"
    _must_be_refused("sethostname", b"taken", 5)


def typing_for_others(_: dict[str, Any]) -> None:
    controller, worker = os.openpty()
    for request in (0x5412, 0x541C):  # TIOCSTI, TIOCLINUX
        try:
            fcntl.ioctl(worker, request, b"\x0d")
        except OSError as error:
            assert error.errno == errno.EPERM, f"ioctl {request:#x} failed only with {error}"
            continue
        raise AssertionError(f"ioctl {request:#x} worked")
    os.close(controller)


def other_architectures(_: dict[str, Any]) -> None:
    if platform.machine() != "x86_64":
        return  # only there can a program speak two languages with the kernel at once
    if (child := os.fork()) == 0:
        _libc.syscall(ctypes.c_long(_X32_GETPID))
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGSYS
    assert killed, "system calls of another architecture pass"
