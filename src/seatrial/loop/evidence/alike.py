"""What a submission shares with the starter kit and with others: a fact for the lead, never for who scores."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from seatrial.loop.candidacy import rules as candidacies
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.models import Likeness, Submission
from seatrial.loop.openings.rules import reads_requests
from seatrial.loop.people.access import MemberRequest, members_only


@dataclass(frozen=True, slots=True)
class Shown:
    """One other submission: whose, if this lead may know, when, the shares, and the passages, this one's first."""

    who: Candidacy | None
    came_before: bool
    share: float
    other_share: float
    passages: list[dict[str, Any]]


@require_safe
@members_only
def alike(request: MemberRequest, uid: str) -> HttpResponse:
    """Show the shares, and the passages side by side where the lead leads both openings."""
    candidacy = get_object_or_404(candidacies.led_by(request.user).select_related("opening"), uid=uid, erased_at=None)
    if not reads_requests(request.user, candidacy.opening):
        raise Http404
    submission = candidacy.submissions.filter(handed_in_at__isnull=False).select_related("comparison").first()
    led = {one.pk: one for one in candidacies.led_by(request.user).filter(submissions__in=_others(submission))}
    context = {
        "section": "openings",
        "candidacy": candidacy,
        "submission": submission,
        "comparison": getattr(submission, "comparison", None),
        "shown": sorted((_shown(one, led, submission) for one in _found(submission)), key=lambda one: -one.share),
    }
    return render(request, "evidence/alike.html", context)


def _found(submission: Submission | None) -> list[Likeness]:
    if submission is None:
        return []
    mine = submission.likenesses.select_related("other")
    return [*mine, *submission.likenesses_of_later.select_related("submission")]


def _others(submission: Submission | None) -> list[int]:
    return [one.other_id if one.submission == submission else one.submission_id for one in _found(submission)]


def _shown(one: Likeness, led: dict[int, Candidacy], submission: Submission | None) -> Shown:
    is_later = one.submission_id == (submission.pk if submission else None)
    other = one.other if is_later else one.submission
    who = led.get(other.candidacy_id)
    shares = (one.share, one.other_share) if is_later else (one.other_share, one.share)
    passages = [] if who is None else [_turned(passage, is_later=is_later) for passage in one.passages]
    return Shown(who, is_later, *shares, passages)


def _turned(passage: dict[str, Any], *, is_later: bool) -> dict[str, Any]:
    mine = {name: passage[name] for name in ("path", "line", "text")}
    other = {name: passage[f"other_{name}"] for name in ("path", "line", "text")}
    first, second = (mine, other) if is_later else (other, mine)
    return {"tokens": passage["tokens"], "mine": first, "other": second}
