"""Who may read what referees said, and when somebody may be reminded."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.openings.models import Stage
from seatrial.loop.openings.rules import leads
from seatrial.loop.people.models import User
from seatrial.loop.reference.models import Reference
from seatrial.loop.scorecard.models import Scorecard
from seatrial.loop.scorecard.rules import may_read_peers, readable_scorecards

MOST_REMINDERS = 2
DAYS_BETWEEN = 3
LINK_DAYS = 21


def readable_references(viewer: User, candidacy: Candidacy) -> QuerySet[Reference]:
    """Return a candidate's references for a lead at any time, for a panelist at the debrief of the take-home."""
    references = Reference.objects.filter(candidacy=candidacy)
    return references if leads(viewer, candidacy.opening) or _at_debrief(viewer, candidacy) else references.none()


def own_story(viewer: User, candidacy: Candidacy) -> QuerySet[Scorecard]:
    """Return the scorecards of the screen that this person may read: the candidate's own story, as it was heard."""
    screen = candidacy.opening.stages.filter(kind=Stage.Kind.SCREEN).first()
    return readable_scorecards(viewer, candidacy, screen) if screen else Scorecard.objects.none()


def unanswered() -> QuerySet[Reference]:
    """Return the references that still wait for their referee, of candidates whose loop goes on."""
    going_on = {f"candidacy__{end}": None for end in ("withdrawn_at", "closed_at", "erased_at")}
    return Reference.objects.filter(answered_at=None, declined_at=None, revoked_at=None, **going_on)


def due_for_reminder(now: datetime, *, days: int = DAYS_BETWEEN) -> QuerySet[Reference]:
    """Return the references whose referee may be reminded now: not within that many days, and not a third time."""
    return (
        unanswered()
        .exclude(email="")
        .annotate(last=Coalesce(F("reminded_at"), F("asked_at")))
        .filter(Q(mailed_at__isnull=False), last__lte=now - timedelta(days=days), reminders__lt=MOST_REMINDERS)
    )


def _at_debrief(viewer: User, candidacy: Candidacy) -> bool:
    takehome = candidacy.opening.stages.filter(kind=Stage.Kind.TAKEHOME).first()
    return takehome is not None and may_read_peers(viewer, candidacy, takehome)
