"""The ledger of uses, one line a candidate."""

from typing import Any, cast

from django.db.models import Count, Max, Min, Q, QuerySet

from seatrial.loop.takehome.models import TakeHome, Use


def lines_of(takehome: TakeHome) -> QuerySet[Use, dict[str, Any]]:
    """Return for each candidate when the brief went out, which worlds were dealt, and when; the latest first."""
    lines = (
        Use.objects.filter(takehome=takehome)
        .order_by()
        .values("candidate")
        .annotate(
            sent=Min("at", filter=Q(purpose=Use.Purpose.BRIEF)),
            dealt=Min("at", filter=Q(purpose=Use.Purpose.KIT)),
            kit=Max("seed", filter=Q(purpose=Use.Purpose.KIT)),
            trial=Max("seed", filter=Q(purpose=Use.Purpose.TRIAL)),
            live=Count("pk", filter=Q(purpose=Use.Purpose.LIVE)),
            last=Max("at"),
        )
        .order_by("-last", "candidate")
    )
    return cast("QuerySet[Use, dict[str, Any]]", lines)
