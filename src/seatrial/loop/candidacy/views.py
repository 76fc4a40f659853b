"""What leads do with a candidate, one act to a view, and the candidate's own pages by link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from seatrial.loop.candidacy import actions, rules
from seatrial.loop.candidacy.by_link import by_link
from seatrial.loop.candidacy.forms import AnswerForm, AskForm, CandidateForm, CorrectForm
from seatrial.loop.candidacy.mail import mail_brief
from seatrial.loop.candidacy.models import Accommodation, Candidacy
from seatrial.loop.openings import rules as openings
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.people.models import Link
from seatrial.loop.people.rules import token_of
from seatrial.loop.takehome.brief import blocks


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new(request: MemberRequest, uid: str) -> HttpResponse:
    """Add a candidate to an opening."""
    opening = get_object_or_404(openings.led_by(request.user), uid=uid)
    form = CandidateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_candidate(opening, **form.cleaned_data, by=request.user)
        except actions.AlreadyACandidate:
            form.add_error("email", "Somebody with this address is in this opening already.")
        except actions.OpeningNotOpen:
            form.add_error(None, "This opening takes no candidates: finish its set-up first, or it is closed.")
        else:
            messages.success(request, f"{added.name} is in the loop. Blind stages show “{added.alias}”.")
            return redirect("candidate", added.uid)
    return render(request, "candidacy/new.html", {"form": form, "opening": opening, "section": "openings"})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def correct(request: MemberRequest, uid: str) -> HttpResponse:
    """Correct a candidate's name or address."""
    candidacy = get_object_or_404(rules.led_by(request.user).filter(erased_at=None).select_related("opening"), uid=uid)
    stands = {"name": candidacy.name, "email": candidacy.email}
    was = {"was_name": candidacy.name, "was_email": candidacy.email}
    form = CorrectForm(request.POST if request.method == "POST" else None, initial={**stands, **was})
    if form.is_valid():
        try:
            closed = actions.correct(candidacy, **form.cleaned_data, by=request.user)
        except actions.AlreadyACandidate:
            form.add_error("email", "Somebody with this address is in this opening already.")
        except actions.CorrectedMeanwhile:
            form.data = {**request.POST.dict(), **was}
            form.add_error(None, f"Somebody corrected this meanwhile, to “{candidacy.name}”, {candidacy.email}.")
        else:
            _tell_of_correction(request, closed=closed)
            return redirect("candidate", uid)
    context = {"form": form, "candidacy": candidacy, "section": "openings"}
    return render(request, "candidacy/correct.html", context, status=422 if form.errors else 200)


@require_POST
@members_only
def send(request: MemberRequest, uid: str) -> HttpResponse:
    """Send the brief, or a new link to it when it was sent before."""
    candidacy = _led(request, uid)
    again = "again" in request.POST
    try:
        act = actions.renew_link if again else actions.send_brief
        link = act(candidacy, by=request.user)
    except actions.BriefNotReady:
        messages.error(request, "The brief cannot be sent yet. What is missing stands beside it.")
        return redirect("opening-standard", candidacy.opening.uid)
    except actions.AlreadySent:
        messages.info(request, "The brief went out before. What was sent stays as it was.")
    except actions.NotActive:
        messages.error(request, f"{candidacy} is no longer in the loop, so nothing was sent.")
    else:
        _tell_of_mail(request, candidacy, link)
    return redirect("candidate", uid)


