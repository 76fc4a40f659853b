"""Setting an opening up: three steps that come filled in, and what stops it from being opened."""

import pytest

from seatrial.loop.candidacy.actions import add_candidate
from seatrial.loop.openings import actions
from seatrial.loop.openings.forms import PartForm
from seatrial.loop.openings.guides import DEFAULT_GUIDES, guide_of
from seatrial.loop.openings.models import Opening, Stage
from seatrial.loop.openings.problems import problems_of
from seatrial.loop.openings.spine import Kind
from seatrial.loop.people.models import User
from seatrial.loop.rubric.actions import first_version
from seatrial.loop.takehome.models import OverruledFinding, TakeHome
from tests.loop.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cy: User) -> Opening:
    role = actions.Role("Applied AI engineer", "Builds on models.", cy)
    return actions.make_opening(role, rubric_version=first_version(cy), by=cy)


def titles(opening: Opening) -> list[str]:
    return [stage.title for stage in opening.stages.all()]


def test_a_new_opening_has_the_four_stages_with_their_guides_and_belongs_to_its_lead_and_owner(cy, eve) -> None:
    opening = actions.make_opening(actions.Role("Engineer", "", eve), rubric_version=first_version(cy), by=cy)
    assert [(one.kind, one.minutes, one.blind) for one in opening.stages.all()] == [
        ("screen", 30, False),
        ("takehome", 0, True),
        ("review", 60, False),
        ("discussion", 45, False),
    ]
    assert [guide_of(Kind(one.kind), one.guide) for one in opening.stages.all()] == [
        DEFAULT_GUIDES[Kind(one.kind)] for one in opening.stages.all()
    ]
    assert [one.user for one in opening.memberships.order_by("pk")] == [cy, eve]


def test_two_general_rounds_are_free_and_a_third_asks_why(made, cy, signed_in: SignIn) -> None:
    lead, add = signed_in(cy), f"/openings/{made.uid}/rounds/"
    assert [lead.post(add).status_code for _ in range(3)] == [302, 302, 422]
    refused = lead.post(add).content.decode()
    assert "it needs a reason that stays on record" in " ".join(refused.split())
    assert lead.post(add, {"reason": "Two teams hire together."}).status_code == 302
    made.refresh_from_db()
    assert made.general_rounds_reason == "Two teams hire together."
    assert titles(made)[4:] == ["General round", "General round 2", "General round 3"]
    page = lead.get(f"/openings/{made.uid}/setup/stages/").content.decode()
    assert "it asks 8 h 15 min of each candidate" in page


def test_general_rounds_move_and_the_spine_does_not(made, cy, signed_in: SignIn) -> None:
    added = actions.add_general_round(made, reason="", by=cy)
    lead = signed_in(cy)
    for _ in range(2):
        lead.post(f"/openings/{made.uid}/stages/{added.uid}/move/", {"to": "up"})
    assert titles(made) == ["Screen", "Take-home", "General round", "Review", "Discussion"]
    screen = made.stages.get(kind="screen")
    lead.post(f"/openings/{made.uid}/stages/{screen.uid}/move/", {"to": "down"})
    lead.post(f"/openings/{made.uid}/stages/{screen.uid}/remove/")
    assert titles(made) == ["Screen", "Take-home", "General round", "Review", "Discussion"]
    lead.post(f"/openings/{made.uid}/stages/{added.uid}/remove/")
    assert [(one.title, one.position) for one in made.stages.all()] == [
        ("Screen", 1),
        ("Take-home", 2),
        ("Review", 3),
        ("Discussion", 4),
    ]


def test_a_round_that_candidates_have_reached_stays(made, cy, signed_in: SignIn) -> None:
    added = actions.add_general_round(made, reason="", by=cy)
    for _ in range(4):
        actions.move_round(Stage.objects.get(pk=added.pk), places=-1, by=cy)
    actions.open_opening(made, by=cy)
    made.refresh_from_db()
    assert add_candidate(made, name="Ann Archer", email="ann@example.com", by=cy).stage == added
    page = signed_in(cy).post(f"/openings/{made.uid}/stages/{added.uid}/remove/", follow=True).content.decode()
    assert "“General round” stays: candidates have reached it." in page
    assert made.stages.filter(pk=added.pk).exists()


