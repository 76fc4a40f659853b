"""How long evenings took: one by its clock, and those of a take-home together."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from seatrial.loop.evidence.clock import Clock
from seatrial.loop.evidence.models import Evening
from seatrial.loop.evidence.pace import Pace, Spent, pace_of
from seatrial.loop.takehome.models import TakeHome
from seatrial.loop.takehome.rules import task_of


def clock_of(evening: Evening) -> Clock:
    """Return an evening's clock."""
    return Clock(
        started_at=evening.started_at,
        paused_at=evening.paused_at,
        paused_before=timedelta(seconds=evening.paused_seconds),
        ended_at=evening.ended_at,
    )


def used(evening: Evening, now: datetime) -> timedelta:
    """Return how long the candidate has worked so far."""
    return clock_of(evening).used(now)


def paced(takehome: TakeHome) -> Pace:
    """Return what the evenings of this task say that had the budget which it has now."""
    return pace_of(round(takehome.budget_hours * 60), (_spent(one) for one in _evenings_of(takehome)))


def evenings_timed(takehomes: Iterable[TakeHome]) -> dict[int, int]:
    """Count, for each of these take-homes, the evenings with a clock of its task and budget as they are now."""
    asked = {one.pk: (task_of(one), one.budget_hours) for one in takehomes}
    ended = Evening.objects.filter(
        candidacy__opening__takehome__in=asked, ended_at__isnull=False, time_factor__isnull=False
    )
    counted = ended.values_list("candidacy__opening__takehome", "task", "budget_hours").annotate(number=Count("pk"))
    return {pk: number for pk, task, hours, number in counted if asked[pk] == (task, hours)}


def _evenings_of(takehome: TakeHome) -> QuerySet[Evening]:
    return Evening.objects.filter(
        candidacy__opening__takehome=takehome,
        ended_at__isnull=False,
        task=task_of(takehome),
        budget_hours=takehome.budget_hours,
    )


def _spent(evening: Evening) -> Spent:
    minutes = round(used(evening, timezone.now()).total_seconds() / 60)
    return Spent(minutes, evening.told_minutes, evening.time_factor)
