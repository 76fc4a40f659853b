"""What leads do with an opening: make it, set it up, seat its panel, open and close it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from seatrial.loop.audit.actions import record
from seatrial.loop.openings.guides import DEFAULT_GUIDES, content_of
from seatrial.loop.openings.models import Membership, Opening, Seat, Stage
from seatrial.loop.openings.problems import Problem, problems_of, rounds_of
from seatrial.loop.openings.spine import SPINE, Kind, may_add_general_round, moved
from seatrial.loop.people.models import User
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.takehome.actions import make_default
from seatrial.loop.takehome.models import TakeHome

_TITLES = {
    Kind.SCREEN: "Screen",
    Kind.TAKEHOME: "Take-home",
    Kind.REVIEW: "Review",
    Kind.DISCUSSION: "Discussion",
    Kind.GENERAL: "General round",
}
_MINUTES = {Kind.SCREEN: 30, Kind.TAKEHOME: 0, Kind.REVIEW: 60, Kind.DISCUSSION: 45, Kind.GENERAL: 60}
_OUT_OF_THE_WAY = 10_000
_SAME_CLICK = timedelta(seconds=30)


class ChangedMeanwhile(Exception):
    """Somebody else saved this opening after the form was shown."""


class ReasonNeeded(Exception):
    """A third general round needs a recorded reason."""


class StageInUse(Exception):
    """A stage that candidates have reached stays."""


class CannotMove(Exception):
    """Only general rounds change places, and only within the loop."""


class LeadsAlone(Exception):
    """Somebody has to lead an opening."""


class NotReady(Exception):
    """Something has to be mended before the opening can be opened; `problems` says what."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(one.says for one in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Role:
    """What the first step asks."""

    title: str
    about: str
    owner: User


@transaction.atomic
def make_opening(role: Role, *, rubric_version: RubricVersion, by: User) -> Opening:
    """Make an opening with the default loop; nothing is sent before it is opened. Sent twice it is made once."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # the second of two clicks waits here
    same = Opening.objects.filter(memberships__user=by, title=role.title, about=role.about, owner=role.owner)
    if made := same.filter(opened_at=None, closed_at=None, created_at__gt=timezone.now() - _SAME_CLICK).first():
        return made
    opening = Opening.objects.create(
        title=role.title, about=role.about, owner=role.owner, rubric_version=rubric_version, takehome=make_default()
    )
    Membership.objects.create(opening=opening, user=by)
    if role.owner != by and role.owner.is_lead:
        Membership.objects.create(opening=opening, user=role.owner)
    for position, kind in enumerate(SPINE, 1):
        _make_stage(opening, kind, position)
    record("opening made", by=by, about=opening, rubric=rubric_version.uid)
    return opening


@transaction.atomic
def save_role(opening: Opening, role: Role, *, edition: int, by: User) -> None:
    """Change the role's words and the owner of its standard."""
    _claim(opening, edition)
    Opening.objects.filter(pk=opening.pk).update(title=role.title, about=role.about, owner=role.owner)
    record("role changed", by=by, about=opening, owner=role.owner.uid)
    if role.owner.is_lead:
        add_lead(opening, role.owner, by=by)


@transaction.atomic
def add_lead(opening: Opening, user: User, *, by: User) -> None:
    """Let a lead see and run this opening too. Who leads it already stays as they are."""
    _, is_new = Membership.objects.get_or_create(opening=opening, user=user, removed_at=None)
    if is_new:
        record("lead added", by=by, about=opening, user=user.uid)


@transaction.atomic
def remove_lead(opening: Opening, user: User, *, by: User) -> None:
    """End somebody's leading of this opening from now on; LeadsAlone when nobody would be left."""
    Opening.objects.select_for_update().get(pk=opening.pk)  # two who remove each other wait here
    leading = Membership.objects.filter(opening=opening, removed_at=None)
    if not leading.filter(user__is_active=True).exclude(user=user).exists():
        raise LeadsAlone
    if leading.filter(user=user).update(removed_at=timezone.now()):
        record("lead removed", by=by, about=opening, user=user.uid)


@transaction.atomic
def save_stage(stage: Stage, *, edition: int, by: User, **values: Any) -> None:  # noqa: ANN401  -- a form's fields
    """Change a stage's title, minutes, blindness, order of scoring or guide."""
    _claim(stage.opening, edition)
    Stage.objects.filter(pk=stage.pk).update(**values)
    record("stage changed", by=by, about=stage, fields=sorted(values))


