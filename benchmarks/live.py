"""How long a room waits from the key to the outcome: a live session of a real submission, with a worker of its own.

    python benchmarks/live.py [SUBMISSION] [CASES]

The page's own requests, in process; the worker and the sandbox are as in production. The page asks every 400 ms whether
there is something to show, which is part of the wait. The machine's load stands beside the numbers.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCRATCH = tempfile.mkdtemp(prefix="seatrial-bench-")
os.environ["SEATRIAL_DATA"] = SCRATCH
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatrial.loop.settings")

import django  # noqa: E402  -- the data folder has to be known first

django.setup()

from django.core.management import call_command  # noqa: E402  -- Django has to be set up first
from django.test import Client  # noqa: E402  -- as above
from django.test.utils import override_settings  # noqa: E402  -- as above
from django.urls import reverse  # noqa: E402  -- as above

from seatrial.bench.modes import MODES  # noqa: E402  -- as above
from seatrial.loop.candidacy.models import Candidacy  # noqa: E402  -- as above
from seatrial.loop.evidence.models import Run  # noqa: E402  -- as above
from seatrial.loop.live.rules import READY, choices  # noqa: E402  -- as above
from seatrial.loop.people.models import User  # noqa: E402  -- as above
from seatrial.loop.sample.demo import zipped  # noqa: E402  -- as above
from seatrial.loop.sample.make import make_sample  # noqa: E402  -- as above

EMPTY = {"seed": 1, "modes": [], "cases": []}
PAGE_ASKS_SECONDS, WANTED_SECONDS = 0.4, 4.0
AT_ONCE = tuple(mode.slug for mode in MODES if mode.wait_seconds == 0)


def main(submission: Path, cases: int) -> int:
    """Measure and print; the exit code says whether the slowest was quick enough."""
    call_command("migrate", verbosity=0)
    make_sample(polished=EMPTY, dependable=EMPTY, archive=zipped(submission))
    Run.objects.exclude(kind=Run.Kind.LIVE).update(state=Run.State.CANCELLED)
    ann = Candidacy.objects.get(name="Ines Moreau")
    at = [ann.uid, ann.opening.stages.get(kind="review").uid]
    room = Client(headers={"HX-Request": "true"})
    room.force_login(User.objects.get(email="bo@example.com"))
    worker = subprocess.Popen((sys.executable, "-m", "seatrial.cli", "worker"), stderr=subprocess.DEVNULL)
    try:
        with override_settings(ALLOWED_HOSTS=["*"]):
            began = time.perf_counter()
            room.post(reverse("room-open", args=at))
            run = Run.objects.filter(kind=Run.Kind.LIVE).latest("pk")
            while Run.objects.get(pk=run.pk).doing != READY:
                time.sleep(0.05)
            print(f"{submission.name}: warm after {time.perf_counter() - began:.1f} s; load {os.getloadavg()[0]:.0f}")
            waited = sorted((_wait(room, at, run, mode), mode) for mode in AT_ONCE[:: max(1, len(AT_ONCE) // cases)])
            room.post(reverse("room-close", args=at))
    finally:
        worker.terminate()
        worker.wait()
    seconds = [one for one, _ in waited]
    print(
        f"key to outcome, {len(seconds)} cases, each of another mode: median {statistics.median(seconds):.2f} s, "
        f"p95 {statistics.quantiles(seconds, n=20)[-1]:.2f} s, slowest {waited[-1][0]:.2f} s ({waited[-1][1]}); "
        f"wanted: {WANTED_SECONDS:g} s; load {os.getloadavg()[0]:.0f}"
    )
    return 0 if seconds[-1] <= WANTED_SECONDS else 1


def _wait(room: Client, at: list[str], run: Run, mode: str) -> float:
    """Predict the first input of a mode and return how long it takes until its outcome is shown."""
    time.sleep(3)  # people talk; the next instance starts meanwhile
    case = choices(run, mode)[0].case
    began = time.perf_counter()
    noted = room.post(reverse("room-predict", args=[*at, mode]), {"case": case, "expected": "unknown"})
    assert noted.status_code == 302, noted.status_code
    while b"Running" in room.get(reverse("room", args=at), {"part": "outcomes"}).content:
        time.sleep(PAGE_ASKS_SECONDS)
    return time.perf_counter() - began


if __name__ == "__main__":
    told = sys.argv[1:]
    sys.exit(main(Path(told[0] if told else "samples/docqa/dependable"), int(told[1]) if len(told) > 1 else 20))
