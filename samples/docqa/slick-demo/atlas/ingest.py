"""Document ingestion: load files, strip markup, split into overlapping windows."""

import csv
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from atlas.config import settings


@dataclass(frozen=True)
class Chunk:
    """A window of text together with the file it came from."""

    document: str
    text: str


def load_chunks(folder: Path) -> list[Chunk]:
    """Load every document in ``folder`` and split it into chunks."""
    return [
        Chunk(document=path.name, text=text)
        for path in sorted(folder.glob("*"))
        for text in (rows(path) if path.suffix == ".csv" else split(clean(path)))
    ]


def rows(path: Path) -> list[str]:
    """Turn every row of a table into a self-contained text (``column: value; ...``)."""
    text = path.read_text(encoding="utf-8")
    delimiter = max(",;\t", key=text.count)
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    return ["; ".join(f"{key}: {value}" for key, value in row.items()) for row in reader]


def clean(path: Path) -> str:
    """Read a file; remove tags and comments and decode entities."""
    text = re.sub(r"<(style|script).*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", text))


def split(text: str) -> list[str]:
    """Split ``text`` into overlapping windows of words."""
    words = text.split()
    step = settings.chunk_words - settings.chunk_overlap
    return [
        " ".join(words[start : start + settings.chunk_words])
        for start in range(0, max(1, len(words) - settings.chunk_overlap), step)
    ]