@transaction.atomic
def add_general_round(opening: Opening, *, reason: str, by: User) -> Stage:
    """Add a general round at the end; the third and further ones need a reason."""
    stages = list(Opening.objects.select_for_update().get(pk=opening.pk).stages.all())
    if not may_add_general_round(rounds_of(stages), reason or opening.general_rounds_reason):
        raise ReasonNeeded
    if reason.strip():
        Opening.objects.filter(pk=opening.pk).update(general_rounds_reason=reason.strip())
    stage = _make_stage(opening, Kind.GENERAL, stages[-1].position + 1 if stages else 1)
    _touch(opening)
    record("general round added", by=by, about=opening, stage=stage.uid, with_reason=bool(reason.strip()))
    return stage


@transaction.atomic
def move_round(stage: Stage, *, places: int, by: User) -> None:
    """Move a general round up (-1) or down (+1)."""
    stages = list(Opening.objects.select_for_update().get(pk=stage.opening_id).stages.all())
    place = [one.pk for one in stages].index(stage.pk)
    order = moved([Kind(one.kind) for one in stages], place, places)
    if order is None:
        raise CannotMove
    _put_in_order(stage.opening, [stages[old] for old in order])
    record("general round moved", by=by, about=stage, places=places)


@transaction.atomic
def remove_round(stage: Stage, *, by: User) -> None:
    """Remove a general round that no candidate has reached."""
    if stage.kind != Kind.GENERAL:
        raise CannotMove
    opening, uid = stage.opening, stage.uid
    try:
        with transaction.atomic():
            stage.delete()
    except ProtectedError as error:
        raise StageInUse from error
    _put_in_order(opening, list(opening.stages.all()))
    record("general round removed", by=by, about=opening, stage=uid)


@transaction.atomic
def save_standard(
    opening: Opening, *, edition: int, rubric_version: RubricVersion, takehome: Mapping[str, Any], by: User
) -> None:
    """Choose the rubric's version and write the take-home. Who has a first scorecard keeps the version of theirs."""
    _claim(opening, edition)
    Opening.objects.filter(pk=opening.pk).update(rubric_version=rubric_version)
    TakeHome.objects.filter(pk=opening.takehome_id).update(**takehome)
    record("standard chosen", by=by, about=opening, rubric=rubric_version.uid)


@transaction.atomic
def seat(stage: Stage, user: User, *, by: User) -> Seat:
    """Give somebody a seat in a stage; who sits there already keeps theirs."""
    taken, is_new = Seat.objects.get_or_create(stage=stage, user=user, removed_at=None)
    if is_new:
        record("seated", by=by, about=stage, user=user.uid)
    return taken


@transaction.atomic
def unseat(taken: Seat, *, by: User) -> bool:
    """End somebody's seat from now on; it stays in the record. False when it had ended already."""
    ended = Seat.objects.filter(pk=taken.pk, removed_at=None).update(removed_at=timezone.now())
    if ended:
        record("unseated", by=by, about=taken.stage, user=taken.user.uid)
    return bool(ended)


@transaction.atomic
def open_opening(opening: Opening, *, by: User) -> None:
    """Finish the set-up: from here on candidates can be added. Opening twice is opening once."""
    stopping = tuple(one for one in problems_of(opening) if one.stops)
    if stopping:
        raise NotReady(stopping)
    if Opening.objects.filter(pk=opening.pk, opened_at=None, closed_at=None).update(opened_at=timezone.now()):
        record("opening opened", by=by, about=opening)


@transaction.atomic
def close_opening(opening: Opening, *, by: User) -> None:
    """Take no more candidates; those in the loop finish it. One that was never opened is dropped."""
    if Opening.objects.filter(pk=opening.pk, closed_at=None).update(closed_at=timezone.now()):
        record("opening closed", by=by, about=opening)


def _claim(opening: Opening, edition: int) -> None:
    if not Opening.objects.filter(pk=opening.pk, edition=edition).update(edition=F("edition") + 1):
        raise ChangedMeanwhile


def _touch(opening: Opening) -> None:
    Opening.objects.filter(pk=opening.pk).update(edition=F("edition") + 1)


def _make_stage(opening: Opening, kind: Kind, position: int) -> Stage:
    return Stage.objects.create(
        opening=opening,
        kind=kind.value,
        position=position,
        title=_title(opening, kind),
        minutes=_MINUTES[kind],
        blind=kind is Kind.TAKEHOME,
        guide=content_of(DEFAULT_GUIDES[kind]),
    )


def _title(opening: Opening, kind: Kind) -> str:
    before = opening.stages.filter(kind=kind).count()
    return f"{_TITLES[kind]} {before + 1}" if before else _TITLES[kind]


def _put_in_order(opening: Opening, stages: list[Stage]) -> None:
    """Renumber the stages, by way of free numbers: no two may share one even for a moment."""
    for start in (_OUT_OF_THE_WAY, 1):
        for position, stage in enumerate(stages, start):
            Stage.objects.filter(pk=stage.pk).update(position=position)
    _touch(opening)
