"""How a candidate's runs and trials stand, as the lead sees them. A check that failed is the candidate's own affair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.clock import seconds_left
from seatrial.loop.evidence.models import Run, Submission, Trial
from seatrial.loop.evidence.rules import MOST_ATTEMPTS, OWED, first_shown, handed_in
from seatrial.loop.openings.rules import reads_requests
from seatrial.loop.people.models import User

_NOBODY_CAME = timedelta(minutes=1)
_OF_THE_LEAD = Q(kind=Run.Kind.TRIAL) | Q(kind=Run.Kind.CHECK, state__in=(*OWED, Run.State.BROKE))


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run that is owed or ended without a report; `before`: how many go first; `left`: seconds, if known."""

    run: Run
    before: int
    left: int | None

    @property
    def is_retried(self) -> bool:
        """Tell whether it broke on our side and is tried again by itself."""
        return self.run.state == Run.State.WAITING and bool(self.run.words) and self.run.attempts > 0

    @property
    def attempts_left(self) -> int:
        """Count how often it is still tried by itself."""
        return MOST_ATTEMPTS - self.run.attempts

    @property
    def may_be_cancelled(self) -> bool:
        """Tell whether it is owed."""
        return self.run.state in OWED

    @property
    def may_be_retried(self) -> bool:
        """Tell whether it ended by no doing of the submission."""
        return self.run.state in (Run.State.BROKE, Run.State.CANCELLED)


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A finished trial, the version that made it, how many cases broke on our side, whether graders see this one."""

    trial: Trial
    version: str
    broken: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Runs:
    """All of it: trials with the shown one first, runs with the latest first. `is_late` only for who may know it."""

    trials: tuple[TrialLine, ...]
    runs: tuple[RunLine, ...]
    handed_in: Submission | None
    is_late: bool
    nobody_works: bool

    @property
    def is_busy(self) -> bool:
        """Tell whether anything here changes by itself."""
        return any(line.run.state in OWED for line in self.runs)

    @property
    def may_try_again(self) -> bool:
        """Tell whether another trial can be owed: there is something to try, and no trial to wait for or to retry."""
        trials = [line for line in self.runs if line.run.kind == Run.Kind.TRIAL]
        return self.handed_in is not None and not any(
            line.may_be_cancelled or line.may_be_retried for line in trials[:1]
        )


def runs_of(candidacy: Candidacy, viewer: User) -> Runs:
    """Return how the runs and trials of one candidate stand.

    Whether the work was late, which hangs on what time was granted, is for those who read the requests for more time.
    """
    now = timezone.now()
    found = Run.objects.filter(_OF_THE_LEAD, submission__candidacy=candidacy).exclude(state=Run.State.DONE)
    runs = tuple(_line(run, now) for run in found.select_related("submission"))
    trials = (
        first_shown(Trial.objects.filter(candidacy=candidacy))
        .defer("report")
        .annotate(made_by=KT("report__seatrial"), broken=KT("report__summary__bench_broke"))
    )
    submission = handed_in(candidacy)
    return Runs(
        trials=tuple(
            TrialLine(one, one.made_by or "", int(one.broken or 0), number == 0) for number, one in enumerate(trials)
        ),
        runs=runs,
        handed_in=submission,
        is_late=submission is not None and submission.late and reads_requests(viewer, candidacy.opening),
        nobody_works=any(_is_left_alone(line.run, now) for line in runs) and not _somebody_works(now),
    )


def broken_runs() -> QuerySet[Run]:
    """Return the runs that broke on our side and that a lead has to see to: none that was followed by another one.

    A check is none of them once its candidate has handed in.
    """
    later = Run.objects.filter(
        submission=OuterRef("submission"), kind=OuterRef("kind"), queued_at__gt=OuterRef("queued_at")
    )
    went_on = Submission.objects.filter(candidacy=OuterRef("submission__candidacy"), handed_in_at__isnull=False)
    broke = Run.objects.filter(_OF_THE_LEAD, ~Exists(later), state=Run.State.BROKE)
    return broke.exclude(Exists(went_on), kind=Run.Kind.CHECK)


def broken_in(candidacies: Sequence[Candidacy]) -> dict[int, str]:
    """Return for each of these candidates what broke on our side and waits for the lead, in our own words."""
    words = (
        broken_runs()
        .filter(submission__candidacy__in=candidacies)
        .order_by("queued_at")
        .values_list("submission__candidacy", "words")
    )
    return {candidacy: _first_line(said) for candidacy, said in words}


def _line(run: Run, now: datetime) -> RunLine:
    before, left = 0, None
    if run.state == Run.State.WAITING:
        waiting = Run.objects.filter(state=Run.State.WAITING)
        before = waiting.filter(
            Q(priority__lt=run.priority) | Q(priority=run.priority, queued_at__lt=run.queued_at)
        ).count()
    if run.state == Run.State.RUNNING and run.started_at is not None:
        left = seconds_left((now - run.started_at).total_seconds(), run.cases_done, run.cases_total)
    return RunLine(run, before, left)


def _is_left_alone(run: Run, now: datetime) -> bool:
    return run.state == Run.State.WAITING and max(run.queued_at, run.not_before) < now - _NOBODY_CAME


def _somebody_works(now: datetime) -> bool:
    return Run.objects.filter(state=Run.State.RUNNING, lease_until__gt=now).exists()


def _first_line(words: str) -> str:
    line = words.strip().split("\n", maxsplit=1)[0]
    return line if len(line) <= 140 else f"{line[:139]}…"
