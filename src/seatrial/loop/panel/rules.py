"""Who comes to a candidate's debrief."""

from django.db.models import QuerySet

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import addressed
from seatrial.loop.people.models import User


def debriefed_with(viewer: User, uid: str) -> QuerySet[Candidacy]:
    """Return the candidacy of a debrief's address, for who comes to it: by name, or by alias from a blind stage."""
    return addressed(viewer, uid).select_related("stage", "rubric_version", "opening__rubric_version")
