"""What is uploaded goes to disk first, whole and flushed, under a random name; the database hears of it afterwards."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from seatrial.loop.identity import new_uid


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is on disk: its uid is its name there; size in bytes."""

    uid: str
    size: int
    sha256: str


def path_of(uid: str) -> Path:
    """Return where the archive of that uid lies."""
    return Path(settings.DATA) / "submissions" / uid


def store(pieces: Iterable[bytes]) -> Stored:
    """Write an upload to disk piece by piece and flush it; a half-written one never gets its final name."""
    uid, digest, size = new_uid(), hashlib.sha256(), 0
    path = path_of(uid)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f".{uid}.part")
    with half.open("xb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)
    _flush(path.parent)
    return Stored(uid=uid, size=size, sha256=digest.hexdigest())


def _flush(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
