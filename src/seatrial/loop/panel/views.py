"""The debrief: what the panel saw, side by side, sorted by disagreement; before that, who is still missing."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from seatrial.loop.live.rules import room_of
from seatrial.loop.openings.guides import ONE_QUESTION
from seatrial.loop.panel.debrief import debrief_for
from seatrial.loop.panel.rules import debriefed_with
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.reference.models import Reading
from seatrial.loop.reference.rules import readable_references
from seatrial.loop.scorecard.forms import EarlyOpeningForm
from seatrial.loop.scorecard.rules import leads


@require_safe
@members_only
def debrief(request: MemberRequest, uid: str) -> HttpResponse:
    """Show all that this person may read of a candidate."""
    candidacy = get_object_or_404(debriefed_with(request.user, uid))
    shown = debrief_for(request.user, candidacy, blind=uid == candidacy.blind_uid)
    context: dict[str, object] = {
        "section": "openings" if request.user.is_lead else "work",
        "debrief": shown,
        "question": ONE_QUESTION,
        "candidacy": candidacy,
        "leads": leads(request.user, candidacy),
        "early_form": EarlyOpeningForm(),
    }
    if not shown.readable:
        return render(request, "panel/sealed.html", context)
    readings = Prefetch("readings", Reading.objects.select_related("by"))
    references = readable_references(request.user, candidacy).filter(answered_at__isnull=False)
    context["room"] = room_of(request.user, candidacy)
    context["references"] = references.select_related("typed_in_by").prefetch_related(readings)
    return render(request, "panel/debrief.html", context)
