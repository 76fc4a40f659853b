"""Attempts to read what is not the submission's, or to write what will be kept."""

# ruff: noqa: D103, PT017, PTH208, PTH211, S108  -- promises.py says what each must not achieve; paths are the box's

import ctypes
import errno
import os
import stat
from pathlib import Path
from typing import Any

_TOP = {
    "bin",
    "dev",
    "documents",
    "environment",
    "etc",
    "lib",
    "lib32",
    "lib64",
    "libx32",
    "proc",
    "sbin",
    "submission",
}
_ETC = {
    *("alternatives", "group", "hosts", "ld.so.cache", "localtime", "mime.types", "nsswitch.conf", "passwd", "pki"),
    *("protocols", "resolv.conf", "services", "ssl"),
}
_DEVICES = {"core", "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty", "urandom"}
_CHUNK = bytes(1 << 20)
_SHARED_BYTES = 64 << 20


def _must_fail(what: str, attempt: Any, *arguments: Any, **named: Any) -> OSError:  # noqa: ANN401
    try:
        attempt(*arguments, **named)
    except OSError as error:
        return error
    raise AssertionError(f"{what} worked")


def host_accounts(_: dict[str, Any]) -> None:
    for path in ("/etc/shadow", "/etc/gshadow", "/etc/ssh", "/etc/machine-id", "/etc/ssl/private", "/etc/sudoers"):
        assert not os.path.lexists(path), f"{path} is there"
    accounts = [line.split(":")[0] for line in Path("/etc/passwd").read_text().splitlines()]
    assert accounts == ["root", "candidate"], f"accounts of the host are seen: {accounts}"
    others = set(os.listdir("/etc")) - _ETC
    assert not others, f"/etc holds {sorted(others)}"


def host_folders(bait: dict[str, Any]) -> None:
    allowed = _TOP | {"tmp", "usr"} | {Path(path).parts[1] for path in bait["mounted"]}
    others = set(os.listdir("/")) - allowed
    assert not others, f"/ holds {sorted(others)}"


def host_scratch(bait: dict[str, Any]) -> None:
    assert not os.path.lexists(bait["secret_file"]), f"{bait['secret_file']} is seen"
    left = os.listdir("/tmp")
    assert left == [], f"/tmp holds {left}"


def beside_submission(bait: dict[str, Any]) -> None:
    for path in (
        "/submission/../secret.txt",
        "/submission/out",
        "/submission/out-relative",
        "/submission/../../secret.txt",
    ):
        try:
            text = Path(path).read_text()
        except OSError:
            continue
        assert bait["mark_backwards"][::-1] not in text, f"{path} was read"


def submission_read_only(_: dict[str, Any]) -> None:
    for what, attempt in (
        ("writing", lambda: Path("/submission/app.py").write_text("changed")),
        ("making a file", lambda: Path("/submission/new").write_text("new")),
        ("chmod", lambda: Path("/submission/app.py").chmod(0o777)),
        ("unlink", lambda: Path("/submission/app.py").unlink()),
        ("rename", lambda: Path("/submission/app.py").rename("/submission/other.py")),
        ("utime", lambda: os.utime("/submission/app.py")),
    ):
        _must_fail(f"{what} in /submission", attempt)


def everything_read_only(_: dict[str, Any]) -> None:
    open_to_writing = set()
    for folder, inside, _files in os.walk("/", followlinks=False):
        if folder == "/proc":
            inside.clear()
        if folder.count("/") > 3:
            inside.clear()
        try:
            path = Path(folder) / "written-by-a-probe"
            path.write_text("x")
            path.unlink()
        except OSError:
            continue
        open_to_writing.add(folder)
    assert open_to_writing <= {"/tmp", "/dev/shm"}, f"writable: {sorted(open_to_writing)}"


def _fill(folder: str, most: int) -> int:
    """Write files until there is no more room, or far more than there should be; return the bytes that fitted."""
    written = 0
    for number in range(1000):
        try:
            with Path(f"{folder}/{number}").open("wb", buffering=0) as file:
                while written <= 2 * most:
                    written += file.write(_CHUNK)
        except OSError as error:
            assert error.errno in {errno.ENOSPC, errno.EFBIG}, f"stopped by {error}"
            if error.errno == errno.ENOSPC:
                break
    return written


