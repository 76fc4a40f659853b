"""A report in which cases broke on our side is made again; in the end it is kept as it is, and the lead is told."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.evidence.actions import claim, finish, queue
from seatrial.loop.evidence.models import Run, Trial
from seatrial.loop.evidence.rules import broken_cases
from seatrial.loop.people.models import User
from seatrial.loop.worker.execute import _write_down
from tests.loop.conftest import SignIn
from tests.loop.evidence_report import small_report
from tests.loop.worker.conftest import HandIn

pytestmark = pytest.mark.django_db
WORDS = "1 of 2 cases broke on our side. The first: The sandbox died."


def report(*, broken: int) -> dict[str, Any]:
    cases = [{"outcome": "bench_broke", "why": "The sandbox died."}] * broken + [{"outcome": "correct", "why": ""}]
    made = small_report()
    return made | {"cases": cases, "summary": made["summary"] | {"bench_broke": broken}}


def claimed() -> Run:
    run = claim("one", (Run.Kind.CHECK, Run.Kind.TRIAL))
    assert run is not None
    return run


def test_a_report_says_what_broke() -> None:
    assert [broken_cases(report(broken=number)) for number in (0, 1)] == ["", WORDS]


def test_a_report_says_what_broke_among_the_ordinary_questions() -> None:
    made = report(broken=0)
    asked = [{"outcome": "bench_broke", "why": "No sandbox could be started."}]
    made["baseline"] = made["baseline"] | {"asked": asked}
    assert broken_cases(made) == "1 of 2 cases broke on our side. The first: No sandbox could be started."


def test_it_is_made_again_and_then_kept(hand_in: HandIn, cy: User, tmp_path: Path, signed_in: SignIn) -> None:
    submission, out, states = hand_in(), tmp_path / "report.json", []
    finish(claimed(), {})
    queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    out.write_text(json.dumps(report(broken=1)))
    for _ in range(3):
        run = claimed()
        _write_down(run, {"end": "done"}, out)
        run.refresh_from_db()
        states.append((run.state, run.words, Trial.objects.count()))
        Run.objects.filter(pk=run.pk).update(not_before=timezone.now())
    assert states == [("waiting", WORDS, 0), ("waiting", WORDS, 0), ("done", "", 1)]
    page = signed_in(cy).get(reverse("candidate", args=[submission.candidacy.uid])).content.decode()
    assert "1 case of it broke on our side" in page


def test_a_whole_report_is_kept_at_once(hand_in: HandIn, cy: User, tmp_path: Path) -> None:
    submission, out = hand_in(), tmp_path / "report.json"
    finish(claimed(), {})
    queue(submission, Run.Kind.TRIAL, seed=1, by=cy)
    out.write_text(json.dumps(report(broken=0)))
    _write_down(claimed(), {"end": "done"}, out)
    assert Trial.objects.get().report["cases"] == report(broken=0)["cases"]
