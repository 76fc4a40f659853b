import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from seatrial.bench.sandbox.base import Box, BoxSpec, Limits, Sandbox
from seatrial.bench.sandbox.bubblewrap import find_sandbox

Start = Callable[..., Awaitable[Box]]
EndOf = Callable[[Box], Awaitable[int | None]]
Until = Callable[[Callable[[], object]], Awaitable[None]]
RUNS_SECONDS = 30.0


@pytest.fixture(scope="session")
def sandbox() -> Sandbox:
    return find_sandbox()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that the box's own user can reach; pytest's own is closed to others."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        yield folder


@pytest.fixture
async def start(sandbox: Sandbox) -> AsyncIterator[Start]:
    """Start boxes that are gone after the test."""
    boxes: list[Box] = []

    async def one(*command: str, ports: tuple[int, ...] = (), limits: Limits | None = None) -> Box:
        env = {"PATH": "/usr/bin:/bin"}
        box = await sandbox.start(BoxSpec(command, env, listen_ports=ports, limits=limits or Limits()))
        boxes.append(box)
        return box

    yield one
    await asyncio.gather(*(box.kill() for box in boxes))


async def until(comes_true: Callable[[], object]) -> None:
    """Wait for something outside that tells nobody when it happens; fail when it never does."""
    async with asyncio.timeout(RUNS_SECONDS):
        while not comes_true():  # noqa: ASYNC110  -- another process brings it about
            await asyncio.sleep(0.002)


@pytest.fixture(name="until")
def _until() -> Until:
    return until


@pytest.fixture
def end_of() -> EndOf:
    """Wait for a command's end; returns its status, None when the sandbox died first."""

    async def wait(box: Box) -> int | None:
        await until(lambda: box.exit_status() is not None or not box.alive())
        return box.exit_status()

    return wait
