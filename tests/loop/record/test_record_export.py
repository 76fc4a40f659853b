"""The export holds everything that the lead may read, and is no way around the seal."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.evidence.models import Evening
from seatrial.loop.openings.models import Membership, Seat
from seatrial.loop.record.export import export
from seatrial.loop.scorecard.models import EarlyOpening, Scorecard
from tests.loop.conftest import Loop
from tests.loop.record.conftest import PERSONAL

pytestmark = pytest.mark.django_db
NEVER = (
    "Ria Referee",
    "ria@example.com",
    "relation-words",
    "draft-words",
    "seal-of-words",
    "run-words",
    "doing-words",
    "Bo Berg",
    "Bea Baum",
)
OTHER_ACTS = [
    "accommodation asked for",
    "referee link made",
    "pre-check queued",
    "submission received",
    "candidate link made",
]
OF_PEERS = ("note-words", "quote-words", "amendment-words", "flag-words", "colleague 2")
DECIDED = ("reasons-words", "departure-words", "gap-words", "dissent-words", "letter-words", "2.6180")


def whole(full: Loop) -> None:
    """Let the other stages count nobody, so that nothing is sealed."""
    for kind, stage in full.stages.items():
        if kind != "takehome":
            EarlyOpening.objects.get_or_create(
                candidacy=full.ann, stage=stage, by=full.opening.owner, defaults={"reason": "early-words"}
            )


def taken(full: Loop, viewer) -> str:
    return json.dumps(export(full.ann, viewer, at=timezone.now()), default=str)


def test_it_holds_everything_but_who_said_it(full: Loop, cy) -> None:
    whole(full)
    text = taken(full, cy)
    assert [words for words in PERSONAL if words not in text] == [words for words in PERSONAL if words in NEVER]
    assert [words for words in NEVER if words in text] == []
    assert export(full.ann, cy, at=timezone.now())["left_out"][2:] == []


def test_what_is_sealed_from_the_lead_is_left_out_and_said(full: Loop, cy, bea) -> None:
    whole(full)
    assert [words for words in (*OF_PEERS, *DECIDED) if words not in taken(full, cy)] == []
    EarlyOpening.objects.all().delete()
    Scorecard.objects.filter(author=bea, stage=full.stages["takehome"]).update(sealed_at=None)
    text = taken(full, cy)
    assert [words for words in (*OF_PEERS, *DECIDED) if words in text] == []
    assert "sealed from you for now" in text
    assert "broke-words" in text


def test_a_lead_who_still_owes_a_scorecard_takes_no_peers_words_out(full: Loop, eve) -> None:
    Seat.objects.create(stage=full.stages["screen"], user=eve)
    Membership.objects.create(opening=full.opening, user=eve)
    whole(full)
    text = taken(full, eve)
    assert [words for words in (*OF_PEERS, *DECIDED) if words in text] == []


def test_a_lead_who_scores_takes_out_nothing_of_time_while_another_lead_does_not(full: Loop, cy, eve) -> None:
    Membership.objects.create(opening=full.opening, user=eve)
    Seat.objects.create(stage=full.stages["screen"], user=eve)
    whole(full)
    now = timezone.now()
    Evening.objects.create(
        candidacy=full.ann, kit_seed=1, seed=2, task="t", budget_hours=4, consented_at=now, started_at=now
    )
    of_time = ("accommodations", "evenings")
    assert [bool(export(full.ann, cy, at=timezone.now())[part]) for part in of_time] == [True, True]
    held = export(full.ann, eve, at=timezone.now())
    assert [held[part] for part in of_time] == [[], []]
    assert {one["late"] for one in held["submissions"]} == {None}
    assert [one for one in held["record"] if "accommodation" in one["verb"] or one["verb"].startswith("evening")] == []
    assert "clock" in " ".join(held["left_out"])


def test_after_a_decision_a_stage_in_which_nobody_wrote_hides_nothing(full: Loop, cy) -> None:
    assert [words for words in DECIDED if words in taken(full, cy)] == []
    Scorecard.objects.filter(stage=full.stages["screen"]).delete()
    full.ann.closed_at = timezone.now()
    assert [words for words in (*OF_PEERS, *DECIDED) if words not in taken(full, cy)] == []


def test_acts_of_peers_are_left_out_while_anything_is_sealed(full: Loop, cy, bo, bea) -> None:
    def acts() -> list[str]:
        return [one["verb"] for one in export(full.ann, cy, at=timezone.now())["record"]]

    card = Scorecard.objects.get(author=bo, stage=full.stages["takehome"])
    entry = AuditEntry.objects.order_by("-number")[0]
    AuditEntry.objects.create(
        number=entry.number + 1,
        at=timezone.now(),
        verb="scorecard sealed",
        by=f"user:{bo.uid}",
        about=f"scorecard:{card.uid}",
        before=entry.hash,
        hash="0" * 64,
    )
    Scorecard.objects.filter(author=bea).update(sealed_at=None)
    assert acts() == OTHER_ACTS
    Scorecard.objects.filter(author=bea).update(sealed_at=timezone.now())
    whole(full)
    assert acts() == [*OTHER_ACTS, "scorecard sealed"]


def test_the_file_is_handed_out_and_recorded(full: Loop, cy, signed_in) -> None:
    address = reverse("candidate-export", args=(full.ann.uid,))
    page = signed_in(cy).get(address).content.decode()
    assert "It will not be whole." in page
    before = AuditEntry.objects.count()
    answer = signed_in(cy).post(address)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="candidate-{full.ann.uid}.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    held = json.loads(answer.content)
    assert (held["schema"], held["candidate"]["name"]) == ("seatrial.candidate/1", "Ann Archer")
    last = AuditEntry.objects.order_by("-number")[0]
    assert (AuditEntry.objects.count(), last.verb, last.facts) == (before + 1, "candidate exported", {"whole": False})
