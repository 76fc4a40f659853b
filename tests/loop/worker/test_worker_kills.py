"""Whatever is killed with -9, and when: each run ends once in the record, and no process and no file is left."""

import os
import signal
import time
from collections.abc import Callable
from subprocess import Popen

import pytest
from django.utils import timezone

from seatrial.loop.evidence.actions import cancel, queue
from seatrial.loop.evidence.models import Run, Submission, Trial
from seatrial.loop.people.models import User
from tests.loop.worker.conftest import HandIn
from tests.loop.worker.processes import ended, left_behind, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sandbox]
Start = Callable[[], Popen[bytes]]


def state(submission: Submission, kind: str) -> str:
    return Run.objects.filter(submission=submission, kind=kind).values_list("state", flat=True).get()


STUMBLES = """
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

class Feature(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def do_POST(self):
        raise RuntimeError("no luck with this question")

HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Feature).serve_forever()
"""


def test_a_check_and_a_trial_run_to_their_end(hand_in: HandIn, start_worker: Start, cy: User) -> None:
    submission = hand_in()
    queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    start_worker()
    wait_until(lambda: ended(submission))
    assert [(run.kind, run.state, run.words) for run in Run.objects.order_by("kind")] == [
        ("check", "done", ""),
        ("trial", "done", ""),
    ]
    report = Trial.objects.get().report
    assert (report["schema"], report["seed"], report["baseline"]["cases"] > 40) == ("seatrial.report/1", 1, True)
    wait_until(lambda: left_behind() == [])


def test_a_feature_that_does_not_start_is_refused_in_its_own_words(hand_in: HandIn, start_worker: Start) -> None:
    submission = hand_in(**{"app.py": "raise SystemExit('no luck today')"})
    start_worker()
    wait_until(lambda: ended(submission))
    run = Run.objects.get()
    assert (run.state, "no luck today" in run.words) == ("refused", True)


def test_a_feature_that_starts_and_then_fails_is_refused_with_what_it_printed(
    hand_in: HandIn, start_worker: Start
) -> None:
    submission = hand_in(**{"app.py": STUMBLES})
    start_worker()
    wait_until(lambda: ended(submission))
    run = Run.objects.get()
    assert (run.state, "ordinary questions" in run.words, "no luck with this question" in run.words) == (
        "refused",
        True,
        True,
    )


@pytest.mark.parametrize(
    "whole_group", [pytest.param(False, marks=pytest.mark.slow, id="worker"), pytest.param(True, id="group")]
)
def test_a_killed_workers_trial_is_taken_over_and_ends_once(
    hand_in: HandIn, start_worker: Start, cy: User, whole_group: bool
) -> None:
    submission = hand_in()
    queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    victim = start_worker()
    wait_until(lambda: Run.objects.filter(kind="trial", state="running", cases_done__gt=5).exists())
    killed = timezone.now()
    (os.killpg if whole_group else os.kill)(victim.pid, signal.SIGKILL)
    victim.wait()
    start_worker()
    wait_until(lambda: ended(submission))
    run = Run.objects.get(kind="trial")
    assert (run.state, run.attempts, Trial.objects.count()) == ("done", 2, 1)
    assert run.started_at is not None
    assert (run.started_at - killed).total_seconds() < 60
    wait_until(lambda: left_behind() == [])


def test_a_run_that_is_called_off_stops_within_seconds(hand_in: HandIn, start_worker: Start, cy: User) -> None:
    submission = hand_in()
    run = queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    start_worker()
    wait_until(lambda: Run.objects.filter(kind="trial", state="running", cases_done__gt=0).exists())
    assert cancel(run, by=cy)
    began = time.monotonic()
    wait_until(lambda: left_behind() == [])
    assert time.monotonic() - began < 10
    assert (state(submission, "trial"), Trial.objects.count()) == ("cancelled", 0)
