"""How long the loop's pages take with years of hiring in the database, and what autosaving costs under load.

    python benchmarks/loop.py                                   on SQLite
    tools/with_postgres.sh python benchmarks/loop.py            on PostgreSQL

Pages: server time in process, warm, signed in, 100 requests each. Autosave: 20 panelists, each saves once a second for
a minute, against a server process of its own.
"""

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable

SCRATCH = tempfile.mkdtemp(prefix="seatrial-bench-")
os.environ["SEATRIAL_DATA"] = SCRATCH
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatrial.loop.settings")

import django  # noqa: E402  -- the data folder has to be known first

django.setup()

from django.core.management import call_command  # noqa: E402  -- Django has to be set up first
from django.db import connection  # noqa: E402  -- as above
from django.test import Client  # noqa: E402  -- as above
from django.test.utils import override_settings  # noqa: E402  -- as above
from django.urls import reverse  # noqa: E402  -- as above
from loop_data import fill  # noqa: E402  -- as above

import seatrial.loop.asgi  # noqa: E402, F401  -- its memory is settled as that of a server
from seatrial.loop.candidacy.models import Candidacy  # noqa: E402  -- as above
from seatrial.loop.openings.models import Opening, Stage  # noqa: E402  -- as above
from seatrial.loop.people.models import User  # noqa: E402  -- as above
from seatrial.loop.scorecard.actions import open_scorecard  # noqa: E402  -- as above
from seatrial.loop.scorecard.models import Entry, Scorecard  # noqa: E402  -- as above

REQUESTS, PANELISTS, SECONDS = 100, 20, 60
PAGES_P95_MS, SAVES_P95_MS = 60, 150


def main() -> int:
    """Measure and print; the exit code says whether every number is kept."""
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    lead, panelist = fill({})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself within a minute
    print(f"{connection.vendor}: filled in {time.perf_counter() - began:.0f} s; {_counts()}")
    with override_settings(ALLOWED_HOSTS=["*"]):
        worst = measure_pages(lead, panelist)
    kept = worst <= PAGES_P95_MS
    print(f"slowest page: p95 {worst:.0f} ms (at most {PAGES_P95_MS})")
    if connection.vendor == "sqlite":
        kept = measure_autosave() and kept
    return 0 if kept else 1


def _counts() -> str:
    return ", ".join(f"{model.objects.count():,} {model.__name__}" for model in (Opening, Candidacy, Scorecard, Entry))


def measure_pages(lead: User, panelist: User) -> float:
    """Print each page's times and queries; returns the worst p95 in milliseconds."""
    opening = Opening.objects.filter(memberships__user=lead).order_by("pk")[0]
    ann = opening.candidacies.order_by("pk")[0]
    card = Scorecard.objects.filter(candidacy__opening=opening, author=panelist).order_by("pk")[0]
    version = opening.rubric_version
    pages: list[tuple[User, str, str]] = [
        (lead, "openings", reverse("openings")),
        (lead, "opening", reverse("opening", args=[opening.uid])),
        (lead, "opening, everybody", reverse("opening", args=[opening.uid]) + "?state=all"),
        (lead, "opening, searched", reverse("opening", args=[opening.uid]) + "?q=Number77"),
        (lead, "opening set-up", reverse("opening-standard", args=[opening.uid])),
        (lead, "candidate", reverse("candidate", args=[ann.uid])),
        (lead, "debrief", reverse("debrief", args=[ann.uid])),
        (lead, "decision", reverse("decision", args=[ann.uid])),
        (lead, "references", reverse("references", args=[ann.uid])),
        (lead, "standard", reverse("standard")),
        (lead, "rubric", reverse("rubric", args=[version.uid])),
        (lead, "people", reverse("people")),
        (panelist, "my work", reverse("work")),
        (panelist, "stage", reverse("stage", args=[card.candidacy.uid, card.stage.uid])),
        (panelist, "scorecard, sealed", reverse("scorecard-summary", args=[card.uid])),
    ]
    worst = 0.0
    for who, name, address in pages:
        browser = Client()
        browser.force_login(who)
        first = browser.get(address)
        assert first.status_code == 200, (name, first.status_code)
        queries = _queries(lambda: browser.get(address))  # noqa: B023  -- called at once
        p50, p95 = _timed(lambda: browser.get(address))  # noqa: B023  -- called at once
        worst = max(worst, p95)
        print(f"  {name:<20} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  {queries:3} queries  {len(first.content):7,} B")
    return worst


