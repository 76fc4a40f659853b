"""What the samples are stated to earn, taken together: no failure mode without a sample that shows it."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from seatrial.bench.modes import MODES

from .conftest import GUARDS, NAMES, stated

Statements = dict[str, dict[str, tuple[str, ...]]]
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "samples.md"
SLUGS = [mode.slug for mode in MODES]
VERDICTS = {"held", "degraded", "loud", "silent", "not_exercised"}
FALLEN = {"degraded", "loud", "silent", "fallen"}


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_states_a_verdict_for_every_mode(name: str) -> None:
    assert list(stated(name)) == SLUGS
    assert {verdict for allowed in stated(name).values() for verdict in allowed} <= VERDICTS
    assert [slug for slug, allowed in stated(name).items() if len(set(allowed)) < len(allowed) or len(allowed) > 2] == []


def test_the_dependable_sample_states_what_falls_without_each_of_its_guards() -> None:
    source = (Path(__file__).parents[2] / "samples/docqa/dependable/guards.py").read_text()
    assert re.findall(r"^    (\w+): bool = True", source, re.MULTILINE) == list(GUARDS)


def test_every_mode_has_a_sample_that_falls_and_one_that_holds(statements: Statements) -> None:
    falls = {slug: [name for name, said in statements.items() if set(said[slug]) <= FALLEN] for slug in SLUGS}
    holds = {slug: [name for name, said in statements.items() if said[slug] == ("held",)] for slug in SLUGS}
    assert [slug for slug in SLUGS if not falls[slug] or not holds[slug]] == []


def test_modes_that_no_sample_tells_apart_have_their_stated_reason(statements: Statements) -> None:
    alike = {
        (one, other)
        for one, other in combinations(SLUGS, 2)
        if all(set(said[one]) & set(said[other]) for said in statements.values())
    }
    for one, other in sorted(alike):
        print(f"never differ in verdict: {one}, {other}")
    rows = re.findall(r"^\| `([\w-]+)` \| `([\w-]+)` \| (.{60,}) \|$", PAGE.read_text(), re.MULTILINE)
    assert {(one, other) for one, other, _ in rows} == alike
