"""Pages of a trial's report for who scores it, or leads: read, replay, cite, hold against the notes."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from seatrial.bench.report.html import case_parts, replay_parts, report_parts
from seatrial.bench.report.notes import passages
from seatrial.bench.report.shown import Links
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.report import places, rules
from seatrial.loop.report.citing import Citable, citable, preselected
from seatrial.loop.report.forms import CitationForm, CiteForm
from seatrial.loop.report.rules import Opened
from seatrial.loop.report.ticks import Reading, reading
from seatrial.loop.scorecard import actions
from seatrial.loop.scorecard.actions import Place
from seatrial.loop.scorecard.models import Citation, Scorecard, Tick

CLOSED = "Nothing was kept: your scorecard of this candidate is sealed, or you do not score them any more."


@require_safe
@members_only
def trial(request: MemberRequest, uid: str) -> HttpResponse:
    """Show a trial's report; the replays are fetched as they are asked for."""
    read = _opened(request, uid)
    among, own = citable(request.user, read), reading(request.user, read)
    parts = report_parts(read.report, _links(read, among, own))
    return render(request, "report/trial.html", {"parts": _safe(parts), "reading": own, **_around(read, among)})


@require_safe
@members_only
def trial_case(request: MemberRequest, uid: str, case_id: str) -> HttpResponse:
    """Replay one case: on a page of its own, or as the part of the report's page that asked for it."""
    read = _opened(request, uid)
    case = read.case(case_id)
    if case is None:
        raise Http404
    among = citable(request.user, read)
    links = _links(read, among)
    if request.htmx:
        return HttpResponse(replay_parts(read.report, case, links))
    mode = next((one for one in read.report.modes if one.slug == case.mode), None)
    context = {"case": case, "mode": mode, "parts": _safe(case_parts(read.report, case, links))}
    return render(request, "report/case.html", {**context, **_around(read, among)})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def trial_cite(request: MemberRequest, uid: str) -> HttpResponse:
    """Cite a place of the report in one's own open scorecard."""
    read = _opened(request, uid)
    key = request.GET.get("at", "")
    found = places.found(read.report, key)
    if found is None:
        raise Http404
    among = citable(request.user, read)
    chosen = preselected(request.user, among, found)
    form = CiteForm(among, request.POST if request.method == "POST" and among else None, chosen=chosen)
    status = HTTPStatus.OK if request.method != "POST" else HTTPStatus.CONFLICT
    if form.is_valid():
        try:
            citation = _cite(request, read, among, Place(read.trial, key, found.title[:200]), form)
        except (actions.AlreadySealed, actions.MayNotScore):
            among = []
        else:
            return _cited(request, read, citation, key)
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "place": found, "at": key, "address": _address(read, key), "closed": CLOSED}
    page = "report/_cite.html" if request.htmx else "report/cite.html"
    return render(request, page, {**context, **_around(read, among)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def citation(request: MemberRequest, uid: str) -> HttpResponse:
    """Say anew what a place shows that one has cited, or take it out."""
    own = Citation.objects.filter(scorecard__author=request.user).select_related(
        "scorecard__stage", "scorecard__candidacy"
    )
    found = get_object_or_404(own, uid=uid)
    form = CitationForm(request.POST if request.method == "POST" else None, initial={"words": found.words})
    if form.is_valid():
        try:
            if "out" in request.POST:
                actions.take_out(found, by=request.user)
            else:
                place = Place(found.trial, found.place, found.title)
                words = form.cleaned_data["words"]
                actions.cite(found.scorecard, place, field=found.field, words=words, by=request.user)
        except (actions.AlreadySealed, actions.MayNotScore):
            messages.error(request, CLOSED)
        return redirect(_to_field(found.scorecard, found.field))
    context = {"citation": found, "form": form, "card": found.scorecard, "section": "work"}
    return render(request, "report/citation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def trial_notes(request: MemberRequest, uid: str) -> HttpResponse:
    """Hold the candidate's notes against what was tried; each button ticks one mode."""
    read = _opened(request, uid)
    among = citable(request.user, read)
    if request.method == "POST":
        return _tick(request, read)
    own = reading(request.user, read)
    context = {
        "reading": own,
        "may_tick": own.place,
        "passages": passages(read.report.notes.text) if read.report.notes else (),
        "notes": read.report.notes,
    }
    return render(request, "report/notes.html", {**context, **_around(read, among)})


def _tick(request: MemberRequest, read: Opened) -> HttpResponse:
    slug, _, stand = request.POST.get("tick", "").partition(":")
    own = reading(request.user, read)
    if own.row(slug) is None or stand not in {"", *Tick.Stand.values}:
        raise Http404
    closed = own.place is None
    try:
        if own.place is not None:
            card = actions.open_scorecard(read.trial.candidacy, own.place.stage, by=request.user)
            actions.tick(card, slug, Tick.Stand(stand) if stand else None, by=request.user)
    except (actions.AlreadySealed, actions.MayNotScore):
        closed = True
    if request.htmx:
        now = reading(request.user, read)
        context = {"row": now.row(slug), "may_tick": now.place, "read": read, "reading": now, "fresh": True}
        status = HTTPStatus.CONFLICT if closed else HTTPStatus.OK
        return render(request, "report/_ticks.html", context, status=status)
    if closed:
        messages.error(request, CLOSED)
    return redirect(f"{reverse('trial-notes', args=[read.uid])}#tick-{slug}")


def _cite(request: MemberRequest, read: Opened, among: list[Citable], place: Place, form: CiteForm) -> Citation:
    stage_uid, _, field = form.cleaned_data["field"].partition(":")
    stage = next(one.stage for one in among if one.stage.uid == stage_uid)
    card = actions.open_scorecard(read.trial.candidacy, stage, by=request.user)
    return actions.cite(card, place, field=field, words=form.cleaned_data["words"], by=request.user)


def _cited(request: MemberRequest, read: Opened, citation: Citation, key: str) -> HttpResponse:
    if request.htmx:
        context = {"citation": citation, "to_field": _to_field(citation.scorecard, citation.field)}
        return render(request, "report/_cited.html", context)
    messages.success(request, f"Cited in your scorecard: {citation.title}.")
    return redirect(_address(read, key))


def _to_field(card: Scorecard, field: str) -> str:
    return f"{reverse('scorecard', args=[card.uid])}#f-{field}"


def _address(read: Opened, key: str) -> str:
    return rules.address(read.uid, key)


def _opened(request: MemberRequest, uid: str) -> Opened:
    read = rules.opened(request.user, uid)
    if read is None:
        raise Http404
    return read


def _links(read: Opened, among: list[Citable], own: Reading | None = None) -> Links:
    cite = reverse("trial-cite", args=[read.uid])
    return Links(
        replay=lambda case_id: reverse("trial-case", args=[read.uid, case_id]),
        cite=(lambda key: f"{cite}?{urlencode({'at': key})}") if among else None,
        report=reverse("trial", args=[read.uid]) if own is None else "",
        beside=_beside(read, own) if own and read.report.notes else {},
    )


def _beside(read: Opened, own: Reading) -> dict[str, Markup]:
    """Return what stands beside each mode: what this person reads in the notes about it."""
    return {
        row.mode.slug: Markup(render_to_string("report/_stand.html", {"row": row, "read": read, "reading": own}))  # noqa: S704  -- rendered by Django, autoescaped
        for row in own.rows
        if own.place or row.stand
    }


def _safe(parts: Markup) -> str:
    return mark_safe(parts)  # noqa: S308  -- autoescaped where it was made


def _around(read: Opened, among: list[Citable]) -> dict[str, object]:
    """Return what stands around every part of a report."""
    return {
        "section": "work",
        "read": read,
        "opening": read.trial.candidacy.opening,
        "citable": among,
        "cards": [one for one in among if one.card],
    }
