"""Killed at any moment, cut off from the database: what is owed ends once, and nothing is left."""

import os
import random
import signal
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from subprocess import Popen

import pytest
from django.db import connection
from django.utils import timezone

from seatrial.loop.evidence.actions import queue, retry
from seatrial.loop.evidence.models import Run, Submission, Trial
from seatrial.loop.people.models import User
from tests.loop.worker.conftest import HandIn
from tests.loop.worker.processes import children_of, ended, left_behind, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sandbox]
Start = Callable[[], Popen[bytes]]


def under_way(kind: str) -> bool:
    return Run.objects.filter(kind=kind, state="running", cases_done__gt=3).exists()


def forget_the_dead() -> None:
    """Let leases run out at once: that they do after half a minute is shown elsewhere."""
    Run.objects.filter(state="running").update(lease_until=timezone.now() - timedelta(seconds=1))
    Run.objects.filter(state="waiting").update(not_before=timezone.now())


def kill_something(dice: random.Random, worker: Popen[bytes]) -> None:
    """Kill the worker, its whole group, or the process in which it runs something; in the end all of it is dead."""
    victim = dice.choice(("worker", "group", "child"))
    if victim == "child":
        for pid in children_of(worker.pid):
            os.kill(pid, signal.SIGKILL)
    if victim == "group":
        os.killpg(worker.pid, signal.SIGKILL)
    worker.kill()
    worker.wait()


@pytest.mark.parametrize(
    ("seed", "kind"),
    [(1, "check"), *(pytest.param(seed, "trial", marks=pytest.mark.slow) for seed in range(2, 10))],
)
def test_killed_at_random_moments_everything_ends_once(
    hand_in: HandIn, start_worker: Start, cy: User, seed: int, kind: str
) -> None:
    dice, pause = random.Random(seed), threading.Event()
    submission = hand_in()
    if kind == "trial":
        queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    for _ in range(2):
        worker = start_worker()
        wait_until(lambda: ended(submission) or Run.objects.filter(state="running").exists())
        pause.wait(dice.uniform(0, 12 if kind == "trial" else 3))
        kill_something(dice, worker)
        forget_the_dead()
    start_worker()
    wait_until(lambda: ended(submission))
    for broken in Run.objects.filter(state="broke"):  # a third death, by the dice
        retry(broken, by=cy)
    wait_until(lambda: ended(submission))
    assert set(Run.objects.values_list("kind", "state")) == {("check", "done"), (kind, "done")}
    assert Trial.objects.count() == (kind == "trial")
    wait_until(lambda: left_behind() == [])


def cut() -> bool:
    """Cut every connection to this database but our own; tells whether there was one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0])


def test_a_cut_connection_costs_no_attempt(hand_in: HandIn, start_worker: Start, cy: User) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connections to cut; that it is locked is tried below")
    submission = hand_in()
    queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    start_worker()
    wait_until(lambda: under_way("trial"))
    for _ in range(3):
        wait_until(cut)
    wait_until(lambda: ended(submission))
    assert_ended_once(submission)


@pytest.mark.parametrize("seconds", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_a_locked_database_is_waited_for(hand_in: HandIn, start_worker: Start, cy: User, seconds: int) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is locked as a whole")
    submission = hand_in()
    queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    start_worker()
    wait_until(lambda: under_way("trial"))
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Event().wait(seconds)
        other.execute("ROLLBACK")
    wait_until(lambda: ended(submission))
    assert_ended_once(submission)


def assert_ended_once(submission: Submission) -> None:
    """It took one worker and, after however long a pause, one attempt or another one after the lease."""
    run = Run.objects.get(submission=submission, kind="trial")
    assert (run.state, Trial.objects.count(), run.attempts) == ("done", 1, 1)
    wait_until(lambda: left_behind() == [])
