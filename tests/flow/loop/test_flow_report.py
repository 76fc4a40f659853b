"""A panelist with a trial's report: read, replayed, cited and held against the notes; by keys, and without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from seatrial.loop.evidence.models import Trial
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.actions import open_scorecard
from seatrial.loop.scorecard.models import Citation, Tick
from tests.flow.loop.conftest import Loop, Visit, Visitor
from tests.loop.evidence_report import CASE, telling_report
from tests.loop.scorecard.conftest import seated_only_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


def tried(loop: Loop) -> str:
    """Let Ann's submission have been tried; returns the address of its report."""
    seated_only_in(loop, "takehome")
    made = Trial.objects.create(candidacy=loop.ann, report=telling_report(), finished_at=timezone.now())
    return f"/trials/{made.blind_uid}/"


def kept() -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    cited = Citation.objects.values_list("field", "place", "words")
    return list(cited), list(Tick.objects.values_list("mode", "stand"))


@pytest.mark.sqlite_first
def test_by_keys_a_case_is_replayed_and_cited_and_the_notes_are_ticked(loop: Loop, visit: Visit) -> None:
    report, visitor = tried(loop), visit()
    visitor.signs_in("bo@example.com")
    visitor.goes_to(report)
    page = visitor.page
    page.locator("#mode-wrong-value").focus()
    page.keyboard.press("j")
    expect(page.locator(f"[id='case-{CASE}']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("What was delivered")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(f"[id='event-{CASE}-2']")).to_be_focused()
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_label("Model output")).to_be_checked()
    page.get_by_label("What it shows").fill("52 days, from nowhere")
    page.get_by_role("dialog").get_by_role("button", name="Cite").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#cited")).to_contain_text("Cited: Case wrong-value/1")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("cite the place you are at")
    page.get_by_role("button", name="Close").click()
    visitor.follows("Hold the notes against it")
    page.locator("#tick-wrong-value").focus()
    page.keyboard.press("1")
    expect(page.locator("#ticked")).to_have_text("1 of 2 modes ticked.")
    assert kept() == (
        [("model_output", f"event:{CASE}:2", "52 days, from nowhere")],
        [("wrong-value", "handled")],
    )
    visitor.follows("My scorecard")
    visitor.follows("Case wrong-value/1")
    expect(page.get_by_role("heading", level=1)).to_have_text("A plausible wrong value")
    assert visitor.trouble == []


@pytest.mark.postgres_first
def test_without_scripts_a_case_is_replayed_and_cited_and_the_notes_are_ticked(loop: Loop, visit: Visit) -> None:
    report, visitor = tried(loop), visit(scripts=False)
    visitor.signs_in("bo@example.com")
    visitor.goes_to(report)
    page = visitor.page
    page.locator(f"[id='case-{CASE}']").get_by_role("link", name="Replay").click()
    assert "What was delivered" in visitor.reads()
    page.locator(f"[id='case-{CASE}']").get_by_role("link", name="Cite").click()
    page.get_by_label("Awareness").check()
    page.get_by_label("What it shows").fill("It did not say so.")
    visitor.presses("Cite")
    assert "Cited in your scorecard: Case wrong-value/1" in visitor.reads()
    visitor.follows("Hold the notes against it")
    page.locator("#tick-order-in-document").get_by_role("button", name="Named and left").click()
    assert "1 of 2 modes ticked." in visitor.reads()
    visitor.follows("My scorecard")
    assert "It did not say so." in visitor.reads()
    visitor.follows("Case wrong-value/1")
    assert "What was delivered" in visitor.reads()
    assert kept() == ([("awareness", f"case:{CASE}", "It did not say so.")], [("order-in-document", "left")])


@pytest.mark.sqlite_first
@pytest.mark.parametrize(
    ("width", "dark"),
    [(390, True), pytest.param(1280, False, marks=pytest.mark.slow)],
    ids=["390-dark", "1280-light"],
)
def test_nothing_hinders_anybody_on_these_pages(loop: Loop, visit: Visit, dark: bool, width: int) -> None:
    report, visitor = tried(loop), visit(width=width, dark=dark)
    visitor.signs_in("bo@example.com")
    paths = (report, f"{report}cases/{CASE}/", f"{report}notes/", f"{report}cite/?at=case:{CASE}")
    found = {}
    for path in paths:
        visitor.goes_to(path)
        found[path] = visitor.hindrances()
    visitor.goes_to(report)
    visitor.page.locator(f"[id='case-{CASE}'] a[data-replay]").click()
    expect(visitor.page.get_by_text("What was delivered")).to_be_visible()
    found["replay"] = visitor.hindrances()
    visitor.page.locator(f"[id='case-{CASE}'] > .fold a[data-cite]").click()
    expect(visitor.page.get_by_role("dialog")).to_be_visible()
    found["dialog"] = visitor.hindrances()
    assert {path: one for path, one in found.items() if one} == {}


@pytest.mark.sqlite_first
def test_what_is_cited_in_another_window_appears_beside_what_is_being_typed(loop: Loop, bo: User, visit: Visit) -> None:
    report, visitor = tried(loop), visit()
    card = open_scorecard(loop.ann, loop.stages["takehome"], by=bo)
    visitor.signs_in("bo@example.com")
    visitor.goes_to(f"/scorecards/{card.uid}/")
    note = visitor.page.locator("#awareness-note")
    note.press_sequentially("It names no mode")
    other = Visitor(visitor.page.context.new_page())
    other.goes_to(f"{report}cite/?at=headline")
    other.page.get_by_label("Awareness").check()
    other.page.get_by_label("What it shows").fill("Half of it silent.")
    other.presses("Cite")
    other.page.wait_for_url(f"**{report}*")
    visitor.page.bring_to_front()
    note.press_sequentially(" that")
    visitor.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(visitor.page.locator("#cited-awareness")).to_contain_text("Half of it silent.")
    note.press_sequentially(" failed.")
    expect(note).to_have_value("It names no mode that failed.")
    assert (visitor.hindrances(), visitor.trouble, other.trouble) == ([], [], [])
