"""Reads from a box's own /proc, seen from outside, what its processes use. Light, as the launcher loads it too."""

import os

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_HELD = (b"VmRSS:", b"VmSwap:", b"VmPTE:")
_PROPORTIONAL = (b"Pss:", b"SwapPss:")


def memory_bytes(proc: int) -> int:
    """Sum up what every process holds, page tables included; pages that several share count several times."""
    return sum(_kilobytes(text, _HELD) for text in _each(proc, "status")) << 10


def exact_memory_bytes(proc: int) -> int:
    """Sum up what all processes hold together; slower, as the kernel walks every page."""
    return sum(_kilobytes(text, _PROPORTIONAL) for text in _each(proc, "smaps_rollup")) << 10


def cpu_seconds(proc: int) -> float:
    """Sum up the CPU seconds of every process and of the children that it has waited for."""
    return sum(map(_ticks, _each(proc, "stat"))) / _TICKS_PER_SECOND


def waits(proc: int) -> dict[int, float]:
    """Return for each thread the seconds that it was ready to run and had no processor, as the kernel counts them."""
    found = {}
    for process in _numbers(proc):
        for thread in _threads(proc, process):
            fields = _content(proc, f"{process}/task/{thread}/schedstat").split()
            if len(fields) > 1:
                found[int(thread)] = int(fields[1]) / 1e9
    return found


def processes(proc: int) -> int:
    """Count the processes."""
    return sum(name.isdigit() for name in os.listdir(proc))


def sockets(proc: int) -> int:
    """Count the sockets of all processes together, and those that are only on their way between them."""
    for line in _content(proc, "1/net/sockstat").splitlines():
        if line.startswith(b"sockets: used "):
            return int(line.split()[2])
    return 0


def _each(proc: int, file: str) -> list[bytes]:
    """Return one file of every process; a process that ends meanwhile is left out."""
    return [_content(proc, f"{name}/{file}") for name in _numbers(proc)]


def _threads(proc: int, process: str) -> list[str]:
    try:
        fd = os.open(f"{process}/task", os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=proc)
    except OSError:
        return []
    try:
        return _numbers(fd)
    finally:
        os.close(fd)


def _numbers(folder: int) -> list[str]:
    """Return the names in an open folder that are numbers; none when what it stood for is gone."""
    try:
        return [name for name in os.listdir(folder) if name.isdigit()]
    except OSError:
        return []


def _content(proc: int, path: str) -> bytes:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=proc)
    except OSError:
        return b""
    try:
        return os.read(fd, 1 << 16)
    except OSError:
        return b""
    finally:
        os.close(fd)


def _kilobytes(text: bytes, fields: tuple[bytes, ...]) -> int:
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith(fields))


def _ticks(text: bytes) -> int:
    """Read user and system time, own and of waited children: fields 14 to 17 of proc_pid_stat(5)."""
    after_name = text.rpartition(b")")[2].split()
    return sum(int(field) for field in after_name[11:15])
