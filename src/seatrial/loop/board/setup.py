"""Step 3 of an opening's set-up: rubric, panel and take-home on one page, saved together."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from seatrial.loop.board.actions import seat_panel
from seatrial.loop.evidence.evening import refresh_pace
from seatrial.loop.openings import actions, rules
from seatrial.loop.openings.forms import StandardForm, TakeHomeForm, seat_value, takehome_of
from seatrial.loop.openings.models import Opening, Seat, Stage
from seatrial.loop.openings.setup import show, told_of_change
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.people.models import User
from seatrial.loop.takehome.models import TakeHome

_BOX = '<td><input type="checkbox" name="seats" value="{}" aria-label="{} in {}"{}></td>'


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def standard(request: MemberRequest, uid: str) -> HttpResponse:
    """Choose the rubric's version and the panel, write the take-home."""
    led = rules.led_by(request.user).select_related("takehome", "rubric_version").prefetch_related("stages")
    opening = get_object_or_404(led, uid=uid)
    stages, users = list(opening.stages.all()), list(User.objects.filter(is_active=True).order_by("name", "pk"))
    data = request.POST if request.method == "POST" else None
    now = _now(opening)
    form = StandardForm(data, stages=stages, users=users, initial=now)
    takehome = TakeHomeForm(data, initial=takehome_of(opening.takehome))
    if data is not None and form.is_valid() and takehome.is_valid():
        seats = _chosen(form.cleaned_data["seats"], stages, users)
        try:
            void = _save(request.user, opening, form.cleaned_data, takehome.cleaned_data, seats)
        except actions.ChangedMeanwhile:
            changed = (
                *told_of_change(form, opening, now),
                *told_of_change(takehome, opening, takehome_of(opening.takehome)),
            )
            return show(request, opening, "standard", _context(form, takehome, stages, users, changed), status=409)
        if void:
            messages.warning(request, f"{void} unsealed scorecard{'s' if void > 1 else ''} became void with the seat.")
        return redirect("opening-preview", uid)
    return show(request, opening, "standard", _context(form, takehome, stages, users, None))


@transaction.atomic
def _save(
    by: User, opening: Opening, chosen: dict[str, Any], takehome: dict[str, Any], seats: list[tuple[Stage, User]]
) -> int:
    actions.save_standard(opening, edition=chosen["edition"], rubric_version=chosen["rubric"], takehome=takehome, by=by)
    refresh_pace(TakeHome.objects.get(pk=opening.takehome_id))
    return seat_panel(opening, seats, by=by)


def _now(opening: Opening) -> dict[str, Any]:
    held = Seat.objects.filter(stage__opening=opening, removed_at=None).select_related("stage", "user")
    return {
        "edition": opening.edition,
        "rubric": opening.rubric_version.uid,
        "seats": [seat_value(one.stage, one.user) for one in held],
    }


def _chosen(values: Sequence[str], stages: Sequence[Stage], users: Sequence[User]) -> list[tuple[Stage, User]]:
    wanted = set(values)
    return [(stage, user) for stage in stages for user in users if seat_value(stage, user) in wanted]


def _context(
    form: StandardForm,
    takehome: TakeHomeForm,
    stages: Sequence[Stage],
    users: Sequence[User],
    changed: tuple[tuple[str, str], ...] | None,
) -> dict[str, Any]:
    return {
        "form": form,
        "takehome": takehome,
        "stages": stages,
        "grid": _grid(stages, users, set(form["seats"].value() or ())),
        "changed": changed,
    }


def _grid(stages: Sequence[Stage], users: Sequence[User], taken: Collection[str]) -> list[tuple[str, SafeString]]:
    """Return each person with the checkboxes of their seats.

    Written here, since a company has hundreds of them, and as a template they took most of the page's time.
    """
    titles = [(stage, escape(stage.title)) for stage in stages]
    return [(str(user), _boxes(user, titles, taken)) for user in users]


def _boxes(user: User, titles: Sequence[tuple[Stage, SafeString]], taken: Collection[str]) -> SafeString:
    name = escape(str(user))
    values = [(seat_value(stage, user), title) for stage, title in titles]
    boxes = (_BOX.format(value, name, title, " checked" if value in taken else "") for value, title in values)
    return mark_safe("".join(boxes))  # noqa: S308  -- names and titles are escaped, the rest is ours
