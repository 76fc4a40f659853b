"""Makes versions of a rubric. A version is never edited."""

from django.db import IntegrityError, transaction

from seatrial.loop.audit.actions import record
from seatrial.loop.people.models import User
from seatrial.loop.rubric import default
from seatrial.loop.rubric.arithmetic import Refusal, Rubric, refusals
from seatrial.loop.rubric.difference import difference
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.rubric.rules import newest_of
from seatrial.loop.rubric.stored import content_of

STANDARD_FAMILY = "standard"


class Refused(Exception):
    """The rubric breaks the rules that keep polish from winning."""

    def __init__(self, why: tuple[Refusal, ...]) -> None:
        super().__init__("; ".join(f"{one.rule} {one.numbers}" for one in why))
        self.why = why


class NothingChanged(Exception):
    """The version would be the same as the one before."""


class NewerVersion(Exception):
    """Somebody else made a version since this one was begun."""

    def __init__(self, newest: RubricVersion) -> None:
        super().__init__(str(newest))
        self.newest = newest


@transaction.atomic
def first_version(owner: User) -> RubricVersion:
    """Return the newest version of the standard; the first time, it is made and belongs to `owner`."""
    made, is_new = RubricVersion.objects.get_or_create(
        family=STANDARD_FAMILY,
        number=1,
        defaults={
            "name": default.NAME,
            "owner": owner,
            "reason": default.REASON,
            "content": content_of(default.STANDARD),
        },
    )
    if is_new:
        record("rubric version made", by=owner, about=made, number=1)
        return made
    return newest_of(STANDARD_FAMILY)


@transaction.atomic
def new_version(newest: RubricVersion, rubric: Rubric, *, reason: str, by: User) -> RubricVersion:
    """Make the version after `newest`; NewerVersion when somebody else did so first."""
    _accept(rubric)
    if not difference(newest.rubric, rubric):
        raise NothingChanged
    made = RubricVersion(
        family=newest.family,
        name=newest.name,
        number=newest.number + 1,
        owner=by,
        reason=reason,
        content=content_of(rubric),
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise NewerVersion(newest_of(newest.family)) from error
    record("rubric version made", by=by, about=made, number=made.number, after=newest.uid)
    return made


@transaction.atomic
def derive(origin: RubricVersion, rubric: Rubric, *, name: str, reason: str, by: User) -> RubricVersion:
    """Make the first version of a rubric of its own, begun from another one: for an opening with criteria to add."""
    _accept(rubric)
    made = RubricVersion.objects.create(
        name=name, number=1, owner=by, reason=reason, content=content_of(rubric), origin=origin
    )
    record("rubric derived", by=by, about=made, origin=origin.uid)
    return made


def _accept(rubric: Rubric) -> None:
    if why := refusals(rubric):
        raise Refused(why)
