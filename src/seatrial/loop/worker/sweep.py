"""Clears what no row speaks of: archives that never became a submission, and of people who were erased, and copies."""

import time
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from seatrial.loop.evidence.models import Submission

_HALF_SECONDS = 3600.0
_UNCLAIMED_SECONDS = 7 * 24 * 3600.0


def sweep(now: float | None = None) -> int:
    """Remove such files; returns how many.

    Nobody was told that they are kept: the page says "received" when the row is there. A week is left all the same,
    from the moment the file came to this disk, so that whoever restores a backup step by step loses nothing.
    """
    now = time.time() if now is None else now
    folders = [Path(settings.DATA) / name for name in ("submissions", "readable")]
    files = [path for folder in folders for path in folder.glob("*") if path.is_file()]
    kept = dict(Submission.objects.values_list("uid", "candidacy__erased_at"))
    left = [path for path in files if _is_left_over(path, kept, now)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _is_left_over(path: Path, kept: Mapping[str, object], now: float) -> bool:
    if path.name.endswith(".part"):
        return now - path.stat().st_mtime > _HALF_SECONDS
    if path.name in kept:
        return kept[path.name] is not None
    return now - path.stat().st_ctime > _UNCLAIMED_SECONDS
