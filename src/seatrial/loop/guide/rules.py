"""Which guide somebody gets: written from the trial that graders see, for the stages that are held on it."""

import msgspec
from django.db.models import Q

from seatrial.bench.report.report import Report
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.models import Trial
from seatrial.loop.evidence.rules import shown_to
from seatrial.loop.guide.discussion import Assumed, DiscussionGuide, discussion_guide
from seatrial.loop.guide.evidence import Noted
from seatrial.loop.guide.review import ReviewGuide, review_guide
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.models import User
from seatrial.loop.report.masking import masked
from seatrial.loop.scorecard.models import Tick
from seatrial.loop.scorecard.rules import own_scorecards, readable_scorecards

WRITTEN_FOR = (Stage.Kind.REVIEW, Stage.Kind.DISCUSSION)


def guided_trial(viewer: User, candidacy: Candidacy, stage: Stage) -> Trial | None:
    """Return the trial that the guide of a stage is written from for this person; None where there is none to write."""
    return shown_to(viewer, candidacy) if stage.kind in WRITTEN_FOR else None


def written_review(viewer: User, trial: Trial, stage: Stage) -> ReviewGuide:
    """Return what to ask about the submission of a trial in a review, for this person: by the ticks they may read."""
    return review_guide(_report(trial, stage), minutes=stage.minutes, noted=noted_for(viewer, trial.candidacy))


def noted_for(viewer: User, candidacy: Candidacy) -> dict[str, Noted]:
    """Return what the notes say of each mode: as this person ticked it, else as those agree whom they may read."""
    takehome = Stage.objects.filter(opening=candidacy.opening_id, kind=Stage.Kind.TAKEHOME).first()
    if takehome is None:
        return {}
    own = own_scorecards(viewer).filter(candidacy=candidacy, stage=takehome)
    read = readable_scorecards(viewer, candidacy, takehome)
    ticks = Tick.objects.filter(Q(scorecard__in=own.values("pk")) | Q(scorecard__in=read.values("pk")))
    stands: dict[str, set[str]] = {}
    for mode, stand in ticks.exclude(scorecard__author=viewer).values_list("mode", "stand"):
        stands.setdefault(mode, set()).add(stand)
    agreed = {mode: Noted(one) for mode, (one, *others) in stands.items() if not others}
    return agreed | {tick.mode: Noted(tick.stand) for tick in ticks.filter(scorecard__author=viewer)}


def written_discussion(trial: Trial, stage: Stage, assumed: Assumed | None = None) -> DiscussionGuide:
    """Return what to discuss about the submission of a trial."""
    return discussion_guide(_report(trial, stage), assumed)


def _report(trial: Trial, stage: Stage) -> Report:
    report = msgspec.convert(trial.report, Report)
    return masked(report, trial.candidacy.name, trial.candidacy.email) if stage.blind else report
