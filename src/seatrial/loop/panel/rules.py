"""Who comes to a candidate's debrief."""

from django.db.models import QuerySet

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.rules import candidacies_for


def debriefed_with(viewer: User) -> QuerySet[Candidacy]:
    """Return the candidacies whose debrief this person comes to: as a lead, or by a seat in any stage."""
    return candidacies_for(viewer).select_related("rubric_version", "opening__rubric_version")
