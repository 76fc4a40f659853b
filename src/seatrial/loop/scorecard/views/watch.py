"""An open scorecard shows what is cited in another window, and touches nothing of what is typed."""

import hashlib
from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from seatrial.loop.openings.models import Stage
from seatrial.loop.people.access import MemberRequest
from seatrial.loop.scorecard.forms import ScorecardForm
from seatrial.loop.scorecard.models import Scorecard


def watch(address: str, forms: Iterable[ScorecardForm]) -> dict[str, str]:
    """Return where a page asks for news, and a mark that changes with every citation made, reworded or taken out."""
    cited = [(one.uid, one.words) for form in forms for row in form.rows for one in row.stored.cited]
    return {"watched": address, "mark": hashlib.sha256(repr(cited).encode()).hexdigest()[:16]}


def asks_for_news(request: MemberRequest) -> bool:
    """Tell whether an open page asks, instead of somebody who wants the page."""
    return bool(request.htmx) and request.GET.get("part") == "cited"


def news(
    request: MemberRequest, stage: Stage, cards: list[tuple[str, Scorecard, ScorecardForm]], address: str
) -> HttpResponse:
    """Return what is cited by now in these scorecards, each with the scope of its ids; nothing if the page has it."""
    seen = watch(address, [form for _, _, form in cards])
    if seen["mark"] == request.GET.get("mark"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "scorecard/_news.html", {"stage": stage, "cards": cards, **seen})
