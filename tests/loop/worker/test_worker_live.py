"""A live session with a real worker and a real sandbox: what is predicted is run once, whoever is killed meanwhile."""

import os
import signal
from collections.abc import Callable
from subprocess import Popen

import pytest
from django.utils import timezone

from seatrial.loop.evidence.models import Run, Submission
from seatrial.loop.live.actions import close_session, open_session, predict
from seatrial.loop.live.models import Prediction
from seatrial.loop.live.rules import READY, choices, predictions_of
from seatrial.loop.people.models import User
from tests.loop.conftest import Loop
from tests.loop.worker.conftest import HandIn
from tests.loop.worker.processes import left_behind, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sandbox]
Start = Callable[[], Popen[bytes]]


@pytest.fixture
def session(loop: Loop, hand_in: HandIn, bo: User) -> Run:
    submission = hand_in()
    Run.objects.all().delete()  # the check is another test's affair
    Submission.objects.filter(pk=submission.pk).update(handed_in_at=timezone.now())
    return open_session(loop.ann, by=bo, seed=3)


def expect(loop: Loop, run: Run, case: str, expected: str, by: User, *, typed: str = "") -> Prediction:
    review = loop.stages["review"]
    return predict(run, review, case=case, typed=typed, expected=expected, words="", by=by)


def is_ready() -> bool:
    return Run.objects.filter(state="running", doing=READY).exists()


def ran(prediction: Prediction) -> bool:
    return Prediction.objects.filter(pk=prediction.pk, ran_at__isnull=False).exists()


def test_what_is_predicted_is_run_and_kept_beside_it(loop: Loop, session: Run, start_worker: Start, bo: User) -> None:
    start_worker()
    wait_until(is_ready)
    assert len(choices(session, "wrong-value-persists")) == 2
    noted = [
        expect(loop, session, "wrong-value-persists/1", "held", bo),
        expect(loop, session, "wrong-value-persists/2", "silent", bo),
        expect(loop, session, "wrong-value-persists/1", "unknown", bo, typed="Who are you?"),
    ]
    wait_until(lambda: all(ran(one) for one in noted))
    shown = {one.prediction.pk: one for one in predictions_of(loop.ann, loop.stages["review"])}
    assert [
        (shown[one.pk].evidence is not None and shown[one.pk].evidence.verdict, shown[one.pk].as_said) for one in noted
    ] == [("silent", False), ("silent", True), ("not_exercised", False)]
    close_session(session, by=bo)
    wait_until(lambda: left_behind() == [])
    session.refresh_from_db()
    assert (session.state, session.words) == ("done", "")


def test_a_killed_workers_session_is_taken_over_and_what_waits_is_run(
    loop: Loop, session: Run, start_worker: Start, bo: User
) -> None:
    victim = start_worker()
    wait_until(is_ready)
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    wait_until(lambda: not [line for line in left_behind() if "live_child" in line])
    noted = expect(loop, session, "wrong-value-persists/1", "silent", bo)
    Run.objects.update(lease_until=timezone.now())  # what half a minute would bring about
    start_worker()
    wait_until(lambda: ran(noted))
    session.refresh_from_db()
    assert (session.state, session.attempts) == ("running", 2)
    close_session(session, by=bo)
    wait_until(lambda: left_behind() == [])
