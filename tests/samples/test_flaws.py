"""A submission with one flaw falls in the modes that show that flaw, and in no other."""

from pathlib import Path

import pytest

from seatrial.bench.modes import MODES
from seatrial.bench.plan import select

from .conftest import FLAWS, ONE_FLAW, WEAK, try_folder, verdicts, with_variable

pytestmark = [pytest.mark.samples, pytest.mark.sandbox]


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_shows_in_its_modes(flaw: str, tmp_path: Path) -> None:
    modes = select(MODES, FLAWS[flaw]["falls"], ())
    earned = verdicts(try_folder(with_variable(ONE_FLAW, f"FLAW={flaw}", tmp_path / flaw), modes=modes))
    assert list(earned) == [mode.slug for mode in modes]
    assert set(earned.values()) <= {"degraded", "loud", "silent"}


def test_without_a_flaw_nothing_falls_but_what_is_stated() -> None:
    earned = verdicts(try_folder(ONE_FLAW))
    assert sorted(slug for slug, verdict in earned.items() if verdict != "held") == sorted(WEAK)


@pytest.mark.slow
@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_shows_in_no_other_mode(flaw: str, tmp_path: Path) -> None:
    earned = verdicts(try_folder(with_variable(ONE_FLAW, f"FLAW={flaw}", tmp_path / flaw)))
    stated = {*FLAWS[flaw]["falls"], *FLAWS[flaw].get("may", ()), *WEAK}
    assert [slug for slug, verdict in earned.items() if verdict != "held" and slug not in stated] == []
