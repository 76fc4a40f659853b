"""Who is in the room, what can be run there, and what the page shows of it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import msgspec
from django.db.models import QuerySet
from django.utils import timezone

from seatrial.bench.case import Case
from seatrial.bench.modes import MODES
from seatrial.bench.modes.base import Mode
from seatrial.bench.plan import plan
from seatrial.bench.report.report import ReportedCase
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import ACTIVE, reads_work
from seatrial.loop.evidence.models import Run
from seatrial.loop.evidence.rules import OWED
from seatrial.loop.guide.evidence import Evidence, evidence_of
from seatrial.loop.guide.topics import OBEYING
from seatrial.loop.live.models import Prediction
from seatrial.loop.live.tally import COUNTED, Tally, tally
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.models import User
from seatrial.loop.report.masking import mask_of, masked_case
from seatrial.loop.scorecard.rules import stages_for
from seatrial.takehomes.families import make_world

IDLE = timedelta(minutes=20)
READY = "ready"


def rooms(viewer: User) -> QuerySet[Stage]:
    """Return the reviews whose room this person may enter: the panel of the stage, and who leads."""
    return stages_for(viewer).filter(kind=Stage.Kind.REVIEW)


def session_of(candidacy: Candidacy) -> Run | None:
    """Return the session that is open, or else the last one."""
    runs = Run.objects.filter(submission__candidacy=candidacy, kind=Run.Kind.LIVE).select_related("submission")
    return runs.filter(state__in=OWED).first() or runs.first()


def is_open(run: Run | None) -> bool:
    """Tell whether a session goes on, ready or not."""
    return run is not None and run.state in OWED


def is_ready(run: Run | None) -> bool:
    """Tell whether a case would run at once."""
    return run is not None and run.state == Run.State.RUNNING and run.doing == READY


def waiting_in(run: Run) -> Prediction | None:
    """Return the prediction whose case is to be run next, as long as the session is its holder's."""
    mine = Prediction.objects.filter(run=run.pk, run__claim=run.claim, run__state=Run.State.RUNNING, ran_at=None)
    return mine.order_by("at", "pk").first()


def is_over(run: Run) -> bool:
    """Tell whether a session ends: its candidate left the loop, or nothing was predicted for too long."""
    if not Candidacy.objects.filter(ACTIVE, pk=run.submission.candidacy_id).exists():
        return True
    last = Prediction.objects.filter(run=run.pk).values_list("at", flat=True).first()
    return timezone.now() - max(filter(None, (last, run.queued_at))) > IDLE


@dataclass(frozen=True, slots=True)
class Room:
    """Where predictions of a candidate stand, and how many came out as said."""

    stage: Stage
    tally: Tally


def room_of(viewer: User, candidacy: Candidacy) -> Room | None:
    """Return the room in which this candidate predicted something; None where there is none this person may enter."""
    if not reads_work(viewer, candidacy):
        return None
    stage = rooms(viewer).filter(opening=candidacy.opening_id).first()
    shown = predictions_of(candidacy, stage) if stage else []
    return Room(stage, tally_of(shown)) if stage and shown else None


@dataclass(frozen=True, slots=True)
class Choice:
    """One input of a failure mode that can be run; `used` when it was run in this session."""

    case: str
    shown: str
    used: bool


@lru_cache(maxsize=16)
def dealt(takehome: str, seed: int) -> dict[str, Case]:
    """Return the cases that were dealt for a session, by their ids."""
    return {case.id: case for case in plan(make_world(takehome, seed), modes=MODES, seed=seed).cases}


def modes_of(run: Run) -> list[Mode]:
    """Return the failure modes that a session can run."""
    there = {case.mode for case in _dealt_for(run).values()}
    return [mode for mode in MODES if mode.slug in there]


def choices(run: Run, mode: str) -> list[Choice]:
    """Return the inputs of a failure mode that a session can run."""
    used = set(Prediction.objects.filter(run=run, typed="").values_list("case", flat=True))
    own = (case for case in _dealt_for(run).values() if case.mode == mode)
    return [Choice(case.id, shown_input(case), case.id in used) for case in own]


def shown_input(case: Case) -> str:
    """Return what a case puts, and to what model; of pasted pages the middle is left out."""
    texts = [" ".join(one.text.split()) or "(an empty question)" for one in case.inputs]
    cut = [text if len(text) <= _LONGEST else f"{text[:_HALF]} … {text[-_HALF:]}" for text in texts]
    put = (" and at the same time: " if case.together else " and then: ").join(cut)
    level = OBEYING.get(case.script.obeys)
    return f"{put} ({level})" if level else put


_LONGEST, _HALF = 400, 180


def _dealt_for(run: Run) -> dict[str, Case]:
    return dealt(run.submission.candidacy.opening.takehome.family, run.seed)


@dataclass(frozen=True, slots=True)
class Shown:
    """A prediction beside its outcome; `evidence` is None until the case was run, `lost` if it never will be."""

    prediction: Prediction
    title: str
    evidence: Evidence | None
    is_judged: bool
    lost: bool

    @property
    def as_said(self) -> bool:
        """Whether it came out as predicted."""
        return self.is_judged and self.evidence is not None and self.evidence.verdict == self.prediction.expected


def predictions_of(candidacy: Candidacy, stage: Stage) -> list[Shown]:
    """Return everything that was predicted of a candidate's submission, the newest first, as this stage may read it."""
    kept = Prediction.objects.filter(candidacy=candidacy).select_related("by", "run")
    return [_shown(one, candidacy, stage) for one in kept]


def words_of(run: Run, candidacy: Candidacy, stage: Stage) -> str:
    """Return what the submission or our bench said when a session ended by itself, as this stage may read it."""
    return mask_of(candidacy.name, candidacy.email)(run.words) if stage.blind else run.words


def tally_of(shown: list[Shown]) -> Tally:
    """Count how often it came out as said."""
    return tally((one.prediction.expected, one.evidence.verdict) for one in shown if one.evidence is not None)


def is_pending(shown: list[Shown]) -> bool:
    """Tell whether a case is still to be run."""
    return any(one.evidence is None and not one.lost for one in shown)


_TITLES = {mode.slug: mode.title for mode in MODES}


def _shown(one: Prediction, candidacy: Candidacy, stage: Stage) -> Shown:
    title = _TITLES.get(one.mode, one.mode)
    case = msgspec.convert(one.result, ReportedCase) if one.result else None
    if case and stage.blind:
        case = masked_case(case, candidacy.name, candidacy.email)
    found = evidence_of(case, title) if case else None
    judged = found is not None and found.verdict in COUNTED
    return Shown(one, title, found, judged, lost=found is None and not is_open(one.run))
