"""A candidate's data: in one file, and gone. For the leads of the opening."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from seatrial.loop.candidacy import rules
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.record import actions
from seatrial.loop.record.export import export, sealed_stages
from seatrial.loop.record.forms import EraseForm, KeepForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@members_only
def export_candidate(request: MemberRequest, uid: str) -> HttpResponse:
    """Say what the file will hold; on POST hand it out."""
    candidacy = _theirs(request, uid)
    sealed = sealed_stages(candidacy, request.user)
    if request.method != "POST":
        context = {"candidacy": candidacy, "sealed": sealed, "section": "openings"}
        return render(request, "record/export.html", context)
    held = export(candidacy, request.user, at=timezone.now())
    actions.note_export(candidacy, whole=not sealed, by=request.user)
    answer = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="candidate-{candidacy.uid}.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@members_only
def erase_candidate(request: MemberRequest, uid: str) -> HttpResponse:
    """Say what will be gone for good; on POST erase it."""
    candidacy = _theirs(request, uid)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show_erase(request, candidacy, form, KeepForm(initial={"day": rules.last_day(candidacy)}))
    try:
        actions.erase(candidacy, by=request.user)
    except actions.AlreadyErased:
        messages.info(request, "Somebody else erased this candidate a moment ago.")
    else:
        messages.success(request, "Erased. Levels, outcomes and times stay, without a name.")
    return redirect("opening", candidacy.opening.uid)


@require_POST
@members_only
def keep_candidate(request: MemberRequest, uid: str) -> HttpResponse:
    """Note until when a candidate's data is kept."""
    candidacy = _theirs(request, uid)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _show_erase(request, candidacy, EraseForm(), form)
    try:
        actions.keep_until(candidacy, form.cleaned_data["day"], by=request.user)
    except actions.AlreadyErased:
        messages.info(request, "Somebody else erased this candidate a moment ago.")
        return redirect("opening", candidacy.opening.uid)
    messages.success(request, f"What is personal is erased after {form.cleaned_data['day']:%-d %B %Y}.")
    return redirect("candidate", candidacy.uid)


def _theirs(request: MemberRequest, uid: str) -> Candidacy:
    kept = rules.led_by(request.user).filter(erased_at=None)
    return get_object_or_404(kept.select_related("opening__rubric_version", "sent_brief"), uid=uid)


def _show_erase(request: MemberRequest, candidacy: Candidacy, form: EraseForm, keep: KeepForm) -> HttpResponse:
    status = 422 if form.is_bound or keep.is_bound else 200
    context: dict[str, Any] = {
        "section": "openings",
        "candidacy": candidacy,
        "form": form,
        "keep": keep,
        "keep_days": rules.KEEP_DAYS,
        "quiet_days": rules.QUIET_DAYS,
        "last_day": rules.last_day(candidacy),
    }
    return render(request, "record/erase.html", context, status=status)
