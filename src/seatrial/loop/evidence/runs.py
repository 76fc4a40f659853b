"""What a lead does about runs and trials: look on, cancel, try again, choose which trial graders see."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from seatrial.loop.candidacy import rules as candidacies
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence import actions
from seatrial.loop.evidence.models import Run, Trial
from seatrial.loop.evidence.standing import runs_of
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.people.models import User


@require_safe
@members_only
def runs(request: MemberRequest, uid: str) -> HttpResponse:
    """Return how the runs stand, as a part of the candidate's page; whoever asks for it alone gets the page."""
    candidacy = get_object_or_404(candidacies.led_by(request.user), uid=uid, erased_at=None)
    if not request.htmx:
        return _back(candidacy)
    return render(request, "evidence/runs.html", {"candidacy": candidacy, "stands": runs_of(candidacy, request.user)})


@require_POST
@members_only
def cancel(request: MemberRequest, uid: str) -> HttpResponse:
    """Call a run off."""
    run = _run(request.user, uid)
    if actions.cancel(run, by=request.user):
        messages.success(request, "Called off. What was running ends within seconds; it can be run again.")
    else:
        messages.info(request, "It had ended already.")
    return _back(run.submission.candidacy)


@require_POST
@members_only
def retry(request: MemberRequest, uid: str) -> HttpResponse:
    """Owe a run once more that broke or was called off."""
    run = _run(request.user, uid)
    if actions.retry(run, by=request.user):
        messages.success(request, "It waits for its turn again.")
    else:
        messages.info(request, "Somebody was quicker: it is on its way already.")
    return _back(run.submission.candidacy)


@require_POST
@members_only
def again(request: MemberRequest, uid: str) -> HttpResponse:
    """Owe another trial of what was handed in, beside those that it had."""
    candidacy = get_object_or_404(candidacies.led_by(request.user), uid=uid, erased_at=None)
    submission = get_object_or_404(candidacy.submissions.filter(handed_in_at__isnull=False))
    if actions.try_again(submission, seed=candidacy.evening.seed, by=request.user):
        messages.success(
            request, "Another trial waits for its turn. Graders see the one that they saw, until you choose."
        )
    else:
        messages.info(request, "A trial is on its way already.")
    return _back(candidacy)


@require_POST
@members_only
def choose(request: MemberRequest, uid: str) -> HttpResponse:
    """Let graders see this trial from now on."""
    led = candidacies.led_by(request.user)
    trial = get_object_or_404(Trial.objects.defer("report"), uid=uid, candidacy__in=led, candidacy__erased_at=None)
    if actions.choose(trial, by=request.user):
        messages.success(request, "Graders see this trial from now on. What they cited of the other stays readable.")
    else:
        messages.info(request, "Graders see this one already.")
    return _back(trial.candidacy)


def _run(user: User, uid: str) -> Run:
    led = candidacies.led_by(user)
    found = Run.objects.select_related("submission__candidacy")
    return get_object_or_404(found, uid=uid, submission__candidacy__in=led, submission__candidacy__erased_at=None)


def _back(candidacy: Candidacy) -> HttpResponse:
    return redirect(f"{reverse('candidate', args=[candidacy.uid])}#runs")
