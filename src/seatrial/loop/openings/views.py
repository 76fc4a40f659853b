"""The set-up of an opening: role, stages and guides, and the acts beside them. Step 3 seats people: see board."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seatrial.loop.openings import actions, rules
from seatrial.loop.openings.forms import (
    LeadForm,
    OverruleForm,
    PartForm,
    ReasonForm,
    RoleForm,
    StageForm,
    guide_from,
    part_initial,
    role_of,
)
from seatrial.loop.openings.guides import ONE_QUESTION, content_of, guide_of
from seatrial.loop.openings.models import Opening, Stage
from seatrial.loop.openings.problems import rounds_of
from seatrial.loop.openings.setup import TITLES, show, told_of_change
from seatrial.loop.openings.spine import GENERAL_ROUNDS, Kind, general_rounds
from seatrial.loop.people.access import MemberRequest, leads_only, members_only
from seatrial.loop.rubric.actions import first_version
from seatrial.loop.takehome.actions import NothingToOverrule, overrule
from seatrial.loop.takehome.brief import blocks
from seatrial.loop.takehome.rules import brief_of


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def new(request: MemberRequest) -> HttpResponse:
    """Ask for the role and its owner, then make an opening with the default loop."""
    form = RoleForm(request.POST or None, initial={"owner": request.user.pk, "edition": 0})
    if request.method == "POST" and form.is_valid():
        role = _role(form)
        opening = actions.make_opening(role, rubric_version=first_version(role.owner), by=request.user)
        return redirect("opening-stages", opening.uid)
    return render(request, "openings/new.html", {"form": form, "section": "openings", "steps": TITLES.items()})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def role(request: MemberRequest, uid: str) -> HttpResponse:
    """Step 1: the role and the owner of its standard."""
    opening = _led(request, uid)
    form = RoleForm(request.POST or None, initial=role_of(opening))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_role(opening, _role(form), edition=form.cleaned_data["edition"], by=request.user)
        except actions.ChangedMeanwhile:
            changed = told_of_change(form, opening, role_of(opening))
            return _show_role(request, opening, {"form": form, "changed": changed}, status=409)
        return redirect("opening-stages", opening.uid)
    return _show_role(request, opening, {"form": form})


@require_POST
@members_only
def add_lead(request: MemberRequest, uid: str) -> HttpResponse:
    """Let somebody else lead the opening too."""
    opening = _led(request, uid)
    form = LeadForm(request.POST, could=rules.could_lead(opening))
    if not form.is_valid():
        shown = {"form": RoleForm(initial=role_of(opening)), "lead_form": form}
        return _show_role(request, opening, shown, status=422)
    actions.add_lead(opening, form.cleaned_data["person"], by=request.user)
    messages.success(request, f"{form.cleaned_data['person']} leads “{opening.title}” too.")
    return redirect("opening-role", uid)


@require_POST
@members_only
def remove_lead(request: MemberRequest, uid: str, person_uid: str) -> HttpResponse:
    """Let somebody lead the opening no more; oneself, too."""
    opening = _led(request, uid)
    person = get_object_or_404(rules.leads_of(opening), uid=person_uid)
    try:
        actions.remove_lead(opening, person, by=request.user)
    except actions.LeadsAlone:
        messages.error(request, f"{person} leads it alone. Let somebody else lead it first.")
        return redirect("opening-role", uid)
    messages.success(request, f"{person} no longer leads “{opening.title}”.")
    return redirect("openings" if person == request.user else reverse("opening-role", args=[uid]))


@require_safe
@members_only
def stages(request: MemberRequest, uid: str) -> HttpResponse:
    """Step 2: the stages in order."""
    opening = _led(request, uid)
    return _show_stages(request, opening, ReasonForm())


@require_POST
@members_only
def add_round(request: MemberRequest, uid: str) -> HttpResponse:
    """Add a general round; beyond two, ask why."""
    opening = _led(request, uid)
    form = ReasonForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.add_general_round(opening, reason=reason, by=request.user)
    except actions.ReasonNeeded:
        return _show_stages(request, opening, form, status=422)
    return redirect("opening-stages", opening.uid)


@require_POST
@members_only
def move_round(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Move a general round one place up or down."""
    stage = _stage(request, uid, stage_uid)
    try:
        actions.move_round(stage, places=-1 if request.POST.get("to") == "up" else 1, by=request.user)
    except actions.CannotMove:
        messages.warning(request, "Only general rounds change places, and only within the loop.")
    return redirect("opening-stages", uid)


