"""How runs are claimed, kept, taken over and given up. Times in seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, SmallIntegerField, Subquery, Value, When
from django.utils import timezone

from seatrial.loop.candidacy import rules as candidacies
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.models import Run, Submission, Trial
from seatrial.loop.people.models import User

LEASE = timedelta(seconds=30)
"""A worker that is not heard of for so long is taken for dead; its runs go to the next one that asks."""

KEEP_ALIVE_SECONDS = 2.0
MOST_ATTEMPTS = 3
LONGEST_WAIT = timedelta(minutes=5)
"""What has waited for so long goes by age alone, so that however many checks come in, no trial waits for ever."""

OWED = (Run.State.WAITING, Run.State.RUNNING)
_PAUSE = timedelta(seconds=10)
_AT_ONCE = -100


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again after a pause, or put it before the lead."""

    again: bool
    pause: timedelta = timedelta()


def after_breaking(attempts: int) -> Retry:
    """Decide what becomes of a run that broke on our side after so many attempts."""
    return Retry(again=attempts < MOST_ATTEMPTS, pause=_PAUSE * 2 ** (attempts - 1))


def broken_cases(report: Mapping[str, Any]) -> str:
    """Say how many cases of a report broke on our side, and why the first did; empty when none did."""
    cases = [*report["baseline"]["asked"], *report["cases"]]
    whys = [case["why"] for case in cases if case["outcome"] == "bench_broke"]
    return f"{len(whys)} of {len(cases)} cases broke on our side. The first: {whys[0]}" if whys else ""


def claimable(kinds: tuple[Run.Kind, ...]) -> QuerySet[Run]:
    """Return the runs that wait, and those whose worker died, most urgent first, the old ones before all.

    Nothing is run of somebody who withdrew; it is owed again should they come back.
    """
    now = timezone.now()
    waiting = Q(state=Run.State.WAITING, not_before__lte=now)
    abandoned = Q(state=Run.State.RUNNING, lease_until__lt=now)
    turn = Case(
        When(queued_at__lt=now - LONGEST_WAIT, then=Value(_AT_ONCE)),
        default=F("priority"),
        output_field=SmallIntegerField(),
    )
    owed = Run.objects.filter(waiting | abandoned, kind__in=kinds, submission__candidacy__withdrawn_at=None)
    return owed.order_by(turn, "queued_at", "pk")


def handed_in(candidacy: Candidacy) -> Submission | None:
    """Return the submission that counts; None while there is none."""
    return candidacy.submissions.filter(handed_in_at__isnull=False).order_by("-handed_in_at").first()


def trial_run(candidacy: Candidacy) -> Run | None:
    """Return the last run of a trial of what was handed in; None while there is none."""
    return Run.objects.filter(
        submission__candidacy=candidacy, submission__handed_in_at__isnull=False, kind=Run.Kind.TRIAL
    ).first()


_FIRST = Trial.objects.filter(candidacy=OuterRef("candidacy")).order_by("finished_at", "pk")
_WAS_SHOWN = Q(chosen_at__isnull=False) | Q(pk=Subquery(_FIRST.values("pk")[:1]))


def first_shown(trials: QuerySet[Trial]) -> QuerySet[Trial]:
    """Put the trial first that graders see: what the lead chose last, or else a candidate's first."""
    return trials.order_by(F("chosen_at").desc(nulls_last=True), "finished_at", "pk")


def shown_trial(candidacy: Candidacy) -> Trial | None:
    """Return the trial that graders see, without its report being read yet; None while there is none."""
    return first_shown(Trial.objects.defer("report").filter(candidacy=candidacy)).first()


def shown_to(viewer: User, candidacy: Candidacy) -> Trial | None:
    """Return the trial that graders see, to somebody who sees the candidate; None once it is not theirs to read."""
    return shown_trial(candidacy) if candidacies.reads_work(viewer, candidacy) else None


def shown_before(candidacy: Candidacy) -> QuerySet[Trial]:
    """Return the trials that graders saw until the lead chose another."""
    shown = shown_trial(candidacy)
    seen = Trial.objects.defer("report").filter(_WAS_SHOWN, candidacy=candidacy)
    return seen.exclude(pk=shown.pk) if shown else seen


def trials_for(user: User, uid: str) -> QuerySet[Trial]:
    """Return the trial of an address if this person may read it: a lead any, who scores what graders see or once saw.

    What somebody cited stays readable to them when the lead chooses another one, until the candidate withdraws. Blind
    stages have an address of their own, so that it tells nobody which name and which alias are one.
    """
    by_name = Q(uid=uid, candidacy__in=candidacies.seen_by(user))
    blind = Q(blind_uid=uid, candidacy__in=candidacies.met_blind_by(user))
    led = Q(candidacy__in=candidacies.led_by(user))
    readable = Candidacy.objects.filter(candidacies.open_work(user))
    return Trial.objects.filter(led | _WAS_SHOWN, by_name | blind, candidacy__in=readable)