def _queries(act: Callable[[], object]) -> int:
    """Count what goes to the database, whoever opens and closes the connection meanwhile."""
    number = 0

    def count(execute: Callable[..., object], *said: object) -> object:
        nonlocal number
        number += 1
        return execute(*said)

    with connection.execute_wrapper(count):
        act()
    return number


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    times = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def measure_autosave() -> bool:
    """Let 20 panelists type for a minute; returns whether nothing was lost and the 95th percentile is kept."""
    cards = _cards_to_fill()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "seatrial.cli", "serve", "--port", str(port), "--data", SCRATCH, "--no-worker"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        typists = [_Typist(port, card) for card in cards]
        threads = [threading.Thread(target=typist.type) for typist in typists]
        for thread in threads:
            thread.start()
            time.sleep(1 / PANELISTS)  # people do not type in step
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait()
    times = [one for typist in typists for one in typist.times]
    errors = [one for typist in typists for one in typist.errors]
    lost = [typist for typist in typists if not typist.is_kept()]
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"autosave: {len(times):,} saves, {len(errors)} errors, {len(lost)} lost, "
        f"p50 {statistics.median(times):.0f} ms, "
        f"p95 {p95:.0f} ms (at most {SAVES_P95_MS}) {errors[:2]}"
    )
    return not errors and not lost and p95 <= SAVES_P95_MS


def _cards_to_fill() -> list[Scorecard]:
    stages = Stage.objects.filter(kind="takehome").order_by("pk")[:PANELISTS]
    cards = []
    for number, stage in enumerate(stages):
        ann = Candidacy.objects.create(
            opening=stage.opening, name="Ann", email=f"new{number}@example.org", alias=f"New {number}", stage=stage
        )
        ann.passages.create(stage=stage, started_at=ann.created_at, finished_at=ann.created_at)
        cards.append(open_scorecard(ann, stage, by=stage.seats.order_by("pk")[0].user))
    return cards


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server never answered")


class _Typist:
    """One panelist who types into one field, saved once a second."""

    def __init__(self, port: int, card: Scorecard) -> None:
        self._card, self._address = card, f"http://127.0.0.1:{port}{reverse('scorecard-save', args=[card.uid])}"
        browser = Client()
        browser.force_login(card.author)
        page = browser.get(reverse("scorecard", args=[card.uid]), SERVER_NAME="127.0.0.1")
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
        assert found is not None, page.status_code
        self._token = found[1]
        cookies = {name: cookie.value for name, cookie in browser.cookies.items()}
        self._cookies = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._edition, self._said = card.edition, ""
        self.times: list[float] = []
        self.errors: list[str] = []

    def type(self) -> None:
        """Save once a second for a minute."""
        for number in range(SECONDS):
            began = time.perf_counter()
            self._said = f"Sentence {number} of what I saw in the replay of this case."
            self._save()
            took = time.perf_counter() - began
            self.times.append(1000 * took)
            time.sleep(max(0.0, 1 - took))

    def _save(self) -> None:
        fields = {"edition": self._edition, "evaluation-pick": "3", "evaluation-note": self._said}
        request = urllib.request.Request(
            self._address,
            urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self._token}).encode(),
            {"Cookie": self._cookies, "Accept": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                self._edition = json.load(reply)["edition"]
        except (OSError, ValueError, KeyError) as error:
            self.errors.append(repr(error))

    def is_kept(self) -> bool:
        """Tell whether what was typed last stands in the database."""
        return Entry.objects.filter(scorecard=self._card, field="evaluation", note=self._said).exists()


if __name__ == "__main__":
    sys.exit(main())
