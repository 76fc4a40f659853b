"""A candidate in one stage: the guide, what was sealed, flags, and opening early."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.people.models import User
from seatrial.loop.scorecard import actions, rules
from seatrial.loop.scorecard.flags import KINDS
from seatrial.loop.scorecard.forms import EarlyOpeningForm, FlagForm
from seatrial.loop.scorecard.models import EarlyOpening, Flag
from seatrial.loop.scorecard.views.shown import as_read, evidence_context, shown_flags, stage_context

_CAME_FROM = {"guide": "stage-guide", "room": "room"}
"""Pages that are open beside a talk, to which somebody who raised a flag goes back."""


@require_safe
@members_only
def stage(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Show the guide of a stage, how far its panel is, and what this person can do next."""
    candidacy, here = _fetch(request, uid, stage_uid)
    card = rules.own_scorecards(request.user).filter(candidacy=candidacy, stage=here).first()
    context = _panel(request.user, candidacy, here) | {
        **evidence_context(request.user, candidacy, here),
        "card": card,
        "may_score": rules.may_score(request.user, candidacy, here),
        "has_reached": rules.has_reached(candidacy, here),
        "may_flag": rules.may_flag(request.user, candidacy, here),
        "flags": shown_flags(request.user, candidacy, here),
    }
    return render(request, "scorecard/stage.html", context)


@require_safe
@members_only
def peers(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Show the scorecards and flags of a stage that this person may read."""
    candidacy, here = _fetch(request, uid, stage_uid)
    return render(request, "scorecard/peers.html", peers_context(request.user, candidacy, here))


def peers_context(viewer: User, candidacy: Candidacy, here: Stage) -> dict[str, object]:
    """Return what `scorecard/_peers.html` needs; pages of other nouns include it."""
    cards = rules.with_entries(rules.readable_scorecards(viewer, candidacy, here)).order_by("sealed_at")
    return _panel(viewer, candidacy, here) | {
        "cards": [(card, as_read(card)) for card in cards],
        "flags": shown_flags(viewer, candidacy, here),
        "viewer": viewer,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def open_early(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Let a lead read before everybody has scored: for a reason that all see, and at the price of scoring."""
    candidacy, here = _fetch(request, uid, stage_uid)
    if not rules.leads(request.user, candidacy):
        return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
    form = EarlyOpeningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.open_early(candidacy, here, reason=form.cleaned_data["reason"], by=request.user)
        except actions.NothingToOpen:
            form.add_error(None, "There is nothing to open: nothing is sealed yet, or it is open to you already.")
        else:
            messages.success(request, "Opened early. Your reason stands on the page for everybody.")
            return redirect("peers", uid, here.uid)
    context = _panel(request.user, candidacy, here) | {
        "form": form,
        "may_open": rules.may_open_early(request.user, candidacy, here),
        "is_seated": rules.is_seated(request.user, candidacy),
    }
    return render(request, "scorecard/open_early.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def flag_new(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Raise a flag: what was said, in its words."""
    candidacy, here = _fetch(request, uid, stage_uid)
    card = rules.own_scorecards(request.user).filter(candidacy=candidacy, stage=here).first()
    form = FlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.raise_flag(candidacy, here, **form.cleaned_data, by=request.user)
        except actions.MayNotFlag:
            form.add_error(
                None, "You cannot raise a flag here: the candidate is no longer in the loop, or you left it."
            )
        else:
            messages.success(request, "Flag kept.")
            if came_from := _CAME_FROM.get(request.GET.get("back", "")):
                return redirect(came_from, uid, here.uid)
            on_card = card is not None and card.sealed_at is None
            return redirect("scorecard", card.uid) if card and on_card else redirect("stage", uid, here.uid)
    context = stage_context(candidacy, here) | {
        "form": form,
        "kinds": KINDS,
        "card": card,
        "own": [one for one in shown_flags(request.user, candidacy, here) if one.flag.by_id == request.user.pk],
    }
    return render(request, "scorecard/flag_new.html", context, status=_status(form))


@require_POST
@members_only
def flag_withdraw(request: MemberRequest, uid: str) -> HttpResponse:
    """Take back one's own flag."""
    flag = get_object_or_404(Flag.objects.select_related("candidacy", "stage"), uid=uid, by=request.user)
    actions.withdraw_flag(flag, by=request.user)
    messages.success(request, "Flag taken back: nobody sees it any more.")
    return redirect("stage", flag.candidacy.uid_in(flag.stage), flag.stage.uid)


def _fetch(request: MemberRequest, uid: str, stage_uid: str) -> tuple[Candidacy, Stage]:
    here = get_object_or_404(rules.stages_for(request.user), uid=stage_uid)
    return get_object_or_404(rules.met_in(here, uid)), here


def _panel(viewer: User, candidacy: Candidacy, here: Stage) -> dict[str, object]:
    panels = rules.panels_of([candidacy])[candidacy.pk]
    return stage_context(candidacy, here) | {
        "state": panels.state(here),
        "may_read_peers": panels.may_read_peers(viewer, here),
        "owes": panels.history.present.owes(viewer.pk),
        "has_looked": viewer.pk in panels.history.present.looked,
        "early": EarlyOpening.objects.filter(candidacy=candidacy, stage=here).select_related("by").order_by("at"),
        "may_open_early": rules.may_open_early(viewer, candidacy, here),
    }


def _status(form: EarlyOpeningForm | FlagForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