@require_POST
@members_only
def remove_round(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Remove a general round that nobody has reached."""
    stage = _stage(request, uid, stage_uid)
    try:
        actions.remove_round(stage, by=request.user)
    except actions.StageInUse:
        messages.error(request, f"“{stage.title}” stays: candidates have reached it.")
    except actions.CannotMove:
        messages.error(request, "The four stages stay; only general rounds can be removed.")
    return redirect("opening-stages", uid)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def edit_stage(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Edit a stage's title, time, blindness and guide."""
    stage = _stage(request, uid, stage_uid)
    guide = guide_of(Kind(stage.kind), stage.guide)
    form = StageForm(request.POST or None, stage=stage, initial=_stage_initial(stage))
    parts = [PartForm(request.POST or None, prefix=part.key, initial=part_initial(part)) for part in guide.parts]
    context: dict[str, Any] = {"stage": stage, "form": form, "parts": parts, "one_question": ONE_QUESTION}
    if request.method == "POST" and all([form.is_valid(), *(part.is_valid() for part in parts)]):
        values = dict(form.cleaned_data)
        edition, leave_out = values.pop("edition"), values.pop("leave_out")
        values["guide"] = content_of(guide_from(guide, parts, leave_out))
        try:
            actions.save_stage(stage, edition=edition, by=request.user, **values)
        except actions.ChangedMeanwhile:
            context["changed"] = told_of_change(form, stage.opening, _stage_initial(stage))
            context["changed_parts"] = [
                change for form in parts for change in told_of_change(form, stage.opening, dict(form.initial))
            ]
            return show(request, stage.opening, "stage", context, status=409)
        return redirect("opening-stages", uid)
    return show(request, stage.opening, "stage", context)


@require_safe
@members_only
def preview(request: MemberRequest, uid: str) -> HttpResponse:
    """Show what the candidate will read, and what still has to be mended."""
    opening = _led(request, uid)
    return show(request, opening, "preview", {"blocks": blocks(brief_of(opening.takehome, opening.title))})


@require_POST
@members_only
def open_it(request: MemberRequest, uid: str) -> HttpResponse:
    """Finish the set-up, unless something has to be mended first."""
    opening = _led(request, uid)
    try:
        actions.open_opening(opening, by=request.user)
    except actions.NotReady as problems:
        messages.error(request, f"Not opened yet: {problems}")
        return redirect("opening-preview", uid)
    messages.success(request, f"“{opening.title}” is open. Add the first candidate.")
    return redirect("opening", uid)


@require_POST
@members_only
def close(request: MemberRequest, uid: str) -> HttpResponse:
    """Take no more candidates."""
    opening = _led(request, uid)
    actions.close_opening(opening, by=request.user)
    told = "takes no more candidates. Those in the loop finish it." if opening.opened_at else "is dropped."
    messages.success(request, f"“{opening.title}” {told}")
    return redirect("opening", uid)


@require_POST
@members_only
def overrule_finding(request: MemberRequest, uid: str) -> HttpResponse:
    """Let a finding about the brief stand, for a reason."""
    opening = _led(request, uid)
    form = OverruleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Overruling needs a reason: why does this brief go out as it is?")
        return redirect("opening-standard", uid)
    said = form.cleaned_data
    try:
        overrule(opening.takehome, rule=said["rule"], words=said["words"], reason=said["reason"], by=request.user)
    except NothingToOverrule:
        messages.info(request, "Nothing to overrule: it was mended meanwhile, or the brief has to say it.")
    return redirect("opening-standard", uid)


def _show_role(request: MemberRequest, opening: Opening, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    could = rules.could_lead(opening)
    beside = {"leads": rules.leads_of(opening), "could_lead": could, "lead_form": LeadForm(None, could=could)}
    return show(request, opening, "role", {**beside, **context}, status=status)


def _show_stages(request: MemberRequest, opening: Opening, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    stages = list(opening.stages.all())
    needs_reason = general_rounds(rounds_of(stages)) >= GENERAL_ROUNDS and not opening.general_rounds_reason
    context = {
        "rows": [(stage, guide_of(Kind(stage.kind), stage.guide)) for stage in stages],
        "reason_form": form,
        "needs_reason": needs_reason,
    }
    return show(request, opening, "stages", context, status=status)


def _stage_initial(stage: Stage) -> dict[str, Any]:
    return {
        "edition": stage.opening.edition,
        "title": stage.title,
        "minutes": stage.minutes,
        "blind": stage.blind,
        "reliability_first": stage.reliability_first,
        "leave_out": "\n".join(guide_of(Kind(stage.kind), stage.guide).leave_out),
    }


def _role(form: RoleForm) -> actions.Role:
    return actions.Role(**{name: form.cleaned_data[name] for name in ("title", "about", "owner")})


def _led(request: MemberRequest, uid: str) -> Opening:
    led = rules.led_by(request.user).select_related("takehome").prefetch_related("stages")
    return get_object_or_404(led, uid=uid)


def _stage(request: MemberRequest, uid: str, stage_uid: str) -> Stage:
    stages = Stage.objects.select_related("opening__takehome")
    return get_object_or_404(stages, opening__in=rules.led_by(request.user), opening__uid=uid, uid=stage_uid)
