"""A name is what can be seen of it."""

import pytest

from seatrial.loop.candidacy.forms import CandidateForm
from seatrial.loop.forms import Name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann Archer ", "Ann Archer"),
        ("Ann\N{RIGHT-TO-LEFT OVERRIDE} Archer\N{ZERO WIDTH SPACE}", "Ann Archer"),
        ("\N{LEFT-TO-RIGHT ISOLATE}Ann", "Ann"),
        ("דנה לוי", "דנה לוי"),
        ("می\N{ZERO WIDTH NON-JOINER}خواهم", "می\N{ZERO WIDTH NON-JOINER}خواهم"),
    ],
)
def test_what_turns_or_hides_words_is_left_out(typed: str, kept: str) -> None:
    assert Name().clean(typed) == kept


def test_a_name_of_nothing_that_can_be_seen_is_none() -> None:
    form = CandidateForm({"name": "\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT OVERRIDE}", "email": ""})
    assert form.has_error("name", "required")
