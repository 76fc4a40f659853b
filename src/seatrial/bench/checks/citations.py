"""Whether the citations of an answer exist, are verbatim, and carry what it claims."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from seatrial.bench.checks.answer import Cited
from seatrial.bench.matching import find_document, normalise, readable, stands_in, states
from seatrial.bench.observation import Observation
from seatrial.bench.reading import words
from seatrial.takehomes.base import Document, Value

_PASSAGE = 1200
_CHUNK = 4500
_EXCERPT = 100
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with the document that it names; `document` is None when its text was not recorded."""

    cited: Cited
    name: str
    document: Document | None


def sources(cited: Sequence[Cited], seen: Observation) -> tuple[Source, ...] | str:
    """Return what the citations name, or a sentence's end that says which of them is false, and how."""
    found = []
    for one in cited:
        name = find_document(one.document, seen.document_names) or _by_title(one.document, seen.documents)
        if name is None:
            return f'cited "{_short(one.document)}", a document that does not exist'
        document = next((text for text in seen.documents if text.name == name), None)
        if document is not None and not stands_in(one.quote, document):
            if not words(one.quote):
                return f"cited {name} with an empty quote"
            return f'quoted "{_short(one.quote)}" from {name}, where these words do not stand'
        found.append(Source(one, name, document))
    return tuple(found)


def carries(source: Source, value: Value) -> bool:
    """Tell whether a citation bears a value out: its document states it, within the quote or close by."""
    document = source.document
    if document is None:
        return True
    text = readable(document)
    quote = source.cited.quote
    if not states(text, value) and not states(document.text, value):
        return False
    if states(quote, value):
        return True
    if len(words(quote)) < _FEW_WORDS:
        return False
    reach = _CHUNK if len(quote) >= _EXCERPT else _PASSAGE
    passages = (*_around(text, value, reach), *_around(document.text, value, reach), *_sections(document, value))
    return any(stands_in(quote, Document("passage.txt", passage)) for passage in passages)


def _around(text: str, value: Value, reach: int) -> Iterator[str]:
    """Yield each stretch of the text that has the value in its middle."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if states(line, value) or (at and states(f"{lines[at - 1]} {line}", value)):
            before, after = "\n".join(lines[:at]), "\n".join(lines[at + 1 :])
            yield "\n".join((before[-reach:], line, after[:reach]))


def _sections(document: Document, value: Value) -> tuple[str, ...]:
    """Return the document's sections that state the value."""
    return tuple(section for section in _all_sections(document) if states(section, value))


@lru_cache(maxsize=64)
def _all_sections(document: Document) -> tuple[str, ...]:
    if document.name.endswith((".html", ".htm")):
        parts = re.split(r"(?i)(?=<h[1-6][\s>])", document.text)
    else:
        parts = re.split(r"(?m)^(?=#{1,6}\s)|\n(?=[^\n]+\n[=\-]{3,}\s*\n)", document.text)
    suffix = document.name.rsplit(".", 1)[-1]
    return tuple(readable(Document(f"section.{suffix}", part)) for part in parts) if len(parts) > 1 else ()


def _by_title(given: str, documents: Sequence[Document]) -> str | None:
    """Return the one document whose first line or heading is what was given."""
    wanted = words(given)
    if not wanted:
        return None
    fitting = [one.name for one in documents if words(_title(one)) == wanted]
    return fitting[0] if len(fitting) == 1 else None


def _title(document: Document) -> str:
    return next((line for line in readable(document).splitlines() if line.strip()), "")


def named_in(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the documents that a text names in its own words."""
    said = normalise(text)
    return tuple(name for name in names if normalise(name) in said)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:100]}…"
