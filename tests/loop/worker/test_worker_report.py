"""The same submission and the same seed give the same report, whether a person or a worker runs the trial."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from seatrial.loop.evidence.actions import queue
from seatrial.loop.evidence.models import Run, Trial
from seatrial.loop.people.models import User
from tests.loop.worker.conftest import PLAIN, HandIn
from tests.loop.worker.processes import ended, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sandbox, pytest.mark.sqlite_first]
OF_THE_CLOCK = frozenset({"started_at", "wall_seconds", "cpu_seconds", "seconds", "at"})
OF_THE_SUBMISSION = frozenset({"output", "events", "proof"})  # its own log, and in which order its threads asked


def test_a_worker_and_the_command_report_the_same(
    hand_in: HandIn, start_worker: Callable[[], Popen[bytes]], cy: User, tmp_path: Path
) -> None:
    submission = hand_in()
    queue(submission, Run.Kind.TRIAL, seed=11, by=cy)
    start_worker()
    wait_until(lambda: ended(submission))
    folder = tmp_path / "submission"
    shutil.copytree(PLAIN, folder, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "seatrial.cli", "trial", str(folder), "--seed", "11", "--json", "-"]
    told = subprocess.run([*command, "--fail-on", "never"], capture_output=True, text=True, check=True)
    by_worker, by_command = Trial.objects.get().report, json.loads(told.stdout)
    for name in by_command.keys() - OF_THE_CLOCK:
        assert ours(by_worker[name]) == ours(by_command[name]), name
    assert sorted(by_worker) == sorted(by_command)


def ours(part: Any) -> Any:
    """Leave out what no two runs have in common."""
    if isinstance(part, dict):
        return {name: ours(value) for name, value in part.items() if name not in OF_THE_CLOCK | OF_THE_SUBMISSION}
    return [ours(one) for one in part] if isinstance(part, list) else part
