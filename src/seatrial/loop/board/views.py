"""Pages that gather: where to go, the openings, my work."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from seatrial.loop.openings import rules
from seatrial.loop.people.access import MemberRequest, members_only


@require_safe
@members_only
def home(request: MemberRequest) -> HttpResponse:
    """Send a lead to the openings and a panelist to their work."""
    return redirect("openings" if request.user.is_lead else "work")


@require_safe
@members_only
def openings(request: MemberRequest) -> HttpResponse:
    """Show one card for each opening that this person leads."""
    return render(request, "board/openings.html", {"openings": rules.led_by(request.user)})


@require_safe
@members_only
def work(request: MemberRequest) -> HttpResponse:
    """Show what this person has to score and to prepare."""
    return render(request, "board/work.html", {"seats": rules.seats_of(request.user)})
