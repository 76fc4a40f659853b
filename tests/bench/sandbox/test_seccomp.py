import errno
import struct

import pytest

from seatrial.bench.sandbox.seccomp import ARCHITECTURES, filter_program

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
REFUSED, MISSING, NO_FAMILY = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS, ERRNO | errno.EAFNOSUPPORT


def run(program: bytes, number: int, *arguments: int, audit: int) -> int:
    """Run a filter as the kernel does: the low half of an argument stands first."""
    told = struct.pack("<iIQ6Q", number, audit, 0, *arguments, *[0] * (6 - len(arguments)))
    steps = list(struct.iter_unpack("<HBBI", program))
    at, held = 0, 0
    while True:
        code, if_true, if_false, value = steps[at]
        match code:
            case 0x20:
                (held,) = struct.unpack_from("<I", told, value)
                at += 1
            case 0x15:
                at += 1 + (if_true if held == value else if_false)
            case 0x35:
                at += 1 + (if_true if held >= value else if_false)
            case 0x45:
                at += 1 + (if_true if held & value else if_false)
            case 0x06:
                return value


@pytest.mark.parametrize(
    ("machine", "number", "arguments", "answer"),
    [
        ("x86_64", 0, (), ALLOW),
        ("x86_64", 231, (), ALLOW),
        ("x86_64", 101, (), REFUSED),
        ("x86_64", 425, (), REFUSED),
        ("x86_64", 272, (0x10000000,), REFUSED),
        ("x86_64", 435, (), MISSING),
        ("x86_64", 319, (), MISSING),
        ("x86_64", 56, (0x003D0F00,), ALLOW),
        ("x86_64", 56, (0x10000011,), REFUSED),
        ("x86_64", 56, (0x00020011,), REFUSED),
        ("x86_64", 16, (0, 0x5412), REFUSED),
        ("x86_64", 16, (0, 0x541C), REFUSED),
        ("x86_64", 16, (0, 0xFFFFFFFF00005412), REFUSED),
        ("x86_64", 16, (0, 0x5401), ALLOW),
        ("x86_64", 135, (0xFFFFFFFF,), ALLOW),
        ("x86_64", 135, (0x0040000,), REFUSED),
        ("x86_64", 41, (1, 1, 0), ALLOW),
        ("x86_64", 41, (2, 1, 6), ALLOW),
        ("x86_64", 41, (10, 2, 0), ALLOW),
        ("x86_64", 41, (16, 3, 0), ALLOW),
        ("x86_64", 41, (16, 3, 9), NO_FAMILY),
        ("x86_64", 41, (40, 1, 0), NO_FAMILY),
        ("x86_64", 41, (17, 3, 0), NO_FAMILY),
        ("x86_64", 0x40000027, (), KILL),
        ("aarch64", 63, (), ALLOW),
        ("aarch64", 117, (), REFUSED),
        ("aarch64", 220, (0x10000011,), REFUSED),
        ("aarch64", 220, (0x003D0F00,), ALLOW),
        ("aarch64", 198, (40, 1, 0), NO_FAMILY),
        ("aarch64", 29, (0, 0x5412), REFUSED),
    ],
)
def test_a_call_gets_its_answer(machine: str, number: int, arguments: tuple[int, ...], answer: int) -> None:
    architecture = ARCHITECTURES[machine]
    assert run(filter_program(architecture), number, *arguments, audit=architecture.audit) == answer


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_a_call_of_another_architecture_kills(machine: str) -> None:
    assert run(filter_program(ARCHITECTURES[machine]), 20, audit=0x40000003) == KILL


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_program_is_one_that_the_kernel_takes(machine: str) -> None:
    program = filter_program(ARCHITECTURES[machine])
    assert len(program) % 8 == 0
    assert len(program) // 8 < 4096
    assert all(jump <= 255 for _, *jumps, _ in struct.iter_unpack("<HBBI", program) for jump in jumps)


def test_both_architectures_refuse_equally_many_calls() -> None:
    """The second has no iopl, ioperm, modify_ldt and uselib."""
    first, second = (ARCHITECTURES[name] for name in ("x86_64", "aarch64"))
    assert len(first.refused) - 4 == len(second.refused)
    assert len(first.missing) == len(second.missing)
