"""The lead is told when a take-home takes longer than its evening, and the next brief waits for an answer."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.board.cards import cards_of
from seatrial.loop.candidacy.actions import (
    BriefNotReady,
    add_candidate,
    answer_accommodation,
    ask_accommodation,
    send_brief,
)
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence import evening as evenings
from seatrial.loop.evidence.models import Evening
from seatrial.loop.evidence.store import store
from seatrial.loop.openings.models import Opening
from seatrial.loop.people.models import User
from seatrial.loop.takehome.actions import make_default, overrule
from seatrial.loop.takehome.models import TakeHome
from tests.loop.conftest import Loop, SignIn, briefed

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening(loop: Loop) -> Opening:
    Opening.objects.update(opened_at=timezone.now(), takehome=make_default())
    loop.opening.refresh_from_db()
    return loop.opening


def did_it(opening: Opening, name: str, *, clock: int, told: int, factor: str = "", by: User) -> Candidacy:
    """Let somebody do the take-home in so many minutes by the clock and by their own word."""
    added = add_candidate(opening, name=name, email=f"{name}@example.com", by=by)
    Candidacy.objects.filter(pk=added.pk).update(stage=opening.stages.get(kind="takehome"))
    added = Candidacy.objects.get(pk=added.pk)
    if factor:
        answer_accommodation(ask_accommodation(added, "Please."), granted="Yes.", time_factor=Decimal(factor), by=by)
    evening = evenings.begin(briefed(added))
    Evening.objects.filter(pk=evening.pk).update(started_at=timezone.now() - timedelta(minutes=clock))
    evening.refresh_from_db()
    evenings.hand_in(evenings.send(evening, store([b"x"]), file_name="x.zip"), told_minutes=told)
    return added


def card(opening: Opening) -> tuple[str, bool]:
    only = cards_of([Opening.objects.get(pk=opening.pk)], opening.owner)[0]
    return only.pace, only.is_slow


def test_of_two_evenings_nothing_is_said(opening: Opening, cy: User, signed_in: SignIn) -> None:
    for name in ("al", "ben"):
        did_it(opening, name, clock=423, told=444, by=cy)
    assert card(opening) == ("Take-home of 3 hours; too few evenings yet to say what it really takes", False)
    page = signed_in(cy).get(reverse("opening-takehome", args=[opening.uid])).content.decode()
    assert "Of fewer than 3 candidates no number is shown" in page
    assert [hours for hours in ("7 h 03", "7 h 24") if hours in page] == []


def test_past_the_evening_the_card_says_so_and_the_next_brief_waits_for_a_reason_or_a_change(
    opening: Opening, cy: User, signed_in: SignIn
) -> None:
    for name, told in (("al", 240), ("ben", 250), ("cam", 260)):
        did_it(opening, name, clock=170, told=told, by=cy)
    assert card(opening) == ("The take-home runs past its evening: 4 h 10 min in the middle of 3, not 3 hours", True)
    lead = signed_in(cy)
    assert "The next brief waits for a change or a reason" in lead.get(reverse("openings")).content.decode()
    following = add_candidate(Opening.objects.get(), name="Dan", email="dan@example.com", by=cy)
    with pytest.raises(BriefNotReady):
        send_brief(following, by=cy)
    overrule(
        TakeHome.objects.get(pk=opening.takehome_id),
        rule="past-evening",
        words="about 4 hours",
        reason="A new kit.",
        by=cy,
    )
    send_brief(Candidacy.objects.get(pk=following.pk), by=cy)
    page = lead.get(reverse("opening-takehome", args=[opening.uid])).content.decode()
    assert "stands, for a reason: A new kit." in page


def test_another_budget_mends_it_and_going_back_does_not(opening: Opening, cy: User, signed_in: SignIn) -> None:
    for name in ("al", "ben", "cam"):
        did_it(opening, name, clock=200, told=200, by=cy)
    lead, address = signed_in(cy), reverse("opening-standard", args=[opening.uid])
    takehome = TakeHome.objects.get(pk=opening.takehome_id)
    names = ("family", "task", "looked_for", "ai_policy", "work_policy", "most_briefs", "most_months")
    typed = {"rubric": opening.rubric_version.uid, **{name: str(getattr(takehome, name)) for name in names}}
    slow = []
    for hours in ("4", "3"):
        edition = Opening.objects.get().edition
        assert lead.post(address, {**typed, "budget_hours": hours, "edition": edition}).status_code == 302
        slow.append(card(opening)[1])
    assert slow == [False, True]


def test_granted_time_is_divided_out(opening: Opening, cy: User) -> None:
    for name in ("al", "ben", "cam"):
        did_it(opening, name, clock=340, told=340, factor="2", by=cy)
    assert card(opening) == ("The take-home keeps to its 3 hours, by 3 evenings", False)


def test_no_grader_meets_the_time_of_anybody(
    loop: Loop, opening: Opening, cy: User, bo: User, signed_in: SignIn
) -> None:
    did = [did_it(opening, name, clock=423, told=444, by=cy) for name in ("al", "ben", "cam")]
    grader = signed_in(bo)
    assert grader.get(reverse("opening-takehome", args=[opening.uid])).status_code == 404
    addresses = [reverse("work")]
    for one in did:
        addresses += [reverse("candidate", args=[one.uid])]
        addresses += [reverse("stage", args=[one.uid, stage.uid]) for stage in loop.stages.values()]
    pages = [grader.get(address, follow=True).content.decode() for address in addresses]
    told = ("7 h 03", "7 h 24", "423", "444", "7.4")
    assert [words for words in told for page in pages if words in page] == []


def test_the_ledger_names_the_worlds_and_whom_they_went_to(opening: Opening, cy: User, signed_in: SignIn) -> None:
    al = did_it(opening, "al", clock=100, told=100, by=cy)
    evening = Evening.objects.get(candidacy=al)
    page = signed_in(cy).get(reverse("opening-takehome", args=[opening.uid])).content.decode()
    assert [words for words in (str(evening.kit_seed), str(evening.seed), "al</a>") if words not in page] == []


def test_more_lines_cost_no_more_queries(opening: Opening, cy: User, signed_in: SignIn) -> None:
    lead, counts = signed_in(cy), []
    for names in (("al",), ("ben", "cam")):
        for name in names:
            did_it(opening, name, clock=100, told=100, by=cy)
        with CaptureQueriesContext(connection) as seen:
            lead.get(reverse("opening-takehome", args=[opening.uid]))
        counts.append(len(seen))
    assert counts[0] == counts[1]
