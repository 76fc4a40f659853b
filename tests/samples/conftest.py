"""Whole trials of the sample submissions, each run once for all tests that look at it."""

import asyncio
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest

from seatrial.bench.report.build import build_report
from seatrial.bench.report.report import Report
from seatrial.bench.run import Settings, run_trial
from seatrial.bench.sandbox.bubblewrap import find_sandbox

SAMPLES = Path(__file__).parents[2] / "samples" / "docqa"
NAMES = tuple(sorted(manifest.parent.name for manifest in SAMPLES.glob("*/seatrial.toml")))


class TrySample(Protocol):
    def __call__(self, name: str, seed: int = 1) -> dict[str, str]: ...


def try_folder(folder: Path, seed: int = 1) -> Report:
    settings = Settings(seed=seed)
    finished = asyncio.run(run_trial(folder, find_sandbox(), settings, watch=lambda _: None))
    return build_report(finished, settings.modes)


def verdicts(report: Report) -> dict[str, str]:
    return {mode.slug: mode.verdict.value for mode in report.modes}


@pytest.fixture(scope="session")
def try_sample() -> TrySample:
    """Return a function that tries a sample and returns its verdicts by mode, once per name and seed."""

    @cache
    def try_it(name: str, seed: int = 1) -> dict[str, str]:
        return verdicts(try_folder(SAMPLES / name, seed))

    return try_it
