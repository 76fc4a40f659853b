"""A review under way in the demo: what was handed in can be run live, and some of it was predicted and run."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from seatrial.loop.candidacy.actions import start_stage
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.actions import claim
from seatrial.loop.evidence.models import Run, Submission
from seatrial.loop.evidence.store import store
from seatrial.loop.live.actions import close_session, open_session, predict, write_down
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.models import User
from seatrial.loop.sample.words import PREDICTED


def review_in_a_room(
    candidacy: Candidacy, review: Stage, archive: bytes, report: Mapping[str, Any], *, lead: User, by: User
) -> None:
    """Begin a review and hold a session in it, in the world of the trial: what came is what the trial saw."""
    kept = store([archive])
    Submission.objects.create(
        uid=kept.uid,
        candidacy=candidacy,
        file_name="feature.zip",
        size=kept.size,
        sha256=kept.sha256,
        handed_in_at=timezone.now() - timedelta(hours=4),
    )
    start_stage(candidacy, review, by=lead)
    session = open_session(candidacy, by=by, seed=report["seed"])
    run = claim("demo", (Run.Kind.LIVE,))
    assert run is not None
    seen = {case["id"]: case for case in report["cases"]}
    for case, expected, words in PREDICTED:
        if case in seen:
            noted = predict(run, review, case=case, typed="", expected=expected, words=words, by=by)
            write_down(noted, run, seen[case])
    close_session(session, by=by)
