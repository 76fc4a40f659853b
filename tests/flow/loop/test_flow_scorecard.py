"""A panelist at a browser: by keyboard, by a network that fails, and without scripts."""

import pytest
from playwright.sync_api import expect

from seatrial.loop.people.models import User
from seatrial.loop.scorecard import actions, rules
from seatrial.loop.scorecard.models import Scorecard
from tests.flow.loop.conftest import Loop, Visit, Visitor
from tests.loop.scorecard.conftest import sealed_card, seated_only_in

pytestmark = pytest.mark.django_db(transaction=True)


def begun(loop: Loop, bo: User) -> Scorecard:
    seated_only_in(loop, "takehome")
    return actions.open_scorecard(loop.ann, loop.stages["takehome"], by=bo)


def stored(card: Scorecard, key: str) -> tuple[int | None, str]:
    value = rules.filled_in(Scorecard.objects.get(pk=card.pk)).get(key)
    return (value.level, value.note) if value else (None, "")


@pytest.mark.sqlite_first
def test_a_scorecard_is_filled_by_keys_and_saves_itself(loop: Loop, bo: User, visit: Visit) -> None:
    card, visitor = begun(loop, bo), visit()
    visitor.signs_in("bo@example.com")
    visitor.goes_to(f"/scorecards/{card.uid}/")
    page, status = visitor.page, visitor.page.locator("[data-status]")
    for key in ("j", "3", "j", "2", "n"):
        page.keyboard.press(key)
    page.keyboard.type("1 2 3 in a note are words, and so are j, f and ?")
    expect(status).to_contain_text("Saved")
    expect(status).to_contain_text("ago")
    assert (stored(card, "model_output")[0], stored(card, "prompt_hardening")) == (
        3,
        (2, "1 2 3 in a note are words, and so are j, f and ?"),
    )
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Turn keys off").click()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("1")
    page.reload()
    assert stored(card, "prompt_hardening")[0] == 2
    assert visitor.trouble == []


@pytest.mark.sqlite_first
def test_what_is_typed_offline_outlives_the_closed_laptop(loop: Loop, bo: User, visit: Visit) -> None:
    card, visitor = begun(loop, bo), visit()
    visitor.signs_in("bo@example.com")
    visitor.goes_to(f"/scorecards/{card.uid}/")
    page, note = visitor.page, visitor.page.locator("#awareness-note")
    page.context.set_offline(True)
    note.fill("Typed on the train.")
    expect(page.locator("[data-status]")).to_contain_text("kept in this browser")
    page.context.set_offline(False)
    expect(page.locator("[data-status]")).to_contain_text("Saved")
    assert stored(card, "awareness")[1] == "Typed on the train."
    page.context.set_offline(True)
    note.fill("Typed before the lid was closed.")
    page.goto("about:blank")
    page.context.set_offline(False)
    visitor.goes_to(f"/scorecards/{card.uid}/")
    expect(note).to_have_value("Typed before the lid was closed.")
    expect(page.locator("[data-status]")).to_contain_text("Saved")
    assert stored(card, "awareness")[1] == "Typed before the lid was closed."


@pytest.mark.sqlite_first
def test_the_second_window_is_told_and_shown_both(loop: Loop, bo: User, visit: Visit) -> None:
    card, visitor = begun(loop, bo), visit()
    visitor.signs_in("bo@example.com")
    visitor.goes_to(f"/scorecards/{card.uid}/")
    second = visitor.page.context.new_page()
    second.goto(f"/scorecards/{card.uid}/")
    visitor.page.locator("#awareness-note").fill("From the first window.")
    expect(visitor.page.locator("[data-status]")).to_contain_text("ago")
    second.locator("#awareness-note").fill("From the second window.")
    second.get_by_role("button", name="Show both").click()
    expect(second.get_by_text("From the first window.")).to_be_visible()
    expect(second.locator("#awareness-note")).to_have_value("From the second window.")
    second.get_by_role("button", name="Save").click()
    expect(second.locator("#awareness-note")).to_have_value("From the second window.")
    assert stored(card, "awareness")[1] == "From the second window."


@pytest.mark.postgres_first
def test_without_scripts_a_scorecard_is_filled_flagged_and_sealed(loop: Loop, visit: Visit) -> None:
    seated_only_in(loop, "takehome")
    visitor = visit(scripts=False)
    visitor.signs_in("bo@example.com")
    visitor.goes_to(f"/candidates/{loop.ann.blind_uid}/stages/{loop.stages['takehome'].uid}/")
    visitor.presses("Begin")
    for key in ("model_output", "prompt_hardening", "evaluation", "awareness", "engineering"):
        visitor.page.locator(f"input[name='{key}-pick'][value='3']").check()
        visitor.page.locator(f"#{key}-note").fill(f"Seen: {key}.")
    visitor.presses("Raise a flag")
    visitor.page.get_by_label("Green: Evaluation is a normal part of building").check()
    visitor.page.get_by_label("The words that were said").fill("I wrote the questions first.")
    visitor.page.get_by_label("They brought it up themselves").check()
    visitor.presses("Keep the flag")
    visitor.presses("Read it through")
    assert "Seen: awareness." in visitor.reads()
    visitor.presses("Seal it")
    assert "It can no longer be changed." in visitor.reads()
    assert Scorecard.objects.get().sealed_at is not None


@pytest.mark.sqlite_first
@pytest.mark.parametrize("dark", [pytest.param(False, marks=pytest.mark.slow), True], ids=["light", "dark"])
def test_nothing_hinders_anybody_on_these_pages(loop: Loop, bo: User, bea: User, visit: Visit, dark: bool) -> None:
    card = begun(loop, bo)
    stage, ann = loop.stages["takehome"], loop.ann
    actions.raise_flag(ann, stage, kind="no_eval", words="We just ship.", prompted=False, by=bo)
    of_stage, of_card = f"/candidates/{ann.blind_uid}/stages/{stage.uid}", f"/scorecards/{card.uid}"
    visitor = visit(dark=dark)
    visitor.signs_in("bo@example.com")
    open_pages = [
        "/work/",
        f"{of_card}/",
        f"{of_card}/summary/",
        f"{of_stage}/",
        f"{of_stage}/flags/new/",
        f"/stages/{stage.uid}/grading/awareness/",
    ]
    found = {path: hindrances(visitor, path) for path in open_pages}
    for author in (bo, bea):
        sealed_card(loop, "takehome", author)
    sealed_pages = [f"{of_card}/summary/", f"{of_stage}/scorecards/", f"{of_card}/amend/awareness/"]
    found |= {path: hindrances(visitor, path) for path in sealed_pages}
    assert {path: one for path, one in found.items() if one} == {}


def hindrances(visitor: Visitor, path: str) -> list[str]:
    visitor.goes_to(path)
    return visitor.hindrances()
