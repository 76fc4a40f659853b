"""The lead sees how runs stand, calls them off, tries them again; what breaks on our side is never the candidate's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.evidence import evening as evenings
from seatrial.loop.evidence.actions import broke, claim, finish, keep, refuse
from seatrial.loop.evidence.models import Run, Submission, Trial
from seatrial.loop.evidence.standing import runs_of
from seatrial.loop.evidence.store import store
from seatrial.loop.openings.models import Membership
from seatrial.loop.people.actions import make_link
from seatrial.loop.people.models import Link, User
from seatrial.loop.people.rules import token_of
from tests.loop.conftest import Loop, SignIn, briefed
from tests.loop.evidence_report import small_report

pytestmark = pytest.mark.django_db
WORDS = "The sandbox could not be started: no space left on device"


@pytest.fixture
def submission(loop: Loop) -> Submission:
    """Return what Ann sent; a check of it is owed."""
    return evenings.send(evenings.begin(briefed(loop.ann)), store([b"an archive"]), file_name="feature.zip")


@pytest.fixture
def trial_run(submission: Submission) -> Run:
    """Return the trial that is owed once Ann has handed in and her check is done."""
    finish(claimed(), small_report())
    return evenings.hand_in(submission, told_minutes=100)


@pytest.fixture
def lead(signed_in: SignIn, cy: User) -> Client:
    return signed_in(cy)


def claimed() -> Run:
    run = claim("one", (Run.Kind.CHECK, Run.Kind.TRIAL))
    assert run is not None
    return run


def break_for_good() -> None:
    for _ in range(3):
        run = claimed()
        broke(run, WORDS)
        Run.objects.filter(pk=run.pk).update(not_before=timezone.now())


def page(client: Client, loop: Loop) -> str:
    return client.get(reverse("candidate", args=[loop.ann.uid])).content.decode()


def part(client: Client, loop: Loop) -> str:
    return client.get(reverse("candidate-runs", args=[loop.ann.uid]), headers={"HX-Request": "true"}).content.decode()


@pytest.mark.usefixtures("trial_run")
def test_a_waiting_trial_says_how_many_go_first_and_the_part_is_the_pages(lead: Client, loop: Loop) -> None:
    whole, alone = page(lead, loop), part(lead, loop)
    for words in ("Waiting since", 'hx-trigger="every 2s"', "Look again", "Call it off"):
        assert words in whole
        assert words in alone
    assert "<html" not in alone
    assert [line.before for line in runs_of(loop.ann, loop.opening.owner).runs] == [0]


@pytest.mark.usefixtures("trial_run")
def test_a_running_trial_says_how_far_it_is_and_how_long_it_takes(lead: Client, loop: Loop) -> None:
    run = claimed()
    keep(run, doing="being unkind to it", done=50, total=150)
    Run.objects.filter(pk=run.pk).update(started_at=timezone.now() - timedelta(seconds=10))
    assert "Being unkind to it: 50 of 150 cases, about 20 s left" in page(lead, loop)


def test_a_trial_that_nobody_takes_asks_for_a_worker(lead: Client, loop: Loop, trial_run: Run) -> None:
    assert "Is a worker running?" not in page(lead, loop)
    long_ago = timezone.now() - timedelta(minutes=2)
    Run.objects.filter(pk=trial_run.pk).update(queued_at=long_ago, not_before=long_ago)
    assert "Is a worker running?" in page(lead, loop)


def test_calling_off_and_running_again(lead: Client, loop: Loop, trial_run: Run) -> None:
    running = claimed()
    lead.post(reverse("run-cancel", args=[running.uid]))
    assert "Called off" in page(lead, loop)
    lead.post(reverse("run-retry", args=[running.uid]))
    assert claimed().pk == trial_run.pk


def test_what_breaks_is_tried_again_and_then_waits_for_the_lead_in_our_words(
    lead: Client, loop: Loop, trial_run: Run
) -> None:
    broke(claimed(), WORDS)
    assert "It is tried again by itself, 2 times at most" in page(lead, loop)
    assert "broke on our side" not in lead.get(reverse("openings")).content.decode()
    Run.objects.update(not_before=timezone.now())
    break_for_good_after_one()
    assert WORDS in page(lead, loop)
    assert "1 run that broke on our side" in lead.get(reverse("openings")).content.decode()
    board = lead.get(reverse("opening", args=[loop.opening.uid])).content.decode()
    assert f"see to a run that broke on our side: {WORDS}" in board
    lead.post(reverse("run-retry", args=[trial_run.uid]))
    assert "broke on our side" not in lead.get(reverse("openings")).content.decode()


def break_for_good_after_one() -> None:
    for _ in range(2):
        broke(claimed(), WORDS)
        Run.objects.update(not_before=timezone.now())


@pytest.mark.usefixtures("submission")
def test_a_candidate_hears_of_our_trouble_and_never_our_words(loop: Loop) -> None:
    token = token_of(make_link(Link.Purpose.CANDIDATE, loop.ann, by="system", days=1))
    address = reverse("own-evening", args=[token])
    break_for_good()
    shown = Client().get(address).content.decode()
    assert (WORDS in shown, "We are having trouble" in shown, "nothing for you to do" in shown) == (False, True, True)
    alone = Client().get(address, headers={"HX-Request": "true"}).content.decode()
    assert WORDS not in alone


def test_a_broken_check_waits_for_nobody_once_the_candidate_went_on(
    lead: Client, loop: Loop, submission: Submission
) -> None:
    break_for_good()
    assert "1 run that broke on our side" in lead.get(reverse("openings")).content.decode()
    evenings.hand_in(submission, told_minutes=100)
    assert "broke on our side" not in lead.get(reverse("openings")).content.decode()
    assert "broke on our side" not in lead.get(reverse("opening", args=[loop.opening.uid])).content.decode()


@pytest.mark.usefixtures("submission")
def test_a_check_that_failed_is_the_candidates_own_affair(lead: Client, loop: Loop) -> None:
    refuse(claimed(), "It does not start: no luck today")
    shown = page(lead, loop)
    assert ("no luck today" in shown, "Check of feature.zip" in shown) == (False, False)


@pytest.mark.usefixtures("trial_run")
def test_a_trial_of_this_version_stands_beside_the_old_and_the_lead_chooses(lead: Client, loop: Loop) -> None:
    finish(claimed(), small_report())
    lead.post(reverse("trial-again", args=[loop.ann.uid]))
    lead.post(reverse("trial-again", args=[loop.ann.uid]))
    finish(claimed(), small_report() | {"seatrial": "9.9.9"})
    assert claim("one", (Run.Kind.TRIAL,)) is None
    old, new = Trial.objects.order_by("pk")
    assert [(line.version, line.is_shown) for line in runs_of(loop.ann, loop.opening.owner).trials] == [
        ("0.1.0", True),
        ("9.9.9", False),
    ]
    lead.post(reverse("trial-choose", args=[new.uid]))
    assert [(line.trial, line.is_shown) for line in runs_of(loop.ann, loop.opening.owner).trials] == [
        (new, True),
        (old, False),
    ]


@pytest.mark.usefixtures("trial_run")
def test_graders_keep_the_way_to_what_they_saw_before(signed_in: SignIn, loop: Loop, lead: Client, bo) -> None:
    finish(claimed(), small_report())
    lead.post(reverse("trial-again", args=[loop.ann.uid]))
    finish(claimed(), small_report())
    old, new = Trial.objects.order_by("pk")
    address = reverse("stage", args=[loop.ann.blind_uid, loop.stages["takehome"].uid])

    def linked() -> tuple[bool, bool]:
        shown = signed_in(bo).get(address).content.decode()
        return tuple(reverse("trial", args=[one.blind_uid]) in shown for one in (old, new))

    before = linked()
    lead.post(reverse("trial-choose", args=[new.uid]))
    assert (before, linked()) == ((True, False), (True, True))


@pytest.mark.usefixtures("trial_run")
def test_a_lead_sees_that_work_was_late_and_who_scores_does_not(
    signed_in: SignIn, loop: Loop, lead: Client, bo: User, eve: User
) -> None:
    assert ">late<" not in page(lead, loop)
    Submission.objects.update(late=True)
    said = ('feature.zip <span class="tag">late</span>', "after the time was up")
    for seen in (page(lead, loop), part(lead, loop)):
        assert [words for words in said if words not in seen] == []
    Membership.objects.create(opening=loop.opening, user=bo)
    graders = signed_in(bo)
    for hidden in (page(graders, loop), part(graders, loop)):
        assert [words for words in (">late<", "time was up") if words in hidden] == []
    assert signed_in(eve).get(reverse("candidate", args=[loop.ann.uid])).status_code == 404
