"""The candidate's clock. Pure: moments in, spans out."""

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


def seconds_left(elapsed: float, done: int, total: int) -> int | None:
    """Return about how many seconds a run still takes if it goes on as it went; None while that is a mere guess."""
    if done * 10 < total or not 0 < done <= total:
        return None
    return round(elapsed * (total - done) / done)


def allowance(budget_hours: Decimal, factors: tuple[Decimal, ...]) -> timedelta:
    """Return the time that a candidate has: the budget, multiplied by the most that was granted them."""
    return timedelta(hours=float(budget_hours * max((*factors, Decimal(1)))))
