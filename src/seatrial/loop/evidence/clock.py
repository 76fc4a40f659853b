"""The candidate's clock. Pure: moments in, spans out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Clock:
    """When the evening began, when it was paused and for how long in all before that, and when it ended."""

    started_at: datetime
    paused_at: datetime | None
    paused_before: timedelta
    ended_at: datetime | None

    def used(self, now: datetime) -> timedelta:
        """Return the time that counts: from the start to now, without the pauses."""
        until = min(moment for moment in (now, self.paused_at, self.ended_at) if moment is not None)
        return max(until - self.started_at - self.paused_before, timedelta())

    def left(self, now: datetime, allowed: timedelta) -> timedelta:
        """Return what is left of the time allowed; below zero when it is past."""
        return allowed - self.used(now)


@dataclass(frozen=True, slots=True)
class Granted:
    """One answered request: by how much the clock is multiplied, or that it is lifted."""

    factor: Decimal = Decimal(1)
    untimed: bool = False


def seconds_left(elapsed: float, done: int, total: int) -> int | None:
    """Return about how many seconds a run still takes if it goes on as it went; None while that is a mere guess."""
    if done * 10 < total or not 0 < done <= total:
        return None
    return round(elapsed * (total - done) / done)


def most_of(granted: Iterable[Granted]) -> Decimal | None:
    """Return by how much all that was granted multiplies the clock; None when it is lifted."""
    answers = tuple(granted)
    if any(one.untimed for one in answers):
        return None
    return max((*(one.factor for one in answers), Decimal(1)))


def allowance(budget_hours: Decimal, factor: Decimal | None) -> timedelta | None:
    """Return the time that a candidate has; None when nothing limits it."""
    return None if factor is None else timedelta(hours=float(budget_hours * factor))