@require_POST
@members_only
def start(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Begin a stage."""
    candidacy, stage = _led(request, uid), _stage(uid, stage_uid)
    try:
        actions.start_stage(candidacy, stage, by=request.user)
    except actions.AlreadyStarted as before:
        messages.info(
            request, f"“{stage.title}” was started on {before.at:%-d %B %Y, %H:%M} UTC already. That time stands."
        )
    except actions.NotHere:
        messages.warning(request, f"{candidacy} is not at “{stage.title}” any more. Here is where they stand now.")
    except actions.NotActive:
        messages.error(request, f"{candidacy} is no longer in the loop.")
    return redirect("candidate", uid)


@require_POST
@members_only
def finish(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Finish a stage and move the candidate on."""
    candidacy, stage = _led(request, uid), _stage(uid, stage_uid)
    try:
        following = actions.finish_stage(candidacy, stage, by=request.user)
    except actions.NotHere:
        messages.warning(request, f"“{stage.title}” was not begun, or {candidacy} has moved on. Nothing was changed.")
    except actions.NotActive:
        messages.error(request, f"{candidacy} is no longer in the loop.")
    else:
        where = f"“{following.title}” is next" if following else "that was the last stage; the debrief comes next"
        messages.success(request, f"“{stage.title}” is done: {where}.")
    return redirect("candidate", uid)


@require_POST
@members_only
def withdraw(request: MemberRequest, uid: str) -> HttpResponse:
    """Note that the candidate withdrew, or, with `back`, that they go on."""
    candidacy = _led(request, uid)
    try:
        if "back" in request.POST:
            actions.take_back_withdrawal(candidacy, by=request.user)
        else:
            actions.withdraw(candidacy, by=request.user)
    except actions.CannotReopen:
        messages.error(request, "Only a withdrawal can be taken back, and only while the opening takes candidates.")
    except actions.NotActive:
        messages.info(request, f"{candidacy} had left the loop already.")
    return redirect("candidate", uid)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def answer(request: MemberRequest, uid: str, asked_uid: str) -> HttpResponse:
    """Answer a request for more time or another format."""
    candidacy = _led(request, uid)
    if not openings.reads_requests(request.user, candidacy.opening):
        raise Http404
    asked = get_object_or_404(Accommodation, candidacy=candidacy, uid=asked_uid)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_accommodation(asked, **form.cleaned_data, by=request.user)
        except actions.AlreadyAnswered:
            messages.info(request, "Somebody answered this request before; their answer stands.")
        return redirect("candidate", uid)
    context = {"form": form, "candidacy": candidacy, "asked": asked, "section": "openings"}
    return render(request, "candidacy/answer.html", context)


@require_http_methods(["GET", "HEAD"])
@by_link
def own_page(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Show the candidate their brief, where they stand, and what they may do."""
    return _show_own(request, token, candidacy, AskForm())


@require_POST
@by_link
def ask(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Ask for more time or another format."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return _show_own(request, token, candidacy, form, status=422)
    try:
        actions.ask_accommodation(candidacy, form.cleaned_data["asked"])
    except actions.NotActive:
        messages.info(request, "You are no longer in this hiring, so there is nothing to ask for.")
    else:
        messages.success(request, "Your request is with the person who leads this hiring. The answer will stand here.")
    return redirect("own-page", token)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def leave(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Withdraw, after saying what will happen."""
    if request.method == "POST":
        try:
            actions.withdraw(candidacy, by=candidacy)
        except actions.NotActive:
            messages.info(request, "You had left already.")
        return redirect("own-page", token)
    return render(
        request, "candidacy/leave.html", {"candidacy": candidacy, "token": token, "keep_days": rules.KEEP_DAYS}
    )


def _show_own(
    request: HttpRequest, token: str, candidacy: Candidacy, form: AskForm, *, status: int = 200
) -> HttpResponse:
    sent = getattr(candidacy, "sent_brief", None)
    stages = list(candidacy.opening.stages.all())
    decisions = candidacy.decisions.filter(letter__sent_at__isnull=False).select_related("letter")
    context = {
        "letters": [one.letter for one in decisions],
        "opens_after": rules.opens_after(candidacy) if sent else "",
        "has_report": candidacy.opening.takehome.shows_report and candidacy.trials.exists(),
        "candidacy": candidacy,
        "token": token,
        "form": form,
        "sent": sent,
        "blocks": blocks(sent.text) if sent else (),
        "stages": stages,
        "passages": {one.stage_id: one for one in candidacy.passages.all()},
        "asked": candidacy.accommodations.order_by("asked_at"),
    }
    return render(request, "candidacy/own.html", context, status=status)


def address_of(request: HttpRequest, link: Link) -> str:
    """Return the whole address of a candidate's page."""
    return request.build_absolute_uri(reverse("own-page", args=[token_of(link)]))


def _tell_of_correction(request: MemberRequest, *, closed: bool) -> None:
    if closed:
        messages.warning(request, "Corrected. What went to the old address opens nothing any more: send a new link.")
    else:
        messages.success(request, "Corrected.")


def _tell_of_mail(request: MemberRequest, candidacy: Candidacy, link: Link) -> None:
    if mail_brief(candidacy, address_of(request, link)):
        messages.success(request, f"The brief is on its way to {candidacy.email}.")
    else:
        messages.warning(
            request,
            "The brief is frozen as sent, but the mail did not go out. Send the address below by hand, or try again.",
        )


def _led(request: MemberRequest, uid: str) -> Candidacy:
    return get_object_or_404(rules.led_by(request.user).select_related("opening__takehome", "stage"), uid=uid)


def _stage(uid: str, stage_uid: str) -> Stage:
    return get_object_or_404(Stage, opening__candidacies__uid=uid, uid=stage_uid)
