"""Where a take-home was used, and what it really took: for its lead."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from seatrial.loop.evidence.pace import LEAST
from seatrial.loop.evidence.timing import paced
from seatrial.loop.openings import rules
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.takehome.ledger import lines_of
from seatrial.loop.takehome.rules import checked, uses_of

_LINES = 50
_OF_USE = ("over-used", "past-evening")


@require_safe
@members_only
def takehome(request: MemberRequest, uid: str) -> HttpResponse:
    """Show what an opening's take-home took, and its part of the ledger."""
    opening = get_object_or_404(rules.led_by(request.user).select_related("takehome"), uid=uid)
    lines = Paginator(lines_of(opening.takehome), _LINES).get_page(request.GET.get("page"))
    findings = checked(opening.takehome)
    context = {
        "section": "openings",
        "opening": opening,
        "takehome": opening.takehome,
        "pace": paced(opening.takehome),
        "least": LEAST,
        "reads_requests": rules.reads_requests(request.user, opening),
        "uses": uses_of(opening.takehome, timezone.now()),
        "findings": [one for one in findings.standing if one.rule in _OF_USE],
        "overruled": [pair for pair in findings.overruled if pair[0].rule in _OF_USE],
        "page": lines,
        "names": {one.uid: one for one in opening.candidacies.filter(uid__in=[line["candidate"] for line in lines])},
    }
    return render(request, "board/takehome.html", context)
