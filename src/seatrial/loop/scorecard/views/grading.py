"""One criterion across all candidates of a stage, in an order of one's own: no halo from the criterion before."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from seatrial.loop.evidence.models import Trial
from seatrial.loop.evidence.rules import first_shown
from seatrial.loop.openings.guides import ONE_QUESTION
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.people.models import User
from seatrial.loop.scorecard import actions, rules
from seatrial.loop.scorecard.fields import EMPTY, is_complete
from seatrial.loop.scorecard.forms import ScorecardForm
from seatrial.loop.scorecard.models import Scorecard
from seatrial.loop.scorecard.views.watch import asks_for_news, news, watch
from seatrial.loop.scorecard.work import in_shuffled_order


@require_POST
@members_only
def grading_open(request: MemberRequest, stage_uid: str) -> HttpResponse:
    """Begin the scorecards of all who wait in a stage, then go to its first criterion."""
    stage = _fetch(request.user, stage_uid)
    for candidacy in rules.to_be_scored(request.user, stage):
        actions.open_scorecard(candidacy, stage, by=request.user)
    cards = _open_cards(request.user, stage)
    if not cards:
        messages.info(request, "Nothing waits in this stage.")
        return redirect("work")
    return redirect("grading", stage.uid, rules.fields_for(cards[0])[0].key)  # the opening's rubric may be a later one


@require_safe
@members_only
def grading(request: MemberRequest, stage_uid: str, key: str) -> HttpResponse:
    """Show one criterion of every open scorecard of a stage."""
    stage = _fetch(request.user, stage_uid)
    cards = _open_cards(request.user, stage)
    fields = {field.key: field for card in cards for field in rules.fields_for(card)}
    if key not in fields:
        if cards:
            raise Http404
        return redirect("work")
    filled = {card.pk: rules.filled_in(card) for card in cards}
    has_it = [card for card in cards if any(field.key == key for field in rules.fields_for(card))]
    forms = {card.pk: _one_field(card, key) for card in has_it}
    address = reverse("grading", args=[stage.uid, key])
    if asks_for_news(request):
        return news(request, stage, [(f"{card.uid}-", card, forms[card.pk]) for card in has_it], address)
    trials = _shown_trials(cards)
    context = {
        "stage": stage,
        "field": fields[key],
        "cards": [
            (card, rules.called(card.candidacy, stage), forms[card.pk], trials.get(card.candidacy_id))
            for card in in_shuffled_order(has_it, user=request.user, key=key)
        ],
        "progress": [
            (field, sum(is_complete(field, filled[card.pk].get(field.key, EMPTY)) for card in cards), len(cards))
            for field in fields.values()
        ],
        "unopened": len(rules.to_be_scored(request.user, stage)),
        "question": ONE_QUESTION,
        **watch(address, forms.values()),
    }
    return render(request, "scorecard/grading.html", context)


def _fetch(user: User, stage_uid: str) -> Stage:
    seated = Stage.objects.filter(seats__user=user, seats__removed_at=None)
    return get_object_or_404(seated.select_related("opening"), uid=stage_uid)


def _open_cards(user: User, stage: Stage) -> list[Scorecard]:
    cards = rules.own_scorecards(user).filter(stage=stage, sealed_at=None)
    found = list(cards.prefetch_related("entries", "citations"))
    allowed = _allowed(user, stage, found)
    return [card for card in found if card.candidacy_id in allowed]


def _allowed(user: User, stage: Stage, cards: Iterable[Scorecard]) -> set[int]:
    candidacies = [card.candidacy for card in cards]
    return {one.pk for one in rules.scorable(user, stage, candidacies)}


def _shown_trials(cards: Iterable[Scorecard]) -> dict[int, Trial]:
    found = Trial.objects.defer("report").filter(candidacy__in=[card.candidacy_id for card in cards])
    return {trial.candidacy_id: trial for trial in reversed(first_shown(found))}


def _one_field(card: Scorecard, key: str) -> ScorecardForm:
    fields = tuple(field for field in rules.fields_for(card) if field.key == key)
    return ScorecardForm(fields, rules.filled_in(card))
