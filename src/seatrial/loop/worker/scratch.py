"""Where runs keep their temporary files: one folder a claim, so that what a killed worker left can be cleared."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from seatrial.bench.errors import BenchBroke
from seatrial.loop.evidence.comparing import GIVEN_UP_AFTER
from seatrial.loop.evidence.models import Comparison, Run


def scratch_of(held: Run | Comparison) -> Path:
    """Make the folder for the temporary files of one claim."""
    folder = scratch() / held.claim
    folder.mkdir(mode=0o711, parents=True)
    return folder


def clear(folder: Path) -> None:
    """Remove a folder with all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def clear_abandoned() -> int:
    """Remove what workers of this data folder left behind that are not there any more; returns how many folders."""
    there = list(scratch().glob("*"))  # first: what is claimed after this line is not looked at
    alive = set(
        Run.objects.filter(state=Run.State.RUNNING, lease_until__gt=timezone.now()).values_list("claim", flat=True)
    )
    fresh = timezone.now() - GIVEN_UP_AFTER
    alive |= set(Comparison.objects.filter(finished_at=None, claimed_at__gt=fresh).values_list("claim", flat=True))
    left = [folder for folder in there if folder.name not in alive]
    for folder in left:
        clear(folder)
    return len(left)


def scratch() -> Path:
    """Return the folder of all claims. Not in the data folder: that one is closed to the user whom a box runs as."""
    named = hashlib.sha256(str(settings.DATA).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"seatrial-scratch-{named}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o711)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise BenchBroke(f"{folder} belongs to somebody else. Remove it.")
    return folder
