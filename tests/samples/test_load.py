"""A machine that is busy with other things changes no verdict."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from .conftest import SAMPLES, stated, try_folder, verdicts

pytestmark = [pytest.mark.samples, pytest.mark.sandbox, pytest.mark.slow, pytest.mark.xdist_group("busy machine")]


@pytest.fixture
def busy_machine() -> Iterator[None]:
    """Keep several programs running for each processor."""
    with ExitStack() as stack:
        for _ in range(4 * (os.cpu_count() or 1)):
            burning = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            stack.callback(burning.wait)
            stack.callback(burning.kill)
        yield


@pytest.mark.usefixtures("busy_machine")
@pytest.mark.parametrize("name", ["dependable", "rough-but-engaged", "retry-only"])
def test_a_busy_machine_changes_no_verdict(name: str) -> None:
    allowed, earned = stated(name), verdicts(try_folder(SAMPLES / name))
    assert {slug: (verdict, allowed[slug]) for slug, verdict in earned.items() if verdict not in allowed[slug]} == {}
