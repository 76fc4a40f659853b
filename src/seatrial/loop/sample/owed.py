"""What candidates of the demo handed in: one trial is over, one runs before your eyes, one broke on our side."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.actions import broke, claim, finish
from seatrial.loop.evidence.evening import begin, hand_in, send
from seatrial.loop.evidence.models import Run
from seatrial.loop.evidence.rules import MOST_ATTEMPTS
from seatrial.loop.evidence.store import store

_WORDS = "The box could not be made: no space left on device. (Said by this demo; the machine is well. Run it again.)"


def hand_in_now(candidacy: Candidacy, archive: bytes, *, minutes: int = 165) -> None:
    """Begin the evening so many minutes ago, send an archive and hand it in; its check and its trial are owed."""
    evening = begin(candidacy)
    evening.started_at = timezone.now() - timedelta(minutes=minutes)
    evening.save(update_fields=["started_at"])
    sent = send(evening, store([archive]), file_name="feature.zip")
    hand_in(sent, told_minutes=minutes + 10)


def try_it(candidacy: Candidacy, report: Mapping[str, Any]) -> None:
    """Let the check of what was handed in pass, and its trial end with this report."""
    finish(_claimed(candidacy), {})
    finish(_claimed(candidacy), dict(report))


def break_down(candidacy: Candidacy) -> None:
    """Let the check of what was handed in pass, and the trial break as often as it is tried."""
    finish(_claimed(candidacy), {})
    for _ in range(MOST_ATTEMPTS):
        run = _claimed(candidacy)
        broke(run, _WORDS)
        Run.objects.filter(pk=run.pk).update(not_before=timezone.now())  # as if the pause between were over


def _claimed(candidacy: Candidacy) -> Run:
    run = claim("demo", (Run.Kind.CHECK, Run.Kind.TRIAL))
    assert run is not None
    assert run.submission.candidacy_id == candidacy.pk
    return run
