"""Each sample earns the verdicts that it states."""

import tomllib
from collections.abc import Callable

import pytest

from seatrial.bench.report.report import Report

from .conftest import SAMPLES

QUICK = ("dependable", "slick-demo")
NAMES = [
    pytest.param(folder.name, marks=() if folder.name in QUICK else pytest.mark.slow)
    for folder in sorted(SAMPLES.iterdir())
    if (folder / "expected.toml").is_file()
]
pytestmark = [pytest.mark.samples, pytest.mark.sandbox, pytest.mark.xdist_group("samples")]


def verdicts(report: Report) -> dict[str, str]:
    return {mode.slug: mode.verdict for mode in report.modes}


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_earns_the_verdicts_that_it_states(name: str, try_sample: Callable[[str], Report]) -> None:
    stated = tomllib.loads((SAMPLES / name / "expected.toml").read_text())["verdicts"]
    assert verdicts(try_sample(name)) == stated
