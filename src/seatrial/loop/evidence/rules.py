"""How runs are claimed, kept, taken over and given up. Times in seconds."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from seatrial.loop.evidence.models import Run

LEASE = timedelta(seconds=30)
"""A worker that is not heard of for so long is taken for dead; its runs go to the next one that asks."""

KEEP_ALIVE_SECONDS = 5.0
MOST_ATTEMPTS = 3
_PAUSE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again after a pause, or put it before the lead."""

    again: bool
    pause: timedelta = timedelta()


def after_breaking(attempts: int) -> Retry:
    """Decide what becomes of a run that broke on our side after so many attempts."""
    return Retry(again=attempts < MOST_ATTEMPTS, pause=_PAUSE * 2 ** (attempts - 1))


def claimable(kinds: tuple[Run.Kind, ...]) -> QuerySet[Run]:
    """Return the runs that wait, and those whose worker died, most urgent first."""
    now = timezone.now()
    waiting = Q(state=Run.State.WAITING, not_before__lte=now)
    abandoned = Q(state=Run.State.RUNNING, lease_until__lt=now)
    return Run.objects.filter(waiting | abandoned, kind__in=kinds).order_by("priority", "queued_at", F("pk"))
