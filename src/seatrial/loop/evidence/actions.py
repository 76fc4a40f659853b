"""What happens to submissions and to the runs of them. Each is one transaction; races are lost, not fought."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from seatrial.loop.audit.actions import Named, record
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.models import Run, Submission, Trial
from seatrial.loop.evidence.rules import LEASE, MOST_ATTEMPTS, OWED, after_breaking, claimable, shown_trial
from seatrial.loop.identity import new_uid

PRIORITY = {Run.Kind.CHECK: 0, Run.Kind.LIVE: 0, Run.Kind.TRIAL: 10}


class LostClaim(Exception):
    """Somebody else holds this run by now, or it was cancelled: whoever notices stops working on it."""


@transaction.atomic
def receive(
    candidacy: Candidacy, *, uid: str, file_name: str, size: int, sha256: str, late: bool, check_seed: int
) -> Submission:
    """Take down an archive that lies on disk already, and owe its sender a check of it."""
    submission = Submission.objects.create(
        uid=uid, candidacy=candidacy, file_name=file_name[:200], size=size, sha256=sha256, late=late
    )
    queue(submission, Run.Kind.CHECK, seed=check_seed, by=candidacy)
    record("submission received", by=candidacy, about=submission, size=size, late=late)
    return submission


@transaction.atomic
def queue(submission: Submission, kind: Run.Kind, *, seed: int, by: Named | str) -> Run:
    """Owe a run of a submission."""
    run = Run.objects.create(
        submission=submission, kind=kind, seed=seed, priority=PRIORITY[kind], not_before=timezone.now()
    )
    record(f"{kind.label} queued", by=by, about=submission, run=run.uid)
    return run


def claim(worker: str, kinds: tuple[Run.Kind, ...]) -> Run | None:
    """Take the most urgent run for a while, also from a worker that is not heard of any more; None if nothing waits."""
    for run in claimable(kinds)[:20]:
        if run.attempts >= MOST_ATTEMPTS:  # it took its workers down with it
            _give_up(run, run.claim, "The machine that ran it went away each time.")
            continue
        now, mine = timezone.now(), new_uid()
        taken = Run.objects.filter(pk=run.pk, state=run.state, claim=run.claim, attempts=run.attempts).update(
            state=Run.State.RUNNING,
            claim=mine,
            worker=worker,
            attempts=run.attempts + 1,
            lease_until=now + LEASE,
            started_at=now,
            doing="",
            cases_done=0,
        )
        if taken:
            return Run.objects.select_related("submission").get(claim=mine)
    return None


def keep(run: Run, *, doing: str, done: int, total: int) -> None:
    """Say that the run is still being worked on and how far it is; LostClaim when it is not ours any more."""
    kept = _mine(run).update(lease_until=timezone.now() + LEASE, doing=doing[:120], cases_done=done, cases_total=total)
    if not kept:
        raise LostClaim(run.uid)


@transaction.atomic
def finish(run: Run, report: dict[str, Any]) -> Trial | None:
    """Keep the report of a run that came to its end, a trial's as evidence; LostClaim if it is not ours any more."""
    _end(run, Run.State.DONE, "")
    record(f"{run.kind} finished", by="worker", about=run.submission, run=run.uid)
    if run.kind == Run.Kind.CHECK:
        return None
    started = parse_datetime(str(report["started_at"])) or timezone.now()
    return Trial.objects.create(
        candidacy=run.submission.candidacy, run=run, report=report, finished_at=max(started, timezone.now())
    )


@transaction.atomic
def refuse(run: Run, words: str) -> None:
    """Say why the submission cannot be run, in words by which its sender can mend it."""
    _end(run, Run.State.REFUSED, words)
    record(f"{run.kind} refused", by="worker", about=run.submission, run=run.uid)


@transaction.atomic
def broke(run: Run, words: str) -> None:
    """Our failure: try again after a pause, and after a few times put it before the lead. Never the candidate's."""
    retry = after_breaking(run.attempts)
    if not retry.again:
        _give_up(run, run.claim, words)
        return
    again = _mine(run).update(state=Run.State.WAITING, claim="", not_before=timezone.now() + retry.pause, words=words)
    if not again:
        raise LostClaim(run.uid)


def release(run: Run) -> None:
    """Put a run back that is not finished because its worker stops; it counts as no attempt."""
    _mine(run).update(state=Run.State.WAITING, claim="", attempts=run.attempts - 1, lease_until=None)


@transaction.atomic
def cancel(run: Run, *, by: Named | str) -> bool:
    """Call a run off; whoever works on it notices at the next sign of life. False when it had ended already."""
    off = Run.objects.filter(pk=run.pk, state__in=OWED).update(
        state=Run.State.CANCELLED, claim="", finished_at=timezone.now()
    )
    if off:
        record(f"{run.kind} cancelled", by=by, about=run.submission, run=run.uid)
    return bool(off)


@transaction.atomic
def retry(run: Run, *, by: Named | str) -> bool:
    """Owe a run once more that broke or was called off; False when it is in neither state any more."""
    now = timezone.now()
    back = Run.objects.filter(pk=run.pk, state__in=(Run.State.BROKE, Run.State.CANCELLED)).update(
        state=Run.State.WAITING,
        claim="",
        attempts=0,
        lease_until=None,
        queued_at=now,
        not_before=now,
        started_at=None,
        finished_at=None,
        doing="",
        cases_done=0,
    )
    if back:
        record(f"{run.kind} queued again", by=by, about=run.submission, run=run.uid)
    return bool(back)


@transaction.atomic
def try_again(submission: Submission, *, seed: int, by: Named | str) -> Run | None:
    """Owe another trial of the same world, whose report will stand beside the others; None while one is owed."""
    Submission.objects.select_for_update().get(pk=submission.pk)  # two who press at once owe one trial
    if submission.runs.filter(kind=Run.Kind.TRIAL, state__in=OWED).exists():
        return None
    return queue(submission, Run.Kind.TRIAL, seed=seed, by=by)


@transaction.atomic
def choose(trial: Trial, *, by: Named | str) -> bool:
    """Let graders see this trial instead of another of the candidate; False when they see it already."""
    before = shown_trial(trial.candidacy)
    if before is None or before.pk == trial.pk:
        return False
    Trial.objects.filter(pk=trial.pk).update(chosen_at=timezone.now())
    record("trial chosen", by=by, about=trial.candidacy, trial=trial.uid, instead_of=before.uid)
    return True


@transaction.atomic
def _give_up(run: Run, claim: str, words: str) -> None:
    ended = Run.objects.filter(pk=run.pk, claim=claim, state__in=OWED).update(
        state=Run.State.BROKE, words=words, finished_at=timezone.now()
    )
    if ended:
        record(f"{run.kind} broke", by="worker", about=run.submission, run=run.uid)


def _end(run: Run, state: Run.State, words: str) -> None:
    ended = _mine(run).update(state=state, words=words, finished_at=timezone.now())
    if not ended:
        raise LostClaim(run.uid)


def _mine(run: Run) -> QuerySet[Run]:
    return Run.objects.filter(pk=run.pk, state=Run.State.RUNNING, claim=run.claim)
