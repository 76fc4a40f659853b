"""Sealed is sealed for everybody, until the panel is complete or a lead opens it for a reason."""

import pytest
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.board.actions import leave_panel
from seatrial.loop.openings.models import Seat
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.models import EarlyOpening, Flag, Scorecard
from seatrial.loop.scorecard.rules import may_score, readable_flags, readable_scorecards
from tests.loop.conftest import Loop

pytestmark = pytest.mark.django_db


def sealed(loop: Loop, stage: str, author: User) -> Scorecard:
    return Scorecard.objects.create(
        candidacy=loop.ann,
        stage=loop.stages[stage],
        author=author,
        rubric_version=loop.opening.rubric_version,
        sealed_at=timezone.now(),
    )


def authors(viewer: User, loop: Loop, stage: str = "takehome") -> set[str]:
    cards = readable_scorecards(viewer, loop.ann, loop.stages[stage])
    return {card.author.name.split()[0] for card in cards}


def only_in(loop: Loop, stage: str) -> None:
    Seat.objects.exclude(stage=loop.stages[stage]).update(removed_at=timezone.now())


def test_nobody_reads_a_sealed_scorecard_while_the_panel_is_incomplete(loop, bo, bea, cy, dee, eve) -> None:
    only_in(loop, "takehome")
    sealed(loop, "takehome", bo)
    seen = {user.email[:3]: authors(user, loop) for user in (bo, bea, cy, dee, eve)}
    assert seen == {"bo@": {"Bo"}, "bea": set(), "cy@": set(), "dee": set(), "eve": set()}


def test_all_of_the_opening_read_all_once_the_panel_is_complete(loop, bo, bea, cy, dee, eve) -> None:
    only_in(loop, "takehome")
    sealed(loop, "takehome", bo)
    sealed(loop, "takehome", bea)
    seen = {user.email[:3]: authors(user, loop) for user in (bo, bea, cy, dee, eve)}
    assert seen == {"bo@": {"Bo", "Bea"}, "bea": {"Bo", "Bea"}, "cy@": {"Bo", "Bea"}, "dee": set(), "eve": set()}


def test_who_still_owes_a_scorecard_in_another_stage_reads_no_peer(loop, bo, bea, cy) -> None:
    for author in (bo, bea):
        sealed(loop, "screen", author)
    assert (authors(bo, loop, "screen"), authors(cy, loop, "screen")) == ({"Bo"}, {"Bo", "Bea"})


def test_a_lead_who_opens_early_reads_and_can_no_longer_score(loop, bo, bea, cy) -> None:
    only_in(loop, "takehome")
    Seat.objects.create(stage=loop.stages["takehome"], user=cy)
    sealed(loop, "takehome", bo)
    assert (authors(cy, loop), may_score(cy, loop.ann, loop.stages["takehome"])) == (set(), True)
    EarlyOpening.objects.create(candidacy=loop.ann, stage=loop.stages["takehome"], by=cy, reason="Bea is ill.")
    assert (authors(cy, loop), may_score(cy, loop.ann, loop.stages["takehome"])) == ({"Bo"}, False)
    assert (authors(bo, loop), authors(bea, loop)) == ({"Bo"}, set())


def test_flags_follow_the_same_rule(loop, bo, bea, cy) -> None:
    only_in(loop, "takehome")
    stage = loop.stages["takehome"]
    Flag.objects.create(candidacy=loop.ann, stage=stage, kind="no_eval", words="We just ship.", prompted=False, by=bo)
    before = [readable_flags(user, loop.ann, stage).count() for user in (bo, bea, cy)]
    sealed(loop, "takehome", bo)
    sealed(loop, "takehome", bea)
    after = [readable_flags(user, loop.ann, stage).count() for user in (bo, bea, cy)]
    assert (before, after) == ([1, 0, 0], [1, 1, 1])


def test_the_trail_says_that_a_leaving_completed_panels(loop, bo, bea, cy) -> None:
    only_in(loop, "takehome")
    sealed(loop, "takehome", bo)
    leave_panel(Seat.objects.get(stage=loop.stages["takehome"], user=bea), by=cy)
    leave_panel(Seat.objects.get(stage=loop.stages["takehome"], user=bo), by=cy)
    told = AuditEntry.objects.filter(verb="panel completed by leaving").values_list("facts", flat=True)
    assert list(told) == [{"candidates": 1}]
