"""A candidate's first minutes with the kit: it runs in one command, and what it starts with works for the bench too."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from seatrial.kit.pack import write_kit


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    write_kit("docqa", 11, tmp_path / "kit")
    return tmp_path / "kit"


def test_one_command_asks_every_question_of_the_kit(kit: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "try_it.py"], cwd=kit, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert " of 24 as expected." in ran.stdout.splitlines()[-1]


@pytest.mark.sandbox
@pytest.mark.parametrize("seed", [1, 2])
def test_the_starter_passes_the_baseline_on_other_companies(kit: Path, seed: int) -> None:
    command = [sys.executable, "-m", "seatrial.cli", "trial", "starter", "--seed", str(seed), "--json", "-"]
    ran = subprocess.run(
        [*command, "--mode", "rate-limit-clears"], cwd=kit, capture_output=True, text=True, check=False, timeout=60
    )
    baseline = json.loads(ran.stdout)["baseline"]
    assert baseline["correct"] >= 0.9 * baseline["cases"]
