"""Pages about people: one's own account."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seatrial.loop.people import actions
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.people.forms import Myself


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def me(request: MemberRequest) -> HttpResponse:
    """Show one's own account; a POST changes the name."""
    form = Myself(request.POST if request.method == "POST" else None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(request.user, form.cleaned_data["name"])
        messages.success(request, "Your name is changed.")
        return redirect("me")
    return render(request, "people/me.html", {"form": form, "two_steps": is_mfa_enabled(request.user)})
