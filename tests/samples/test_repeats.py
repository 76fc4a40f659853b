"""Verdicts belong to the submission: neither a repeat nor another world changes them."""

import pytest

from .conftest import SAMPLES, TrySample, stated, try_folder, verdicts

REPEATS, SEEDS = 20, 30
STEADY = ("dependable", "slick-demo")
pytestmark = [pytest.mark.samples, pytest.mark.sandbox]


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("name", STEADY)
def test_twenty_repeats_give_the_same_verdicts(name: str, part: int, try_sample: TrySample) -> None:
    first = try_sample(name)
    for _ in range(part, REPEATS, 4):
        assert verdicts(try_folder(SAMPLES / name)) == first


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
@pytest.mark.parametrize("name", STEADY)
def test_another_seed_gives_verdicts_as_stated(name: str, seed: int, try_sample: TrySample) -> None:
    allowed = stated(name)
    earned = try_sample(name, seed)
    assert {slug: (verdict, allowed[slug]) for slug, verdict in earned.items() if verdict not in allowed[slug]} == {}
