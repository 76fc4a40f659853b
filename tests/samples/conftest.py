"""Whole trials of the sample submissions, each run once for all tests that look at it, and what they are stated to earn."""

import asyncio
import json
import shutil
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest

from seatrial.bench.modes import MODES
from seatrial.bench.modes.base import Mode
from seatrial.bench.report.build import build_report
from seatrial.bench.report.report import Report
from seatrial.bench.run import Settings, run_trial
from seatrial.bench.sandbox.bubblewrap import find_sandbox

SAMPLES = Path(__file__).parents[2] / "samples" / "docqa"
NAMES = tuple(sorted(manifest.parent.name for manifest in SAMPLES.glob("*/seatrial.toml")))
DEPENDABLE = SAMPLES / "dependable"
ONE_FLAW = Path(__file__).parent / "one_flaw"
GUARDS: dict[str, dict[str, Any]] = tomllib.loads((DEPENDABLE / "guards.toml").read_text())
_FLAWS = tomllib.loads((ONE_FLAW / "flaws.toml").read_text())
WEAK: list[str] = _FLAWS.pop("weak")
FLAWS: dict[str, dict[str, Any]] = _FLAWS


class TrySample(Protocol):
    def __call__(self, name: str, seed: int = 1) -> dict[str, str]: ...


def try_folder(folder: Path, *, seed: int = 1, modes: Sequence[Mode] = MODES) -> Report:
    settings = Settings(seed=seed, modes=tuple(modes))
    finished = asyncio.run(run_trial(folder, find_sandbox(), settings, watch=lambda _: None))
    return build_report(finished, settings.modes)


def verdicts(report: Report) -> dict[str, str]:
    return {mode.slug: mode.verdict.value for mode in report.modes}


def with_variable(original: Path, variable: str, folder: Path) -> Path:
    """Copy a submission so that its command runs with `NAME=value` in its environment."""
    shutil.copytree(original, folder)
    manifest = folder / "seatrial.toml"
    command = tomllib.loads(manifest.read_text())["submission"]["command"]
    manifest.write_text(f'[submission]\ntakehome = "docqa"\ncommand = {json.dumps(["env", variable, *command])}\n')
    return folder


def stated(name: str) -> dict[str, tuple[str, ...]]:
    """Return the verdicts that a sample allows itself in each mode: one, or two where the seed decides."""
    found: dict[str, Any] = tomllib.loads((SAMPLES / name / "expected.toml").read_text())
    return {slug: (said,) if isinstance(said, str) else tuple(said) for slug, said in found.items()}


def fallen(falls: Sequence[str], unknown: Sequence[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return the statement of a submission that holds everything but `falls`; `unknown` may go either way."""
    either = {slug: ("held", "fallen") for slug in unknown}
    return {mode.slug: either.get(mode.slug, ("fallen",) if mode.slug in falls else ("held",)) for mode in MODES}


@pytest.fixture(scope="session")
def try_sample() -> TrySample:
    """Return a function that tries a sample and returns its verdicts by mode, once per name and seed."""

    @cache
    def try_it(name: str, seed: int = 1) -> dict[str, str]:
        return verdicts(try_folder(SAMPLES / name, seed=seed))

    return try_it


@pytest.fixture(scope="session")
def statements() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what every sample is stated to earn, with `dependable` without each guard and `one_flaw` with each flaw."""
    bare = {f"dependable without {guard}": fallen(said["falls"]) for guard, said in GUARDS.items()}
    flawed = {
        f"one_flaw {flaw}": fallen(said["falls"], [*WEAK, *said.get("may", ())]) for flaw, said in FLAWS.items()
    }
    return {**{name: stated(name) for name in NAMES}, **bare, **flawed}
