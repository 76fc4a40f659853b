"""After the trial a worker compares what was handed in with the starter and others; the lead reads the passages."""

import threading
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from seatrial.kit.pack import PARTS
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence import evening as evenings
from seatrial.loop.evidence.comparing import claim_comparison
from seatrial.loop.evidence.models import Comparison, Likeness, Run, Submission
from seatrial.loop.evidence.store import store
from seatrial.loop.openings.models import Membership, Seat
from seatrial.loop.people.models import User
from seatrial.loop.record.actions import erase
from seatrial.loop.worker.compare import compare_one
from seatrial.loop.worker.scratch import scratch
from tests.intake.hostile import zipped
from tests.loop.conftest import Loop, SignIn, briefed, make_loop
from tests.loop.evidence.test_evidence_similarity import PASSAGE, RENAMED, unlike

pytestmark = pytest.mark.django_db
STARTER = (PARTS / "docqa" / "starter" / "app.py").read_bytes()


def handed_in(loop: Loop, name: str, app: str, archive: bytes | None = None) -> Submission:
    candidacy = Candidacy.objects.create(
        opening=loop.opening,
        name=name,
        email=f"{name}@example.com",
        alias=f"Candidate {name}",
        stage=loop.stages["takehome"],
    )
    packed = archive or zipped(("app.py", app.encode()), ("starter.py", STARTER))
    sent = evenings.send(evenings.begin(briefed(candidacy)), store([packed]), file_name="x.zip")
    evenings.hand_in(sent, told_minutes=100)
    return sent


def trials_are_over() -> None:
    Run.objects.update(state="done")


def compare_all() -> None:
    trials_are_over()
    while compare_one(threading.Event()):
        pass


@pytest.fixture
def two(loop: Loop) -> tuple[Submission, Submission]:
    first = handed_in(loop, "Al", unlike(1) + "\n" + PASSAGE)
    second = handed_in(loop, "Ben", RENAMED + unlike(2))
    compare_all()
    return first, second


def test_it_waits_for_the_trial_and_is_done_once(loop: Loop) -> None:
    sent = handed_in(loop, "Al", PASSAGE)
    assert claim_comparison() is None
    compare_all()
    made = Comparison.objects.get(submission=sent)
    assert (made.finished_at is not None, made.compared, claim_comparison()) == (True, 0, None)
    assert 0.5 < (made.from_starter or 0) < 1
    assert list(scratch().glob("*")) == []


def test_the_later_is_compared_with_the_earlier_and_both_pages_show_the_passages(
    two: tuple[Submission, Submission], cy: User, signed_in: SignIn
) -> None:
    first, second = two
    only = Likeness.objects.get()
    assert (only.submission, only.other, len(only.passages)) == (second, first, 1)
    lead = signed_in(cy)
    for mine, other, came in ((first, "Ben", "handed in after this one"), (second, "Al", "handed in before this one")):
        page = lead.get(reverse("candidate-alike", args=[mine.candidacy.uid])).content.decode()
        assert [
            words
            for words in (other, came, "def answer(question", "def answer(q", "stands in the starter kit")
            if words not in page
        ] == []
    assert (
        reverse("candidate-alike", args=[first.candidacy.uid])
        in lead.get(reverse("candidate", args=[first.candidacy.uid])).content.decode()
    )


def test_nobody_who_scores_sees_it(
    loop: Loop, two: tuple[Submission, Submission], cy: User, bo: User, eve: User, signed_in: SignIn
) -> None:
    address = reverse("candidate-alike", args=[two[0].candidacy.uid])
    Membership.objects.create(opening=loop.opening, user=eve)
    Seat.objects.create(stage=loop.stages["takehome"], user=eve)
    assert [signed_in(who).get(address).status_code for who in (bo, eve, cy)] == [404, 404, 200]
    for stage in loop.stages.values():
        page = signed_in(bo).get(reverse("stage", args=[two[0].candidacy.uid, stage.uid]), follow=True).content.decode()
        assert "Ben" not in page


def test_of_an_opening_that_one_does_not_lead_the_share_alone_is_shown(
    loop: Loop, cy: User, eve: User, bo: User, signed_in: SignIn
) -> None:
    handed_in(make_loop(lead=eve, panel=(bo,), title="Other"), "Zoe", PASSAGE)
    mine = handed_in(loop, "Al", PASSAGE)
    compare_all()
    page = signed_in(cy).get(reverse("candidate-alike", args=[mine.candidacy.uid])).content.decode()
    assert ("Somebody in another opening" in page, "Zoe" in page, "def answer" in page) == (True, False, False)


def test_an_archive_that_cannot_be_read_is_said_to_be_so_and_stops_nobody(
    loop: Loop, cy: User, signed_in: SignIn
) -> None:
    broken = handed_in(loop, "Al", "", archive=b"no archive at all")
    good = handed_in(loop, "Ben", PASSAGE)
    compare_all()
    assert Comparison.objects.get(submission=broken).from_starter is None
    assert (Comparison.objects.get(submission=good).from_starter or 0) > 0
    page = signed_in(cy).get(reverse("candidate-alike", args=[broken.candidacy.uid])).content.decode()
    assert "It could not be compared" in page


def test_what_a_dead_worker_left_is_taken_up_and_given_up_after_three(loop: Loop) -> None:
    handed_in(loop, "Al", PASSAGE)
    trials_are_over()
    attempts = []
    for _ in range(4):
        claimed = claim_comparison()
        attempts.append(claimed.attempts if claimed else None)
        Comparison.objects.update(claimed_at=timezone.now() - timedelta(minutes=6))
    assert attempts == [1, 2, 3, None]
    assert Comparison.objects.get().finished_at is not None


def test_erasing_either_takes_the_passages_of_both(two: tuple[Submission, Submission], cy: User) -> None:
    erase(two[0].candidacy, by=cy)
    assert Likeness.objects.count() == 0
