"""The letter to the candidate: drafted from what they may see, edited by the lead, sent once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import led_by
from seatrial.loop.decision import actions, rules
from seatrial.loop.decision.drafting import Facts, Reached, draft, trial_facts
from seatrial.loop.decision.forms import LetterForm
from seatrial.loop.decision.mail import NotSent, mail_letter
from seatrial.loop.decision.models import Decision, Letter
from seatrial.loop.decision.outcome import reached_level
from seatrial.loop.evidence.rules import shown_trial
from seatrial.loop.panel.debrief import Debrief, debrief_for
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.rubric.anchors import alone

_NO_ADDRESS = "There is no e-mail address of this candidate. Save the letter and send it by other means."


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def letter(request: MemberRequest, uid: str) -> HttpResponse:
    """Edit the letter of the decision that stands, and send it."""
    candidacy = get_object_or_404(led_by(request.user).select_related("opening", "rubric_version"), uid=uid)
    debrief = debrief_for(request.user, candidacy)
    about = rules.standing(candidacy)
    if about is None or not rules.may_read(debrief, is_lead=True):
        return redirect("decision", candidacy.uid)
    kept = Letter.objects.filter(decision=about).select_related("sent_by").first()
    shown = {"text": kept.text, "edition": kept.edition} if kept else {"text": _draft(about, debrief), "edition": 0}
    form = LetterForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid() and _kept(request, about, form, send="send" in request.POST):
        return redirect("letter", candidacy.uid)
    context = {
        "section": "openings",
        "candidacy": candidacy,
        "decision": about,
        "letter": kept,
        "form": form,
        "earlier": Letter.objects.filter(decision__candidacy=candidacy, sent_at__isnull=False).exclude(decision=about),
    }
    return render(request, "decision/letter.html", context)


def _kept(request: MemberRequest, about: Decision, form: LetterForm, *, send: bool) -> bool:
    """Save the letter or save and send it, or put into the form why not."""
    typed = form.cleaned_data
    if send and not about.candidacy.email:
        form.add_error(None, _NO_ADDRESS)
        return False
    act = actions.send_letter if send else actions.save_letter
    try:
        made = act(about, by=request.user, text=typed["text"], edition=typed["edition"])
    except (actions.EditedMeanwhile, actions.AlreadySent):
        return _is_done(Letter.objects.get(decision=about), form, send=send)
    except actions.NotForThem:
        form.add_error(None, "Another decision stands meanwhile; write the letter of that one.")
        return False
    if send:
        return _mailed(request, made)
    messages.success(request, "Saved. Nothing was sent.")
    return True


def _is_done(stored: Letter, form: LetterForm, *, send: bool) -> bool:
    """Tell whether it was a second click, after which it is as they wanted, or put into the form what came between."""
    if stored.text == form.cleaned_data["text"] and bool(stored.sent_at) is send:
        return True
    if stored.sent_at:
        form.add_error(None, "The letter went out meanwhile; it is kept as it was sent. What you typed is still here.")
    else:
        form.data = {**form.data, "edition": str(stored.edition)}
        form.add_error(None, "Somebody saved the letter meanwhile; theirs is shown below yours. Saving replaces it.")
    return False


def _mailed(request: MemberRequest, made: Letter) -> bool:
    try:
        mail_letter(made)
    except NotSent as error:
        actions.take_sending_back(made, by=request.user)
        messages.error(request, f"The letter is saved, but did not go out ({error.__cause__}). Send it again.")
    else:
        messages.success(request, "Sent. It is kept here as it went out.")
    return True


def _draft(about: Decision, debrief: Debrief) -> str:
    candidacy = about.candidacy
    trial = shown_trial(candidacy)
    return draft(
        Facts(
            name=str(candidacy),
            role=candidacy.opening.title,
            outcome=about.outcome,
            stages=_stages(candidacy),
            reached=_reached(debrief),
            to_grow=tuple(gap.judgement.replace("_", " ") for gap in about.gaps.all()),
            trial=trial_facts(trial.report) if trial else None,
            keep_until=candidacy.keep_until,
        )
    )


def _stages(candidacy: Candidacy) -> tuple[str, ...]:
    passed = candidacy.passages.select_related("stage").order_by("stage__position")
    return tuple(passage.stage.title for passage in passed)


def _reached(debrief: Debrief) -> tuple[Reached, ...]:
    if debrief.numbers is None:
        return ()
    rows = {row.criterion.key: row for row in debrief.numbers.rows}
    return tuple(
        Reached(one.name, alone(one, reached_level(now)))
        for one in debrief.numbers.rubric.criteria
        if (now := rows[one.key].now) is not None
    )
