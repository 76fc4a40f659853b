"""Which submissions are still to be compared, and what came of it. Once each; a dead worker makes way for another."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from seatrial.loop.evidence.models import Comparison, Likeness, Run, Submission
from seatrial.loop.evidence.rules import OWED
from seatrial.loop.identity import new_uid

MOST_OTHERS = 300
_MOST_ATTEMPTS = 3
GIVEN_UP_AFTER = timedelta(minutes=5)


def claim_comparison() -> Comparison | None:
    """Take a submission that was handed in, has had its trial, and was not compared yet; None if there is none."""
    now = timezone.now()
    left = Q(finished_at=None, claimed_at__lt=now - GIVEN_UP_AFTER)
    for old in Comparison.objects.filter(left)[:5]:
        mine = Comparison.objects.filter(left, pk=old.pk, attempts=old.attempts)
        if old.attempts >= _MOST_ATTEMPTS:
            mine.update(finished_at=now)
        elif mine.update(claim=new_uid(), claimed_at=now, attempts=F("attempts") + 1):
            return Comparison.objects.select_related("submission").get(pk=old.pk)
    owed = Run.objects.filter(submission=OuterRef("pk"), state__in=OWED)
    waiting = Submission.objects.filter(
        ~Exists(owed), handed_in_at__isnull=False, comparison=None, candidacy__erased_at=None
    )
    for submission in waiting.order_by("handed_in_at")[:5]:
        try:
            with transaction.atomic():
                return Comparison.objects.create(submission=submission, claim=new_uid(), claimed_at=now)
        except IntegrityError:
            continue
    return None


def others_of(submission: Submission) -> QuerySet[Submission]:
    """Return what others handed in before for the same kind of task, the latest first."""
    family = submission.candidacy.opening.takehome.family
    return (
        Submission.objects.filter(
            candidacy__opening__takehome__family=family,
            handed_in_at__lte=submission.handed_in_at,
            candidacy__erased_at=None,
        )
        .exclude(candidacy=submission.candidacy_id)
        .order_by("-handed_in_at")
    )


@transaction.atomic
def keep_comparison(comparison: Comparison, *, from_starter: float | None, found: Iterable[dict[str, Any]]) -> None:
    """Keep what came of it; whoever was erased meanwhile is left out."""
    rows = list(found)
    there = Submission.objects.filter(candidacy__erased_at=None).in_bulk([one["uid"] for one in rows], field_name="uid")
    if not Submission.objects.filter(pk=comparison.submission_id, candidacy__erased_at=None).exists():
        there = {}
    for one in rows:
        if one["uid"] in there and one["passages"]:
            Likeness.objects.update_or_create(
                submission_id=comparison.submission_id,
                other=there[one["uid"]],
                defaults={name: one[name] for name in ("share", "other_share", "passages")},
            )
    Comparison.objects.filter(pk=comparison.pk).update(
        finished_at=timezone.now(), from_starter=from_starter, compared=len(rows)
    )
