"""What stands between a take-home and the candidate: what its brief lacks, and what was found and not overruled."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from seatrial.loop.takehome.brief import Terms, render
from seatrial.loop.takehome.findings import Finding, Pace, Uses, missing_statements, mistakes
from seatrial.loop.takehome.models import OverruledFinding, TakeHome, Use

_MONTH = timedelta(days=30.44)


@dataclass(frozen=True, slots=True)
class Checked:
    """All that the checks found in a take-home: what stops the brief, and what somebody overruled."""

    standing: tuple[Finding, ...]
    overruled: tuple[tuple[Finding, OverruledFinding], ...]

    @property
    def may_be_sent(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.standing


def terms_of(takehome: TakeHome) -> Terms:
    """Return what the lead chose and wrote, as the pure checks take it."""
    return Terms(
        family=takehome.family,
        budget_hours=takehome.budget_hours,
        task=takehome.task,
        looked_for=takehome.looked_for,
        ai_policy=takehome.ai_policy,
        work_policy=takehome.work_policy,
    )


def brief_of(takehome: TakeHome, role: str) -> str:
    """Return the brief as a candidate would read it now."""
    return render(role, terms_of(takehome))


def task_of(takehome: TakeHome) -> str:
    """Return the digest by which a task is known: its family and its words, however they are spaced."""
    words = " ".join(takehome.task.casefold().split())
    return hashlib.sha256(f"{takehome.family}\n{words}".encode()).hexdigest()


def uses_of(takehome: TakeHome, now: datetime) -> Uses:
    """Count how often this task was sent, in whatever opening, and for how long it has been about."""
    sent = Use.objects.filter(task=task_of(takehome), purpose=Use.Purpose.BRIEF)
    counted = sent.aggregate(briefs=Count("pk"), since=Min("at"))
    months = (now - counted["since"]) // _MONTH if counted["since"] else 0
    return Uses(
        briefs=counted["briefs"], months=months, most_briefs=takehome.most_briefs, most_months=takehome.most_months
    )


def pace_of(takehome: TakeHome) -> Pace | None:
    """Return what the evenings said, if it is more than the budget."""
    if takehome.paced_minutes is None:
        return None
    return Pace(minutes=takehome.paced_minutes, count=takehome.paced_count)


def checked(takehome: TakeHome) -> Checked:
    """Run every check on a take-home and set what was overruled aside."""
    terms = terms_of(takehome)
    reasons = {(one.rule, one.words.lower()): one for one in takehome.overruled.select_related("by")}
    found = mistakes(terms, uses=uses_of(takehome, timezone.now()), pace=pace_of(takehome))
    pairs = [(one, reasons.get((one.rule, one.words.lower()))) for one in found]
    return Checked(
        standing=missing_statements(terms) + tuple(one for one, reason in pairs if reason is None),
        overruled=tuple((one, reason) for one, reason in pairs if reason is not None),
    )


def standing(checks: Checked, rule: str, words: str) -> Finding | None:
    """Return the finding of that rule and those words that still stands and may be overruled."""
    return _first([one for one in checks.standing if (one.rule, one.words) == (rule, words) and not one.stops])


def _first(findings: Sequence[Finding]) -> Finding | None:
    return findings[0] if findings else None
