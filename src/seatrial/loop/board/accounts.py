"""The page on which somebody's account is closed: it reaches from the account over seats to scorecards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from seatrial.loop.board import actions
from seatrial.loop.people.access import MemberRequest, leads_only
from seatrial.loop.people.actions import LastLead, LeadsAlone
from seatrial.loop.people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def close_account(request: MemberRequest, uid: str) -> HttpResponse:
    """Say what closing an account does, and do it."""
    person = get_object_or_404(User, uid=uid, is_active=True)
    refusal = ""
    if request.method == "POST" and person != request.user:
        try:
            void = actions.close_account(person, by=request.user)
        except LastLead:
            refusal = "Nobody else could create openings or invite people. Make somebody else a lead first."
        except LeadsAlone as error:
            refusal = f"Nobody else leads {error}. Add another lead there, or close it first."
        else:
            lost = f" {void} scorecard{'s' if void != 1 else ''} not yet sealed became void." if void else ""
            messages.success(request, f"{person} can no longer sign in.{lost}")
            return redirect("people")
    return render(request, "people/close_account.html", {"section": "people", "person": person, "refusal": refusal})
