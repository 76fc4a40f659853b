"""The room: who enters, what is noted, and that nothing that was noted changes."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.candidacy.actions import withdraw
from seatrial.loop.evidence.actions import LostClaim, claim
from seatrial.loop.evidence.models import Run, Submission
from seatrial.loop.live.actions import (
    NothingToRun,
    NotOpen,
    RunAlready,
    close_session,
    open_session,
    predict,
    write_down,
)
from seatrial.loop.live.models import Prediction
from seatrial.loop.live.rules import IDLE, Room, choices, is_over, predictions_of, room_of, waiting_in
from seatrial.loop.live.tally import Tally
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.models import User
from seatrial.loop.takehome.models import Use
from tests.loop.conftest import Loop, SignIn
from tests.loop.evidence_report import telling_report

pytestmark = pytest.mark.django_db
CASE = "wrong-value-persists/1"
RESULT = telling_report()["cases"][0]


@pytest.fixture
def submission(loop: Loop) -> Submission:
    return Submission.objects.create(candidacy=loop.ann, file_name="a.zip", size=1, handed_in_at=timezone.now())


@pytest.fixture
def session(loop: Loop, submission: Submission, bo: User) -> Run:
    assert submission.handed_in_at
    return open_session(loop.ann, by=bo)


@pytest.mark.django_db(transaction=True)
def test_each_session_is_dealt_a_world_of_its_own_by_the_ledger(loop: Loop, session: Run, bo: User, bea: User) -> None:
    assert open_session(loop.ann, by=bea) == session
    close_session(session, by=bo)
    second = open_session(loop.ann, by=bo)
    used = [{"purpose": "live", "seed": run.seed, "candidate": loop.ann.uid} for run in (second, session)]
    assert list(Use.objects.values("purpose", "seed", "candidate")) == used


def note(loop: Loop, run: Run, by: User, **changed: Any) -> Prediction:
    said = {"case": CASE, "typed": "", "expected": "held", "words": "It checks."} | changed
    return predict(run, loop.stages["review"], **said, by=by)


def address(name: str, loop: Loop, *more: str) -> str:
    return reverse(name, args=[loop.ann.uid, loop.stages["review"].uid, *more])


def test_nothing_handed_in_is_nothing_to_run(loop: Loop, bo: User) -> None:
    Submission.objects.create(candidacy=loop.ann, file_name="a.zip", size=1)
    with pytest.raises(NothingToRun):
        open_session(loop.ann, by=bo)


@pytest.mark.django_db(transaction=True)
def test_a_submission_has_one_open_session(loop: Loop, session: Run, bea: User) -> None:
    assert open_session(loop.ann, by=bea) == session
    close_session(session, by=bea)
    assert open_session(loop.ann, by=bea) != session


def test_a_prediction_is_written_down_once_by_who_holds_the_session(loop: Loop, session: Run, bo: User) -> None:
    noted = note(loop, session, bo)
    held = claim("one", (Run.Kind.LIVE,))
    assert held is not None
    assert waiting_in(held) == noted
    write_down(noted, held, RESULT)
    assert waiting_in(held) is None
    with pytest.raises(LostClaim):
        write_down(noted, held, RESULT | {"verdict": "held"})
    shown = predictions_of(loop.ann, loop.stages["review"])[0]
    assert (shown.evidence is not None and shown.evidence.verdict, shown.as_said, shown.lost) == (
        "silent",
        False,
        False,
    )


def test_who_lost_the_session_writes_nothing_down(loop: Loop, session: Run, bo: User) -> None:
    noted = note(loop, session, bo)
    held = claim("one", (Run.Kind.LIVE,))
    assert held is not None
    close_session(session, by=bo)
    with pytest.raises(LostClaim):
        write_down(noted, held, RESULT)
    assert [one.lost for one in predictions_of(loop.ann, loop.stages["review"])] == [True]


def test_an_input_is_run_once_in_a_session_but_words_of_ones_own_any_time(loop: Loop, session: Run, bo: User) -> None:
    note(loop, session, bo)
    with pytest.raises(RunAlready):
        note(loop, session, bo, expected="silent")
    typed = [note(loop, session, bo, typed="Who are you?") for _ in range(2)]
    assert [one.shown for one in typed] == ["Who are you?"] * 2
    assert [one.used for one in choices(session, "wrong-value-persists")] == [True, False]


def test_a_closed_session_takes_no_predictions(loop: Loop, session: Run, bo: User) -> None:
    close_session(session, by=bo)
    with pytest.raises(NotOpen):
        note(loop, session, bo)


def test_what_was_typed_for_a_closed_session_is_shown_again(
    loop: Loop, session: Run, bo: User, signed_in: SignIn
) -> None:
    close_session(session, by=bo)
    there = address("room-predict", loop, "wrong-value-persists")
    typed = {"case": "typed", "typed": "Who <b>are</b> you?", "expected": "held", "words": "It declines."}
    page = signed_in(bo).post(there, typed)
    assert page.status_code == 409
    assert "Who &lt;b&gt;are&lt;/b&gt; you?" in page.text
    assert "It declines." in page.text
    assert not session.predictions.exists()


def test_a_session_is_over_when_its_candidate_withdraws(loop: Loop, session: Run) -> None:
    assert not is_over(session)
    withdraw(loop.ann, by=loop.ann)
    assert is_over(session)


def test_a_session_that_nobody_uses_is_over(loop: Loop, session: Run, bo: User) -> None:
    assert not is_over(session)
    session.queued_at = timezone.now() - 2 * IDLE
    assert is_over(session)
    note(loop, session, bo)
    assert not is_over(session)


def test_the_panel_shares_what_was_noted(loop: Loop, session: Run, bo: User, bea: User, signed_in: SignIn) -> None:
    noted = note(loop, session, bo)
    Prediction.objects.filter(pk=noted.pk).update(ran_at=timezone.now(), result=RESULT)
    shown = signed_in(bea).get(address("room", loop)).content.decode()
    assert "It checks." in shown
    assert "noted by Bo Berg" in shown
    assert "Within 52 days." in shown
    assert "<strong>0 of 1</strong> came out as said; 1 came out differently, 1 of them said to hold" in shown


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(
    loop: Loop, session: Run, bo: User, signed_in: SignIn
) -> None:
    there = address("room-predict", loop, "wrong-value-persists")
    answer = signed_in(bo).post(there, {"case": "typed", "words": "It says no."})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Type what is to be asked." in shown
    assert "“they do not know” included" in shown
    assert "It says no." in shown
    assert not session.predictions.exists()


def test_words_beside_another_choice_are_not_dropped(loop: Loop, session: Run, bo: User, signed_in: SignIn) -> None:
    there = address("room-predict", loop, "wrong-value-persists")
    answer = signed_in(bo).post(there, {"case": CASE, "typed": "Who are you?", "expected": "held"})
    assert (answer.status_code, session.predictions.exists()) == (422, False)
    assert "to ask this, or take it out" in answer.content.decode()


def test_noting_is_a_form_that_works_without_scripts(loop: Loop, session: Run, bo: User, signed_in: SignIn) -> None:
    there = address("room-predict", loop, "wrong-value-persists")
    answer = signed_in(bo).post(there, {"case": CASE, "expected": "silent"})
    assert (answer.status_code, answer["Location"]) == (302, address("room", loop))
    kept = session.predictions.get()
    assert (kept.case, kept.typed, kept.expected, kept.by, kept.candidacy) == (CASE, "", "silent", bo, loop.ann)
    assert kept.shown == choices(session, "wrong-value-persists")[0].shown


def test_a_part_of_the_page_is_what_htmx_gets(loop: Loop, session: Run, bo: User, signed_in: SignIn) -> None:
    note(loop, session, bo)
    part = signed_in(bo).get(address("room", loop) + "?part=outcomes", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<section id="outcomes"')
    assert "every 400ms" in part


def test_only_a_review_has_a_room(loop: Loop, cy: User, signed_in: SignIn) -> None:
    there = reverse("room", args=[loop.ann.uid, loop.stages["discussion"].uid])
    assert signed_in(cy).get(there).status_code == 404


def test_a_blind_review_knows_the_alias_alone(loop: Loop, session: Run, bo: User, signed_in: SignIn) -> None:
    note(loop, session, bo)
    review = loop.stages["review"]
    review.blind = True
    review.save()
    assert signed_in(bo).get(address("room", loop)).status_code == 404
    there = reverse("room", args=[loop.ann.uid_in(review), review.uid])
    shown = signed_in(bo).get(there).content.decode()
    assert "Candidate Heron" in shown
    assert re.findall(r"\bAnn\b", shown) == []


def test_a_room_costs_the_same_with_three_predictions_as_with_one(
    loop: Loop, session: Run, bo: User, signed_in: SignIn
) -> None:
    client, counts = signed_in(bo), []
    for typed in ("a", "b", "c"):
        note(loop, session, bo, typed=typed)
        with CaptureQueriesContext(
            connection,
        ) as made:
            client.get(address("room", loop))
        counts.append(len(made))
    assert counts[0] == counts[2]


def test_the_debrief_counts_what_was_predicted_for_who_was_in_the_room(
    loop: Loop, session: Run, bo: User, bea: User, dee: User
) -> None:
    noted = note(loop, session, bo)
    Prediction.objects.filter(pk=noted.pk).update(ran_at=timezone.now(), result=RESULT)
    found = [room_of(who, loop.ann) for who in (bea, dee)]
    assert found == [Room(loop.stages["review"], Tally(judged=1, trusted=1)), None]
    Prediction.objects.all().delete()
    assert room_of(bea, loop.ann) is None


@pytest.mark.parametrize("blind", [True, False])
def test_a_blind_room_shows_no_name_in_what_came_back(
    loop: Loop, session: Run, bo: User, signed_in: SignIn, blind: bool
) -> None:
    noted = note(loop, session, bo)
    told = json.loads(json.dumps(RESULT).replace("Within 52 days.", "Ann Archer says 52 days."))
    Prediction.objects.filter(pk=noted.pk).update(ran_at=timezone.now(), result=told)
    Run.objects.filter(pk=session.pk).update(state="refused", words="No such file: /home/ann-archer/app.py")
    Stage.objects.filter(kind="review").update(blind=blind)
    uid = loop.ann.blind_uid if blind else loop.ann.uid
    page = signed_in(bo).get(reverse("room", args=[uid, loop.stages["review"].uid])).text.lower()
    assert ("archer" in page, "[name] says 52 days." in page, "/home/[name]/app.py" in page) == (
        not blind,
        blind,
        blind,
    )
