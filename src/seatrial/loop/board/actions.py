"""Acts that touch several nouns at once: seating a panel, whose unsealed scorecards go with the seat."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from seatrial.loop.audit.actions import record
from seatrial.loop.openings.actions import seat, unseat
from seatrial.loop.openings.models import Opening, Seat, Stage
from seatrial.loop.people.actions import end_access
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.models import Scorecard
from seatrial.loop.scorecard.rules import open_panels


@transaction.atomic
def seat_panel(opening: Opening, wanted: Iterable[tuple[Stage, User]], *, by: User) -> int:
    """Make the panel exactly these seats; returns how many unsealed scorecards became void."""
    chosen = {(stage.pk, user.pk): (stage, user) for stage, user in wanted}
    held = Seat.objects.filter(stage__opening=opening, removed_at=None).select_related("stage", "user")
    void = 0
    for taken in held:
        if (taken.stage_id, taken.user_id) in chosen:
            del chosen[taken.stage_id, taken.user_id]
        else:
            void += leave_panel(taken, by=by)
    for stage, user in chosen.values():
        seat(stage, user, by=by)
        _revive(stage, user)
    return void


@transaction.atomic
def close_account(person: User, *, by: User) -> int:
    """End somebody's access and their seats, as if they left each panel. Returns how many scorecards are void."""
    if not end_access(person, by=by):
        return 0
    seats = person.seats.filter(removed_at=None).select_related("stage", "user").order_by("pk")
    return sum(leave_panel(taken, by=by) for taken in seats)


@transaction.atomic
def leave_panel(taken: Seat, *, by: User) -> int:
    """End a seat in mid-panel: scorecards sealed from it count, unsealed ones are void. Returns how many are void.

    Where it was the last that was missing, its going completes the panel: the trail says for how many candidates.
    """
    before = open_panels(taken.stage)
    if not unseat(taken, by=by):
        return 0
    if completed := len(open_panels(taken.stage) - before):
        record("panel completed by leaving", by=by, about=taken, candidates=completed)
    drafts = Scorecard.objects.filter(stage=taken.stage, author=taken.user, sealed_at=None, void_at=None)
    void = drafts.update(void_at=timezone.now())
    if void:
        record("scorecards void", by=by, about=taken, scorecards=void)
    return void


def _revive(stage: Stage, user: User) -> None:
    """Who comes back finds their drafts where they left them."""
    Scorecard.objects.filter(stage=stage, author=user, sealed_at=None).update(void_at=None)
