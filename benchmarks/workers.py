"""What workers manage: one trial from the upload to its report, twenty at once beside quick pages, and many workers.

    python benchmarks/workers.py [NUMBER]                         one trial, then NUMBER at once (20), on SQLite
    tools/with_postgres.sh python benchmarks/workers.py [NUMBER]  1, 2, 4 workers and NUMBER checks (24), on PostgreSQL

Everything is real: uploads over HTTP, sandboxes, processes of their own. The machine's load stands beside the numbers.
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SCRATCH = tempfile.mkdtemp(prefix="seatrial-bench-")
os.environ["SEATRIAL_DATA"] = SCRATCH
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatrial.loop.settings")

import django  # noqa: E402  -- the data folder has to be known first

django.setup()

from django.core.management import call_command  # noqa: E402  -- Django has to be set up first
from django.db import connection  # noqa: E402  -- as above
from django.urls import reverse  # noqa: E402  -- as above
from workers_web import Visitor, free_port, wait_for  # noqa: E402  -- as above

from seatrial.loop.audit.models import AuditEntry  # noqa: E402  -- as above
from seatrial.loop.candidacy.models import Candidacy, SentBrief  # noqa: E402  -- as above
from seatrial.loop.evidence.evening import begin, send  # noqa: E402  -- as above
from seatrial.loop.evidence.models import Run, Trial  # noqa: E402  -- as above
from seatrial.loop.evidence.store import store  # noqa: E402  -- as above
from seatrial.loop.openings.actions import Role, make_opening  # noqa: E402  -- as above
from seatrial.loop.openings.models import Opening  # noqa: E402  -- as above
from seatrial.loop.people.actions import make_link  # noqa: E402  -- as above
from seatrial.loop.people.models import Link, User  # noqa: E402  -- as above
from seatrial.loop.people.rules import token_of  # noqa: E402  -- as above
from seatrial.loop.rubric.actions import first_version  # noqa: E402  -- as above

ROOT = Path(__file__).parents[1]
ASKED = int(sys.argv[1]) if len(sys.argv) > 1 else 0
AT_ONCE, RUNS = ASKED or 20, ASKED or 24
CHECK_SECONDS, TRIAL_SECONDS, PAGE_P95_MS = 10, 60, 200
HANDLER = '        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))\n'
WAITS = "        import time; time.sleep(0.5)\n"
BURNS = "        import time; end = time.process_time() + 0.15\n        while time.process_time() < end: pass\n"


def main() -> int:
    """Measure and print; the exit code says whether every number is kept."""
    call_command("migrate", verbosity=0)
    lead = User.objects.create_user("cy@example.com", "a long enough password", name="Cy Chen", is_lead=True)
    role = Role(title="Applied AI engineer", about="", owner=lead)
    opening = make_opening(role, rubric_version=first_version(lead), by=lead)
    print(f"{connection.vendor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if connection.vendor == "postgresql":
        return 0 if all([_many(opening, lead, "waiting", WAITS), _many(opening, lead, "CPU-bound", BURNS)]) else 1
    return 0 if all([_one(opening, lead), _twenty(opening, lead)]) else 1


def _one(opening: Opening, lead: User) -> bool:
    """Upload, look at the check, hand in, look at the report; the first round only fills the caches."""
    with _serving() as port:
        for name in ("first, filling the caches", "second"):
            visitor = _candidate(opening, lead, port, name)
            began = time.perf_counter()
            visitor.send(_zipped(ROOT / "samples/docqa/dependable"))
            check = _until_ended(visitor, Run.Kind.CHECK, began)
            began = time.perf_counter()
            visitor.hand_in()
            trial = _until_ended(visitor, Run.Kind.TRIAL, began)
            print(
                f"{name}: check {check:.1f} s (at most {CHECK_SECONDS}), trial {trial:.1f} s (at most {TRIAL_SECONDS})"
            )
    return check <= CHECK_SECONDS and trial <= TRIAL_SECONDS


def _twenty(opening: Opening, lead: User) -> bool:
    """Let twenty candidates upload and hand in at the same time, while pages are read all the while."""
    with _serving() as port:
        visitors = [_candidate(opening, lead, port, f"one of twenty, {number}") for number in range(AT_ONCE)]
        archive, before = _zipped(ROOT / "samples/docqa/dependable"), Trial.objects.count()
        began = time.perf_counter()
        with _watched(port, visitors[0]) as watched:
            together = [threading.Thread(target=_send_and_hand_in, args=(one, archive)) for one in visitors]
            for one in together:
                one.start()
            for one in together:
                one.join()
            received = time.perf_counter() - began
            _until(lambda: not Run.objects.filter(state__in=("waiting", "running")).exists())
        seconds = time.perf_counter() - began
    finished = Trial.objects.count() - before
    p50, p95 = statistics.median(watched.pages), statistics.quantiles(watched.pages, n=20)[-1]
    print(
        f"{AT_ONCE} at once: all received in {received:.1f} s, {finished} trials and their checks in {seconds:.0f} s, "
        f"{seconds / AT_ONCE:.1f} s each\n"
        f"  most memory of server, worker and boxes, shared pages once: {max(watched.memory):.0f} MB\n"
        f"  {len(watched.pages)} pages meanwhile: p50 {p50:.0f} ms, p95 {p95:.0f} ms (wanted {PAGE_P95_MS}), "
        f"slowest {max(watched.pages):.0f} ms; load at the end {os.getloadavg()[0]:.1f}"
    )
    return finished == AT_ONCE and p95 <= PAGE_P95_MS


def _many(opening: Opening, lead: User, name: str, slow: str) -> bool:
    """Owe the same checks to 1, 2 and 4 workers; each worker runs two at once."""
    archive = _zipped(ROOT / "tests/flow/plain", slow)
    kept, alone = True, 0.0
    for workers in (1, 2, 4):
        runs = [_owed_check(opening, lead, f"{name} {workers} {number}", archive) for number in range(RUNS)]
        with _working(workers):
            _until(lambda: Run.objects.filter(state="running").exists())
            began = time.perf_counter()
            _until(lambda: not Run.objects.filter(state__in=("waiting", "running")).exists())
            seconds = time.perf_counter() - began
        alone = alone or seconds
        done = Run.objects.filter(pk__in=[run.pk for run in runs], state="done", attempts=1)
        ended = AuditEntry.objects.filter(verb="check finished").values_list("facts__run", flat=True)
        once = sorted(one for one in ended if one in {run.uid for run in runs}) == sorted(run.uid for run in runs)
        shares = sorted(Counter(done.values_list("worker", flat=True)).values())
        waits = [(run.started_at - run.queued_at).total_seconds() for run in done if run.started_at]
        kept = kept and once and done.count() == RUNS
        print(
            f"{name}, {workers} worker{'s' * (workers > 1)}: {RUNS} checks in {seconds:.1f} s, {RUNS / seconds:.2f}/s, "
            f"{alone / seconds:.2f} x one; runs of each worker {shares}, longest wait {max(waits):.0f} s, "
            f"each ended once: {once}, load {os.getloadavg()[0]:.1f}"
        )
    return kept


def _candidate(opening: Opening, lead: User, port: int, name: str) -> Visitor:
    candidacy = _begun(opening, lead, name)
    token = token_of(make_link(Link.Purpose.CANDIDATE, candidacy, by="system", days=1))
    return Visitor(port, candidacy, reverse("own-evening", args=[token]))


def _begun(opening: Opening, lead: User, name: str) -> Candidacy:
    stage = opening.stages.get(kind="takehome")
    email = f"{name.replace(' ', '-').replace(',', '')}@example.com"
    candidacy = Candidacy.objects.create(opening=opening, name=name, email=email, alias=name[:40], stage=stage)
    SentBrief.objects.create(candidacy=candidacy, text="Build it.", sent_by=lead)
    begin(candidacy)
    return candidacy


def _owed_check(opening: Opening, lead: User, name: str, archive: bytes) -> Run:
    candidacy = _begun(opening, lead, name)
    return send(candidacy.evening, store([archive]), file_name="feature.zip").runs.get()


def _send_and_hand_in(visitor: Visitor, archive: bytes) -> None:
    visitor.send(archive)
    visitor.hand_in()
    connection.close()


def _until_ended(visitor: Visitor, kind: Run.Kind, began: float) -> float:
    """Return how long it took, from when the candidate pressed the button."""
    owed = Run.objects.filter(submission__candidacy=visitor.candidacy, kind=kind)
    _until(lambda: not owed.filter(state__in=("waiting", "running")).exists())
    run = owed.get()
    if run.state != Run.State.DONE:
        raise SystemExit(f"{run} {run.state}: {run.words}")
    return time.perf_counter() - began


def _until(true: Callable[[], bool], seconds: float = 1800) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise SystemExit("it never came about")
        time.sleep(0.1)


def _zipped(folder: Path, slow: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                content = path.read_bytes()
                if slow and path.name == "app.py":
                    content = content.replace(HANDLER.encode(), (HANDLER + slow).encode())
                    assert slow.encode() in content
                archive.writestr(str(path.relative_to(folder)), content)
    return out.getvalue()


@contextmanager
def _serving() -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "seatrial.cli", "serve", "--port", str(port), "--data", SCRATCH]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _working(number: int) -> Iterator[None]:
    command = [sys.executable, "-m", "seatrial.cli", "worker", "--at-once", "1", "--nice", "0"]
    workers = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(number)]
    try:
        yield
    finally:
        for one in workers:
            one.terminate()
        for one in workers:
            one.wait()


@dataclass
class _Watched:
    """Milliseconds of pages, and megabytes of everything that the server started."""

    pages: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


@contextmanager
def _watched(port: int, visitor: Visitor) -> Iterator[_Watched]:
    """Read pages as a lead and as a candidate five times a second, and look at the memory, until the block ends."""
    watched, stop = _Watched(), threading.Event()
    lead = Visitor(port, visitor.candidacy, visitor.evening)
    lead.signs_in("cy@example.com", "a long enough password")
    addresses = [
        reverse("openings"),
        reverse("candidate", args=[visitor.candidacy.uid]),
        reverse("opening", args=[visitor.candidacy.opening.uid]),
        visitor.evening,
    ]

    def read() -> None:
        while not stop.wait(0.2):
            address = addresses[len(watched.pages) % len(addresses)]
            began = time.perf_counter()
            lead.reads(address)
            watched.pages.append((time.perf_counter() - began) * 1000)

    def weigh() -> None:
        while not stop.wait(1.0):
            watched.memory.append(_memory_below(os.getpid()))

    threads = [threading.Thread(target=read), threading.Thread(target=weigh)]
    for one in threads:
        one.start()
    try:
        yield watched
    finally:
        stop.set()
        for one in threads:
            one.join()


def _memory_below(pid: int) -> float:
    """Return the megabytes of all processes that this one started, each shared page counted once."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    below, more = set[int](), {pid}
    while more:
        more = {child for child, parent in parents.items() if parent in more}
        below |= more
    return sum(_proportional_kb(one) for one in below) / 1024


def _proportional_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    sys.exit(main())
