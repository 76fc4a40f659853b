"""One's own scorecard: fill it, read it through, seal it, change a level after the debrief. Others' have no page."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seatrial.loop.evidence.models import Trial
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.scorecard import actions, rules
from seatrial.loop.scorecard.fields import Filled, missing
from seatrial.loop.scorecard.forms import AmendmentForm, EditionForm, ScorecardForm
from seatrial.loop.scorecard.models import Scorecard
from seatrial.loop.scorecard.views.shown import evidence_context, filled_fields, stage_context
from seatrial.loop.scorecard.views.watch import asks_for_news, news, watch

REFUSED = {
    actions.AlreadySealed: "This scorecard was sealed in another window, so nothing more can be stored in it.",
    actions.ChangedElsewhere: "This scorecard was saved in another window after this one was opened.",
    actions.MayNotScore: "You cannot score this candidate any more: you no longer sit in this panel, the candidate is "
    "no longer in the loop, or you have been able to read what others wrote.",
}
Refused = actions.AlreadySealed | actions.ChangedElsewhere | actions.MayNotScore


@require_POST
@members_only
def scorecard_open(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Begin a scorecard, or go on with it."""
    stage = get_object_or_404(rules.stages_for(request.user), uid=stage_uid)
    candidacy = get_object_or_404(rules.met_in(stage, uid))
    try:
        scorecard = actions.open_scorecard(candidacy, stage, by=request.user)
    except actions.MayNotScore:
        messages.error(request, "You cannot score this candidate here; the page says why.")
        return redirect("stage", uid, stage.uid)
    return redirect("scorecard", scorecard.uid)


@require_safe
@members_only
def scorecard(request: MemberRequest, uid: str) -> HttpResponse:
    """Show the guide of the stage and the fields beside it."""
    card = _own(request, uid)
    if card.sealed_at is not None or not rules.may_score(request.user, card.candidacy, card.stage):
        return redirect("scorecard-summary", card.uid)
    form = ScorecardForm(rules.fields_for(card), rules.filled_in(card))
    if asks_for_news(request):
        return news(request, card.stage, [("", card, form)], _address(card))
    return _page(request, card, form)


def _address(card: Scorecard) -> str:
    return reverse("scorecard", args=[card.uid])


@require_POST
@members_only
def scorecard_save(request: MemberRequest, uid: str) -> HttpResponse:
    """Store what was typed; the page's script asks for JSON, a button for the next page."""
    card = _own(request, uid)
    form = ScorecardForm(rules.fields_for(card), rules.filled_in(card), request.POST)
    shown = EditionForm(request.POST)
    if not (form.is_valid() and shown.is_valid()):
        return _invalid(request, card, form)
    try:
        edition = actions.save_scorecard(card, form.filled, edition=shown.cleaned_data["edition"], by=request.user)
    except (actions.AlreadySealed, actions.ChangedElsewhere, actions.MayNotScore) as refused:
        return _refused(request, card, form, refused)
    if _wants_json(request):
        return JsonResponse({"edition": edition, "at": timezone.now().isoformat()})
    return _next_page(request, card)


def _next_page(request: MemberRequest, card: Scorecard) -> HttpResponse:
    """Go where the button said that was pressed."""
    then = request.POST.get("then", "")
    if then == "summary":
        return redirect("scorecard-summary", card.uid)
    if then == "flag":
        return redirect("flag-new", card.candidacy.uid_in(card.stage), card.stage.uid)
    messages.success(request, "Saved.")
    if then == "grading" and len(request.POST.getlist("field")) == 1:
        return redirect("grading", card.stage.uid, request.POST["field"])
    return redirect("scorecard", card.uid)


@require_safe
@members_only
def scorecard_summary(request: MemberRequest, uid: str) -> HttpResponse:
    """Show a scorecard as it will be read, before it is sealed and ever after."""
    return render(request, "scorecard/summary.html", _summary(request, _own(request, uid)))


