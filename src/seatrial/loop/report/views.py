"""Pages of a trial's report for who scores it, or leads."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from seatrial.bench.report.html import case_parts, replay_parts, report_parts
from seatrial.bench.report.shown import Links
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.report import rules
from seatrial.loop.report.rules import Opened


@require_safe
@members_only
def trial(request: MemberRequest, uid: str) -> HttpResponse:
    """Show a trial's report; the replays are fetched as they are asked for."""
    read = _opened(request, uid)
    return render(request, "report/trial.html", {"parts": report_parts(read.report, _links(read)), **_around(read)})


@require_safe
@members_only
def trial_case(request: MemberRequest, uid: str, case_id: str) -> HttpResponse:
    """Replay one case: on a page of its own, or as the part of the report's page that asked for it."""
    read = _opened(request, uid)
    case = read.case(case_id)
    if case is None:
        raise Http404
    if request.htmx:
        return HttpResponse(replay_parts(read.report, case, _links(read)))
    mode = next((one for one in read.report.modes if one.slug == case.mode), None)
    parts = case_parts(read.report, case, _links(read))
    return render(request, "report/case.html", {"case": case, "mode": mode, "parts": parts, **_around(read)})


def _opened(request: MemberRequest, uid: str) -> Opened:
    read = rules.opened(request.user, uid)
    if read is None:
        raise Http404
    return read


def _links(read: Opened) -> Links:
    return Links(
        replay=lambda case_id: reverse("trial-case", args=[read.uid, case_id]), report=reverse("trial", args=[read.uid])
    )


def _around(read: Opened) -> dict[str, object]:
    """Return what stands around every part of a report."""
    return {"section": "work", "read": read, "opening": read.trial.candidacy.opening}
