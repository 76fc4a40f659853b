"""Each sample earns the verdicts that it states."""

import pytest

from .conftest import NAMES, TrySample, stated


@pytest.mark.samples
@pytest.mark.sandbox
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xdist_group(f"trial of {name}")) for name in NAMES]
)
def test_a_sample_earns_the_verdicts_that_it_states(name: str, try_sample: TrySample) -> None:
    allowed = stated(name)
    earned = try_sample(name)
    assert list(earned) == list(allowed)
    assert {slug: (verdict, allowed[slug]) for slug, verdict in earned.items() if verdict not in allowed[slug]} == {}
