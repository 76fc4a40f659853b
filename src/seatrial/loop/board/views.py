"""Pages that gather: where to go, the openings, the board of one, a candidate's timeline, my work."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from seatrial.loop.board.cards import cards_of
from seatrial.loop.board.timeline import steps_for_lead, steps_for_panelist
from seatrial.loop.board.waiting import Standing, Wait, standings, waits_of
from seatrial.loop.candidacy import rules as candidacies
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.views import address_of
from seatrial.loop.evidence.standing import runs_of
from seatrial.loop.openings import rules
from seatrial.loop.openings.guides import ONE_QUESTION
from seatrial.loop.openings.models import Stage
from seatrial.loop.openings.setup import total_hours
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.people.models import Link
from seatrial.loop.scorecard.work import PARTS, work_of
from seatrial.loop.takehome.brief import blocks
from seatrial.loop.takehome.rules import checked

CARDS = 24
ROWS = 50
STATES = (("active", "in the loop"), ("withdrawn", "withdrawn"), ("closed", "decided"), ("all", "everybody"))


@require_safe
@members_only
def home(request: MemberRequest) -> HttpResponse:
    """Send a lead to the openings and a panelist to their work."""
    return redirect("openings" if request.user.is_lead else "work")


@require_safe
@members_only
def openings(request: MemberRequest) -> HttpResponse:
    """Show one card for each opening that this person leads."""
    closed = request.GET.get("show") == "closed"
    led = rules.led_by(request.user).filter(closed_at__isnull=not closed).order_by("-created_at", "-pk")
    page = Paginator(led, CARDS).get_page(request.GET.get("page"))
    context = {"page": page, "cards": cards_of(list(page), request.user), "closed": closed, "section": "openings"}
    return render(request, "board/openings.html", context)


@require_safe
@members_only
def opening(request: MemberRequest, uid: str) -> HttpResponse:
    """Show the candidates of one opening by stage."""
    opening = get_object_or_404(rules.led_by(request.user).select_related("takehome"), uid=uid)
    stages = list(opening.stages.all())
    state = request.GET.get("state", "active")
    words = request.GET.get("q", "").strip()
    chosen = next((one for one in stages if one.uid == request.GET.get("stage")), None)
    found = candidacies.found(opening.candidacies.all(), words)
    if state in candidacies.STATES:
        found = found.filter(candidacies.STATES[state])
    counts = dict(found.order_by().values_list("stage").annotate(number=Count("pk")))
    if chosen:
        found = found.filter(stage=chosen)
    ordered = found.select_related("stage").order_by("stage__position", "-created_at", "-pk")
    page = Paginator(ordered, ROWS).get_page(request.GET.get("page"))
    is_part = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    context = {
        "section": "openings",
        "opening": opening,
        "state": state,
        "states": STATES,
        "words": words,
        "chosen": chosen,
        "stages": [(one, counts.get(one.pk, 0)) for one in stages],
        "everyone": sum(counts.values()),
        "page": page,
        "rows": _rows(list(page), stages),
        "total": total_hours(opening),
        "keep_days": candidacies.KEEP_DAYS,
        "has_any": bool(counts) or opening.candidacies.exists(),
    }
    response = render(request, "board/rows.html" if is_part else "board/opening.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@members_only
def candidate(request: MemberRequest, uid: str) -> HttpResponse:
    """Show a candidate's way: all of it to a lead, to a panelist the stages with a name that they sit in."""
    seen = candidacies.seen_by(request.user).select_related("opening__takehome", "stage", "sent_brief")
    candidacy = get_object_or_404(seen, uid=uid)
    context: dict[str, Any] = {"candidacy": candidacy, "question": ONE_QUESTION}
    if not rules.leads(request.user, candidacy.opening):
        context |= {"steps": steps_for_panelist(candidacy, request.user), "section": "work"}
        return render(request, "board/candidate_of_panelist.html", context)
    sent = getattr(candidacy, "sent_brief", None)
    link = Link.objects.filter(about=candidacy.uid, purpose=Link.Purpose.CANDIDATE, revoked_at=None).last()
    context |= {
        "section": "openings",
        "steps": steps_for_lead(candidacy, request.user),
        "sent": sent,
        "blocks": blocks(sent.text) if sent else (),
        "may_send": sent is not None or checked(candidacy.opening.takehome).may_be_sent,
        "address": address_of(request, link) if link else "",
        "link": link,
        "sees_alike": rules.reads_requests(request.user, candidacy.opening) and candidacy.submissions.exists(),
        "accommodations": rules.reads_requests(request.user, candidacy.opening)
        and candidacy.accommodations.order_by("asked_at").select_related("answered_by"),
        **_after_stages(candidacy),
        "last_day": None if candidacy.erased_at else candidacies.last_day(candidacy),
        "stands": runs_of(candidacy, request.user),
    }
    return render(request, "board/candidate.html", context)


@require_safe
@members_only
def work(request: MemberRequest) -> HttpResponse:
    """Show what this person has to score and to prepare, and what waits for others."""
    only = request.GET.get("only", "")
    only = only if only in PARTS else ""
    mine = work_of(request.user, now=timezone.now(), only=only, page=request.GET.get("page"))
    return render(request, "board/work.html", {"section": "work", "work": mine, "only": only})


def _after_stages(candidacy: Candidacy) -> dict[str, Any]:
    """Count the references, and find the decision that stands."""
    references = candidacy.references.aggregate(
        asked=Count("pk", distinct=True),
        answered=Count("pk", filter=Q(answered_at__isnull=False), distinct=True),
        unread=Count("pk", filter=Q(answered_at__isnull=False, readings=None), distinct=True),
    )
    standing = candidacy.decisions.filter(superseded_by=None, taken_back_at=None).select_related("decided_by").first()
    return {**references, "decision": standing}


def _rows(page: list[Candidacy], stages: list[Stage]) -> list[dict[str, Any]]:
    where = standings(page)
    soon = candidacies.gone_soon(timezone.now().date()).filter(pk__in=[one.pk for one in page])
    last = candidacies.last_days(soon)
    return [{"candidacy": one, "waits": _waits(one, stages, where[one.pk]), "gone": last.get(one.pk)} for one in page]


def _waits(one: Candidacy, stages: list[Stage], where: Standing) -> tuple[Wait, ...]:
    return waits_of(one.stage, stages, where) if one.is_active and one.stage else ()
