"""Scorecards at every moment of a panel, with words planted in them that nobody else may ever see."""

import pytest

from seatrial.loop.openings.models import Seat
from seatrial.loop.people.models import User
from seatrial.loop.scorecard import actions, rules
from seatrial.loop.scorecard.fields import Filled
from seatrial.loop.scorecard.models import Scorecard
from tests.loop.conftest import Loop


def filled_card(loop: Loop, stage: str, author: User, *, level: int = 3, words: str = "Seen in the code.") -> Scorecard:
    """Return a scorecard of Ann in which everything is filled in, not yet sealed."""
    card = actions.open_scorecard(loop.ann, loop.stages[stage], by=author)
    everything = {
        field.key: Filled(
            level=level if field.counts else None,
            choice=field.choices[0] if field.choices else "",
            note=f"{words} note",
            evidence=({"kind": "quote", "where": f"{words} where", "words": f"{words} evidence"},),
        )
        for field in rules.fields_for(card)
    }
    actions.save_scorecard(card, everything, edition=card.edition, by=author)
    card.refresh_from_db()
    return card


def sealed_card(loop: Loop, stage: str, author: User, *, level: int = 3, words: str = "Seen in the code.") -> Scorecard:
    card = filled_card(loop, stage, author, level=level, words=words)
    return actions.seal_scorecard(card, edition=card.edition, by=author)


def seated_only_in(loop: Loop, *stages: str) -> None:
    """Make a loop whose panel sits in some stages only, from the start."""
    Seat.objects.exclude(stage__in=[loop.stages[stage] for stage in stages]).delete()


@pytest.fixture
def takehome_only(loop: Loop) -> Loop:
    seated_only_in(loop, "takehome")
    return loop
