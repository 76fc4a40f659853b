"""A scorecard from the first click to the seal, and what happens when two windows or a removed seat come in between."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.board.actions import leave_panel
from seatrial.loop.openings.models import Seat
from seatrial.loop.people.models import User
from seatrial.loop.rubric.actions import first_version
from seatrial.loop.scorecard import rules
from seatrial.loop.scorecard.models import Scorecard
from seatrial.loop.scorecard.rules import panel_state
from tests.loop.conftest import Loop
from tests.loop.scorecard.conftest import filled_card, sealed_card

pytestmark = pytest.mark.django_db
CRITERIA = ("engineering", "model_output", "prompt_hardening", "evaluation", "awareness")


def everything(edition: int, **changes: str) -> dict[str, str]:
    posted = {"edition": str(edition)}
    for key in CRITERIA:
        posted |= {f"{key}-pick": "3", f"{key}-note": f"Note on {key}."}
    posted |= {
        "awareness-evidence-0-kind": "case",
        "awareness-evidence-0-where": "stale-document/2",
        "awareness-evidence-0-words": "Presented last year's price as this year's.",
        "awareness-evidence-1-kind": "quote",
        "awareness-evidence-1-where": "",
        "awareness-evidence-1-words": "",
    }
    return posted | changes


def opened(client: Client, loop: Loop, user: User) -> Scorecard:
    stage = loop.stages["takehome"]
    client.post(f"/candidates/{loop.ann.blind_uid}/stages/{stage.uid}/scorecard/")
    return Scorecard.objects.get(author=user, candidacy=loop.ann, stage=stage)


def test_a_panelist_opens_fills_reads_through_and_seals(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    assert client.get(f"/scorecards/{card.uid}/").status_code == HTTPStatus.OK
    saved = client.post(f"/scorecards/{card.uid}/save/", everything(0) | {"then": "summary"})
    assert (saved.status_code, saved["Location"]) == (302, f"/scorecards/{card.uid}/summary/")
    summary = client.get(saved["Location"]).content.decode()
    assert "Note on awareness." in summary
    assert "What sealing means" in summary
    client.post(f"/scorecards/{card.uid}/seal/", {"edition": "1"})
    card.refresh_from_db()
    takehome_only.ann.refresh_from_db()
    assert card.sealed_at is not None
    assert rules.seal_holds(card)
    assert takehome_only.ann.rubric_version == card.rubric_version == takehome_only.opening.rubric_version
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["scorecard opened", "scorecard sealed"]


def test_what_was_typed_is_stored_as_it_was_typed(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    client.post(f"/scorecards/{card.uid}/save/", everything(0, **{"awareness-note": "One.\r\nTwo."}))
    stored = rules.filled_in(card)["awareness"]
    evidence = {
        "kind": "case",
        "where": "stale-document/2",
        "words": "Presented last year's price as this year's.",
    }
    assert (stored.level, stored.note, stored.evidence) == (3, "One.\nTwo.", (evidence,))


def test_reliability_stands_first_unless_the_stage_says_otherwise(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    stage = takehome_only.stages["takehome"]
    orders = []
    for first in (True, False):
        stage.reliability_first = first
        stage.save()
        page = client.get(f"/scorecards/{card.uid}/").content.decode()
        orders.append(page.index('name="engineering-note"') > page.index('name="awareness-note"'))
    assert orders == [True, False]


def test_an_incomplete_scorecard_is_not_sealed_and_says_what_it_needs(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    without = everything(0, **{"evaluation-note": "", "engineering-pick": ""})
    client.post(f"/scorecards/{card.uid}/save/", without)
    refused = client.post(f"/scorecards/{card.uid}/seal/", {"edition": "1"})
    card.refresh_from_db()
    assert (refused.status_code, card.sealed_at, card.seal) == (HTTPStatus.CONFLICT, None, "")
    assert "Not yet complete: Evaluation, Engineering." in refused.content.decode()


def test_the_second_of_two_windows_is_told_and_keeps_what_was_typed(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    save = f"/scorecards/{card.uid}/save/"
    client.post(save, everything(0, **{"awareness-note": "From the first window."}))
    second = client.post(save, everything(0, **{"awareness-note": "From the second window.", "awareness-pick": "1"}))
    page = second.content.decode()
    assert second.status_code == HTTPStatus.CONFLICT
    assert "From the second window.</textarea>" in page
    assert "From the first window." in page
    assert rules.filled_in(card)["awareness"].note == "From the first window."
    again = everything(1, **{"awareness-note": "From the second window.", "awareness-pick": "1"})
    assert client.post(save, again).status_code == HTTPStatus.FOUND
    assert rules.filled_in(card)["awareness"].note == "From the second window."


def test_an_autosave_whose_answer_was_lost_is_no_conflict(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    answers = [
        client.post(f"/scorecards/{card.uid}/save/", everything(0), headers={"accept": "application/json"})
        for _ in range(2)
    ]
    assert [(one.status_code, one.json()["edition"]) for one in answers] == [(200, 1), (200, 1)]


def test_an_autosave_from_a_second_window_is_told(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    client.post(f"/scorecards/{card.uid}/save/", everything(0))
    late = everything(0, **{"awareness-pick": "1"})
    told = client.post(f"/scorecards/{card.uid}/save/", late, headers={"accept": "application/json"})
    assert (told.status_code, told.json()["changed"]) == (HTTPStatus.CONFLICT, True)


def test_one_field_alone_can_be_saved_and_leaves_the_others(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = filled_card(takehome_only, "takehome", bo)
    posted = {"edition": str(card.edition), "awareness-pick": "1", "awareness-note": "Alone."}
    client.post(f"/scorecards/{card.uid}/save/", posted)
    now = rules.filled_in(card)
    assert {key: now[key].level for key in CRITERIA} == dict.fromkeys(CRITERIA, 3) | {"awareness": 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("awareness-pick", "5"),
        ("awareness-pick", "x"),
        ("awareness-note", "n" * 20_001),
        ("awareness-note", "with a \x00"),
        ("awareness-evidence-0-where", "w" * 301),
        ("awareness-evidence-0-kind", "rumour"),
        ("edition", "x"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_kept_on_the_page(takehome_only, bo, signed_in, name, value) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    refused = client.post(f"/scorecards/{card.uid}/save/", everything(0) | {name: value})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Note on model_output." in refused.content.decode()
    assert Scorecard.objects.get(pk=card.pk).edition == 0


def test_a_sealed_scorecard_takes_no_save_and_shows_what_was_typed(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = sealed_card(takehome_only, "takehome", bo)
    before = rules.sealed_content(card)
    late = everything(card.edition, **{"awareness-note": "Too late."})
    refused = client.post(f"/scorecards/{card.uid}/save/", late)
    card.refresh_from_db()
    assert (refused.status_code, rules.sealed_content(card)) == (HTTPStatus.CONFLICT, before)
    assert "Too late." in refused.content.decode()
    assert client.get(f"/scorecards/{card.uid}/")["Location"] == f"/scorecards/{card.uid}/summary/"
    assert client.post(f"/scorecards/{card.uid}/seal/", {"edition": card.edition}).status_code == HTTPStatus.FOUND


def test_who_lost_the_seat_keeps_the_words_and_stores_nothing(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    Seat.objects.filter(user=bo).update(removed_at=timezone.now())
    refused = client.post(f"/scorecards/{card.uid}/save/", everything(0))
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "Note on awareness." in refused.content.decode()
    assert (rules.filled_in(card), client.get(f"/scorecards/{card.uid}/").status_code) == ({}, HTTPStatus.FOUND)


def test_a_withdrawn_candidate_is_no_longer_scored(takehome_only, bo, signed_in) -> None:
    client = signed_in(bo)
    card = filled_card(takehome_only, "takehome", bo)
    takehome_only.ann.withdrawn_at = timezone.now()
    takehome_only.ann.save()
    refused = client.post(f"/scorecards/{card.uid}/seal/", {"edition": card.edition})
    card.refresh_from_db()
    assert (refused.status_code, card.sealed_at) == (HTTPStatus.CONFLICT, None)


def test_a_stage_that_is_not_reached_is_not_scored(loop, bo, signed_in) -> None:
    stage = loop.stages["review"]
    answer = signed_in(bo).post(f"/candidates/{loop.ann.uid}/stages/{stage.uid}/scorecard/")
    assert answer["Location"] == f"/candidates/{loop.ann.uid}/stages/{stage.uid}/"
    assert not Scorecard.objects.exists()


@pytest.mark.parametrize("rest", ["", "summary/"])
@pytest.mark.parametrize("who", ["bea", "cy", "dee", "eve", None])
def test_a_scorecard_has_no_page_for_anybody_else(takehome_only, bo, signed_in, who, rest, request) -> None:
    card = sealed_card(takehome_only, "takehome", bo)
    answer = signed_in(request.getfixturevalue(who) if who else None).get(f"/scorecards/{card.uid}/{rest}")
    assert answer.status_code == (HTTPStatus.NOT_FOUND if who else HTTPStatus.FOUND)


@pytest.mark.parametrize("which", ["scorecard", "summary", "stage", "grading", "flag", "peers", "work"])
def test_a_blind_stage_shows_the_alias_alone(takehome_only, bo, signed_in, which) -> None:
    card = filled_card(takehome_only, "takehome", bo)
    stage, ann = takehome_only.stages["takehome"], takehome_only.ann
    of_stage = f"/candidates/{ann.blind_uid}/stages/{stage.uid}/"
    path = {
        "scorecard": f"/scorecards/{card.uid}/",
        "summary": f"/scorecards/{card.uid}/summary/",
        "stage": of_stage,
        "grading": f"/stages/{stage.uid}/grading/awareness/",
        "flag": f"{of_stage}flags/new/",
        "peers": f"{of_stage}scorecards/",
        "work": "/work/",
    }[which]
    answer = signed_in(bo).get(path)
    whole = f"{answer.headers}{answer.content.decode()}"
    assert (answer.status_code, ann.alias in whole) == (HTTPStatus.OK, True)
    assert [one for one in (ann.name, "Ann", "Archer", ann.email, ann.uid) if one in whole] == []


@pytest.mark.parametrize("stage", ["screen", "takehome"])
def test_a_stage_that_is_not_blind_shows_the_name(loop, bo, signed_in, stage) -> None:
    card = filled_card(loop, stage, bo)
    page = signed_in(bo).get(f"/scorecards/{card.uid}/").content.decode()
    assert (loop.ann.name in page) == (stage == "screen")


def test_who_is_taken_out_in_mid_panel_is_told_and_loses_nothing_they_typed(
    takehome_only, bo, bea, cy, signed_in
) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    leave_panel(Seat.objects.get(stage=takehome_only.stages["takehome"], user=bo), by=cy)
    typed = everything(card.edition, **{"awareness-note": "Names what it cannot do."})
    saved = client.post(f"/scorecards/{card.uid}/save/", typed)
    assert saved.status_code == HTTPStatus.CONFLICT
    said = saved.content.decode()
    assert [words in said for words in ("You cannot score this candidate any more", "Names what it")] == [True, True]
    assert client.post(f"/scorecards/{card.uid}/seal/", {"edition": card.edition}).status_code == HTTPStatus.CONFLICT
    card.refresh_from_db()
    assert (card.sealed_at, card.void_at is None, card.entries.count()) == (None, False, 0)
    sealed_card(takehome_only, "takehome", bea)
    assert panel_state(takehome_only.ann, takehome_only.stages["takehome"]).is_open


def test_a_rubric_that_changes_in_mid_loop_leaves_a_begun_scorecard_as_it_was(takehome_only, bo, cy, signed_in) -> None:
    client = signed_in(bo)
    card = opened(client, takehome_only, bo)
    before = takehome_only.opening.rubric_version
    takehome_only.opening.rubric_version = first_version(cy)
    takehome_only.opening.save()
    page = client.get(f"/scorecards/{card.uid}/").content.decode()
    assert f"rubric: {before}" in page
    sealed = sealed_card(takehome_only, "takehome", bo)
    assert (sealed.pk, sealed.rubric_version) == (card.pk, before)
