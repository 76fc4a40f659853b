"""Writes the system call filter of a box: everything is allowed except what only an attacker or an administrator needs.

A classic BPF program over `struct seccomp_data` (linux/seccomp.h): nr at 0, arch at 4, arguments from 16, 8 bytes each.
"""

import errno
import struct
from dataclasses import dataclass

_LOAD = 0x20
_JUMP_EQUAL = 0x15
_JUMP_AT_LEAST = 0x35
_JUMP_ANY_BIT = 0x45
_RETURN = 0x06

_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_ERRNO = 0x00050000

_NR, _ARCH, _FIRST_ARGUMENT, _SECOND_ARGUMENT, _THIRD_ARGUMENT = 0, 4, 16, 24, 32
_X32_BIT = 0x40000000

_NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_TERMINAL_INJECTION = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX
_SOCKET_FAMILIES = (1, 2, 10)  # unix, IPv4, IPv6
_NETLINK = 16  # only its routing protocol (0): listing one's own interfaces needs it
_PERSONALITIES = (0, 0xFFFFFFFF)  # the ordinary one, and the question which one it is


@dataclass(frozen=True, slots=True)
class Architecture:
    """The numbers of the system calls that a filter speaks of, on one kind of processor."""

    audit: int
    clone: int
    ioctl: int
    socket: int
    personality: int
    refused: tuple[int, ...]
    missing: tuple[int, ...]
    has_x32: bool = False


# In the kernel's common table; the same on every processor since Linux 5.1.
_CLONE3, _PIDFD_GETFD = 435, 438
_NEW_MOUNT_CALLS = (428, 429, 430, 431, 432, 433, 442, 467)
_IO_URING = (425, 426, 427)
_QUOTACTL_FD, _MEMFD_SECRET, _PROCESS_MADVISE = 443, 447, 440
_COMMON = (*_NEW_MOUNT_CALLS, *_IO_URING, _PIDFD_GETFD, _QUOTACTL_FD, _MEMFD_SECRET, _PROCESS_MADVISE)

_X86_64 = Architecture(
    audit=0xC000003E,
    clone=56,
    ioctl=16,
    socket=41,
    personality=135,
    refused=(
        *(101, 310, 311, 312),  # ptrace, process_vm_readv, process_vm_writev, kcmp
        *(165, 166, 155, 161, 272, 308),  # mount, umount2, pivot_root, chroot, unshare, setns
        *(248, 249, 250),  # add_key, request_key, keyctl
        *(321, 323, 298, 300),  # bpf, userfaultfd, perf_event_open, fanotify_init
        *(303, 304, 212),  # name_to_handle_at, open_by_handle_at, lookup_dcookie
        *(164, 227, 159, 305),  # settimeofday, clock_settime, adjtimex, clock_adjtime
        *(
            246,
            320,
            169,
            175,
            176,
            313,
        ),  # kexec_load, kexec_file_load, reboot, init_module, delete_module, finit_module
        *(167, 168, 163, 179, 170, 171),  # swapon, swapoff, acct, quotactl, sethostname, setdomainname
        *(103, 153, 134, 172, 173, 154),  # syslog, vhangup, uselib, iopl, ioperm, modify_ldt
        *(256, 279),  # migrate_pages, move_pages
        *_COMMON,
    ),
    # memory that nobody need keep mapped, so that it could not be counted: memfd_create, shmget, shmat, msgget, semget
    missing=(319, 29, 30, 68, 64, _CLONE3),
    has_x32=True,
)

_AARCH64 = Architecture(
    audit=0xC00000B7,
    clone=220,
    ioctl=29,
    socket=198,
    personality=92,
    refused=(
        *(117, 270, 271, 272),
        *(40, 39, 41, 51, 97, 268),
        *(217, 218, 219),
        *(280, 282, 241, 262),
        *(264, 265, 18),
        *(170, 112, 171, 266),
        *(104, 294, 142, 105, 106, 273),
        *(224, 225, 89, 60, 161, 162),
        *(116, 58),
        *(238, 239),
        *_COMMON,
    ),
    missing=(279, 194, 196, 186, 190, _CLONE3),
)

ARCHITECTURES = {"x86_64": _X86_64, "aarch64": _AARCH64}


def filter_program(architecture: Architecture) -> bytes:
    """Return the filter as the kernel takes it: an array of `struct sock_filter`."""
    refuse = _ERRNO | errno.EPERM
    program = [*_only_this(architecture)]
    for number in architecture.refused:
        program += _on_number(number, [_answer(refuse)])
    for number in architecture.missing:
        program += _on_number(number, [_answer(_ERRNO | errno.ENOSYS)])
    program += _on_number(architecture.clone, _unless_any_bit(_FIRST_ARGUMENT, _NEW_NAMESPACES, refuse))
    program += _on_number(architecture.ioctl, _unless_one_of(_SECOND_ARGUMENT, _TERMINAL_INJECTION, refuse))
    program += _on_number(architecture.personality, _only_one_of(_FIRST_ARGUMENT, _PERSONALITIES, refuse))
    program += _on_number(architecture.socket, _only_known_sockets())
    program.append(_answer(_ALLOW))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


_Instruction = tuple[int, int, int, int]


def _answer(value: int) -> _Instruction:
    return (_RETURN, 0, 0, value)


def _load(offset: int) -> _Instruction:
    return (_LOAD, 0, 0, offset)


def _only_this(architecture: Architecture) -> list[_Instruction]:
    """Kill whoever calls with another processor's numbers: those would pass every later test under a wrong name."""
    check = [_load(_ARCH), (_JUMP_EQUAL, 1, 0, architecture.audit), _answer(_KILL_PROCESS), _load(_NR)]
    if architecture.has_x32:
        check += [(_JUMP_AT_LEAST, 0, 1, _X32_BIT), _answer(_KILL_PROCESS)]
    return check


def _on_number(number: int, body: list[_Instruction]) -> list[_Instruction]:
    """Run `body`, which must end in an answer on every path, for one system call only."""
    return [(_JUMP_EQUAL, 0, len(body), number), *body]


def _unless_any_bit(argument: int, bits: int, otherwise: int) -> list[_Instruction]:
    return [_load(argument), (_JUMP_ANY_BIT, 0, 1, bits), _answer(otherwise), _answer(_ALLOW)]


def _unless_one_of(argument: int, values: tuple[int, ...], otherwise: int) -> list[_Instruction]:
    tests = [step for value in values for step in ((_JUMP_EQUAL, 0, 1, value), _answer(otherwise))]
    return [_load(argument), *tests, _answer(_ALLOW)]


def _only_one_of(argument: int, values: tuple[int, ...], otherwise: int) -> list[_Instruction]:
    tests = [step for value in values for step in ((_JUMP_EQUAL, 0, 1, value), _answer(_ALLOW))]
    return [_load(argument), *tests, _answer(otherwise)]


def _only_known_sockets() -> list[_Instruction]:
    """Refuse families that a network namespace does not hold back (vsock reaches the hypervisor) or nobody needs."""
    unknown = _answer(_ERRNO | errno.EAFNOSUPPORT)
    known = _only_one_of(_FIRST_ARGUMENT, _SOCKET_FAMILIES, 0)[:-1]
    routing = [(_JUMP_EQUAL, 1, 0, _NETLINK), unknown, _load(_THIRD_ARGUMENT), (_JUMP_EQUAL, 1, 0, 0), unknown]
    return [*known, *routing, _answer(_ALLOW)]
