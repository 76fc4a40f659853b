"""The guide of a talk on a page of its own: with the evidence, for who prepares it or has it open beside the talk."""

from dataclasses import asdict

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from seatrial.loop.guide import rules
from seatrial.loop.guide.discussion import Assumed
from seatrial.loop.guide.forms import AssumedForm
from seatrial.loop.openings.guides import ONE_QUESTION
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.scorecard.rules import called, may_flag, stages_for, work_in


@require_safe
@members_only
def stage_guide(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Show what to ask about this submission; empty with a reason while there is no trial of it."""
    stage = get_object_or_404(stages_for(request.user), uid=stage_uid)
    candidacy = get_object_or_404(work_in(request.user, stage, uid))
    if stage.kind not in rules.WRITTEN_FOR:
        raise Http404
    trial = rules.guided_trial(request.user, candidacy, stage)
    context = {
        "candidacy": candidacy,
        "stage": stage,
        "called": called(candidacy, stage),
        "question": ONE_QUESTION,
        "may_flag": may_flag(request.user, candidacy, stage),
        "trial": trial,
    }
    if trial is None:
        return render(request, "guide/none.html", context)
    if stage.kind == Stage.Kind.REVIEW:
        return render(
            request, "guide/review.html", context | {"written": rules.written_review(request.user, trial, stage)}
        )
    form = AssumedForm({**asdict(Assumed()), **request.GET.dict()})
    assumed = form.assumed if form.is_valid() else None
    return render(
        request,
        "guide/discussion.html",
        context | {"written": rules.written_discussion(trial, stage, assumed), "form": form},
    )
