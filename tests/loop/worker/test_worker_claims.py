"""Runs are claimed once, kept by signs of life, taken over from the dead, and given up in the end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from seatrial.loop.evidence.actions import (
    LostClaim,
    broke,
    cancel,
    claim,
    finish,
    keep,
    queue,
    refuse,
    release,
    retry,
    try_again,
)
from seatrial.loop.evidence.models import Run, Trial
from seatrial.loop.evidence.rules import LONGEST_WAIT
from seatrial.loop.people.models import User
from seatrial.loop.worker.work import CHECKS, EVERYTHING
from tests.loop.worker.conftest import HandIn

pytestmark = pytest.mark.django_db
REPORT = {"schema": "seatrial.report/1", "started_at": "2026-11-24T20:00:00+00:00"}


def taken(worker: str = "one") -> Run:
    run = claim(worker, EVERYTHING)
    assert run is not None
    return run


def forget(run: Run) -> None:
    """Let a run's lease run out, as if its worker had died."""
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_run_is_claimed_once(hand_in: HandIn) -> None:
    hand_in()
    assert (taken("one").worker, claim("two", EVERYTHING)) == ("one", None)


def test_checks_go_before_trials_and_first_come_first_served(hand_in: HandIn, cy: User) -> None:
    submission = hand_in()
    queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    queue(submission, Run.Kind.CHECK, seed=2, by=cy)
    claimed = [taken() for _ in range(3)]
    assert [(run.kind, run.seed) for run in claimed] == [("check", 3), ("check", 2), ("trial", 1)]


def test_the_lane_for_checks_leaves_trials_alone(hand_in: HandIn, cy: User) -> None:
    submission = hand_in()
    taken()
    queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    assert claim("one", CHECKS) is None


def test_a_dead_workers_run_is_taken_over_and_the_dead_cannot_finish_it(hand_in: HandIn) -> None:
    hand_in()
    first = taken("one")
    forget(first)
    second = taken("two")
    assert (second.pk, second.attempts, second.worker) == (first.pk, 2, "two")
    for act in (
        lambda: keep(first, doing="", done=0, total=0),
        lambda: finish(first, REPORT),
        lambda: refuse(first, "no"),
        lambda: broke(first, "no"),
    ):
        with pytest.raises(LostClaim):
            act()
    finish(second, REPORT)
    with pytest.raises(LostClaim):
        finish(second, REPORT)


def test_signs_of_life_keep_a_run(hand_in: HandIn) -> None:
    hand_in()
    run = taken("one")
    forget(run)
    keep(run, doing="asking", done=3, total=10)
    assert claim("two", EVERYTHING) is None
    run.refresh_from_db()
    assert (run.doing, run.cases_done, run.cases_total) == ("asking", 3, 10)


def test_a_finished_trial_leaves_its_report_once(hand_in: HandIn, cy: User) -> None:
    submission = hand_in()
    finish(taken(), REPORT)
    queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    finish(taken(), REPORT)
    assert [(trial.candidacy, trial.report) for trial in Trial.objects.all()] == [(submission.candidacy, REPORT)]


def test_what_breaks_on_our_side_is_tried_again_after_a_pause_and_then_put_before_the_lead(hand_in: HandIn) -> None:
    hand_in()
    states = []
    for _ in range(3):
        run = taken()
        broke(run, "The sandbox died.")
        assert claim("one", EVERYTHING) is None
        run.refresh_from_db()
        states.append((run.state, run.words))
        Run.objects.filter(pk=run.pk).update(not_before=timezone.now())
    assert states == [("waiting", "The sandbox died.")] * 2 + [("broke", "The sandbox died.")]


def test_a_run_that_takes_its_workers_down_is_given_up(hand_in: HandIn) -> None:
    hand_in()
    for _ in range(3):
        forget(taken())
    assert claim("four", EVERYTHING) is None
    assert Run.objects.get().state == Run.State.BROKE


def test_a_cancelled_run_is_lost_to_its_worker(hand_in: HandIn, cy: User) -> None:
    hand_in()
    run = taken()
    assert cancel(run, by=cy)
    with pytest.raises(LostClaim):
        keep(run, doing="", done=0, total=0)
    assert not cancel(run, by=cy)


def test_a_run_that_is_put_back_counts_as_no_attempt(hand_in: HandIn) -> None:
    hand_in()
    release(taken("one"))
    again = taken("two")
    assert (again.attempts, again.worker) == (1, "two")


def test_however_many_checks_come_in_an_old_trial_gets_its_turn(hand_in: HandIn, cy: User) -> None:
    submission = hand_in()
    trial = queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    Run.objects.filter(pk=trial.pk).update(queued_at=timezone.now() - LONGEST_WAIT - timedelta(seconds=1))
    young = queue(submission, Run.Kind.TRIAL, seed=2, by=cy)
    kinds = []
    for _ in range(4):
        queue(submission, Run.Kind.CHECK, seed=3, by=cy)  # as fast as they are worked off
        kinds.append(taken().seed)
    assert kinds == [1, 3, 3, 3]
    young.refresh_from_db()
    assert young.state == Run.State.WAITING


def test_a_broken_or_cancelled_run_is_tried_again_from_its_first_attempt(hand_in: HandIn, cy: User) -> None:
    hand_in()
    for _ in range(3):
        run = taken()
        broke(run, "The sandbox died.")
        Run.objects.filter(pk=run.pk).update(not_before=timezone.now())
    assert retry(run, by=cy)
    again = taken()
    assert (again.pk, again.attempts, again.words) == (run.pk, 1, "The sandbox died.")
    assert not retry(again, by=cy)
    assert cancel(again, by=cy)
    assert retry(again, by=cy)
    assert taken().pk == run.pk


def test_another_trial_is_owed_once_and_stands_beside_the_first(hand_in: HandIn, cy: User) -> None:
    submission = hand_in()
    finish(taken(), REPORT)
    for number in (1, 2):
        run = try_again(submission, seed=7, by=cy)
        assert run is not None
        assert try_again(submission, seed=7, by=cy) is None
        finish(taken(), REPORT)
        assert Trial.objects.count() == number
