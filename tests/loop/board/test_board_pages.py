"""The gathering pages: who sees what, in how many queries, and what is hidden where a stage is blind."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.board.actions import leave_panel, seat_panel
from seatrial.loop.candidacy.models import Accommodation, Candidacy, Passage, SentBrief
from seatrial.loop.openings.models import Membership, Opening, Seat
from seatrial.loop.people.models import User
from seatrial.loop.reference.models import Reference
from seatrial.loop.scorecard.actions import open_early
from seatrial.loop.scorecard.models import Entry, Scorecard
from tests.loop.conftest import Loop, SignIn, make_loop
from tests.loop.scorecard.conftest import sealed_card

pytestmark = pytest.mark.django_db


def fill(loop: Loop, number: int, lead: User) -> None:
    """Add candidates with a sent brief, a finished screen, a sealed scorecard and an open request each."""
    for each in range(number):
        one = Candidacy.objects.create(
            opening=loop.opening,
            name=f"Candidate {each:02}",
            email=f"c{each}@example.com",
            alias=f"Teal Bell {each}",
            stage=loop.stages["takehome"],
        )
        SentBrief.objects.create(candidacy=one, text="## Hello", sent_by=lead)
        Passage.objects.create(
            candidacy=one, stage=loop.stages["screen"], started_at=timezone.now(), finished_at=timezone.now()
        )
        Accommodation.objects.create(candidacy=one, asked="More time.")
        sealed(loop, one, "screen", Seat.objects.filter(stage=loop.stages["screen"])[0].user)


def sealed(loop: Loop, candidacy: Candidacy, stage: str, author: User, *, is_sealed: bool = True) -> Scorecard:
    return Scorecard.objects.create(
        candidacy=candidacy,
        stage=loop.stages[stage],
        author=author,
        rubric_version=loop.opening.rubric_version,
        sealed_at=timezone.now() if is_sealed else None,
    )


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    return len(caught)


def test_the_openings_take_the_same_queries_for_one_and_for_three(loop, cy, bo, bea, signed_in: SignIn) -> None:
    lead = signed_in(cy)
    fill(loop, 1, cy)
    one = queries(lambda: lead.get("/openings/"))
    for title in ("Second", "Third"):
        fill(make_loop(lead=cy, panel=(bo, bea), title=title), 3, cy)
    assert (one, queries(lambda: lead.get("/openings/"))) == (one, one)


def test_the_board_takes_the_same_queries_for_one_and_for_three(loop, cy, signed_in: SignIn) -> None:
    lead, address = signed_in(cy), f"/openings/{loop.opening.uid}/"
    one = queries(lambda: lead.get(address))
    fill(loop, 2, cy)
    assert (one, queries(lambda: lead.get(address))) == (one, one)


def test_a_card_says_what_waits_for_whom_and_what_the_loop_asks(loop, cy, signed_in: SignIn) -> None:
    fill(loop, 2, cy)
    Seat.objects.filter(stage=loop.stages["review"], user__email="bea@example.com").update(removed_at=timezone.now())
    page = signed_in(cy).get("/openings/").content.decode()
    said = (
        "<strong>Lead</strong>: 1 brief to send",
        "<strong>Lead</strong>: 2 requests for more time or another format",
        "<strong>Bea Baum</strong>: 2 scorecards to seal",
        "5 h 15 min of a candidate’s time",
        "One person alone in “Review”",
    )
    assert [words for words in said if words not in page] == []
    assert "<strong>Bo Berg</strong>" not in page


def test_a_card_tells_no_lead_who_scores_that_somebody_asked_for_time(loop, cy, eve, signed_in: SignIn) -> None:
    fill(loop, 2, cy)
    asked = "requests for more time"
    Seat.objects.create(stage=loop.stages["takehome"], user=cy)
    assert asked in signed_in(cy).get("/openings/").content.decode()  # nobody else could answer
    Membership.objects.create(opening=loop.opening, user=eve)
    told = {user.name: asked in signed_in(user).get("/openings/").content.decode() for user in (cy, eve)}
    assert told == {"Cy Chen": False, "Eve Evans": True}


def test_nobody_waits_for_who_could_read_and_so_scores_no_more(loop, bo, bea, cy, signed_in: SignIn) -> None:
    """Bo has sealed, Cy opened it early; Cy sits in the take-home too, and so does Bea, who goes on alone."""
    stage = loop.stages["takehome"]
    Seat.objects.create(stage=stage, user=cy)
    now = timezone.now()
    Passage.objects.create(candidacy=loop.ann, stage=stage, started_at=now, finished_at=now)
    pages = ("/openings/", f"/openings/{loop.opening.uid}/")

    def waited_for() -> list[list[str]]:
        read = [signed_in(cy).get(page).content.decode() for page in pages]
        return [[one.name for one in (bo, bea, cy) if f"<strong>{one.name}</strong>" in page] for page in read]

    assert waited_for() == [["Bo Berg", "Bea Baum", "Cy Chen"]] * 2
    sealed_card(loop, "takehome", bo)
    open_early(loop.ann, stage, reason="Bea is ill.", by=cy)
    assert waited_for() == [["Bea Baum"]] * 2


def test_the_board_filters_by_stage_and_state_and_words(loop, cy, signed_in: SignIn) -> None:
    fill(loop, 3, cy)
    Candidacy.objects.filter(name="Candidate 00").update(withdrawn_at=timezone.now())
    Candidacy.objects.filter(name="Candidate 01").update(closed_at=timezone.now())
    lead, address = signed_in(cy), f"/openings/{loop.opening.uid}/"
    names = ("Ann Archer", "Candidate 00", "Candidate 01", "Candidate 02")

    def shown(query: str) -> list[str]:
        page = lead.get(f"{address}{query}").content.decode()
        return [name for name in names if name in page]

    assert shown("") == ["Ann Archer", "Candidate 02"]
    assert shown("?state=withdrawn") == ["Candidate 00"]
    assert shown("?state=closed") == ["Candidate 01"]
    assert shown("?state=all") == list(names)
    assert shown("?q=heron") == ["Ann Archer"]
    assert shown("?q=c2%40example") == ["Candidate 02"]
    assert shown(f"?stage={loop.stages['review'].uid}") == []
    assert shown(f"?stage={loop.stages['takehome'].uid}&q=candidate+0") == ["Candidate 02"]


def test_the_board_pages_by_fifty_and_keeps_the_filter(loop, cy, signed_in: SignIn) -> None:
    fill(loop, 51, cy)
    lead, address = signed_in(cy), f"/openings/{loop.opening.uid}/?q=candidate"
    first = lead.get(address).content.decode()
    assert ("Page 1 of 2" in first, first.count('class="meta">Teal Bell')) == (True, 50)
    assert 'href="?q=candidate&amp;page=2"' in first
    assert lead.get(f"{address}&page=2").content.decode().count('class="meta">Teal Bell') == 1


def test_a_part_of_the_board_is_the_same_rows_without_the_page(loop, cy, signed_in: SignIn) -> None:
    lead, address = signed_in(cy), f"/openings/{loop.opening.uid}/"
    part = lead.get(address, headers={"HX-Request": "true"})
    assert part.content.decode() in lead.get(address).content.decode()
    assert "HX-Request" in part["Vary"]


def test_an_empty_board_says_what_to_do_next(loop, cy, signed_in: SignIn) -> None:
    Candidacy.objects.all().delete()
    Opening.objects.update(opened_at=timezone.now())
    page = signed_in(cy).get(f"/openings/{loop.opening.uid}/").content.decode()
    assert f'href="/openings/{loop.opening.uid}/candidates/new/"' in page
    assert "No candidates yet." in page


def test_the_timeline_shows_sealed_as_sealed_with_who_is_missing(loop, cy, bo, signed_in: SignIn) -> None:
    card = sealed(loop, loop.ann, "screen", bo)
    Entry.objects.create(scorecard=card, field="engineering", level=4, note="A secret of Bo’s")
    Passage.objects.create(candidacy=loop.ann, stage=loop.stages["screen"], started_at=timezone.now())
    page = signed_in(cy).get(f"/candidates/{loop.ann.uid}/").content.decode()
    assert "Sealed: 1 of 2. Still missing: Bea Baum." in page
    assert "A secret" not in page


def test_a_panelist_sees_their_stages_with_a_name_and_nothing_of_a_blind_one(loop, bo, bea, signed_in) -> None:
    Seat.objects.filter(user=bo).exclude(stage__kind__in=("screen", "takehome")).update(removed_at=timezone.now())
    sealed(loop, loop.ann, "takehome", bea)
    page = signed_in(bo).get(f"/candidates/{loop.ann.uid}/").content.decode()
    assert ("Ann Archer" in page, "Tell me about an AI system you shipped." in page) == (True, True)
    hidden = ("Heron", "Take-home", "Review", "Bea", "ann@example.com", "Sealed")
    assert [word for word in hidden if word in page] == []


def test_who_sits_in_blind_stages_alone_finds_no_candidate(loop, bo, signed_in: SignIn) -> None:
    Seat.objects.filter(user=bo, stage__blind=False).update(removed_at=timezone.now())
    assert signed_in(bo).get(f"/candidates/{loop.ann.uid}/").status_code == 404


def test_a_panelist_who_leaves_takes_drafts_along_and_what_is_sealed_stays(loop, cy, bo, bea) -> None:
    draft = sealed(loop, loop.ann, "takehome", bo, is_sealed=False)
    done = sealed(loop, loop.ann, "screen", bo)
    of_bea = sealed(loop, loop.ann, "takehome", bea, is_sealed=False)
    for stage in ("takehome", "screen"):
        leave_panel(Seat.objects.get(stage=loop.stages[stage], user=bo), by=cy)
    void = {one.pk: one.void_at is not None for one in Scorecard.objects.all()}
    assert void == {draft.pk: True, done.pk: False, of_bea.pk: False}
    ended = Seat.objects.filter(user=bo, removed_at__isnull=False).values_list("stage__kind", flat=True)
    assert set(ended) == {"takehome", "screen"}
    assert AuditEntry.objects.get(verb="scorecards void").facts == {"scorecards": 1}


def test_leaving_twice_is_leaving_once(loop, cy, bo) -> None:
    taken = Seat.objects.get(stage=loop.stages["takehome"], user=bo)
    leave_panel(taken, by=cy)
    first = Seat.objects.get(pk=taken.pk).removed_at
    assert (leave_panel(taken, by=cy), Seat.objects.get(pk=taken.pk).removed_at) == (0, first)


def test_who_comes_back_finds_their_draft_and_has_a_new_seat(loop, cy, bo, bea) -> None:
    draft = sealed(loop, loop.ann, "takehome", bo, is_sealed=False)
    stage = loop.stages["takehome"]
    assert seat_panel(loop.opening, [(stage, bea)], by=cy) == 1
    assert seat_panel(loop.opening, [(stage, bea), (stage, bo)], by=cy) == 0
    assert Scorecard.objects.get(pk=draft.pk).void_at is None
    assert [one.removed_at is None for one in Seat.objects.filter(stage=stage, user=bo).order_by("pk")] == [False, True]


def test_the_third_step_tells_what_became_void(loop, cy, bo, bea, signed_in: SignIn) -> None:
    sealed(loop, loop.ann, "takehome", bo, is_sealed=False)
    names = ("family", "budget_hours", "task", "looked_for", "ai_policy", "work_policy", "most_briefs", "most_months")
    typed = {
        "edition": loop.opening.edition,
        "rubric": loop.opening.rubric_version.uid,
        "seats": [f"{stage.uid}:{bea.uid}" for stage in loop.stages.values()],
        **{name: getattr(loop.opening.takehome, name) for name in names},
    }
    lead, address = signed_in(cy), f"/openings/{loop.opening.uid}/setup/standard/"
    assert "1 unsealed scorecard became void with the seat." in lead.post(address, typed, follow=True).content.decode()
    told = lead.post(address, {**typed, "ai_policy": "Mine, typed second."})
    assert told.status_code == 409
    assert "<dt>AI help</dt><dd>Any.</dd>" in told.content.decode()
    assert "Mine, typed second.</textarea>" in told.content.decode()


def test_of_two_who_seat_a_panel_the_second_is_told_by_names(loop, cy, bo, bea, signed_in: SignIn) -> None:
    User.objects.filter(pk=bea.pk).update(name="Bea <b>Baum</b>")
    names = ("family", "budget_hours", "task", "looked_for", "ai_policy", "work_policy", "most_briefs", "most_months")
    first = {
        "edition": loop.opening.edition,
        "rubric": loop.opening.rubric_version.uid,
        "seats": [f"{stage.uid}:{bea.uid}" for stage in list(loop.stages.values())[:2]],
        **{name: getattr(loop.opening.takehome, name) for name in names},
    }
    lead, address = signed_in(cy), f"/openings/{loop.opening.uid}/setup/standard/"
    assert lead.post(address, first).status_code == 302
    told = lead.post(address, {**first, "seats": [f"{loop.stages['review'].uid}:{bo.uid}"]})
    page = told.content.decode()
    bea_s = "Bea &lt;b&gt;Baum&lt;/b&gt; in "
    assert (told.status_code, f"<dt>Panel</dt><dd>{bea_s}Screen<br>{bea_s}Take-home</dd>" in page) == (409, True)
    ticked = f'value="{loop.stages["review"].uid}:{bo.uid}" aria-label="Bo Berg in Review" checked>'
    assert (ticked in page, page.count(" checked>"), "<b>Baum" in page) == (True, 1, False)


def test_the_third_step_takes_the_same_queries_for_three_people_and_for_six(loop, cy, signed_in: SignIn) -> None:
    lead, address = signed_in(cy), f"/openings/{loop.opening.uid}/setup/standard/"
    lead.get(address)
    three = queries(lambda: lead.get(address))
    for number in range(3):
        one = User.objects.create(email=f"{number}@example.com", name=f"Panelist {number}")
        Seat.objects.create(stage=loop.stages["review"], user=one)
    assert (three, queries(lambda: lead.get(address))) == (12, 12)


@pytest.mark.usefixtures("loop")
def test_a_panel_is_called_calibrated_by_nobody(cy, signed_in: SignIn) -> None:
    def says() -> bool:
        return "Panel not calibrated" in signed_in(cy).get("/openings/").content.decode()

    seated = says()
    Seat.objects.all().delete()
    assert (seated, says()) == (True, False)


def test_the_timeline_ends_in_references_debrief_and_decision(loop, cy, signed_in: SignIn) -> None:
    for name in ("Rae", "Ray", "Roy"):
        Reference.objects.create(candidacy=loop.ann, name=name, asked_by=cy, answered_at=timezone.now())
    Reference.objects.filter(name="Roy").update(answered_at=None)
    page = " ".join(signed_in(cy).get(f"/candidates/{loop.ann.uid}/").content.decode().split())
    assert "2 of 3 answered, 2 not yet read against the candidate’s own story." in page
    for place in ("references", "debrief", "decision"):
        assert f'href="/candidates/{loop.ann.uid}/{place}/"' in page
