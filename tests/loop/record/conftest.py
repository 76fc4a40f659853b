"""Ann's whole record: every kind of row that the loop keeps of a candidate, each text one that can be looked for."""

from datetime import date

import pytest
from django.utils import timezone

from seatrial.loop.candidacy.actions import ask_accommodation
from seatrial.loop.candidacy.models import Passage, SentBrief
from seatrial.loop.decision.models import Decision, Dissent, Gap, Letter
from seatrial.loop.evidence.actions import receive
from seatrial.loop.evidence.models import Trial
from seatrial.loop.openings.models import Seat, Stage
from seatrial.loop.people.actions import make_link
from seatrial.loop.people.models import Link, User
from seatrial.loop.reference.models import Reading, Reference
from seatrial.loop.scorecard.models import Amendment, EarlyOpening, Entry, Flag, Scorecard
from tests.loop.conftest import Loop

PERSONAL = (
    "Ann Archer",
    "ann@example.com",
    "Candidate Heron",
    "brief-words",
    "accommodation-words",
    "granted-words",
    "note-words",
    "quote-words",
    "draft-words",
    "amendment-words",
    "flag-words",
    "early-words",
    "Ria Referee",
    "ria@example.com",
    "relation-words",
    "broke-words",
    "handled-words",
    "reading-words",
    "reasons-words",
    "departure-words",
    "gap-words",
    "closed-by-words",
    "gap-who-words",
    "dissent-words",
    "letter-words",
    "ann-submission",
    "case-words",
    "prompt-words",
    "seal-of-words",
    "file-name-words",
    "hash-words",
    "run-words",
    "doing-words",
)
REPORT = {
    "schema": "seatrial.report/1",
    "seed": 7,
    "submission": {"name": "ann-submission", "sha256": "ann-submission", "takehome": "docqa"},
    "summary": {"held": 3, "silent": 1},
    "judgements": {"awareness": {"held": 3}},
    "modes": [{"slug": "stale", "verdict": "silent", "cases": ["case-words"]}],
    "cases": [{"id": "1", "why": "case-words"}],
    "awareness": {"named": ["case-words"]},
    "prompts": ["prompt-words"],
}


@pytest.fixture
def full(loop: Loop, bo: User, bea: User, cy: User) -> Loop:
    """The take-home's panel is complete; Bo and Bea sit in no other stage. Bo has a draft of an earlier stage."""
    stage = loop.stages["takehome"]
    Seat.objects.exclude(stage=stage).update(removed_at=timezone.now())
    cards = [sealed(loop, stage, author) for author in (bo, bea)]
    draft = Scorecard.objects.create(
        candidacy=loop.ann, stage=loop.stages["screen"], author=bo, rubric_version=loop.opening.rubric_version
    )
    Entry.objects.create(scorecard=draft, field="second_half", choice="lived", note="draft-words")
    Amendment.objects.create(entry=cards[0].entries.get(), level=3, reason="amendment-words")
    Flag.objects.create(candidacy=loop.ann, stage=stage, kind="no_eval", words="flag-words", prompted=True, by=bo)
    EarlyOpening.objects.create(candidacy=loop.ann, stage=loop.stages["review"], by=cy, reason="early-words")
    Passage.objects.create(candidacy=loop.ann, stage=stage, started_at=timezone.now())
    SentBrief.objects.create(candidacy=loop.ann, text="Dear Ann, brief-words", sent_by=cy)
    asked = ask_accommodation(loop.ann, "accommodation-words")
    type(asked).objects.filter(pk=asked.pk).update(granted="granted-words")
    reference(loop, cy)
    decision(loop, cy, bea)
    sent = receive(
        loop.ann, uid="sub", file_name="file-name-words.zip", size=1, sha256="hash-words", late=False, check_seed=3
    )
    sent.runs.update(words="run-words", doing="doing-words")
    Trial.objects.create(candidacy=loop.ann, report=REPORT, finished_at=timezone.now())
    make_link(Link.Purpose.CANDIDATE, loop.ann, by=cy, days=9)
    return loop


def sealed(loop: Loop, stage: Stage, author: User) -> Scorecard:
    card = Scorecard.objects.create(
        candidacy=loop.ann,
        stage=stage,
        author=author,
        rubric_version=loop.opening.rubric_version,
        sealed_at=timezone.now(),
        seal="seal-of-words",
    )
    Entry.objects.create(
        scorecard=card,
        field="awareness",
        level=2,
        note="note-words",
        evidence=[{"kind": "quote", "where": "NOTES.md", "words": "quote-words"}],
    )
    return card


def reference(loop: Loop, cy: User) -> Reference:
    made = Reference.objects.create(
        candidacy=loop.ann,
        name="Ria Referee",
        email="ria@example.com",
        relation="relation-words",
        asked_by=cy,
        what_broke="broke-words",
        how_handled="handled-words",
        answered_at=timezone.now(),
    )
    Reading.objects.create(reference=made, says=Reading.Says.THINNER, reason="reading-words", by=cy)
    make_link(Link.Purpose.REFEREE, made, by=cy, days=9)
    return made


def decision(loop: Loop, cy: User, bea: User) -> Decision:
    made = Decision.objects.create(
        candidacy=loop.ann,
        outcome=Decision.Outcome.GROW,
        reasons="reasons-words",
        departure="departure-words",
        arithmetic={"mechanical": "2.6180"},
        decided_by=cy,
    )
    Gap.objects.create(
        decision=made,
        judgement="evaluation",
        gap="gap-words",
        closed_by="closed-by-words",
        due=date(2030, 1, 1),
        who="gap-who-words",
    )
    Dissent.objects.create(decision=made, by=bea, words="dissent-words")
    Letter.objects.create(decision=made, text="letter-words")
    return made
