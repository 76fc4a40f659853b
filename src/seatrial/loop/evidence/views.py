"""A candidate's evening by link."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seatrial.intake.limits import Limits
from seatrial.loop.bodies import takes_file
from seatrial.loop.candidacy.actions import NotActive
from seatrial.loop.candidacy.by_link import by_link
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import opens_after
from seatrial.loop.evidence import evening as evenings
from seatrial.loop.evidence import timing
from seatrial.loop.evidence.actions import queue
from seatrial.loop.evidence.forms import BeginForm, HandInForm, SendForm
from seatrial.loop.evidence.kits import kit_zip
from seatrial.loop.evidence.models import Evening, Run, Submission
from seatrial.loop.evidence.store import store

OVER = "The loop has ended for you, so nothing more can be sent or handed in. What you sent is as you left it."


@require_http_methods(["GET", "HEAD"])
@by_link
def own_evening(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Show the clock, the kit, what was sent and what came of it."""
    return _show(request, token, candidacy)


@require_POST
@by_link
def begin(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Start the evening."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _show(request, token, candidacy, {"begin_form": form}, status=422)
    try:
        evenings.begin(candidacy)
    except evenings.NotOpen:
        messages.info(request, "The clock was not started.")
    return redirect("own-evening", token)


@require_POST
@by_link
def pause(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Stop the clock, or let it run again."""
    evening = get_object_or_404(Evening, candidacy=candidacy)
    if request.POST.get("go") == "on":
        evenings.go_on(evening)
    else:
        evenings.pause(evening)
    return redirect("own-evening", token)


@require_safe
@by_link
def kit(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Send the kit of the candidate's own world."""
    del request, token  # what is sent depends on the candidacy alone
    evening = get_object_or_404(Evening, candidacy=candidacy)
    packed = kit_zip(candidacy.opening.takehome.family, evening.kit_seed, candidacy.sent_brief.text)
    return HttpResponse(
        packed,
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="kit.zip"'},
    )


@takes_file(Limits().archive)
@require_POST
@by_link
def send(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Keep an upload and have it checked; it is on disk and in the record before this answers."""
    evening = get_object_or_404(Evening, candidacy=candidacy)
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, token, candidacy, {"send_form": form}, status=422)
    archive = form.cleaned_data["archive"]
    try:
        evenings.refuse_over(evening)  # or else a file would be kept that belongs to nothing
        evenings.send(evening, store(archive.chunks()), file_name=archive.name)
    except NotActive:
        messages.info(request, OVER)
    except evenings.HandedInAlready:
        messages.info(request, "You have handed in already; that one counts. Ask who invited you if it was a mistake.")
    else:
        messages.success(request, "Received, and kept. It is being checked; the result will stand here.")
    return redirect("own-evening", token)


@require_POST
@by_link
def check_again(request: HttpRequest, token: str, candidacy: Candidacy, uid: str) -> HttpResponse:
    """Check the same archive once more; it costs nothing."""
    del request
    submission = get_object_or_404(Submission, candidacy=candidacy, uid=uid)
    waiting = submission.runs.filter(kind=Run.Kind.CHECK, state__in=(Run.State.WAITING, Run.State.RUNNING))
    if not waiting.exists():
        queue(submission, Run.Kind.CHECK, seed=candidacy.evening.kit_seed, by=candidacy)
    return redirect("own-evening", token)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def hand_in(request: HttpRequest, token: str, candidacy: Candidacy, uid: str) -> HttpResponse:
    """Hand one submission in, after saying what that means."""
    submission = get_object_or_404(Submission, candidacy=candidacy, uid=uid)
    form = HandInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            evenings.hand_in(submission, told_minutes=round(form.cleaned_data["hours"] * 60))
        except NotActive:
            messages.info(request, OVER)
        except evenings.HandedInAlready:
            messages.info(request, "You had handed in already; the first one counts.")
        return redirect("own-evening", token)
    context = {
        "candidacy": candidacy,
        "token": token,
        "submission": submission,
        "form": form,
        "check": _check(submission),
    }
    return render(request, "evidence/hand_in.html", context, status=422 if form.is_bound else 200)


def _show(
    request: HttpRequest, token: str, candidacy: Candidacy, forms: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    evening = Evening.objects.filter(candidacy=candidacy).first()
    sent = list(candidacy.submissions.prefetch_related("runs"))
    checks = [(one, _check(one)) for one in sent]
    context = {
        "candidacy": candidacy,
        "token": token,
        "evening": evening,
        "begin_form": BeginForm(),
        "send_form": SendForm(),
        "checks": checks,
        "handed_in": next((one for one in sent if one.handed_in_at), None),
        "busy": candidacy.is_active
        and any(check and check.state in (Run.State.WAITING, Run.State.RUNNING) for _, check in checks),
        "may_begin": evenings.may_begin(candidacy),
        "has_brief": hasattr(candidacy, "sent_brief"),
        "opens_after": opens_after(candidacy),
        **(_time(evening) if evening else _time_to_come(candidacy)),
        **(forms or {}),
    }
    return render(request, _page(request, evening), context, status=status)


def _page(request: HttpRequest, evening: Evening | None) -> str:
    """Return the page, or the part of it that the page itself asks for anew."""
    if not getattr(request, "htmx", False):
        return "evidence/evening.html"
    return "evidence/time.html" if evening and request.GET.get("part") == "time" else "evidence/checks.html"


def _check(submission: Submission) -> Run | None:
    return next((run for run in submission.runs.all() if run.kind == Run.Kind.CHECK), None)


def _time(evening: Evening) -> dict[str, Any]:
    now, all_of_it = timezone.now(), evenings.allowed(evening)
    said = {"used": _in_words(timing.used(evening, now))}
    if all_of_it is None:
        return {**said, "untimed": True}
    left = timing.clock_of(evening).left(now, all_of_it)
    return {**said, "allowed": _in_words(all_of_it), "left": _in_words(abs(left)), "over": left < timedelta()}


def _time_to_come(candidacy: Candidacy) -> dict[str, Any]:
    span = evenings.to_come(candidacy)
    return {"to_come": _in_words(span) if span else ""}


def _in_words(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"
