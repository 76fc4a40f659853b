"""The files of a submission as people read them: what intake took out of the archive, kept once beside it as a zip.

The archive itself, with its history and its authors, stays as it came and is shown to nobody.
"""

import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from seatrial.intake.unpack import unpack
from seatrial.loop.evidence.store import path_of

MOST_SHOWN = 400_000
"""So many bytes of a file are shown; what is longer is data."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a submission: its place in the list, its path, its size in bytes."""

    number: int
    path: str
    size: int


class NotHere(Exception):
    """The archive is not in this data folder."""


def copy_of(uid: str) -> Path:
    """Return where the readable copy of a submission lies, if somebody has read it yet."""
    return Path(settings.DATA) / "readable" / uid


def files_of(uid: str) -> tuple[File, ...]:
    """Return the files of a submission; BadArchive says why it has none, NotHere that its archive is gone."""
    with _opened(uid) as copy:
        return tuple(File(number, one.filename, one.file_size) for number, one in enumerate(copy.infolist(), 1))


def zip_of(uid: str) -> bytes:
    """Return all files of a submission as a zip."""
    with _opened(uid):
        return copy_of(uid).read_bytes()


def texts_of(uid: str, *, most_bytes: int) -> Iterator[tuple[File, str]]:
    """Yield the files that are texts of a size to be read, one at a time, as long as they have so many bytes in all."""
    left = most_bytes
    with _opened(uid) as copy:
        for number, one in enumerate(copy.infolist(), 1):
            text = _text_in(copy, one) if one.file_size <= left else None
            if text is not None:
                left -= one.file_size
                yield File(number, one.filename, one.file_size), text


def text_of(uid: str, file: File) -> str | None:
    """Return what stands in a file; None when it is no text, or too much."""
    with _opened(uid) as copy:
        return _text_in(copy, copy.getinfo(file.path))


def _text_in(copy: zipfile.ZipFile, one: zipfile.ZipInfo) -> str | None:
    if one.file_size > MOST_SHOWN:
        return None
    content = copy.read(one)
    try:
        return None if b"\0" in content else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


@contextmanager
def _opened(uid: str) -> Iterator[zipfile.ZipFile]:
    path = copy_of(uid)
    if not path.exists():
        _make(uid, path)
    with zipfile.ZipFile(path) as copy:
        yield copy


def _make(uid: str, path: Path) -> None:
    if not path_of(uid).exists():
        raise NotHere(uid)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reading-") as scratch:
        folder = Path(scratch) / "submission"
        took = unpack(path_of(uid), folder)
        descriptor, half = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in sorted(took.files):
                copy.write(folder / name, name)
        Path(half).rename(path)
