"""What people do with a take-home: write it down, overrule a finding, send it; and the dealing of worlds."""

import secrets

from django.db import IntegrityError, transaction

from seatrial.loop.audit.actions import record
from seatrial.loop.people.models import User
from seatrial.loop.takehome import brief
from seatrial.loop.takehome.models import OverruledFinding, TakeHome, Use
from seatrial.loop.takehome.rules import checked, standing, task_of
from seatrial.loop.takehome.vocabulary import FIRST_PRIVATE_SEED

_WORLDS = 2_000_000_000
_DRAWS = 20


class NothingToOverrule(Exception):
    """No such finding stands: it was mended, overruled already, or is a statement that the brief has to make."""


def make_default(family: str = TakeHome.Family.DOCQA) -> TakeHome:
    """Make the take-home that a new opening starts with; the caller's transaction holds it."""
    return TakeHome.objects.create(
        family=family,
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


def note_sent(takehome: TakeHome, *, candidate: str) -> Use:
    """Write into the ledger that this task went out once more; the caller's transaction holds it."""
    return Use.objects.create(
        takehome=takehome,
        purpose=Use.Purpose.BRIEF,
        family=takehome.family,
        task=task_of(takehome),
        candidate=candidate,
    )


def deal(takehome: TakeHome, purpose: Use.Purpose, *, candidate: str) -> int:
    """Draw a world that nobody was ever dealt, and write it into the ledger; the caller's transaction holds it."""
    for _ in range(_DRAWS):
        seed = FIRST_PRIVATE_SEED + secrets.randbelow(_WORLDS)
        try:
            with transaction.atomic():
                Use.objects.create(
                    takehome=takehome,
                    purpose=purpose,
                    family=takehome.family,
                    task=task_of(takehome),
                    seed=seed,
                    candidate=candidate,
                )
        except IntegrityError:
            continue
        return seed
    raise AssertionError(f"no free world in {_DRAWS} draws")


def note_pace(takehome: TakeHome, *, minutes: int | None, count: int) -> None:
    """Keep what the evenings of this very task and budget say, while it is more than the budget."""
    TakeHome.objects.filter(pk=takehome.pk).update(paced_minutes=minutes, paced_count=count)
