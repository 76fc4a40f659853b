"""The candidate's own trial report, by link, where the lead lets candidates read theirs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from seatrial.bench.report.html import case_parts, replay_parts, report_parts
from seatrial.bench.report.shown import Links
from seatrial.loop.candidacy.by_link import by_link
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.report import rules
from seatrial.loop.report.rules import Opened


@require_safe
@gzip_page
@by_link
def report(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Show the candidate the trial that graders see."""
    read = _opened(candidacy)
    parts = report_parts(read.report, _links(token))
    return render(request, "report/own.html", {"parts": parts, "token": token, "candidacy": candidacy})


@require_safe
@gzip_page
@by_link
def case(request: HttpRequest, token: str, candidacy: Candidacy, case_id: str) -> HttpResponse:
    """Replay one case of it."""
    read = _opened(candidacy)
    found = read.case(case_id)
    if found is None:
        raise Http404
    if getattr(request, "htmx", False):
        return HttpResponse(replay_parts(read.report, found, _links(token)))
    parts = case_parts(read.report, found, _links(token))
    return render(request, "report/own.html", {"parts": parts, "token": token, "candidacy": candidacy, "case": found})


def _opened(candidacy: Candidacy) -> Opened:
    read = rules.opened_by_candidate(candidacy)
    if read is None:
        raise Http404
    return read


def _links(token: str) -> Links:
    return Links(
        replay=lambda case_id: reverse("own-case", args=[token, case_id]), report=reverse("own-report", args=[token])
    )
