"""The report as it is read in the loop: the bench's own parts, each replay where it is asked for."""

import gzip
import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from seatrial.bench.report.as_json import report_json
from seatrial.bench.report.build import build_report
from seatrial.bench.report.html import report_html
from seatrial.loop.evidence.models import Trial
from seatrial.loop.people.models import User
from tests.bench.report.conftest import realistic
from tests.loop.conftest import Loop, SignIn
from tests.loop.evidence_report import CASE, TELLING

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in: SignIn, bo: User, loop: Loop) -> Client:  # noqa: ARG001  -- Bo sits in this loop's panel
    return signed_in(bo)


def page(client: Client, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def texts(html: str) -> list[str]:
    """What there is to read in the sections that a report has in every place."""
    sections = re.findall(r'<section aria-labelledby="(?:what|where|scale)">.*?</section>', html, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section)) for section in sections]


def test_the_page_and_the_file_of_the_command_line_say_the_same(client: Client, trial: Trial) -> None:
    in_the_loop, as_a_file = page(client, f"/trials/{trial.uid}/"), report_html(TELLING)
    assert (texts(in_the_loop), len(texts(as_a_file))) == (texts(as_a_file), 3)


def test_nothing_in_the_page_needs_an_exception_from_the_policy(client: Client, trial: Trial) -> None:
    for path in (f"/trials/{trial.uid}/", f"/trials/{trial.uid}/cases/{CASE}/"):
        answer = client.get(path)
        assert re.findall(r"<style|<script(?![^>]* src=)| style=| on\w+=\"", answer.content.decode()) == []
        assert "style-src 'self'" in answer.headers["Content-Security-Policy"].split("; ")


def test_replays_are_fetched_when_they_are_asked_for(client: Client, trial: Trial) -> None:
    replay = f"/trials/{trial.uid}/cases/{CASE}/"
    whole = page(client, f"/trials/{trial.uid}/")
    assert (f'href="{replay}"' in whole, "We asked" in whole) == (True, False)
    part = page(client, replay, hx_request="true")
    assert ("We asked" in part, "<html" in part) == (True, False)
    alone = page(client, replay)
    assert (part in alone, "<html" in alone, "Why it happens in production" in alone) == (True, True, True)
    assert re.search(r"<mark>52 days.*</mark>", part)


def test_ordinary_questions_have_replays_too(client: Client, trial: Trial) -> None:
    assert "An ordinary question" in page(client, f"/trials/{trial.uid}/cases/baseline/1/")


def test_a_case_that_there_is_not_is_not_found(client: Client, trial: Trial) -> None:
    assert client.get(f"/trials/{trial.uid}/cases/wrong-value/9/").status_code == 404


def test_a_blind_stages_address_shows_the_alias_and_the_other_one_the_name(
    client: Client, trial: Trial, loop: Loop
) -> None:
    for uid, shown, hidden in (
        (trial.blind_uid, loop.ann.alias, ("Ann", trial.uid)),
        (trial.uid, "Ann Archer", (loop.ann.alias, trial.blind_uid)),
    ):
        for path in (f"/trials/{uid}/", f"/trials/{uid}/cases/{CASE}/"):
            html = page(client, path)
            assert (shown in html, [one for one in hidden if one in html]) == (True, [])


def test_the_notes_name_their_author_where_the_candidate_has_a_name(client: Client, trial: Trial) -> None:
    blind, named = page(client, f"/trials/{trial.blind_uid}/"), page(client, f"/trials/{trial.uid}/")
    assert ("Written by: [author]" in blind, "[name] would split them" in blind) == (True, True)
    assert "Written by: Ann Archer &lt;ann@example.com&gt;" in named


def test_a_long_and_hostile_trial_opens_with_little(client: Client, loop: Loop) -> None:
    tried, modes = realistic(cases=115)
    report = json.loads(report_json(build_report(tried, modes)))
    made = Trial.objects.create(candidacy=loop.ann, report=report, finished_at=timezone.now())
    answer = client.get(f"/trials/{made.blind_uid}/", headers={"accept-encoding": "gzip"})
    assert (answer.headers["Content-Encoding"], answer.content[:2]) == ("gzip", b"\x1f\x8b")
    assert len(answer.content) < 45_000  # styles and scripts, which are kept, take about as much again
    assert gzip.decompress(answer.content).count(b"data-replay") == 116 + 1  # one ordinary question failed, one held