def test_a_guide_is_rewritten_part_by_part(made, cy, signed_in: SignIn) -> None:
    screen = made.stages.get(kind="screen")
    typed = stage_form(screen, **{"title": "First talk", "minutes": "40", "went_wrong-good": " One case \n\nHow found"})
    answer = signed_in(cy).post(f"/openings/{made.uid}/stages/{screen.uid}/", typed)
    assert answer.status_code == 302
    screen.refresh_from_db()
    guide = guide_of(Kind.SCREEN, screen.guide)
    assert (screen.title, screen.minutes) == ("First talk", 40)
    assert [part.key for part in guide.parts] == ["shipped", "went_wrong"]
    assert guide.parts[1].good == ("One case", "How found")
    assert guide.parts[0] == DEFAULT_GUIDES[Kind.SCREEN].parts[0]


def test_a_refused_guide_keeps_what_was_typed(made, cy, signed_in: SignIn) -> None:
    screen = made.stages.get(kind="screen")
    typed = stage_form(screen, **{"minutes": "2", "shipped-ask": "", "shipped-why": "Because I typed this."})
    page = signed_in(cy).post(f"/openings/{made.uid}/stages/{screen.uid}/", typed).content.decode()
    assert "Ensure this value is greater than or equal to 5." in page
    assert "This field is required." in page
    assert "Because I typed this." in page


def test_the_second_of_two_editors_is_told_and_keeps_what_they_typed(made, cy, signed_in: SignIn) -> None:
    lead, address = signed_in(cy), f"/openings/{made.uid}/setup/role/"
    first = {"edition": made.edition, "title": "Engineer of the first", "about": "", "owner": cy.pk}
    second = {**first, "title": "Engineer of the second"}
    assert lead.post(address, first).status_code == 302
    told = lead.post(address, second)
    page = told.content.decode()
    assert told.status_code == 409
    assert "Somebody else saved this while you wrote." in page
    assert "<dt>Role</dt><dd>Engineer of the first</dd>" in page
    assert 'value="Engineer of the second"' in page
    assert Opening.objects.get().title == "Engineer of the first"
    again = {**second, "edition": Opening.objects.get().edition}
    assert f'name="edition" value="{again["edition"]}"' in page
    assert lead.post(address, again).status_code == 302
    assert Opening.objects.get().title == "Engineer of the second"


def test_the_second_of_two_editors_of_a_guide_is_told_too(made, cy, signed_in: SignIn) -> None:
    lead, screen = signed_in(cy), made.stages.get(kind="screen")
    first = stage_form(screen, **{"shipped-ask": "The first one’s question?"})
    second = stage_form(screen, **{"shipped-ask": "The second one’s question?"})
    assert lead.post(f"/openings/{made.uid}/stages/{screen.uid}/", first).status_code == 302
    told = lead.post(f"/openings/{made.uid}/stages/{screen.uid}/", second)
    page = told.content.decode()
    assert told.status_code == 409
    assert "<dt>Ask</dt><dd>The first one’s question?</dd>" in page
    assert "The second one’s question?</textarea>" in page