def disk(bait: dict[str, Any]) -> None:
    written = _fill("/tmp", bait["disk_bytes"])
    assert written <= bait["disk_bytes"], f"{written} bytes could be written"


def shared_memory(_: dict[str, Any]) -> None:
    written = _fill("/dev/shm", _SHARED_BYTES)
    assert written <= _SHARED_BYTES, f"{written} bytes could be written"
    _must_fail("a file in memory (memfd_create)", os.memfd_create, "probe")
    libc = ctypes.CDLL(None)
    assert libc.semget(0, 32_000, 0o1600) < 0, "a set of 32,000 semaphores could be made"
    assert libc.shmget(0, 1 << 20, 0o1600) < 0, "a segment of shared memory could be made"
    assert libc.msgget(0, 0o1600) < 0, "a message queue could be made"


def file_count(_: dict[str, Any]) -> None:
    for number in range(10_000_000):
        os.close(os.open(f"/tmp/{number}", os.O_CREAT | os.O_WRONLY))


def planted_links(bait: dict[str, Any]) -> None:
    for name, target in (
        ("out", bait["secret_file"]),
        ("shadow", "/etc/shadow"),
        ("up", "../../../../../../etc/shadow"),
    ):
        os.symlink(target, f"/tmp/{name}")
        _must_fail(f"reading {target} by a link", os.open, f"/tmp/{name}", os.O_RDONLY)
    _must_fail("a hard link to a program of the host", os.link, "/usr/bin/env", "/tmp/env")
    os.mkfifo("/tmp/pipe")
    loop = "/tmp/loop"
    os.symlink(loop, loop)
    _must_fail("opening a loop of links", os.open, loop, os.O_RDONLY)


def devices(_: dict[str, Any]) -> None:
    others = set(os.listdir("/dev")) - _DEVICES - {"zero", "console"}
    assert not others, f"/dev holds {sorted(others)}"
    for kind, number in (
        (stat.S_IFCHR, os.makedev(1, 1)),
        (stat.S_IFBLK, os.makedev(8, 0)),
        (stat.S_IFCHR, os.makedev(1, 3)),
    ):
        _must_fail(f"making the device {number}", os.mknod, "/tmp/device", kind | 0o666, number)


def proc_root(bait: dict[str, Any]) -> None:
    here = sorted(os.listdir("/"))
    for path in ("/proc/self/root", "/proc/1/root", "/proc/1/cwd", "/proc/self/cwd/.."):
        try:
            there = sorted(os.listdir(path))
        except OSError:
            continue
        assert there == here or path.endswith("cwd"), f"{path} shows {there}"
        assert not os.path.lexists(path + bait["secret_file"]), f"{path} leads to the host"


def proc_writing(_: dict[str, Any]) -> None:
    for path in (
        *("/proc/sys/kernel/hostname", "/proc/sys/kernel/core_pattern", "/proc/sys/vm/overcommit_memory"),
        *("/proc/sys/net/ipv4/ip_forward", "/proc/sys/user/max_user_namespaces", "/proc/sysrq-trigger"),
        *("/proc/irq/default_smp_affinity", "/proc/bus/pci/devices"),
    ):
        _must_fail(f"opening {path} to write", os.open, path, os.O_WRONLY)
    for path in ("/proc/sys/kernel/msgmax", "/proc/sys/fs/mqueue/queues_max", "/proc/self/comm"):
        _must_fail(f"opening {path} to write", os.open, path, os.O_WRONLY)
    _must_fail("making oneself hard to kill", lambda: Path("/proc/self/oom_score_adj").write_text("-500"))


def kernel_memory(_: dict[str, Any]) -> None:
    for path in ("/proc/kcore", "/proc/kmsg", "/dev/mem", "/dev/kmem", "/dev/kmsg", "/dev/port", "/sys/kernel"):
        _must_fail(f"opening {path}", os.open, path, os.O_RDONLY)
