"""The thinnest way through: a new opening, a candidate, the brief, the candidate's page, one stage further."""

import re

import pytest
from django.core import mail

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.candidacy.models import Candidacy, SentBrief
from seatrial.loop.openings.models import Opening
from seatrial.loop.openings.spine import Kind
from tests.loop.conftest import SignIn

pytestmark = pytest.mark.django_db

TYPED_TAKEHOME = (
    "family",
    "budget_hours",
    "task",
    "looked_for",
    "ai_policy",
    "work_policy",
    "most_briefs",
    "most_months",
)


def test_a_lead_gets_from_an_empty_database_to_a_sent_brief(cy, bo, bea, signed_in: SignIn) -> None:
    lead = signed_in(cy)
    made = lead.post("/openings/new/", {"edition": 0, "title": "Applied AI engineer", "about": "", "owner": cy.pk})
    opening = Opening.objects.get()
    assert made.url == f"/openings/{opening.uid}/setup/stages/"
    assert [stage.kind for stage in opening.stages.all()] == ["screen", "takehome", "review", "discussion"]

    seats = [f"{stage.uid}:{user.uid}" for stage in opening.stages.all() for user in (bo, bea)]
    typed = {name: getattr(opening.takehome, name) for name in TYPED_TAKEHOME}
    third = {"edition": opening.edition, "rubric": opening.rubric_version.uid, "seats": seats, **typed}
    assert lead.post(f"/openings/{opening.uid}/setup/standard/", third).status_code == 302
    preview = lead.get(f"/openings/{opening.uid}/setup/preview/").content.decode()
    assert "Nothing. The loop is sound." in preview
    assert "We care less about the demo" in preview
    assert lead.post(f"/openings/{opening.uid}/setup/open/").url == f"/openings/{opening.uid}/"

    added = lead.post(f"/openings/{opening.uid}/candidates/new/", {"name": "Ann Archer", "email": "ann@example.com"})
    ann = Candidacy.objects.get()
    assert added.url == f"/candidates/{ann.uid}/"
    assert lead.post(f"/candidates/{ann.uid}/stages/{ann.stage.uid}/start/").status_code == 302
    assert lead.post(f"/candidates/{ann.uid}/stages/{ann.stage.uid}/finish/").status_code == 302
    assert Candidacy.objects.get().stage.kind == Kind.TAKEHOME

    lead.post(f"/candidates/{ann.uid}/brief/")
    [letter] = mail.outbox
    assert letter.to == ["ann@example.com"]
    address = re.search(r"http://testserver(/c/\S+/)", letter.body)
    assert address is not None
    page = signed_in(None).get(address[1]).content.decode()
    assert "We care less about the demo" in page
    assert SentBrief.objects.get().text.startswith("A small piece of work for the role: Applied AI engineer.")
    assert list(AuditEntry.objects.values_list("verb", flat=True))[-2:] == ["candidate link made", "brief sent"]
