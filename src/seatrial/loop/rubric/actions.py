"""Makes versions of a rubric. A version is never edited."""

from django.db import transaction

from seatrial.loop.audit.actions import record
from seatrial.loop.people.models import User
from seatrial.loop.rubric import default
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.rubric.stored import content_of

STANDARD_FAMILY = "standard"


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
    return RubricVersion.objects.filter(family=STANDARD_FAMILY).order_by("-number")[0]
