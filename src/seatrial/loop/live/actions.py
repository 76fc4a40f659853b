"""Opening and closing the session, predicting, and writing down what came. Each is one transaction."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from seatrial.loop.audit.actions import record
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.actions import LostClaim, queue
from seatrial.loop.evidence.models import Run
from seatrial.loop.evidence.rules import OWED, handed_in
from seatrial.loop.live.models import Prediction
from seatrial.loop.live.rules import choices, session_of
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.models import User
from seatrial.loop.takehome.actions import deal
from seatrial.loop.takehome.models import Use


class NothingToRun(Exception):
    """Nothing was handed in, or the candidate is no longer in the loop."""


class NotOpen(Exception):
    """The session was closed, or ended by itself, before this came."""


class RunAlready(Exception):
    """This input was run in this session: everybody knows by now what comes."""


def open_session(candidacy: Candidacy, *, by: User, seed: int | None = None) -> Run:
    """Keep the submission warm, in a world nobody has seen unless one is named; opened twice is opened once."""
    try:
        return _open(candidacy, by=by, seed=seed)
    except IntegrityError:
        run = session_of(candidacy)
        assert run is not None
        return run


@transaction.atomic
def _open(candidacy: Candidacy, *, by: User, seed: int | None) -> Run:
    submission = handed_in(candidacy)
    if submission is None or not candidacy.is_active:
        raise NothingToRun
    if seed is None:
        seed = deal(candidacy.opening.takehome, Use.Purpose.LIVE, candidate=candidacy.uid)
    return queue(submission, Run.Kind.LIVE, seed=seed, by=by)


@transaction.atomic
def close_session(run: Run, *, by: User | str) -> None:
    """End a session; what waits in it is not run any more. Closed twice is closed once."""
    closed = Run.objects.filter(pk=run.pk, state__in=OWED).update(
        state=Run.State.DONE, claim="", doing="", finished_at=timezone.now()
    )
    if closed:
        record("live session closed", by=by, about=run.submission, run=run.uid)


def predict(run: Run, stage: Stage, *, case: str, typed: str, expected: str, words: str, by: User) -> Prediction:
    """Note what is expected of a case, which from then on waits to be run."""
    mode = case.partition("/")[0]
    chosen = next(one for one in choices(run, mode) if one.case == case)
    about = run.submission.candidacy
    if not about.is_active:
        raise NotOpen
    try:
        with transaction.atomic():
            if not Run.objects.select_for_update().filter(pk=run.pk, state__in=OWED).exists():
                raise NotOpen
            made = Prediction.objects.create(
                candidacy=about,
                stage=stage,
                run=run,
                by=by,
                mode=mode,
                case=case,
                typed=typed,
                shown=typed or chosen.shown,
                expected=expected,
                words=words,
            )
            record("prediction noted", by=by, about=about, prediction=made.uid, mode=mode, expected=expected)
    except IntegrityError as error:
        raise RunAlready from error
    return made


@transaction.atomic
def write_down(prediction: Prediction, run: Run, result: dict[str, Any]) -> None:
    """Keep what came of a case beside what was said; LostClaim when the session is somebody else's by now."""
    mine = Run.objects.filter(pk=run.pk, claim=run.claim, state=Run.State.RUNNING)
    kept = Prediction.objects.filter(pk=prediction.pk, ran_at=None, run__in=mine).update(
        result=result, ran_at=timezone.now()
    )
    if not kept:
        raise LostClaim(run.uid)
    record(
        "prediction run",
        by="worker",
        about=prediction.candidacy,
        prediction=prediction.uid,
        verdict=str(result["verdict"]),
    )
