"""A blind stage's texts do not name the candidate, and say everything else as it was."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.report.report import Report
from seatrial.loop.evidence.masking import MASK, Person, masked
from tests.loop.evidence_report import TELLING, telling_report

ANN = Person("Ann Kowalska", "ann@example.com")


@pytest.mark.parametrize(
    ("person", "text", "shown"),
    [
        (ANN, "Copyright 2026 Ann Kowalska", f"Copyright 2026 {MASK}"),
        (ANN, "by Kowalska, Ann", f"by {MASK}"),
        (ANN, "mail ANN@example.com or ann.kowalska@gmail.com", f"mail {MASK} or {MASK}"),
        (ANN, "github.com/annkowalska/docqa and @akowalska", f"github.com/{MASK}/docqa and @{MASK}"),
        (ANN, "/home/ann_kowalska/app.py", f"/home/{MASK}/app.py"),
        (ANN, "A. Kowalska wrote this; thanks, Ann.", f"{MASK} wrote this; thanks, {MASK}."),
        (ANN, "annotate the planner's annual answer", "annotate the planner's annual answer"),
        (Person("Mark Will", ""), "Will you mark this? Mark it.", "Will you mark this? Mark it."),
        (Person("Mark Will", ""), "by Mark Will (mark.will)", f"by {MASK} ({MASK})"),
        (Person("José Núñez", ""), "Jose Nunez and José Núñez", f"{MASK} and {MASK}"),
        (Person("Li Bo", "libo@example.org"), "Li Bo, libo@example.org, a Bo tree", f"{MASK}, {MASK}, a Bo tree"),
        (Person("", ""), "Nobody in particular", "Nobody in particular"),
    ],
)
def test_what_names_somebody_is_masked_and_nothing_else(person: Person, text: str, shown: str) -> None:
    assert masked(text, person) == shown


def test_texts_are_masked_wherever_they_stand_and_numbers_stay() -> None:
    value = {"events": [{"text": "I am Ann Kowalska", "at": 1.5, "fault": None}]}
    assert masked(value, ANN) == {"events": [{"text": f"I am {MASK}", "at": 1.5, "fault": None}]}


def test_somebody_named_like_a_verdict_breaks_no_report() -> None:
    shown = masked(telling_report(), Person("Silent Held", "correct@example.com"))
    assert msgspec.convert(shown, Report).modes == TELLING.modes


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=200))
def test_no_name_makes_it_stumble_and_a_whole_address_never_shows(name: str, local: str, text: str) -> None:
    email = f"{local}@example.com" if local.isalnum() and local.isascii() else ""
    shown = masked(f"{text} {email} {text}", Person(name, email))
    assert not email or f" {email} " not in shown
