"""What a candidate does in their evening: begin, pause, go on, send something, hand one in. One transaction each."""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from seatrial.loop.audit.actions import record
from seatrial.loop.candidacy.actions import AlreadyStarted, NotHere, finish_stage, start_stage
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.actions import queue, receive
from seatrial.loop.evidence.clock import Clock, allowance
from seatrial.loop.evidence.models import Evening, Run, Submission
from seatrial.loop.evidence.store import Stored
from seatrial.loop.openings.models import Stage

_SEEDS = 2_000_000_000


class NotOpen(Exception):
    """The take-home is not open for this candidate: not their stage yet, over, or no brief was sent."""


class HandedInAlready(Exception):
    """One submission was handed in; that one counts."""


@transaction.atomic
def begin(candidacy: Candidacy) -> Evening:
    """Start the clock and deal the candidate two worlds of their own; begun twice is begun once."""
    evening = Evening.objects.filter(candidacy=candidacy).first()
    if evening is not None:
        return evening
    stage = candidacy.stage
    if stage is None or stage.kind != Stage.Kind.TAKEHOME or not candidacy.is_active:
        raise NotOpen
    try:
        start_stage(candidacy, stage, by=candidacy)
    except AlreadyStarted:
        pass  # by the lead, on the candidate's behalf: the clock is the candidate's all the same
    except NotHere as error:
        raise NotOpen from error
    now = timezone.now()
    kit_seed, seed = _two_seeds()
    evening = Evening.objects.create(
        candidacy=candidacy, kit_seed=kit_seed, seed=seed, consented_at=now, started_at=now
    )
    record("evening begun", by=candidacy, about=candidacy, seed=seed, kit_seed=kit_seed)
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


@transaction.atomic
def send(evening: Evening, stored: Stored, *, file_name: str) -> Submission:
    """Take down what was uploaded and owe its check; nothing is refused for being late."""
    if evening.ended_at is not None or not evening.candidacy.is_active:
        raise HandedInAlready
    late = clock_of(evening).left(timezone.now(), allowed(evening.candidacy)) < timedelta()
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
    now = timezone.now()
    ended = Evening.objects.filter(candidacy=submission.candidacy, ended_at=None).update(
        ended_at=now, told_minutes=told_minutes
    )
    if not ended:
        raise HandedInAlready
    Submission.objects.filter(pk=submission.pk).update(handed_in_at=now)
    _leave_stage(submission.candidacy)
    record("submission handed in", by=submission.candidacy, about=submission, told_minutes=told_minutes)
    return queue(submission, Run.Kind.TRIAL, seed=submission.candidacy.evening.seed, by=submission.candidacy)


def _leave_stage(candidacy: Candidacy) -> None:
    """Let the candidate pass on, so that the panel may score; a lead may have moved them on before."""
    stage = candidacy.opening.stages.get(kind=Stage.Kind.TAKEHOME)
    with suppress(NotHere):
        finish_stage(candidacy, stage, by=candidacy)


def clock_of(evening: Evening) -> Clock:
    """Return an evening's clock."""
    return Clock(
        started_at=evening.started_at,
        paused_at=evening.paused_at,
        paused_before=timedelta(seconds=evening.paused_seconds),
        ended_at=evening.ended_at,
    )


def allowed(candidacy: Candidacy) -> timedelta:
    """Return the time that this candidate has, accommodations included."""
    granted = candidacy.accommodations.filter(answered_at__isnull=False).values_list("time_factor", flat=True)
    return allowance(candidacy.opening.takehome.budget_hours, tuple(granted))


def used(evening: Evening, now: datetime) -> timedelta:
    """Return how long the candidate has worked so far."""
    return clock_of(evening).used(now)


def _running(evening: Evening) -> QuerySet[Evening]:
    return Evening.objects.filter(pk=evening.pk, ended_at=None)


def _two_seeds() -> tuple[int, int]:
    """Return two different worlds; that no trial's world was dealt before is the database's to hold."""
    kit_seed, seed = secrets.randbelow(_SEEDS), secrets.randbelow(_SEEDS)
    return (kit_seed, seed) if kit_seed != seed else _two_seeds()
