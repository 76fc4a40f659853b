"""Each guard of `dependable` is worth what its guards.toml says: without it those modes fall, and no other verdict moves."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from .conftest import DEPENDABLE, GUARDS, TrySample, try_folder, verdicts, with_variable

HIDDEN = [name for name, said in GUARDS.items() if "together_with" in said]
pytestmark = [pytest.mark.samples, pytest.mark.sandbox, pytest.mark.slow]


def without(guards: Sequence[str], folder: Path) -> dict[str, str]:
    return verdicts(try_folder(with_variable(DEPENDABLE, f"GUARDS_OFF={','.join(guards)}", folder)))


def moved(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    return {slug: verdict for slug, verdict in after.items() if verdict != before[slug]}


@pytest.mark.parametrize("guard", GUARDS)
def test_without_a_guard_exactly_its_modes_fall(guard: str, tmp_path: Path, try_sample: TrySample) -> None:
    off = (guard, *GUARDS[guard].get("together_with", ()))
    fallen = moved(try_sample("dependable"), without(off, tmp_path / "dependable"))
    assert sorted(fallen) == sorted(GUARDS[guard]["falls"])
    assert set(fallen.values()) <= {"degraded", "loud", "silent"}


@pytest.mark.parametrize("guard", HIDDEN)
def test_a_guard_behind_another_moves_nothing_alone(guard: str, tmp_path: Path, try_sample: TrySample) -> None:
    assert moved(try_sample("dependable"), without((guard,), tmp_path / "dependable")) == {}
