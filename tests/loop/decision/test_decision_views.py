"""Deciding, deciding anew, dissent and the letter, as each of the cast."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.decision.actions import DecidedMeanwhile, NotDecidable, PlannedGap, decide
from seatrial.loop.decision.models import Decision, Dissent, Gap, Letter
from seatrial.loop.evidence.models import Trial
from seatrial.loop.openings.models import Membership, Seat
from seatrial.loop.people.models import User
from seatrial.loop.record.actions import keep_until
from seatrial.loop.reference.actions import answer
from seatrial.loop.reference.models import Reference
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.scorecard.actions import amend, raise_flag
from tests.loop.conftest import Loop
from tests.loop.decision.test_decision_drafting import REPORT
from tests.loop.scorecard.conftest import sealed_card, seated_only_in

pytestmark = pytest.mark.django_db
DECLINE = {"outcome": "decline", "reasons": "Below the bar on evaluation."}


@pytest.fixture
def scored(loop: Loop, bo: User, bea: User) -> Loop:
    """Bo and Bea have sealed the take-home at level 2: below the bar of 2.75."""
    seated_only_in(loop, "takehome")
    for author in (bo, bea):
        sealed_card(loop, "takehome", author, level=2)
    return loop


def address(loop: Loop, page: str = "decision") -> str:
    return f"/candidates/{loop.ann.uid}/{page}/"


def post(signed_in, user: User, loop: Loop, typed: dict[str, str]) -> str:
    return signed_in(user).post(address(loop), typed, follow=True).content.decode()


def gap(judgement: str, **others: str) -> dict[str, str]:
    due = (timezone.now() + timedelta(days=90)).date().isoformat()
    line = {"gap": "No eval.", "closed_by": "Writes one for their first feature.", "due": due, "who": "Cy"} | others
    return {f"{judgement}-{name}": value for name, value in line.items()}


def test_a_lead_decides_and_the_loop_ends(scored, cy, signed_in) -> None:
    page = post(signed_in, cy, scored, DECLINE)
    made = Decision.objects.get()
    scored.ann.refresh_from_db()
    assert (made.outcome, made.decided_by, made.departure) == ("decline", cy, "")
    assert made.arithmetic == {
        "rubric": scored.opening.rubric_version.uid,
        "bar": "11/4",
        "mechanical": "2",
        "discussed": "2",
        "scorecards": 2,
    }
    assert (scored.ann.closed_at is not None, scored.ann.keep_until) == (
        True,
        timezone.now().date() + timedelta(days=180),
    )
    assert ("it never decides" in page, "Below the bar on evaluation." in page) == (True, True)


def test_a_departure_must_say_why_and_what_was_typed_stays(scored, cy, signed_in) -> None:
    typed = {"outcome": "hire", "reasons": "The review was strong."}
    page = post(signed_in, cy, scored, typed)
    assert ("is not what the rubric came to" in page, "The review was strong." in page) == (True, True)
    assert not Decision.objects.exists()
    post(signed_in, cy, scored, typed | {"departure": "They mended it in the review."})
    assert Decision.objects.get().departure == "They mended it in the review."


def test_a_discussion_that_crosses_the_bar_asks_for_a_reason_either_way(scored, bo, bea, cy, signed_in) -> None:
    for author in (bo, bea):
        card = scored.ann.scorecards.get(author=author)
        for entry in card.entries.all():
            amend(card, entry.field, level=4, reason="Seen again.", now_level=2, by=author)
    page = signed_in(cy).get(address(scored)).content.decode()
    assert "moved the score across the bar" in page
    for outcome in ("hire", "decline"):
        post(signed_in, cy, scored, {"outcome": outcome, "reasons": "So decided."})
    assert not Decision.objects.exists()


def test_reasons_are_required(scored, cy, signed_in) -> None:
    page = post(signed_in, cy, scored, {"outcome": "decline", "reasons": "  "})
    assert ("This field is required" in page, Decision.objects.exists()) == (True, False)


def test_hire_to_grow_comes_with_the_weakest_judgements_and_needs_a_gap(scored, cy, signed_in) -> None:
    page = signed_in(cy).get(address(scored)).content.decode()
    assert (page.count("\ntwo</textarea>"), page.count("\nthree</textarea>")) == (2, 2)
    grow = {"outcome": "grow", "reasons": "Sound base.", "departure": "Learns fast."}
    refused = post(signed_in, cy, scored, grow)
    assert ("needs at least one gap" in refused, Decision.objects.exists()) == (True, False)
    unfinished = post(signed_in, cy, scored, grow | gap("evaluation", who=""))
    assert ("or empty the whole line" in unfinished, "No eval." in unfinished) == (True, True)
    past = post(signed_in, cy, scored, grow | gap("evaluation", due="2020-01-01"))
    assert ("This day has passed" in past, Decision.objects.exists()) == (True, False)
    post(signed_in, cy, scored, grow | gap("evaluation"))
    kept = Gap.objects.get()
    assert (kept.judgement, kept.gap, kept.who) == ("evaluation", "No eval.", "Cy")


def test_what_stands_in_the_plan_is_no_matter_when_declining(scored, cy, signed_in) -> None:
    post(signed_in, cy, scored, DECLINE | gap("evaluation", who=""))
    assert (Decision.objects.count(), Gap.objects.count()) == (1, 0)


def test_while_sealed_nothing_can_be_decided_and_nothing_is_shown(loop, bo, bea, cy, signed_in) -> None:
    seated_only_in(loop, "takehome")
    sealed_card(loop, "takehome", bo, level=2, words="Planted")
    for user in (bo, bea, cy):
        page = signed_in(user).get(address(loop)).content.decode()
        assert ("Planted" in page, "below the bar" in page, 'name="outcome"' in page) == (False, False, False)
    post(signed_in, cy, loop, DECLINE)
    with pytest.raises(NotDecidable):
        decide(loop.ann, by=cy, outcome=Decision.Outcome.DECLINE, reasons="So.")
    assert not Decision.objects.exists()


def test_a_lead_who_still_owes_a_scorecard_cannot_decide(loop, bo, cy) -> None:
    seated_only_in(loop, "takehome")
    Seat.objects.exclude(user=bo).delete()
    Seat.objects.create(stage=loop.stages["screen"], user=cy)
    sealed_card(loop, "takehome", bo, level=2)
    with pytest.raises(NotDecidable):
        decide(loop.ann, by=cy, outcome=Decision.Outcome.DECLINE, reasons="So.")


def test_without_scorecards_one_may_decline_and_nobody_is_hired(loop, cy, signed_in) -> None:
    page = signed_in(cy).get(address(loop)).content.decode()
    assert ("nothing to add up" in page, 'value="hire"' in page, 'value="decline"' in page) == (True, False, True)
    post(signed_in, cy, loop, {"outcome": "hire", "reasons": "Charming.", "departure": "Very."})
    assert not Decision.objects.exists()
    post(signed_in, cy, loop, DECLINE)
    made = Decision.objects.get()
    assert (made.outcome, made.arithmetic["mechanical"], made.arithmetic["scorecards"]) == ("decline", None, 0)


def test_a_withdrawn_candidate_is_not_decided_on(scored, cy, signed_in) -> None:
    scored.ann.withdrawn_at = timezone.now()
    scored.ann.save()
    page = post(signed_in, cy, scored, DECLINE)
    assert ("nothing to decide" in page, Decision.objects.exists()) == (True, False)


def test_deciding_anew_supersedes_and_edits_nothing(scored, cy, signed_in) -> None:
    post(signed_in, cy, scored, DECLINE)
    first = Decision.objects.get()
    page = post(
        signed_in,
        cy,
        scored,
        {"outcome": "hire", "reasons": "Seen again.", "departure": "We erred.", "seen": first.uid},
    )
    assert [(one.outcome, one.supersedes_id) for one in Decision.objects.all()] == [
        ("decline", None),
        ("hire", first.pk),
    ]
    assert ("superseded" in page, "Below the bar on evaluation." in page, "Seen again." in page) == (True, True, True)


def test_the_second_of_two_leads_is_told_and_loses_nothing(scored, cy, eve, signed_in) -> None:
    Membership.objects.create(opening=scored.opening, user=eve)
    post(signed_in, cy, scored, DECLINE)
    second = {"outcome": "decline", "reasons": "Reasons of Eve.", "seen": ""}
    page = post(signed_in, eve, scored, second)
    assert ("Somebody decided meanwhile" in page, "Reasons of Eve." in page) == (True, True)
    assert ("Below the bar on evaluation." in page, Decision.objects.count()) == (True, 1)
    first = Decision.objects.get()
    assert f'name="seen" value="{first.uid}"' in page
    with pytest.raises(DecidedMeanwhile):
        decide(scored.ann, by=eve, outcome=Decision.Outcome.DECLINE, reasons="Again.", seen="another")


def test_a_second_click_decides_and_sends_once_and_is_told_of_nobody_else(scored, cy, signed_in) -> None:
    pages = [post(signed_in, cy, scored, DECLINE | {"seen": ""}) for _ in range(2)]
    assert (["meanwhile" in page for page in pages], Decision.objects.count()) == ([False, False], 1)
    typed = {"text": "Dear Ann", "edition": "0", "send": "1"}
    pages = [signed_in(cy).post(address(scored, "letter"), typed, follow=True).content.decode() for _ in range(2)]
    assert (["meanwhile" in page for page in pages], len(mail.outbox)) == ([False, False], 1)
    page = signed_in(cy).post(address(scored, "letter"), typed | {"text": "Dear Bo"}).content.decode()
    assert ("The letter went out meanwhile" in page, "Dear Bo" in page) == (True, True)


def test_who_may_open_the_pages(scored, bo, bea, cy, dee, eve, signed_in) -> None:
    post(signed_in, cy, scored, DECLINE)
    cast = (None, bo, bea, cy, dee, eve)
    by_alias = f"/candidates/{scored.ann.blind_uid}/decision/"
    pages = (address(scored), by_alias, address(scored, "letter"))
    assert [[signed_in(user).get(page).status_code for user in cast] for page in pages] == [
        [302, 404, 404, 200, 404, 404],
        [302, 200, 200, 200, 404, 404],
        [302, 404, 404, 200, 404, 404],
    ]
    assert [signed_in(user).post(address(scored), DECLINE).status_code for user in cast[:3]] == [302, 404, 404]


def test_a_panelist_dissents_in_their_own_words(scored, bo, dee, cy, signed_in) -> None:
    post(signed_in, cy, scored, DECLINE)
    made = Decision.objects.get()
    send = f"/candidates/{scored.ann.blind_uid}/decision/1/dissent/"
    assert signed_in(dee).post(send, {"words": "Me too."}).status_code == 404
    page = signed_in(bo).post(send, {"words": "I would have hired."}, follow=True).content.decode()
    assert ("Bo Berg dissents" in page, Dissent.objects.get().words) == (True, "I would have hired.")
    post(signed_in, cy, scored, DECLINE | {"seen": made.uid})
    late = signed_in(bo).post(send, {"words": "Still not."}).content.decode()
    assert ("Another decision stands meanwhile" in late, "Still not." in late) == (True, True)
    assert Dissent.objects.count() == 1


def test_the_trail_holds_no_words_of_people(scored, bo, cy, signed_in) -> None:
    post(signed_in, cy, scored, DECLINE)
    signed_in(bo).post(f"/candidates/{scored.ann.blind_uid}/decision/1/dissent/", {"words": "I would have hired."})
    last = list(AuditEntry.objects.order_by("-number").values_list("verb", "by", "facts")[:2])
    assert last[1] == (
        "decision made",
        f"user:{cy.uid}",
        {"candidacy": scored.ann.uid, "outcome": "decline", "departs": False, "supersedes": None},
    )
    assert last[0] == ("dissent recorded", f"user:{bo.uid}", {"dissent": Dissent.objects.get().uid})


@pytest.fixture
def declined(loop: Loop, bo: User, bea: User, cy: User) -> Loop:
    """Ann was declined; everything that must not reach her holds a planted word."""
    seated_only_in(loop, "takehome")
    raise_flag(loop.ann, loop.stages["takehome"], kind="no_eval", words="PlantedFlag", prompted=False, by=bo)
    for author in (bo, bea):
        sealed_card(loop, "takehome", author, level=2, words="PlantedNote")
    reference = Reference.objects.create(candidacy=loop.ann, asked_by=cy, name="PlantedReferee")
    answer(reference, what_broke="PlantedAnswer", how_handled="PlantedHandling")
    Trial.objects.create(candidacy=loop.ann, report=REPORT, finished_at=timezone.now())
    card = loop.ann.scorecards.get(author=bo)
    amend(card, "awareness", level=3, reason="PlantedReason", now_level=2, by=bo)
    decide(
        loop.ann,
        by=cy,
        outcome=Decision.Outcome.GROW,
        reasons="PlantedDecision",
        departure="PlantedDeparture",
        gaps=[planned()],
    )
    return loop


def planned() -> PlannedGap:
    return PlannedGap("evaluation", "PlantedGap", "PlantedClosing", timezone.now().date(), "PlantedMentor")


def test_the_draft_holds_nothing_that_the_candidate_may_not_see(declined, cy, signed_in) -> None:
    page = signed_in(cy).get(address(declined, "letter")).content.decode()
    text = page[page.index("<textarea") : page.index("</textarea>")]
    assert ("two" in text, "13" in text, "Stale document" in text, "evaluation" in text) == (True, True, True, True)
    assert not [word for word in ("Planted", "Bo", "Bea", "Berg", "Baum", "No evaluation") if word in text]


def test_an_anchor_in_the_letter_is_understood_without_the_others(declined, cy, signed_in) -> None:
    content = declined.opening.rubric_version.content
    criteria = [one | {"anchors": ["one.", "As 1, and two.", "three", "four"]} for one in content["criteria"]]
    RubricVersion.objects.update(content=content | {"criteria": criteria})
    page = signed_in(cy).get(address(declined, "letter")).content.decode()
    assert ("As 1" in page, "Evaluation: one. Beyond that, two." in page) == (False, True)


def test_the_letter_is_edited_sent_once_and_kept(declined, cy, signed_in) -> None:
    client, to = signed_in(cy), address(declined, "letter")
    client.post(to, {"text": "Dear Ann, first.", "edition": 0, "save": ""})
    assert (mail.outbox, Letter.objects.get().edition) == ([], 1)
    stale = client.post(to, {"text": "Dear Ann, mine.", "edition": 0, "save": ""}).content.decode()
    assert ("Somebody saved the letter meanwhile" in stale, "Dear Ann, mine." in stale) == (True, True)
    assert "Dear Ann, first." in stale
    client.post(to, {"text": "Dear Ann, last.", "edition": 1, "send": ""})
    page = client.post(to, {"text": "Dear Ann, again.", "edition": 2, "send": ""}).content.decode()
    assert [(one.to, one.body) for one in mail.outbox] == [(["ann@example.com"], "Dear Ann, last.")]
    assert ("went out meanwhile" in page, "Dear Ann, again." in page) == (True, True)
    assert (Letter.objects.get().text, Letter.objects.get().sent_by) == ("Dear Ann, last.", cy)


def test_a_letter_that_does_not_go_out_stays_a_draft(declined, cy, signed_in, settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    sent = {"text": "Dear Ann.", "edition": 0, "send": ""}
    page = signed_in(cy).post(address(declined, "letter"), sent, follow=True).content.decode()
    assert ("did not go out" in page, Letter.objects.get().sent_at) == (True, None)


def test_there_is_no_letter_before_a_decision(scored, cy, signed_in) -> None:
    response = signed_in(cy).get(address(scored, "letter"))
    assert (response.status_code, response.headers["Location"]) == (302, address(scored))


def test_a_day_that_somebody_chose_stays_and_one_that_a_decision_came_to_moves(scored, cy) -> None:
    def kept() -> date | None:
        return Candidacy.objects.get(pk=scored.ann.pk).keep_until

    decline = {"by": cy, "outcome": Decision.Outcome.DECLINE, "reasons": "So."}
    first = decide(scored.ann, **decline)
    assert kept() == first.decided_at.date() + timedelta(days=180)
    earlier = first.decided_at - timedelta(days=3)
    Decision.objects.update(decided_at=earlier)
    Candidacy.objects.update(keep_until=earlier.date() + timedelta(days=180))
    second = decide(scored.ann, **decline, seen=first.uid)
    assert kept() == second.decided_at.date() + timedelta(days=180)
    keep_until(scored.ann, date(2031, 5, 1), by=cy)
    decide(scored.ann, **decline, seen=second.uid)
    assert kept() == date(2031, 5, 1)


def test_a_day_chosen_before_any_decision_stays_and_the_page_says_so(scored, cy, signed_in) -> None:
    keep_until(scored.ann, date(2031, 5, 1), by=cy)
    assert "is kept until 1 May 2031, as was chosen" in signed_in(cy).get(address(scored)).content.decode()
    post(signed_in, cy, scored, DECLINE)
    assert Candidacy.objects.get(pk=scored.ann.pk).keep_until == date(2031, 5, 1)


def test_a_decline_on_nothing_is_taken_back_and_stays_readable(loop, cy, signed_in) -> None:
    lead = signed_in(cy)
    post(signed_in, cy, loop, DECLINE)
    assert "Take this decline back" in lead.get(address(loop)).content.decode()
    back = lead.post(f"{address(loop)}take-back/", follow=True).content.decode()
    assert "Ann Archer is in the loop again" in back
    ann = Candidacy.objects.get(pk=loop.ann.pk)
    assert (ann.closed_at, ann.keep_until, ann.is_active) == (None, None, True)
    page = lead.get(address(loop)).content.decode()
    assert ("taken back</span>" in page, "Below the bar on evaluation." in page, "Decide anew" in page) == (
        True,
        True,
        False,
    )
    assert lead.get(address(loop, "letter")).headers["Location"] == address(loop)
    post(signed_in, cy, loop, DECLINE | {"reasons": "This time for good."})
    assert [one.taken_back_at is None for one in Decision.objects.order_by("pk")] == [False, True]
    assert AuditEntry.objects.filter(verb="decline taken back").count() == 1


def test_a_decline_on_scorecards_is_decided_anew_and_never_taken_back(scored, cy, signed_in) -> None:
    post(signed_in, cy, scored, DECLINE)
    assert "Take this decline back" not in signed_in(cy).get(address(scored)).content.decode()
    answer = signed_in(cy).post(f"{address(scored)}take-back/", follow=True).content.decode()
    assert ("Nothing was taken back" in answer, Decision.objects.get().taken_back_at) == (True, None)
