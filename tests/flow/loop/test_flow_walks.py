"""Each promise to a user, walked in a real browser: with scripts and without."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from seatrial.loop.candidacy.actions import finish_stage, start_stage
from seatrial.loop.candidacy.models import Candidacy, SentBrief
from seatrial.loop.decision.models import Decision
from seatrial.loop.people.actions import make_first_lead_link, make_link
from seatrial.loop.people.models import Link, User
from seatrial.loop.people.rules import token_of
from seatrial.loop.reference.actions import ask
from tests.flow.loop.conftest import SCRIPTS, Loop, Visit, Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
CRITERIA = ("engineering", "model_output", "prompt_hardening", "evaluation", "awareness")


def handed_in(loop: Loop, cy: User) -> None:
    """Bring Ann to where her take-home waits to be scored."""
    start_stage(loop.ann, loop.stages["takehome"], by=cy)
    finish_stage(loop.ann, loop.stages["takehome"], by=cy)


def only_the_takehome(loop: Loop) -> None:
    """Leave the panel in the take-home alone, so that one scorecard each completes it."""
    for kind, stage in loop.stages.items():
        if kind != "takehome":
            stage.seats.update(removed_at=timezone.now())


def scores(panelist: Visitor, *, level: int, note: str) -> None:
    """Begin what waits, fill every criterion with one level, read it through and seal it."""
    panelist.goes_to("/work/")
    panelist.presses("Begin")
    for key in CRITERIA:
        panelist.page.locator(f"input[name='{key}-pick'][value='{level}']").check()
        panelist.page.locator(f"[name='{key}-note']").fill(f"{note} on {key}")
    panelist.presses("Read it through")
    panelist.presses("Seal it")


@SCRIPTS
def test_a_lead_comes_from_an_empty_database_to_a_sent_brief(visit: Visit, scripts: bool, bo: User, bea: User) -> None:
    lead = visit(scripts=scripts)
    lead.goes_to(f"/first-lead/{token_of(make_first_lead_link())}/")
    lead.page.get_by_label("Name").fill("Cy Chen")
    lead.page.get_by_label("E-mail").fill("cy@example.com")
    for box in lead.page.locator("input[type=password]").all():
        box.fill("correct horse battery staple")
    lead.presses("Make my account")
    lead.follows("New opening")
    lead.page.get_by_label("Role", exact=True).fill("Applied AI engineer")
    lead.page.locator("form button.primary").first.click()
    while "On to rubric, panel and take-home" not in lead.reads():
        lead.page.locator("form button.primary").first.click()
    lead.follows("On to rubric, panel and take-home")
    for person in (bo, bea):
        for box in lead.page.get_by_role("checkbox", name=re.compile(f"^{person.name} in ")).all():
            box.check()
    lead.presses("Save, on to the preview")
    assert "We care less about the demo" in lead.reads()
    lead.presses("Open it")
    lead.follows("Add a candidate")
    lead.page.get_by_label("Name").fill("Ann Archer")
    lead.page.get_by_label("E-mail").fill("ann@example.com")
    lead.presses("Add")
    lead.presses("Send the brief")
    assert "Brief sent" in lead.reads()
    assert [(sent.to, "/c/" in sent.body) for sent in mail.outbox] == [(["ann@example.com"], True)]
    assert lead.trouble == []


@SCRIPTS
def test_two_panelists_score_blind_and_see_each_other_only_when_both_have_sealed(
    visit: Visit, scripts: bool, loop: Loop, cy: User
) -> None:
    only_the_takehome(loop)
    handed_in(loop, cy)
    bo, bea = visit(scripts=scripts), visit(scripts=scripts)
    bo.signs_in("bo@example.com")
    scores(bo, level=3, note="Bo's very own words")
    mine = bo.page.url
    bea.signs_in("bea@example.com")
    bea.goes_to("/work/")
    assert "Candidate Heron" in bea.reads()
    for path in (
        mine,
        f"/candidates/{loop.ann.uid}/",
        *(
            f"/candidates/{uid}/{page}/"
            for uid in (loop.ann.uid, loop.ann.blind_uid)
            for page in ("debrief", "decision")
        ),
        f"/candidates/{loop.ann.blind_uid}/stages/{loop.stages['takehome'].uid}/",
    ):
        bea.goes_to(path)
        assert "very own words" not in bea.page.content()
        assert "Ann Archer" not in bea.page.content()
    scores(bea, level=2, note="Bea's view")
    bea.goes_to(f"/candidates/{loop.ann.blind_uid}/debrief/")
    seen = bea.reads()
    assert "Bo's very own words on evaluation" in seen
    assert "Bea's view on evaluation" in seen
    assert "2.50" in seen


@SCRIPTS
def test_a_debrief_a_changed_score_a_decision_with_a_departure_and_a_letter(
    visit: Visit, scripts: bool, loop: Loop, cy: User
) -> None:
    only_the_takehome(loop)
    handed_in(loop, cy)
    for email, level in (("bo@example.com", 4), ("bea@example.com", 1)):
        panelist = visit(scripts=scripts)
        panelist.signs_in(email)
        scores(panelist, level=level, note="Seen")
    bea = panelist
    bea.goes_to(f"/candidates/{loop.ann.blind_uid}/debrief/")
    bea.page.get_by_role("link", name=re.compile("[Cc]hange")).first.click()
    bea.page.locator("main input[type=radio][value='3']").first.check()
    bea.page.get_by_label("What changed your mind").fill("Bo showed me the case.")
    bea.presses("Change it")
    lead = visit(scripts=scripts)
    lead.signs_in("cy@example.com")
    lead.goes_to(f"/candidates/{loop.ann.uid}/debrief/")
    assert "Bo showed me the case." in lead.page.content()
    lead.goes_to(f"/candidates/{loop.ann.uid}/decision/")
    lead.page.get_by_label("Hire", exact=True).check()
    lead.page.locator("[name=reasons]").fill("She treats the model as the problem.")
    lead.presses("Decide")
    assert Decision.objects.count() == 0
    assert lead.page.locator("[name=reasons]").input_value() == "She treats the model as the problem."
    lead.page.locator("[name=departure]").fill("The eval was worth more than its level says.")
    lead.presses("Decide")
    assert "The eval was worth more than its level says." in lead.reads()
    lead.follows("Letter to the candidate")
    lead.presses("Send the letter")
    assert [(sent.to, "Bo showed" in sent.body) for sent in mail.outbox] == [(["ann@example.com"], False)]


def test_a_referee_answers_on_a_phone(visit: Visit, loop: Loop, cy: User) -> None:
    _, link = ask(loop.ann, by=cy, name="Ruth", email="ruth@example.com", relation="Led the team")
    ruth = visit(width=360)
    ruth.goes_to(f"/r/{token_of(link)}/")
    assert ruth.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    ruth.page.get_by_role("checkbox").first.check()
    first, second = ruth.page.locator("textarea").all()[:2]
    first.fill("The import stood still for three nights.")
    second.fill("She told us before we noticed.")
    assert (ruth.hindrances(), ruth.trouble) == ([], [])
    ruth.presses("Send my answers")
    lead = visit()
    lead.signs_in("cy@example.com")
    lead.goes_to(f"/candidates/{loop.ann.uid}/references/")
    assert "The import stood still for three nights." in lead.page.content()


def test_a_candidates_data_is_taken_out_and_then_erased(visit: Visit, loop: Loop) -> None:
    lead = visit()
    lead.signs_in("cy@example.com")
    lead.goes_to(f"/candidates/{loop.ann.uid}/")
    lead.follows("take it out in one file")
    with lead.page.expect_download() as download:
        lead.presses("Download the file")
    assert "Ann Archer" in Path(download.value.path()).read_text()
    lead.goes_to(f"/candidates/{loop.ann.uid}/")
    lead.follows("erase it")
    lead.page.get_by_role("checkbox").check()
    lead.presses("Erase Ann Archer for good")
    assert Candidacy.objects.filter(name="Ann Archer").count() == 0
    assert "Ann Archer" not in lead.page.content() or "erased" in lead.reads().lower()


def zip_of(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                archive.write(path, path.relative_to(folder))
    return out.getvalue()


@SCRIPTS
def test_a_candidates_evening_leads_from_the_link_to_the_receipt(
    visit: Visit, scripts: bool, loop: Loop, cy: User, tmp_path: Path, workers: Callable[[], None]
) -> None:
    SentBrief.objects.create(candidacy=loop.ann, text="# The work\n\nBuild it.", sent_by=cy)
    archive = tmp_path / "feature.zip"
    archive.write_bytes(zip_of(Path(__file__).parents[1] / "plain"))
    ann = visit(scripts=scripts, width=390)
    ann.goes_to(f"/c/{token_of(make_link(Link.Purpose.CANDIDATE, loop.ann, by='system', days=1))}/")
    ann.follows("Begin or go on with the work")
    ann.page.get_by_role("checkbox").check()
    ann.presses("Start the clock")
    with ann.page.expect_download() as download:
        ann.follows("Download your kit")
    assert "kit/BRIEF.md" in zipfile.ZipFile(download.value.path()).namelist()
    ann.page.set_input_files("input[type=file]", archive)
    ann.presses("Send and check")
    assert "Waiting to be checked" in ann.reads() or "Being checked" in ann.reads()
    workers()
    ann.page.reload()
    assert "It works." in ann.reads()
    ann.follows("Hand this one in")
    ann.page.get_by_label("How many hours").fill("3.5")
    ann.presses("Hand it in")
    assert "This is your receipt" in ann.reads()
    assert (ann.hindrances() if scripts else [], ann.trouble) == ([], [])
