"""What a candidate does in their evening: begin, pause, go on, send something, hand one in. One transaction each."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from seatrial.loop.audit.actions import record
from seatrial.loop.candidacy.actions import AlreadyStarted, NotActive, NotHere, finish_stage, start_stage
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.actions import queue, receive
from seatrial.loop.evidence.clock import Granted, allowance, most_of
from seatrial.loop.evidence.models import Evening, Run, Submission
from seatrial.loop.evidence.store import Stored
from seatrial.loop.evidence.timing import clock_of, paced
from seatrial.loop.openings.models import Stage
from seatrial.loop.takehome.actions import deal, note_pace
from seatrial.loop.takehome.models import TakeHome, Use
from seatrial.loop.takehome.rules import task_of


class NotOpen(Exception):
    """The take-home is not open for this candidate: not their stage yet, over, or no brief was sent."""


class HandedInAlready(Exception):
    """One submission was handed in; that one counts."""


def may_begin(candidacy: Candidacy) -> bool:
    """Tell whether the clock may start: it is their stage, and they were told in writing what is asked of them."""
    here = candidacy.stage is not None and candidacy.stage.kind == Stage.Kind.TAKEHOME
    return here and candidacy.is_active and getattr(candidacy, "sent_brief", None) is not None


@transaction.atomic
def begin(candidacy: Candidacy) -> Evening:
    """Start the clock and deal the candidate two worlds of their own; begun twice is begun once."""
    evening = Evening.objects.filter(candidacy=candidacy).first()
    if evening is not None:
        return evening
    stage, brief = candidacy.stage, getattr(candidacy, "sent_brief", None)
    if stage is None or brief is None or not may_begin(candidacy):
        raise NotOpen
    try:
        start_stage(candidacy, stage, by=candidacy)
    except AlreadyStarted:
        pass  # by the lead, on the candidate's behalf: the clock is the candidate's all the same
    except (NotHere, NotActive) as error:
        raise NotOpen from error
    begun = Evening.objects.filter(candidacy=candidacy).first()
    if begun is not None:
        return begun  # by a second press, which waited for the first one's lock on the stage
    now = timezone.now()
    takehome = candidacy.opening.takehome
    kit_seed = deal(takehome, Use.Purpose.KIT, candidate=candidacy.uid)
    seed = deal(takehome, Use.Purpose.TRIAL, candidate=candidacy.uid)
    evening = Evening.objects.create(
        candidacy=candidacy,
        kit_seed=kit_seed,
        seed=seed,
        task=brief.task or task_of(takehome),
        budget_hours=_budget_of(candidacy),
        consented_at=now,
        started_at=now,
    )
    record("evening begun", by=candidacy, about=candidacy)
    return evening


@transaction.atomic
def pause(evening: Evening) -> None:
    """Stop the clock; stopped twice is stopped once."""
    stopped = _running(evening).filter(paused_at=None).update(paused_at=timezone.now())
    if stopped:
        record("evening paused", by=evening.candidacy, about=evening.candidacy)


@transaction.atomic
def go_on(evening: Evening) -> None:
    """Let the clock run again."""
    paused = _running(evening).filter(paused_at__isnull=False).first()
    if paused is None or paused.paused_at is None:
        return
    seconds = round((timezone.now() - paused.paused_at).total_seconds())
    going = (
        _running(evening)
        .filter(paused_at=paused.paused_at)
        .update(paused_at=None, paused_seconds=F("paused_seconds") + seconds)
    )
    if going:
        record("evening went on", by=evening.candidacy, about=evening.candidacy, paused_seconds=seconds)


def refuse_over(evening: Evening) -> None:
    """Raise when nothing can be sent any more: the candidate left, or has handed in. Late is not over."""
    if not evening.candidacy.is_active:
        raise NotActive
    if evening.ended_at is not None:
        raise HandedInAlready


@transaction.atomic
def send(evening: Evening, stored: Stored, *, file_name: str) -> Submission:
    """Take down what was uploaded and owe its check; nothing is refused for being late."""
    refuse_over(evening)
    all_of_it = allowed(evening)
    late = all_of_it is not None and clock_of(evening).left(timezone.now(), all_of_it) < timedelta()
    return receive(
        evening.candidacy,
        uid=stored.uid,
        file_name=file_name,
        size=stored.size,
        sha256=stored.sha256,
        late=late,
        check_seed=evening.kit_seed,
    )


@transaction.atomic
def hand_in(submission: Submission, *, told_minutes: int) -> Run:
    """Make one submission the one that counts, stop the clock, and owe its trial."""
    if not submission.candidacy.is_active:
        raise NotActive
    now = timezone.now()
    ended = Evening.objects.filter(candidacy=submission.candidacy, ended_at=None).update(
        ended_at=now, told_minutes=told_minutes, time_factor=_granted(submission.candidacy)
    )
    if not ended:
        raise HandedInAlready
    Submission.objects.filter(pk=submission.pk).update(handed_in_at=now)
    _leave_stage(submission.candidacy)
    refresh_pace(submission.candidacy.opening.takehome)
    record("submission handed in", by=submission.candidacy, about=submission, told_minutes=told_minutes)
    return queue(submission, Run.Kind.TRIAL, seed=submission.candidacy.evening.seed, by=submission.candidacy)


def _leave_stage(candidacy: Candidacy) -> None:
    """Let the candidate pass on, so that the panel may score; a lead may have moved them on before."""
    stage = candidacy.opening.stages.get(kind=Stage.Kind.TAKEHOME)
    with suppress(NotHere):
        finish_stage(candidacy, stage, by=candidacy)


def allowed(evening: Evening) -> timedelta | None:
    """Return the time that this candidate has, accommodations included; None when the clock is lifted."""
    return allowance(evening.budget_hours, _granted(evening.candidacy))


def to_come(candidacy: Candidacy) -> timedelta | None:
    """Return the time that a candidate will have who has not begun; None when the clock is lifted."""
    return allowance(_budget_of(candidacy), _granted(candidacy))


def _budget_of(candidacy: Candidacy) -> Decimal:
    """Return the budget that the brief speaks of, whatever the take-home says by now."""
    brief = getattr(candidacy, "sent_brief", None)
    return (brief and brief.budget_hours) or candidacy.opening.takehome.budget_hours


def _granted(candidacy: Candidacy) -> Decimal | None:
    answered = candidacy.accommodations.filter(answered_at__isnull=False).values_list("time_factor", "untimed")
    return most_of(Granted(factor, untimed) for factor, untimed in answered)


def refresh_pace(takehome: TakeHome) -> None:
    """Let the take-home know whether it takes longer than it says; the caller's transaction holds it."""
    says = paced(takehome).says
    note_pace(takehome, minutes=says.median if says else None, count=says.count if says else 0)


def _running(evening: Evening) -> QuerySet[Evening]:
    return Evening.objects.filter(pk=evening.pk, ended_at=None)
