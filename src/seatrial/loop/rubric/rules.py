"""Who reads which rubric, and which version is the newest. A rubric holds nothing about any candidate."""

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from seatrial.loop.people.models import User
from seatrial.loop.rubric.models import RubricVersion


def seen_by(user: User) -> QuerySet[RubricVersion]:
    """Return every rubric for a lead; for a panelist those of the openings that they sit in or scored in."""
    if user.is_lead:
        return RubricVersion.objects.all()
    seated = Q(openings__stages__seats__user=user, openings__stages__seats__removed_at=None)
    theirs = RubricVersion.objects.filter(seated | Q(scorecards__author=user)).values("family")
    return RubricVersion.objects.filter(family__in=theirs)


def with_use(versions: QuerySet[RubricVersion]) -> QuerySet[RubricVersion]:
    """Return the versions, newest first within each rubric, with the number of scorecards made with each as `used`."""
    # counted on their own: joined to versions and owners, 20,000 scorecards take 30 ms
    same = RubricVersion.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    used = same.annotate(used=Count("scorecards", filter=Q(scorecards__void_at=None))).values("used")
    return versions.annotate(used=Subquery(used)).select_related("owner").order_by("family", "-number")


def families(versions: QuerySet[RubricVersion]) -> QuerySet[RubricVersion, str]:
    """Return the rubrics among these versions, the one changed last first."""
    changed = versions.order_by().values("family").annotate(last=Max("made_at"))
    return changed.order_by("-last", "family").values_list("family", flat=True)


def newest_of(family: str) -> RubricVersion:
    """Return the newest version of a rubric."""
    return RubricVersion.objects.filter(family=family).select_related("owner").latest("number")


def newest_number(family: str) -> int:
    """Return the number of the newest version of a rubric."""
    return RubricVersion.objects.filter(family=family).aggregate(newest=Max("number"))["newest"] or 0
