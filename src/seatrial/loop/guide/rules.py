"""Which guide somebody gets: written from the trial that graders see, for the stages that are held on it."""

import msgspec

from seatrial.bench.report.report import Report
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.models import Trial
from seatrial.loop.evidence.rules import shown_trial
from seatrial.loop.guide.discussion import Assumed, DiscussionGuide, discussion_guide
from seatrial.loop.guide.review import ReviewGuide, review_guide
from seatrial.loop.openings.models import Stage

WRITTEN_FOR = (Stage.Kind.REVIEW, Stage.Kind.DISCUSSION)


def guided_trial(candidacy: Candidacy, stage: Stage) -> Trial | None:
    """Return the trial that the guide of a stage is written from; None where there is none to write."""
    if stage.kind not in WRITTEN_FOR or candidacy.erased_at is not None:
        return None
    return shown_trial(candidacy)


def written_review(trial: Trial, stage: Stage) -> ReviewGuide:
    """Return what to ask about the submission of a trial in a review."""
    return review_guide(_report(trial), minutes=stage.minutes)


def written_discussion(trial: Trial, assumed: Assumed | None = None) -> DiscussionGuide:
    """Return what to discuss about the submission of a trial."""
    return discussion_guide(_report(trial), assumed)


def _report(trial: Trial) -> Report:
    return msgspec.convert(trial.report, Report)
