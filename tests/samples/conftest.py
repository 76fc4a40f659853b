"""Whole trials of the sample submissions, each run once for all tests that look at it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from seatrial.bench.report.build import build_report
from seatrial.bench.report.report import Report
from seatrial.bench.run import Settings, run_trial
from seatrial.bench.sandbox.bubblewrap import find_sandbox

SAMPLES = Path(__file__).parents[2] / "samples" / "docqa"
NAMES = tuple(sorted(manifest.parent.name for manifest in SAMPLES.glob("*/seatrial.toml")))

TryIt = Callable[..., Report]


@pytest.fixture(scope="session")
def try_sample() -> TryIt:
    """Return a function that tries a sample, once per name and seed."""
    known: dict[tuple[str, int], Report] = {}

    def try_it(name: str, seed: int = 1) -> Report:
        if (name, seed) not in known:
            settings = Settings(seed=seed)
            finished = asyncio.run(run_trial(SAMPLES / name, find_sandbox(), settings, watch=lambda _: None))
            known[name, seed] = build_report(finished, settings.modes)
        return known[name, seed]

    return try_it
