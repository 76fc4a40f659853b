"""The guides as pages: on their own, and beside the scorecard."""

import pytest
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.evidence.models import Trial
from seatrial.loop.guide.evidence import Noted
from seatrial.loop.guide.rules import noted_for
from seatrial.loop.openings.models import Seat, Stage
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.models import Scorecard, Tick
from tests.loop.conftest import Loop, SignIn
from tests.loop.evidence_report import QUESTION, telling_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial(loop: Loop) -> Trial:
    loop.ann.stage = loop.stages["discussion"]
    loop.ann.save()
    return Trial.objects.create(candidacy=loop.ann, report=telling_report(), finished_at=timezone.now())


def page(name: str, loop: Loop, kind: str, who: User, signed_in: SignIn, query: str = "") -> str:
    stage: Stage = loop.stages[kind]
    answer = signed_in(who).get(reverse(name, args=[loop.ann.uid_in(stage), stage.uid]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("trial")
@pytest.mark.parametrize("name", ["stage-guide", "stage"])
def test_the_review_guide_quotes_the_case_and_leads_to_its_replay(
    loop: Loop, bo: User, signed_in: SignIn, name: str
) -> None:
    shown = page(name, loop, "review", bo, signed_in)
    assert f"Somebody asked “{QUESTION}”, and after 0.6 s your feature answered “Within 52 days”." in shown
    assert "/cases/wrong-value/1/" in shown


@pytest.mark.usefixtures("trial")
def test_without_a_trial_the_guide_says_so(loop: Loop, bo: User, signed_in: SignIn) -> None:
    Trial.objects.all().delete()
    assert "There is no trial of this candidate’s submission yet" in page("stage-guide", loop, "review", bo, signed_in)


@pytest.mark.usefixtures("trial")
def test_a_stage_that_is_held_on_something_else_has_no_written_guide(loop: Loop, cy: User, signed_in: SignIn) -> None:
    stage = loop.stages["screen"]
    assert signed_in(cy).get(reverse("stage-guide", args=[loop.ann.uid, stage.uid])).status_code == 404


def test_what_is_assumed_can_be_changed(loop: Loop, trial: Trial, bo: User, signed_in: SignIn) -> None:
    spread = {"median": 2, "p95": 2, "largest": 2}
    numbers = {"questions": 1, "retries": 0} | dict.fromkeys(("calls", "tokens_in", "tokens_out", "seconds"), spread)
    trial.report["scale"] = {"baseline": numbers, "overall": numbers}
    trial.save()
    assert "200,000 calls" in page("stage-guide", loop, "discussion", bo, signed_in)
    assert "14 calls" in page("stage-guide", loop, "discussion", bo, signed_in, "?questions_a_day=7&times=1")
    wrong = page("stage-guide", loop, "discussion", bo, signed_in, "?times=many")
    assert "Enter a whole number." in wrong
    assert "200,000 calls" in wrong


def ticked(loop: Loop, who: User, stand: str) -> None:
    card = Scorecard.objects.create(
        candidacy=loop.ann,
        stage=loop.stages["takehome"],
        author=who,
        rubric_version=loop.opening.rubric_version,
        sealed_at=timezone.now(),
    )
    Tick.objects.create(scorecard=card, mode="wrong-value", stand=stand)


def test_the_guide_follows_ones_own_ticks_and_those_of_others_once_they_may_be_read(
    loop: Loop, trial: Trial, bo: User, bea: User
) -> None:
    assert trial.candidacy == loop.ann
    Seat.objects.exclude(stage=loop.stages["takehome"]).update(removed_at=timezone.now())
    ticked(loop, bea, "left")
    assert noted_for(bo, loop.ann) == {}
    ticked(loop, bo, "not_named")
    assert noted_for(bo, loop.ann) == {"wrong-value": Noted.NOT_NAMED}
    Tick.objects.filter(scorecard__author=bo).delete()
    assert noted_for(bo, loop.ann) == {"wrong-value": Noted.LEFT}
