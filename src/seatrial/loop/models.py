"""All models of the loop, so that Django finds them; each lives in the folder of its noun."""

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.candidacy.models import Accommodation, Candidacy, Passage, SentBrief
from seatrial.loop.decision.models import Decision, Dissent, Gap, Letter
from seatrial.loop.evidence.models import Comparison, Evening, Likeness, Run, Submission, Trial
from seatrial.loop.live.models import Prediction
from seatrial.loop.openings.models import Membership, Opening, Seat, Stage
from seatrial.loop.people.models import Invitation, Link, User
from seatrial.loop.reference.models import Reading, Reference
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.scorecard.models import Amendment, Citation, EarlyOpening, Entry, Flag, Scorecard, Tick
from seatrial.loop.takehome.models import OverruledFinding, TakeHome, Use

__all__ = (
    "Accommodation",
    "Amendment",
    "AuditEntry",
    "Candidacy",
    "Citation",
    "Comparison",
    "Decision",
    "Dissent",
    "EarlyOpening",
    "Entry",
    "Evening",
    "Flag",
    "Gap",
    "Invitation",
    "Letter",
    "Likeness",
    "Link",
    "Membership",
    "Opening",
    "OverruledFinding",
    "Passage",
    "Prediction",
    "Reading",
    "Reference",
    "RubricVersion",
    "Run",
    "Scorecard",
    "Seat",
    "SentBrief",
    "Stage",
    "Submission",
    "TakeHome",
    "Tick",
    "Trial",
    "Use",
    "User",
)
