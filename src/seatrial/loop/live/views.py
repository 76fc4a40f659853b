"""The room: a page that shows the session, takes predictions, and puts what came beside them."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.rules import handed_in
from seatrial.loop.live import actions, rules
from seatrial.loop.live.forms import PredictionForm
from seatrial.loop.openings.guides import ONE_QUESTION
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.scorecard.rules import called, may_flag, work_in


@require_safe
@members_only
def room(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Show the room; a part of it when the page asks for that."""
    candidacy, stage = _fetch(request, uid, stage_uid)
    part = request.GET.get("part", "") if request.htmx else ""
    return _page(request, candidacy, stage, part=part)


@require_POST
@members_only
def room_open(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Open the session."""
    candidacy, _ = _fetch(request, uid, stage_uid)
    try:
        actions.open_session(candidacy, by=request.user)
    except actions.NothingToRun:
        messages.error(request, "Nothing can be run: nothing was handed in here, or the candidate left the loop.")
    return redirect("room", uid, stage_uid)


@require_POST
@members_only
def room_close(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Close the session."""
    candidacy, _ = _fetch(request, uid, stage_uid)
    run = rules.session_of(candidacy)
    if run is not None:
        actions.close_session(run, by=request.user)
    return redirect("room", uid, stage_uid)


@require_POST
@members_only
def room_predict(request: MemberRequest, uid: str, stage_uid: str, mode: str) -> HttpResponse:
    """Note a prediction; its case runs at once."""
    candidacy, stage = _fetch(request, uid, stage_uid)
    run = rules.session_of(candidacy)
    offered = rules.choices(run, mode) if run is not None and rules.is_open(run) else []
    if run is None or not offered:
        return _page(request, candidacy, stage, unsaved=request.POST, status=HTTPStatus.CONFLICT)
    form = PredictionForm(offered, request.POST)
    if form.is_valid():
        try:
            actions.predict(run, stage, **form.cleaned_data, by=request.user)
        except actions.NotOpen:
            form.add_error(None, "The session was closed before this was noted. Open it again; what you typed stays.")
        except actions.RunAlready:
            form.add_error("case", "Somebody ran this input a moment ago. Choose another one.")
        else:
            return redirect("room", uid, stage_uid)
    return _page(request, candidacy, stage, mode=mode, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _fetch(request: MemberRequest, uid: str, stage_uid: str) -> tuple[Candidacy, Stage]:
    stage = get_object_or_404(rules.rooms(request.user), uid=stage_uid)
    return get_object_or_404(work_in(request.user, stage, uid)), stage


PARTS = {"session": "live/_session.html", "outcomes": "live/_outcomes.html"}


def _page(
    request: MemberRequest,
    candidacy: Candidacy,
    stage: Stage,
    *,
    part: str = "",
    mode: str = "",
    form: PredictionForm | None = None,
    unsaved: QueryDict | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    run = rules.session_of(candidacy)
    shown = rules.predictions_of(candidacy, stage)
    context = {
        "candidacy": candidacy,
        "stage": stage,
        "called": called(candidacy, stage),
        "question": ONE_QUESTION,
        "may_flag": not part and may_flag(request.user, candidacy, stage),
        "submission": handed_in(candidacy),
        "run": run,
        "ended_with": rules.words_of(run, candidacy, stage) if run else "",
        "is_open": rules.is_open(run),
        "is_ready": rules.is_ready(run),
        "shown": shown,
        "tally": rules.tally_of(shown),
        "pending": rules.is_pending(shown),
        "unsaved": unsaved,
    }
    if run is not None and rules.is_open(run) and part != "outcomes":
        modes = rules.modes_of(run)
        chosen = next((one for one in modes if one.slug == (mode or request.GET.get("mode"))), None)
        context |= {
            "modes": modes,
            "mode": chosen,
            "form": form or (PredictionForm(rules.choices(run, chosen.slug)) if chosen else None),
        }
    return render(request, PARTS.get(part, "live/room.html"), context, status=status)