@require_POST
@members_only
def scorecard_seal(request: MemberRequest, uid: str) -> HttpResponse:
    """Seal what was read through."""
    card, shown = _own(request, uid), EditionForm(request.POST)
    problem = None
    try:
        edition = shown.cleaned_data["edition"] if shown.is_valid() else -1
        actions.seal_scorecard(card, edition=edition, by=request.user)
    except actions.AlreadySealed:
        messages.info(request, "It was sealed already.")
    except actions.ChangedElsewhere:
        problem = "It was changed in another window since you read it through. Here it is as it stands now."
    except actions.Incomplete as lacking:
        problem = f"Not yet complete: {', '.join(field.name for field in lacking.fields)}."
    except actions.MayNotScore as refused:
        problem = REFUSED[type(refused)]
    if problem:
        context = _summary(request, _own(request, uid)) | {"problem": problem}
        return render(request, "scorecard/summary.html", context, status=HTTPStatus.CONFLICT)
    return redirect("scorecard-summary", card.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def scorecard_amend(request: MemberRequest, uid: str, field: str) -> HttpResponse:
    """Change one's own level after the debrief has opened; the first one stays."""
    card = get_object_or_404(rules.with_entries(rules.own_scorecards(request.user)), uid=uid, sealed_at__isnull=False)
    entry = get_object_or_404(card.entries, field=field, level__isnull=False)
    standing = rules.levels_after_discussion(card)[field]
    form = AmendmentForm(
        request.POST if request.method == "POST" else None, initial={"now_level": standing, "level": standing}
    )
    if form.is_valid():
        try:
            actions.amend(card, field, **form.cleaned_data, by=request.user)
        except actions.DebriefNotOpen:
            form.add_error(None, "Levels can be changed only while the debrief of this stage is open.")
        except actions.NothingChanged:
            form.add_error("level", "That is the level that stands. Choose another one, or leave it.")
        except actions.ChangedElsewhere:
            form = AmendmentForm({**request.POST.dict(), "now_level": standing})
            form.add_error(None, f"You changed this level in another window; it stands at {standing} now.")
        else:
            messages.success(request, "Changed. Your first level and the reason stand beside it.")
            return redirect("debrief", card.candidacy.uid_in(card.stage))
    asked = next(one for one in rules.fields_for(card) if one.key == field)
    context = {
        "card": card,
        "entry": entry,
        "field": asked,
        "form": form,
        "standing": str(standing),
        "called": rules.called(card.candidacy, card.stage),
        "is_open": card.candidacy.is_active and rules.may_read_peers(request.user, card.candidacy, card.stage),
    }
    return render(request, "scorecard/amend.html", context, status=_status(form))


def _own(request: MemberRequest, uid: str) -> Scorecard:
    return get_object_or_404(rules.own_scorecards(request.user), uid=uid)


def _page(
    request: MemberRequest, card: Scorecard, form: ScorecardForm, *, status: int = HTTPStatus.OK, problem: str = ""
) -> HttpResponse:
    evidence = evidence_context(request.user, card.candidacy, card.stage)
    context = stage_context(card.candidacy, card.stage) | {
        **evidence,
        "card": card,
        "form": form,
        **watch(_address(card), [form]),
        "cases": cases_of(evidence["trial"]),
        "problem": problem,
    }
    return render(request, "scorecard/scorecard.html", context, status=status)


def cases_of(trial: Trial | None) -> list[dict[str, str]]:
    """Return the cases of a trial, to be picked as evidence."""
    if trial is None:
        return []
    titles = {mode["slug"]: mode["title"] for mode in trial.report.get("modes", [])}
    return [
        {"id": case["id"], "title": titles.get(case["mode"], case["mode"]), "verdict": case["verdict"]}
        for case in trial.report.get("cases", [])
    ]


def _summary(request: MemberRequest, card: Scorecard) -> dict[str, object]:
    fields, filled = rules.fields_for(card), rules.filled_in(card)
    return {
        "card": card,
        "called": rules.called(card.candidacy, card.stage),
        "shown": filled_fields(fields, filled),
        "lacking": missing(fields, filled),
        "may_score": rules.may_score(request.user, card.candidacy, card.stage),
        "state": rules.panel_state(card.candidacy, card.stage),
        "may_read_peers": rules.may_read_peers(request.user, card.candidacy, card.stage),
    }


def _invalid(request: MemberRequest, card: Scorecard, form: ScorecardForm) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"errors": form.errors}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    problem = "Something cannot be stored yet; it stands beside the field. Nothing you typed is lost."
    return _page(request, card, form, status=HTTPStatus.UNPROCESSABLE_ENTITY, problem=problem)


def _refused(request: MemberRequest, card: Scorecard, form: ScorecardForm, refused: Refused) -> HttpResponse:
    """Tell the second of two what happened, with what they typed."""
    problem = REFUSED[type(refused)]
    may_go_on = isinstance(refused, actions.ChangedElsewhere)
    if _wants_json(request):
        return JsonResponse({"problem": problem, "changed": may_go_on}, status=HTTPStatus.CONFLICT)
    now = _own(request, card.uid)
    if may_go_on:
        mine = ScorecardForm(rules.fields_for(now), rules.filled_in(now), request.POST)
        mine.is_valid()
        return _page(request, now, mine, status=HTTPStatus.CONFLICT, problem=problem)
    typed: dict[str, Filled] = form.filled
    context = {
        "card": now,
        "called": rules.called(now.candidacy, now.stage),
        "problem": problem,
        "shown": filled_fields(rules.fields_for(now), typed, only=typed),
    }
    return render(request, "scorecard/unsaved.html", context, status=HTTPStatus.CONFLICT)


def _wants_json(request: MemberRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _status(form: AmendmentForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