def test_problems_stand_beside_the_step_where_they_are_mended_and_stop_the_opening(made, cy, signed_in) -> None:
    TakeHome.objects.update(task=made.takehome.task + " Impress us.", ai_policy="Ask us.")
    made = Opening.objects.get()
    actions.seat(made.stages.get(kind="screen"), cy, by=cy)
    assert [(one.step, one.place, one.says, one.stops, one.may_be_overruled) for one in problems_of(made)] == [
        ("standard", "#panel", "Nobody sits in “Take-home”, “Review” and “Discussion”.", False, False),
        ("standard", "#panel", "One person alone sits in “Screen”: one reader is a weak instrument.", False, False),
        (
            "standard",
            "#panel",
            "Cy Chen leads and scores. No scorer should read requests for more time.",
            False,
            False,
        ),
        (
            "standard",
            "#id_ai_policy",
            "The brief does not say what AI help is allowed.",
            True,
            False,
        ),
        (
            "standard",
            "#id_task",
            "Leaves the end open. Whoever has a free week will win against whoever has an evening.",
            True,
            True,
        ),
    ]
    lead = signed_in(cy)
    preview = lead.get(f"/openings/{made.uid}/setup/preview/").content.decode()
    assert '<button class="primary" disabled>Open it</button>' in preview
    assert f'href="/openings/{made.uid}/setup/standard/#id_task"' in preview
    assert lead.post(f"/openings/{made.uid}/setup/open/").url == f"/openings/{made.uid}/setup/preview/"
    assert Opening.objects.get().opened_at is None


def test_a_finding_is_overruled_from_its_place_with_a_reason(made, cy, signed_in: SignIn) -> None:
    TakeHome.objects.update(task=made.takehome.task + " Impress us.")
    lead, address = signed_in(cy), f"/openings/{made.uid}/setup/overrule/"
    found = {"rule": "open-ended", "words": "Impress us"}
    lead.post(address, {**found, "reason": "  "})
    assert OverruledFinding.objects.count() == 0
    lead.post(address, {**found, "reason": "It is a joke of ours."})
    page = lead.get(f"/openings/{made.uid}/setup/standard/").content.decode()
    assert "“Impress us” stands: It is a joke of ours." in page
    lead.post(f"/openings/{made.uid}/setup/open/")
    assert Opening.objects.get().opened_at is not None


def test_more_than_an_evening_is_refused_beside_the_field(made, cy, signed_in: SignIn) -> None:
    typed = {"edition": made.edition, "rubric": made.rubric_version.uid, **takehome_form(made.takehome)}
    answer = signed_in(cy).post(f"/openings/{made.uid}/setup/standard/", {**typed, "budget_hours": "6"})
    assert answer.status_code == 200
    assert "Ensure this value is less than or equal to 4." in answer.content.decode()
    assert TakeHome.objects.get().budget_hours == 3


def test_a_closed_opening_takes_nobody(made, cy, signed_in: SignIn) -> None:
    lead = signed_in(cy)
    lead.post(f"/openings/{made.uid}/setup/open/")
    lead.post(f"/openings/{made.uid}/close/")
    typed = {"name": "Ann Archer", "email": "ann@example.com"}
    page = lead.post(f"/openings/{made.uid}/candidates/new/", typed).content.decode()
    assert "This opening takes no candidates" in page
    assert 'value="Ann Archer"' in page
    assert made.candidacies.count() == 0


def stage_form(stage: Stage, **changes: str) -> dict[str, str]:
    guide = guide_of(Kind(stage.kind), stage.guide)
    typed = {
        "edition": str(stage.opening.edition),
        "title": stage.title,
        "minutes": str(stage.minutes),
        "leave_out": "\n".join(guide.leave_out),
    }
    for part in guide.parts:
        for name in PartForm.base_fields:
            value = getattr(part, name)
            typed[f"{part.key}-{name}"] = value if isinstance(value, str) else "\n".join(value)
    return {**typed, **changes}


def takehome_form(takehome: TakeHome) -> dict[str, str]:
    names = ("family", "budget_hours", "task", "looked_for", "ai_policy", "work_policy", "most_briefs", "most_months")
    return {name: str(getattr(takehome, name)) for name in names}


def test_an_opening_that_was_made_by_mistake_is_dropped_and_stays_so(made, cy, signed_in) -> None:
    lead = signed_in(cy)
    assert "Drop this opening" in lead.get(f"/openings/{made.uid}/setup/preview/").content.decode()
    lead.post(f"/openings/{made.uid}/close/")
    actions.open_opening(made, by=cy)
    made.refresh_from_db()
    assert (made.opened_at, made.closed_at is not None) == (None, True)
    assert "Finish the set-up" not in lead.get("/openings/?show=closed").content.decode()
    assert made.title not in lead.get("/openings/").content.decode()
