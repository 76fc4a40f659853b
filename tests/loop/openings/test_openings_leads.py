"""Who leads an opening: others come in and go, and somebody always stays."""

import pytest

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.openings import actions, rules
from seatrial.loop.openings.models import Membership
from tests.loop.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_another_lead_is_let_in_and_sees_the_opening(loop, cy, eve, signed_in: SignIn) -> None:
    board, leads = f"/openings/{loop.opening.uid}/", f"/openings/{loop.opening.uid}/leads/"
    assert signed_in(eve).get(board).status_code == 404
    assert "Eve Evans leads" in signed_in(cy).post(leads, {"person": eve.uid}, follow=True).content.decode()
    assert signed_in(eve).get(board).status_code == 200
    entry = AuditEntry.objects.get(verb="lead added")
    assert (entry.by, entry.facts) == (f"user:{cy.uid}", {"user": eve.uid})


@pytest.mark.usefixtures("eve")
def test_only_who_may_lead_and_does_not_yet_is_let_in(loop, cy, bo, dee, signed_in: SignIn) -> None:
    for person in (cy, bo, dee):
        told = signed_in(cy).post(f"/openings/{loop.opening.uid}/leads/", {"person": person.uid})
        assert (told.status_code, "leads here already, or is no lead" in told.content.decode()) == (422, True)
    assert list(rules.leads_of(loop.opening)) == [cy]


def test_who_leads_alone_stays_and_otherwise_the_going_stays_in_the_record(loop, cy, eve, signed_in: SignIn) -> None:
    leave = f"/openings/{loop.opening.uid}/leads/{cy.uid}/remove/"
    assert "leads it alone" in signed_in(cy).post(leave, follow=True).content.decode()
    actions.add_lead(loop.opening, eve, by=cy)
    assert signed_in(cy).post(leave).url == "/openings/"
    assert list(rules.leads_of(loop.opening)) == [eve]
    assert Membership.objects.filter(user=cy, removed_at__isnull=False).count() == 1
    assert signed_in(cy).get(f"/openings/{loop.opening.uid}/").status_code == 404


def test_a_lead_whose_account_is_closed_is_nobody_who_is_left(loop, cy, eve) -> None:
    actions.add_lead(loop.opening, eve, by=cy)
    eve.is_active = False
    eve.save()
    with pytest.raises(actions.LeadsAlone):
        actions.remove_lead(loop.opening, cy, by=cy)


def test_who_comes_to_own_the_standard_leads_too(loop, cy, eve) -> None:
    role = actions.Role(title="Engineer", about="", owner=eve)
    actions.save_role(loop.opening, role, edition=loop.opening.edition, by=cy)
    assert list(rules.leads_of(loop.opening)) == [cy, eve]


def test_a_lead_who_comes_in_late_reads_what_is_open_and_nothing_that_is_sealed(loop, cy, eve, signed_in) -> None:
    actions.add_lead(loop.opening, eve, by=cy)
    page = signed_in(eve).get(f"/candidates/{loop.ann.uid}/debrief/").content.decode()
    assert "still" in page.lower()
    assert "The arithmetic" not in page
