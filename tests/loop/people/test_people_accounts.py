"""Closing an account: access ends at once, what was sealed counts, what was not is void."""

import pytest
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.board.actions import close_account
from seatrial.loop.openings.models import Membership, Seat
from seatrial.loop.people.actions import LastLead, LeadsAlone, reopen_account
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.models import Scorecard
from seatrial.loop.scorecard.rules import panel_state
from tests.loop.conftest import Loop
from tests.loop.scorecard.conftest import sealed_card

pytestmark = pytest.mark.django_db


def scorecard(loop: Loop, stage: str, author: User, *, sealed: bool) -> Scorecard:
    return Scorecard.objects.create(
        candidacy=loop.ann,
        stage=loop.stages[stage],
        author=author,
        rubric_version=loop.opening.rubric_version,
        sealed_at=timezone.now() if sealed else None,
    )


def test_closing_an_account_ends_sessions_and_seats_and_voids_what_is_not_sealed(loop, bo, bea, cy, signed_in) -> None:
    browser = signed_in(bo)
    sealed, draft = scorecard(loop, "screen", bo, sealed=True), scorecard(loop, "takehome", bo, sealed=False)
    other = scorecard(loop, "takehome", bea, sealed=False)
    assert signed_in(cy).post(f"/people/{bo.uid}/close/").headers["Location"] == "/people/"
    assert browser.get("/work/").headers["Location"].startswith("/accounts/login/")
    assert not Seat.objects.filter(user=bo, removed_at=None).exists()
    for card in (sealed, draft, other):
        card.refresh_from_db()
    assert [card.void_at is None for card in (sealed, draft, other)] == [True, False, True]
    missing = panel_state(loop.ann, loop.stages["takehome"]).missing
    assert [seat.user for seat in missing] == [bea]


@pytest.mark.usefixtures("loop")
def test_who_is_let_in_again_signs_in_but_sits_nowhere(bo, cy) -> None:
    close_account(bo, by=cy)
    reopen_account(bo, by=cy)
    bo.refresh_from_db()
    assert (bo.is_active, Seat.objects.filter(user=bo, removed_at=None).count()) == (True, 0)


def test_the_last_lead_stays(cy, bo) -> None:
    with pytest.raises(LastLead):
        close_account(cy, by=bo)
    assert User.objects.get(pk=cy.pk).is_active


def test_who_leads_an_opening_alone_stays_until_somebody_else_leads_it(loop, cy, eve, signed_in) -> None:
    with pytest.raises(LeadsAlone, match="Applied AI engineer"):
        close_account(cy, by=eve)
    page = signed_in(eve).post(f"/people/{cy.uid}/close/")
    assert "Nobody else leads Applied AI engineer" in page.content.decode()
    Membership.objects.create(opening=loop.opening, user=eve)
    close_account(cy, by=eve)
    assert [one.user for one in Membership.objects.filter(removed_at=None)] == [eve]


@pytest.mark.usefixtures("eve")
def test_nobody_closes_their_own_account(cy, signed_in) -> None:
    page = signed_in(cy).post(f"/people/{cy.uid}/close/")
    assert (page.status_code, User.objects.get(pk=cy.pk).is_active) == (200, True)


def test_a_panelist_who_was_made_a_lead_reaches_the_leads_pages(cy, bo, signed_in) -> None:
    assert signed_in(bo).get("/people/").status_code == 403
    signed_in(cy).post(f"/people/{bo.uid}/lead/")
    assert signed_in(bo).get("/people/").status_code == 200


def test_a_name_is_changed_by_its_owner_and_kept_when_it_is_refused(bo, signed_in) -> None:
    browser = signed_in(bo)
    assert browser.post("/me/", {"name": ""}).context["form"].errors == {"name": ["This field is required."]}
    browser.post("/me/", {"name": "Bo B. Berg"})
    assert User.objects.get(pk=bo.pk).name == "Bo B. Berg"


def test_the_trail_tells_of_each_panel_that_a_closed_account_leaves(loop, bo, bea, cy) -> None:
    """Bo has sealed and Bea has not: without her the panel is complete, and the trail says so."""
    Seat.objects.exclude(stage=loop.stages["takehome"]).delete()
    sealed_card(loop, "takehome", bo)
    close_account(bea, by=cy)
    verbs = AuditEntry.objects.order_by("-number").values_list("verb", flat=True)[:3]
    assert list(verbs) == ["panel completed by leaving", "unseated", "account closed"]
