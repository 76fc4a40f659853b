"""The decision with its plan and dissent."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import KEEP_DAYS, led_by
from seatrial.loop.decision import actions, rules
from seatrial.loop.decision.forms import DecisionForm, DissentForm, GapForm, gap_forms
from seatrial.loop.decision.models import Decision
from seatrial.loop.decision.outcome import GapLine, means_of, proposed_gaps
from seatrial.loop.openings.guides import ONE_QUESTION
from seatrial.loop.panel.debrief import Debrief, debrief_for
from seatrial.loop.panel.rules import debriefed_with
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.scorecard.forms import EarlyOpeningForm
from seatrial.loop.scorecard.rules import leads


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def decision(request: MemberRequest, uid: str) -> HttpResponse:
    """Show what was decided, and let a lead decide."""
    candidacy = get_object_or_404(debriefed_with(request.user, uid))
    is_lead = leads(request.user, candidacy)
    if request.method == "POST" and not is_lead:
        raise Http404
    debrief = debrief_for(request.user, candidacy, blind=uid == candidacy.blind_uid)
    if not rules.may_read(debrief, is_lead=is_lead):
        context = {
            "debrief": debrief,
            "candidacy": candidacy,
            "leads": is_lead,
            "early_form": EarlyOpeningForm(),
            "question": ONE_QUESTION,
        }
        return render(request, "panel/sealed.html", context)
    data = request.POST if request.method == "POST" else None
    outcomes = rules.outcomes(rules.ground(candidacy, debrief)) if is_lead else ()
    before = rules.standing(candidacy)
    form = DecisionForm(outcomes, data, seen=before.uid if before else "")
    plan = gap_forms(_proposed(debrief), data)
    if data is not None and _are_valid(form, plan) and _decided(request, candidacy, form, plan):
        messages.success(request, "Decided. Next: the letter to the candidate.")
        return redirect("decision", uid)
    return _page(request, candidacy, debrief, form=form, plan=plan)


@require_POST
@members_only
def dissent(request: MemberRequest, uid: str, number: int) -> HttpResponse:
    """Keep that somebody disagrees with the first, second ... decision, in their own words."""
    candidacy = get_object_or_404(debriefed_with(request.user, uid))
    debrief = debrief_for(request.user, candidacy, blind=uid == candidacy.blind_uid)
    made = list(candidacy.decisions.order_by("pk")[:number])
    if not debrief.is_open or len(made) != number:
        raise Http404
    about = made[-1]
    form = DissentForm(request.POST)
    if form.is_valid():
        try:
            actions.dissent(about, by=request.user, words=form.cleaned_data["words"])
        except actions.NotForThem:
            form.add_error(None, "Another decision stands meanwhile. Read it first; what you typed is still here.")
        else:
            messages.success(request, "Your dissent stands beside the decision.")
            return redirect("decision", uid)
    return _page(request, candidacy, debrief, dissent=form)


@require_POST
@members_only
def take_back(request: MemberRequest, uid: str) -> HttpResponse:
    """Let a candidate go on who was declined before anything was scored."""
    candidacy = get_object_or_404(led_by(request.user), uid=uid)
    try:
        actions.take_back(candidacy, by=request.user)
    except actions.NothingToTakeBack:
        messages.error(request, "Nothing was taken back: only a decline can be that rests on no scorecard and stands.")
        return redirect("decision", uid)
    messages.success(request, f"{candidacy} is in the loop again, where they left it.")
    return redirect("candidate", uid)


def _are_valid(form: DecisionForm, plan: list[GapForm]) -> bool:
    valid = form.is_valid()
    if form.data.get("outcome") != Decision.Outcome.GROW:
        return valid
    lines_valid = all([one.is_valid() for one in plan])  # noqa: C419  -- every line has to say what is wrong with it
    return valid and lines_valid


def _decided(request: MemberRequest, candidacy: Candidacy, form: DecisionForm, plan: list[GapForm]) -> bool:
    """Decide, or put into the form why not."""
    typed = form.cleaned_data
    outcome = Decision.Outcome(typed["outcome"])
    gaps = [one.planned for one in plan if one.is_used] if outcome is Decision.Outcome.GROW else []
    try:
        actions.decide(
            candidacy,
            by=request.user,
            outcome=outcome,
            reasons=typed["reasons"],
            departure=typed["departure"],
            gaps=gaps,
            seen=typed["seen"],
        )
    except actions.DepartureUnexplained:
        form.add_error("departure", "The outcome is not what the rubric came to. Say why.")
    except actions.NoPlan:
        form.add_error("outcome", "Hire to grow needs at least one gap with how it is closed, by when and by whom.")
    except actions.NotDecidable:
        form.add_error(None, "This cannot be decided now; the page says what is missing. What you typed is still here.")
    except actions.DecidedMeanwhile:
        stands = rules.standing(candidacy)
        said = {"outcome": outcome, "reasons": typed["reasons"], "decided_by": request.user}
        if stands and all(getattr(stands, name) == value for name, value in said.items()):
            return True  # a second click: it is decided as they wanted
        form.data = {**form.data, "seen": stands.uid if stands else ""}
        form.add_error(
            None,
            "Somebody decided meanwhile; their decision stands above. What you typed is still here: decide again only "
            "if yours should replace it.",
        )
    else:
        return True
    return False


def _page(
    request: MemberRequest,
    candidacy: Candidacy,
    debrief: Debrief,
    *,
    form: DecisionForm | None = None,
    plan: list[GapForm] | None = None,
    dissent: DissentForm | None = None,
) -> HttpResponse:
    is_lead = leads(request.user, candidacy)
    on = rules.ground(candidacy, debrief)
    outcomes = rules.outcomes(on) if is_lead else ()
    stands = rules.standing(candidacy)
    kept = candidacy.decisions.select_related("decided_by").prefetch_related("gaps", "dissents__by")
    return render(
        request,
        "decision/decision.html",
        {
            "section": "openings" if request.user.is_lead else "work",
            "candidacy": candidacy,
            "debrief": debrief,
            "leads": is_lead,
            "ground": on.name,
            "arithmetic": rules.arithmetic_of(candidacy, debrief),
            "decisions": [(one, rules.from_json(one.arithmetic)) for one in reversed(kept)],
            "stands": stands,
            "outcomes": outcomes,
            "form": form or DecisionForm(outcomes, seen=stands.uid if stands else ""),
            "plan": plan or gap_forms(_proposed(debrief)),
            "dissent": dissent or DissentForm(),
            "may_take_back": is_lead and stands is not None and rules.may_be_taken_back(stands, candidacy),
            "set_by_hand": rules.set_by_hand(candidacy),
            "may_dissent": stands is not None and debrief.is_open,
            "keep_days": KEEP_DAYS,
        },
    )


def _proposed(debrief: Debrief) -> tuple[GapLine, ...]:
    numbers = debrief.numbers
    if numbers is None:
        return ()
    levels = {row.criterion.key: [one.vote.now for one in row.said] for row in numbers.rows}
    return proposed_gaps(numbers.rubric, means_of(levels))
