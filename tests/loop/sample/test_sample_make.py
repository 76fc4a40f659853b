"""The demo's company is made through the actions of real ones, and every door into it opens."""

import pytest
from django.test import Client
from django.urls import reverse

from seatrial.loop.audit.rules import verified
from seatrial.loop.audit.trail import links
from seatrial.loop.board.cards import cards_of
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.decision.models import Decision
from seatrial.loop.evidence.actions import claim, finish
from seatrial.loop.evidence.models import Run
from seatrial.loop.evidence.store import path_of
from seatrial.loop.openings.models import Opening
from seatrial.loop.people.models import User
from seatrial.loop.reference.models import Reference
from seatrial.loop.sample.demo import address_of
from seatrial.loop.sample.make import make_sample
from seatrial.loop.scorecard.rules import panel_state
from tests.loop.evidence_report import small_report, telling_report

pytestmark = pytest.mark.django_db
SAID = ("It broke on our side", "no space left on device", "Waiting since", "Call it off")


def test_every_stage_has_somebody_and_every_door_opens() -> None:
    doors = make_sample(polished=small_report(), dependable=small_report(), archive=b"PK")
    stages = {one.name: one.stage.kind for one in Candidacy.objects.select_related("stage") if one.stage}
    assert stages == {
        "Noor Haddad": "screen",
        "Dani Okafor": "takehome",
        "Lou Bergmann": "review",
        "Max Sterling": "review",
        "Ines Moreau": "review",
        "Ann Archer": "discussion",
        "Theo Lindqvist": "discussion",
        "Kim Sato": "review",
        "Pat Novak": "review",
    }
    answers = [(door.who, Client().get(address_of(door), follow=True).status_code) for door in doors]
    assert answers == [
        ("lead, Cy Chen", 200),
        ("panelist, Bo Berg", 200),
        ("panelist, Bea Baum", 200),
        ("candidate, Dani Okafor", 200),
        ("referee", 200),
    ]


def test_one_panel_waits_for_its_second_scorecard_and_one_candidate_is_decided() -> None:
    make_sample(polished=small_report(), dependable=small_report(), archive=b"PK")
    ines = Candidacy.objects.get(name="Ines Moreau")
    takehome = ines.opening.stages.get(kind="takehome")
    assert [seat.user.name for seat in panel_state(ines, takehome).missing] == ["Bea Baum"]
    assert [(one.candidacy.name, one.outcome) for one in Decision.objects.all()] == [("Theo Lindqvist", "grow")]


def test_no_mail_of_the_demo_is_called_undelivered() -> None:
    make_sample(polished=small_report(), dependable=small_report(), archive=b"PK")
    asked = Reference.objects.filter(answered_at=None)
    assert [(one.name, one.mailed_at is not None) for one in asked] == [("Jo Tanaka", True)]


def test_its_audit_trail_holds() -> None:
    make_sample(polished=small_report(), dependable=small_report(), archive=b"PK")
    chain = verified(links())
    assert (chain.broken, chain.entries > 50, User.objects.count()) == (None, True, 3)


def test_one_trial_broke_on_our_side_and_one_waits_for_the_demos_worker() -> None:
    doors = make_sample(polished=small_report(), dependable=small_report(), archive=b"PK")
    lead = Client()
    lead.get(address_of(doors[0]), follow=True)
    pages = {
        name: lead.get(reverse("candidate", args=[Candidacy.objects.get(name=name).uid])).content.decode()
        for name in ("Kim Sato", "Pat Novak")
    }
    assert [(words in pages["Kim Sato"], words in pages["Pat Novak"]) for words in SAID] == [
        (True, False),
        (True, False),
        (False, True),
        (False, True),
    ]
    assert "1 run that broke on our side" in lead.get(reverse("openings")).content.decode()
    while (run := claim("demo", (Run.Kind.CHECK, Run.Kind.TRIAL))) is not None:
        assert path_of(run.submission.uid).read_bytes() == b"PK"
        finish(run, small_report())
    assert Candidacy.objects.get(name="Pat Novak").trials.count() == 1


def test_a_review_shows_what_was_predicted_beside_what_came() -> None:
    report = small_report() | {"cases": [telling_report()["cases"][0] | {"id": "many-part/1", "mode": "many-part"}]}
    doors = make_sample(polished=small_report(), dependable=report, archive=b"PK")
    ines = Candidacy.objects.get(name="Ines Moreau")
    bo = Client()
    bo.get(address_of(doors[1]), follow=True)
    shown = bo.get(reverse("room", args=[ines.uid, ines.opening.stages.get(kind="review").uid])).content.decode()
    assert "I never tried two questions in one." in shown
    assert "<strong>0 of 1</strong> came out as said" in shown
    assert "Open the session" in shown


def test_three_evenings_say_what_the_take_home_really_takes() -> None:
    make_sample(polished=small_report(), dependable=small_report(), archive=b"PK")
    opening = Opening.objects.select_related("takehome").get()
    pace = cards_of([opening], opening.owner)[0].pace
    assert pace == "The take-home keeps to its 3 hours, by 3 evenings"
