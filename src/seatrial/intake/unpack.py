"""Takes a submission out of its archive into a fresh folder, or says why not and leaves nothing behind."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from seatrial.intake.content import HEAD, refuse_by_content
from seatrial.intake.errors import BadArchive
from seatrial.intake.limits import Budget, Limits
from seatrial.intake.names import MANIFEST, Names, clean_name, environments_among, left_out
from seatrial.intake.readers import damage_explained, entries_of, names_of

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was taken: relative paths of the files kept, and the folders and files that were left out, by name."""

    files: tuple[str, ...]
    left_out: tuple[str, ...]


def unpack(archive: Path, into: Path, limits: Limits | None = None) -> Unpacked:
    """Unpack into the folder `into`, which must not exist yet; BadArchive says why it cannot be accepted.

    Only regular files come out, without execute or other bits, under names that every system takes for different ones.
    A single folder around everything is taken off, so that the manifest stands at the top.
    """
    limits, packed = limits or Limits(), archive.stat().st_size
    environments = _environments(archive, Budget(limits, packed))
    into.mkdir(mode=0o700, parents=True)
    try:
        kept, dropped = _take(archive, into, Budget(limits, packed), environments)
        return Unpacked(files=_without_wrapper(into, sorted(kept)), left_out=tuple(sorted(dropped)))
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        raise


def _environments(archive: Path, budget: Budget) -> frozenset[str]:
    """Read the names once before all else: what marks an environment may stand after the links in it."""
    return environments_among(names_of(archive, budget))


def _take(archive: Path, into: Path, budget: Budget, environments: frozenset[str]) -> tuple[list[str], set[str]]:
    kept, dropped, names = list[str](), set[str](), Names()
    for packed in entries_of(archive, budget):
        if without := left_out(packed.name, environments):
            dropped.add(without)
            continue
        if packed.refused:
            raise BadArchive(packed.refused)
        path = clean_name(packed.name)
        names.admit(path)
        budget.file()
        _write(into / path, _pieces(path, packed.content, budget))
        kept.append(path)
    if not kept:
        raise BadArchive("The archive holds no files. Pack the folder with seatrial.toml in it.")
    return kept, dropped


def _pieces(path: str, content: IO[bytes], budget: Budget) -> Iterator[bytes]:
    head = _read(content, HEAD)
    refuse_by_content(path, head)
    so_far, piece = 0, head
    while piece:
        so_far += len(piece)
        budget.read(path, len(piece), so_far)
        yield piece
        piece = _read(content, _CHUNK)


def _read(content: IO[bytes], number: int) -> bytes:
    with damage_explained():
        return content.read(number)


def _write(target: Path, pieces: Iterator[bytes]) -> None:
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o644)
    with os.fdopen(descriptor, "wb") as file:
        for piece in pieces:
            file.write(piece)


def _without_wrapper(into: Path, kept: list[str]) -> tuple[str, ...]:
    """Move everything one folder up where a single folder holds it all."""
    if MANIFEST in kept:
        return tuple(kept)
    tops = {path.split("/")[0] for path in kept}
    if len(tops) != 1 or f"{next(iter(tops))}/{MANIFEST}" not in kept:
        raise BadArchive(
            f"There is no {MANIFEST} at the top of the archive. Pack the folder that holds it; CONTRACT.md shows one."
        )
    wrapper = into.with_name(f"{into.name}.wrapped")
    into.rename(wrapper)
    (wrapper / tops.pop()).rename(into)
    shutil.rmtree(wrapper)
    return tuple(path.split("/", 1)[1] for path in kept)
