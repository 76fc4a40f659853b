"""The notes against what was tried: one's own ticks, sealed with one's scorecard, in the debrief afterwards."""

import pytest
from django.test import Client
from msgspec import structs

from seatrial.bench.report.report import Notes
from seatrial.loop.evidence.models import Trial
from seatrial.loop.people.models import User
from seatrial.loop.report.proposal import proposals
from seatrial.loop.scorecard.models import Scorecard, Tick
from tests.loop.conftest import Loop, SignIn
from tests.loop.evidence_report import TELLING
from tests.loop.scorecard.conftest import sealed_card, seated_only_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_the_takehome(loop: Loop) -> None:
    seated_only_in(loop, "takehome")


def tick(client: Client, trial: Trial, value: str, **headers: str) -> tuple[int, str]:
    answer = client.post(f"/trials/{trial.blind_uid}/notes/", {"tick": value}, headers=headers)
    return answer.status_code, answer.content.decode()


def ticks() -> list[tuple[str, str, str]]:
    return list(Tick.objects.order_by("pk").values_list("scorecard__author__name", "mode", "stand"))


def test_a_tick_is_made_changed_and_taken_back(signed_in: SignIn, bo: User, trial: Trial) -> None:
    client = signed_in(bo)
    assert tick(client, trial, "wrong-value:handled")[0] == 302
    tick(client, trial, "wrong-value:left")
    assert ticks() == [("Bo Berg", "wrong-value", "left")]
    status, part = tick(client, trial, "wrong-value:", hx_request="true")
    assert (status, "<html" in part, "0 of 2 modes ticked" in part, ticks()) == (200, False, True, [])


@pytest.mark.parametrize("value", ["", "no-such-mode:left", "wrong-value:perhaps"])
def test_what_cannot_be_ticked_is_not_found(signed_in: SignIn, bo: User, trial: Trial, value: str) -> None:
    assert tick(signed_in(bo), trial, value)[0] == 404


def test_a_proposal_is_shown_and_is_no_tick(signed_in: SignIn, bo: User, trial: Trial) -> None:
    page = signed_in(bo).get(f"/trials/{trial.blind_uid}/notes/").content.decode()
    assert "Proposed by its words, not yet yours: <strong>named and handled</strong>" in page
    assert ("0 of 2 modes ticked" in page, ticks(), Scorecard.objects.count()) == (True, [], 0)


def test_ticks_are_their_authors_alone_until_the_panel_is_complete(
    signed_in: SignIn, bo: User, bea: User, cy: User, trial: Trial, loop: Loop
) -> None:
    tick(signed_in(bo), trial, "wrong-value:left")
    for other in (bea, cy):
        page = signed_in(other).get(f"/trials/{trial.blind_uid}/notes/").content.decode()
        assert "0 of 2 modes ticked" in page
    sealed_card(loop, "takehome", bo)
    debrief = f"/candidates/{loop.ann.blind_uid}/debrief/"
    assert "What the candidate named" not in signed_in(bea).get(debrief).content.decode()
    tick(signed_in(bea), trial, "wrong-value:not_named")
    sealed_card(loop, "takehome", bea)
    for reader in (bo, bea, cy):
        page = signed_in(reader).get(debrief).content.decode()
        assert "Bo Berg: named and left; Bea Baum: not named" in page


def test_after_sealing_nothing_is_ticked_any_more(signed_in: SignIn, bo: User, trial: Trial, loop: Loop) -> None:
    tick(signed_in(bo), trial, "wrong-value:left")
    sealed_card(loop, "takehome", bo)
    assert tick(signed_in(bo), trial, "wrong-value:handled", hx_request="true")[0] == 409
    assert ticks() == [("Bo Berg", "wrong-value", "left")]
    page = signed_in(bo).get(f"/trials/{trial.blind_uid}/notes/").content.decode()
    assert ("1 of 2 modes ticked" in page, 'name="tick"' in page) == (True, False)


def test_a_submission_without_notes_says_what_to_do_next(signed_in: SignIn, bo: User, trial: Trial) -> None:
    trial.report = {**trial.report, "notes": None}
    trial.save()
    page = signed_in(bo).get(f"/trials/{trial.blind_uid}/notes/").content.decode()
    assert "The submission came without notes" in page


@pytest.mark.parametrize(
    ("notes", "stand"),
    [
        ("1. It makes up a number: checked in guards.py", "handled"),
        ("1. It makes up a number. Not handled.", "left"),
        ("## Known problems\n- It may make up a value, we retry once.", "left"),
        ("## Handled\n- Hallucinations", "handled"),
        ("- Hallucinations", ""),
        ("- Slow days", None),
    ],
)
def test_what_is_proposed_is_what_the_words_say(notes: str, stand: str | None) -> None:
    found = proposals(structs.replace(TELLING, notes=Notes(file="NOTES.md", text=notes))).get("wrong-value")
    assert (found and found.stand) == stand
