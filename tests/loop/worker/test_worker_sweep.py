"""A file without a row is swept after a week, half a file after an hour, what belongs to a submission never."""

import os
import time
from pathlib import Path

import pytest
from django.conf import settings

from seatrial.loop.evidence.models import Run
from seatrial.loop.evidence.store import path_of, store
from seatrial.loop.people.models import User
from seatrial.loop.record.actions import erase
from seatrial.loop.worker.sweep import sweep
from tests.loop.worker.conftest import HandIn

pytestmark = pytest.mark.django_db
HOUR = 3600.0


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings) -> None:
    settings.DATA = tmp_path


def names() -> set[str]:
    return {path.name for path in Path(settings.DATA, "submissions").iterdir()}


def test_what_no_row_speaks_of_goes_in_the_end(hand_in: HandIn) -> None:
    kept, lost = hand_in().uid, store([b"the web process died before the row"]).uid
    half = path_of(lost).with_name(".half.part")
    half.write_bytes(b"the upload broke off")
    os.utime(half, (time.time() - 2 * HOUR,) * 2)
    seen = [(sweep(time.time() + hours * HOUR), names()) for hours in (0, 24, 24 * 8, 24 * 365)]
    assert seen == [(1, {kept, lost}), (0, {kept, lost}), (1, {kept}), (0, {kept})]


def test_what_somebody_erased_left_behind_goes_at_once(hand_in: HandIn, cy: User) -> None:
    submission = hand_in()
    erase(submission.candidacy, by=cy)  # and the process dies before the file is gone, as no commit comes in a test
    assert names() == {submission.uid}
    assert (sweep(), names(), Run.objects.get().state) == (1, set(), "cancelled")
