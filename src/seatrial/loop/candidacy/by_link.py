"""Pages of the candidate's own: whoever holds the signed address is the candidate."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.people.models import Link
from seatrial.loop.people.rules import ClosedLink, open_link

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, str, Candidacy, P], HttpResponse]


def by_link(view: View[P]) -> Callable[..., HttpResponse]:
    """Fetch the candidacy behind a token; a token that opens nothing now gets one and the same polite page."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            link = open_link(token, Link.Purpose.CANDIDATE)
        except ClosedLink:
            return render(request, "candidacy/closed_link.html", status=404)
        candidacies = Candidacy.objects.select_related("opening__takehome", "stage", "sent_brief")
        candidacy = candidacies.filter(uid=link.about, erased_at=None).first()
        if candidacy is None:
            return render(request, "candidacy/closed_link.html", status=404)
        return view(request, token, candidacy, *args, **kwargs)

    return never_cache(opened)
