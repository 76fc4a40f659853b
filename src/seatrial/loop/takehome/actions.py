"""What people do with a take-home: write it down, overrule a finding, count what was sent."""

import secrets

from django.db import transaction
from django.db.models import F

from seatrial.loop.audit.actions import record
from seatrial.loop.people.models import User
from seatrial.loop.takehome import brief
from seatrial.loop.takehome.models import OverruledFinding, TakeHome
from seatrial.loop.takehome.rules import checked, standing
from seatrial.loop.takehome.vocabulary import FIRST_PRIVATE_SEED

_WORLDS = 2_000_000_000


class NothingToOverrule(Exception):
    """No such finding stands: it was mended, overruled already, or is a statement that the brief has to make."""


def fresh_seed() -> int:
    """Draw a world that nobody has seen."""
    return FIRST_PRIVATE_SEED + secrets.randbelow(_WORLDS)


def make_default(family: str = TakeHome.Family.DOCQA) -> TakeHome:
    """Make the take-home that a new opening starts with; the caller's transaction holds it."""
    return TakeHome.objects.create(
        family=family,
        seed=fresh_seed(),
        task=brief.DEFAULT_TASK[family],
        looked_for=brief.DEFAULT_LOOKED_FOR,
        ai_policy=brief.DEFAULT_AI_POLICY,
        work_policy=brief.DEFAULT_WORK_POLICY,
    )


@transaction.atomic
def overrule(takehome: TakeHome, *, rule: str, words: str, reason: str, by: User) -> OverruledFinding:
    """Let the brief go out in spite of a finding, for a reason that stays on record."""
    if standing(checked(takehome), rule, words) is None:
        raise NothingToOverrule
    made = OverruledFinding.objects.create(takehome=takehome, rule=rule, words=words, reason=reason, by=by)
    record("finding overruled", by=by, about=takehome, rule=rule)
    return made


def count_sent(takehome: TakeHome) -> None:
    """Count one more brief of this world; the count outlives whoever got it."""
    TakeHome.objects.filter(pk=takehome.pk).update(briefs_sent=F("briefs_sent") + 1)
