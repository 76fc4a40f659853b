"""Every promise is kept, and every attempt is one that would get through without the sandbox."""

import importlib
import marshal
import os
import struct
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from seatrial.bench.sandbox.base import BoxSpec
from seatrial.bench.sandbox.bubblewrap import Bubblewrap, find_sandbox
from seatrial.bench.sandbox.cgroup import Groups
from seatrial.bench.sandbox.contract.bait import laid_out
from seatrial.bench.sandbox.contract.base import Promise, Result
from seatrial.bench.sandbox.contract.promises import PROMISES
from seatrial.bench.sandbox.contract.run import attempt_program, run_contract, try_promise
from seatrial.bench.sandbox.interpreter import find_interpreter

pytestmark = pytest.mark.sandbox

BY_SLUG = {promise.slug: promise for promise in PROMISES}
ALLOW_ALL = struct.pack("<HBBI", 0x06, 0, 0, 0x7FFF0000)

# What does no harm when it gets through on the machine that tests.
HARMLESS = (
    *("no-host-loopback", "no-host-address", "no-internet", "no-datagrams", "no-ipv6", "no-abstract-sockets"),
    *("no-host-accounts", "no-host-folders", "no-host-scratch", "no-host-processes", "no-signals"),
    *("clean-environment", "no-new-privileges", "call-filter", "no-set-user-programs", "no-host-name"),
    *("one-architecture", "memory-limit-shared", "open-file-limit", "nothing-beside"),
)


@pytest.mark.parametrize("slug", BY_SLUG)
async def test_the_promise_is_kept(slug: str) -> None:
    promise = BY_SLUG[slug]
    assert await try_promise(find_sandbox(), promise) == Result(slug, promise.holds, kept=True)


def test_there_are_at_least_25_promises_each_with_its_own_attempt() -> None:
    assert len(BY_SLUG) == len(PROMISES) >= 25
    assert len({(promise.file, promise.attempt) for promise in PROMISES}) == len(PROMISES)


def test_every_attempt_is_somebodys() -> None:
    written = set()
    for file in {promise.file for promise in PROMISES}:
        module = importlib.import_module(f"seatrial.bench.sandbox.contract.inside.{file}")
        written |= {(file, name) for name, value in vars(module).items() if _is_attempt(name, value)}
    assert written == {(promise.file, promise.attempt) for promise in PROMISES}


def _is_attempt(name: str, value: object) -> bool:
    return callable(value) and not name.startswith("_") and getattr(value, "__module__", "").startswith("seatrial")


async def test_results_come_in_the_order_of_the_promises() -> None:
    some = (BY_SLUG["no-capabilities"], BY_SLUG["no-names"])
    assert await run_contract(find_sandbox(), some) == tuple(
        Result(promise.slug, promise.holds, kept=True) for promise in some
    )


@pytest.mark.parametrize("slug", HARMLESS)
def test_without_a_sandbox_the_attempt_gets_through(slug: str) -> None:
    with laid_out() as bait:
        # as on the host: the secret lies where the link beside the submission leads
        program = [word.replace("/submission", str(bait.submission)) for word in program_of(BY_SLUG[slug], bait)]
        python = str(find_interpreter(as_other_user=True).path)
        ran = subprocess.run([python, "-I", "-S", "-c", *program], capture_output=True, text=True, check=False)
        leak = bait.leak()
    assert (ran.returncode, ran.stderr) == (1, "") or leak != ""


def program_of(promise: Promise, bait: Any) -> tuple[str, str, str]:
    return attempt_program(promise, bait, {"PATH": "/usr/bin:/bin"}, [])


class Weakened(Bubblewrap):
    """A sandbox with one protection taken away, to see that an attempt finds the hole."""

    def __init__(self, take_away: Callable[[dict[str, Any]], None]) -> None:
        super().__init__("/usr/bin/bwrap")
        self._take_away = take_away

    def _plan(self, spec: BoxSpec, user: int | None, groups: Groups) -> bytes:
        plan = marshal.loads(super()._plan(spec, user, groups))
        self._take_away(plan)
        return marshal.dumps(plan)


def no_filter(plan: dict[str, Any]) -> None:
    plan["seccomp"] = ALLOW_ALL


def whole_host(plan: dict[str, Any]) -> None:
    plan["options"] += ["--ro-bind", "/", "/host"]


def host_scratch(plan: dict[str, Any]) -> None:
    plan["options"] += ["--ro-bind", "/tmp", "/tmp"]


def writable_folder(plan: dict[str, Any]) -> None:
    plan["options"] += ["--tmpfs", "/opt"]


def host_dev(plan: dict[str, Any]) -> None:
    plan["options"] += ["--dev-bind", "/dev", "/dev"]


def same_processes(plan: dict[str, Any]) -> None:
    plan["options"].remove("--unshare-pid")


def same_names(plan: dict[str, Any]) -> None:
    at = plan["options"].index("--hostname")
    del plan["options"][at : at + 2]
    plan["options"].remove("--unshare-uts")


def set_user_possible(plan: dict[str, Any]) -> None:
    at = plan["options"].index("--uid")
    plan["options"][at + 1] = plan["options"][at + 3] = "0"


def keeps_environment(plan: dict[str, Any]) -> None:
    plan["options"] += ["--setenv", "SEATRIAL_BAIT", os.environ["SEATRIAL_BAIT"]]


def more(**amounts: int) -> Callable[[dict[str, Any]], None]:
    return lambda plan: plan.update(amounts)


def big_disks(plan: dict[str, Any]) -> None:
    plan["options"] = ["200000000" if word.isdigit() and int(word) > 1 << 20 else word for word in plan["options"]]
    plan["file_bytes"] = 200_000_000


@pytest.mark.parametrize(
    ("slug", "take_away"),
    [
        ("no-raw-sockets", no_filter),
        ("no-namespaces", no_filter),
        ("no-tracing", no_filter),
        ("no-keyrings", no_filter),
        ("no-rare-doors", no_filter),
        ("no-mounts", no_filter),
        ("one-architecture", no_filter),
        ("no-host-folders", whole_host),
        ("no-host-scratch", host_scratch),
        ("all-read-only", writable_folder),
        ("no-devices", host_dev),
        ("no-host-processes", same_processes),
        ("no-host-name", same_names),
        ("ordinary-user", set_user_possible),
        ("clean-environment", keeps_environment),
        ("memory-limit", more(memory_bytes=16 << 30)),
        ("memory-limit-together", more(memory_bytes=16 << 30)),
        ("memory-limit-shared", more(memory_bytes=16 << 30)),
        ("process-limit", more(processes=100)),
        ("open-file-limit", more(open_files=400)),
        ("cpu-limit-together", more(cpu_seconds=60)),
        ("disk-limit", big_disks),
        ("shared-memory-limit", big_disks),
    ],
)
async def test_with_one_protection_gone_the_attempt_gets_through(
    slug: str, take_away: Callable[[dict[str, Any]], None]
) -> None:
    result = await try_promise(Weakened(take_away), BY_SLUG[slug])
    assert (result.kept, result.seen != "") == (False, True)
