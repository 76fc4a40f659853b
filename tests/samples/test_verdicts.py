"""Each sample earns the verdicts that it states."""

import tomllib
from typing import Any

import pytest

from seatrial.bench.modes import MODES

from .conftest import NAMES, SAMPLES, TrySample

VERDICTS = {"held", "degraded", "loud", "silent", "not_exercised"}


def stated(name: str) -> dict[str, tuple[str, ...]]:
    """Return the verdicts that a sample allows itself in each mode: one, or two where the seed decides."""
    found: dict[str, Any] = tomllib.loads((SAMPLES / name / "expected.toml").read_text())
    return {slug: (said,) if isinstance(said, str) else tuple(said) for slug, said in found.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_states_a_verdict_for_every_mode(name: str) -> None:
    assert list(stated(name)) == [mode.slug for mode in MODES]
    assert {verdict for allowed in stated(name).values() for verdict in allowed} <= VERDICTS
    assert [slug for slug, allowed in stated(name).items() if len(set(allowed)) != len(allowed) or len(allowed) > 2] == []


@pytest.mark.samples
@pytest.mark.sandbox
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.xdist_group(f"trial of {name}")) for name in NAMES])
def test_a_sample_earns_the_verdicts_that_it_states(name: str, try_sample: TrySample) -> None:
    allowed = stated(name)
    earned = try_sample(name)
    assert list(earned) == list(allowed)
    assert {slug: (verdict, allowed[slug]) for slug, verdict in earned.items() if verdict not in allowed[slug]} == {}
