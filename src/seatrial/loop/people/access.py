"""What every view asks first: who is it that asks."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from seatrial.loop.people.models import User

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User
    htmx: HtmxDetails


View = Callable[Concatenate[MemberRequest, P], HttpResponse]
Guarded = Callable[..., HttpResponse]


def members_only(view: View[P]) -> Guarded:
    """Ask for signing in before a view runs; what the person may see is decided in the view's fetch."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast("MemberRequest", request), *args, **kwargs)

    return guarded


def leads_only(view: View[P]) -> Guarded:
    """Let only those in who may create openings."""

    @wraps(view)
    def leading(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_lead:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return members_only(cast("View[P]", leading))
