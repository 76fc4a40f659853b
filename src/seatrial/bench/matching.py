"""Whether a text states a planted value, and whether a quote stands in a document: by matching, never by judgement.

Pure functions on text. Everything planted is a fresh nonce, so that lenience towards spelling costs nothing, while a
value or a quote that was made up still matches nowhere.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from seatrial.bench.reading import Row, plain, raw_words, read, rows, words
from seatrial.bench.spelling import fold, stated_at
from seatrial.takehomes.base import Document, Value

_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–−", "-"))
_NARROW = "\u00a0\u2007\u2009\u202f"
_THOUSANDS_SPACE = re.compile(rf"(?<=\d)[{_NARROW}](?=\d{{3}}(?!\d))")
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?:,\d{3})+)(?![\d,])")
_LONG_ENOUGH = 16
_LABEL_ROOM = 200
_LONGEST_NAME = 1000


def normalise(text: str) -> str:
    """Return the text with case, white space, invisible characters, quotes, dashes and digit grouping made alike."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _THOUSANDS_SPACE.sub("", text))
        text = "".join(one for one in text if unicodedata.category(one) != "Cf")
        text = text.translate(_QUOTES).replace("—", " - ").replace("―", " - ")
    text = text.casefold().replace("`", "'")
    text = _THOUSANDS.sub(lambda found: found[1] + found[2].replace(",", ""), text)
    return " ".join(text.split())


def states(text: str, value: Value) -> bool:
    """Tell whether the text states the value in any spelling, as whole words and never inside something longer."""
    folded = fold(text)
    return any(True for form in (value.text, *value.forms) for _ in stated_at(folded, form))


@lru_cache(maxsize=256)
def readable(document: Document) -> str:
    """Return what a reader of the document sees: no tags, no comments, entities decoded, table cells set apart."""
    return read(document.name, document.text)


def stands_in(quote: str, document: Document) -> bool:
    """Tell whether the quote is verbatim in the document, mark-up, white space, case and punctuation aside."""
    return any(_parts_stand_in(_parts(candidate), document) for candidate in _unlabelled(quote, document.name))


_ELLIPSIS = re.compile(r"\[\s*(?:…|\.{3,})\s*\]|\(\s*(?:…|\.{3,})\s*\)|…|\.{3,}")
_NUMBERED = re.compile(
    r"^\s*(?:[\[(【]\s*(?:(?:source|doc|document|passage|chunk|excerpt)\s*)?\d+\s*[\])】]\s*:?|\d{1,2}[.)](?=\s)"
    r"|[\"'*_]*(?:quote|quotation|excerpt|evidence|citation|zitat|cita)[*_]*\s*:[*_]*)\s*",
    re.IGNORECASE,
)
_NUMBERED_AFTER = re.compile(
    r"\s*[\[(【]\s*(?:(?:source|doc|document|passage|chunk|excerpt)\s*)?\d+\s*[\])】]\W*$", re.IGNORECASE
)


def _parts(quote: str) -> list[str]:
    return [part for part in _ELLIPSIS.split(quote) if words(part)]


def _unlabelled(quote: str, name: str) -> Iterator[str]:
    """Yield the quote as it is, and without a label that a submission may have put before or after it."""
    yield quote
    after = re.compile(rf"(?:\s*[\[(【<]|\s[-—–~]+\s|\s*\n)\W*?(?:source: *)?{re.escape(name)}\W*$", re.IGNORECASE)
    tail = _NUMBERED_AFTER.sub("", after.sub("", quote[-_LABEL_ROOM:]))
    numbered = _NUMBERED.sub("", quote[:-_LABEL_ROOM] + tail)
    label = re.match(
        rf"\W*?(?:[\[(【<]\W*{re.escape(name)}\W*?[\])】>]:?|{re.escape(name)}\W*?(?:[:>|\-—–]|\n))\s*",
        numbered,
        re.IGNORECASE,
    )
    if label or numbered != quote:
        yield numbered[label.end() :] if label else numbered


def _parts_stand_in(parts: list[str], document: Document) -> bool:
    if not parts:
        return False
    view = _view(document)
    return (
        _in_order([words(plain(part)) for part in parts], view.read)
        or _in_order([raw_words(part) for part in parts], view.raw)
        or _in_order([words(part) for part in parts], view.read)
        or _in_order([words(part) for part in parts], view.rendered)
        or _in_rows("\n".join(parts), view.rows)
    )


class _View:
    """A document as word lists: as read, as it lies in the file, and its table rows with their columns' names."""

    __slots__ = ("raw", "read", "rendered", "rows")

    def __init__(self, document: Document) -> None:
        self.read = _Words(words(readable(document)))
        self.raw = _Words(raw_words(document.text))
        self.rows = rows(document.name, document.text)
        self.rendered = _Words([word for row in self.rows for word in row.rendered()])


class _Words:
    """Words in order, ready to be searched with and without the gaps between them."""

    __slots__ = ("compact", "spaced")

    def __init__(self, listed: list[str]) -> None:
        self.spaced = f" {' '.join(listed)} "
        self.compact = "".join(listed)


@lru_cache(maxsize=256)
def _view(document: Document) -> _View:
    return _View(document)


def _in_order(parts: list[list[str]], text: _Words) -> bool:
    """Tell whether the parts follow each other in the text; long ones may begin and end within a word."""
    if all(len("".join(part)) >= _LONG_ENOUGH for part in parts):
        return _follow(["".join(part) for part in parts], text.compact, 0)
    return _follow([f" {' '.join(part)} " for part in parts], text.spaced, 1)


def _follow(parts: list[str], text: str, shared: int) -> bool:
    """Find each part behind the one before; neighbours may share so many characters."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part) - shared
    return True


def _in_rows(quote: str, table: tuple[Row, ...]) -> bool:
    """Tell whether the quote, or each of its lines, is made of one row's cells and its columns' names alone."""
    lines = [line for line in quote.splitlines() if words(line)]
    return bool(table) and (
        any(row.holds(words(quote)) for row in table)
        or all(any(row.holds(words(line)) for row in table) for line in lines)
    )


_WRAPPING = " \t\r\n`'\"*<>()[]{}【】«»“”‘’.,;:"
_PART = r"(?:chunks?|parts?|pages?|p|pp|sections?|sec|para(?:graph)?s?|lines?|rows?|passages?|§)"
_CHUNK = re.compile(rf"\s*(?:[#|@:].*|\s\(.*\)?|,\s.*|\s[-–—]\s.*|[-_\s]+{_PART}[-_\s.#:]*\d.*|†.*)$", re.IGNORECASE)


def find_document(name: str, names: Iterable[str]) -> str | None:
    """Return the existing document that a citation's `name` means, whatever path, case, wrapping or chunk it adds."""
    existing = tuple(names)
    given = unicodedata.normalize("NFC", unquote(name[:_LONGEST_NAME])).replace("\\", "/").casefold()
    named = [(at, -len(one), one) for one in existing if (at := _named_at(one.casefold(), given)) >= 0]
    if named:
        return min(named)[2]
    given = given.split("?")[0].strip(_WRAPPING)
    for candidate in (given, _CHUNK.sub("", given), re.sub(r"^\w+\s*:\s*", "", given)):
        stem = _squashed(candidate.rstrip("/").rsplit("/", 1)[-1])
        fitting = [one for one in existing if stem and _squashed(one.rsplit(".", 1)[0]) == stem]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _named_at(name: str, given: str) -> int:
    """Return where the whole file name stands in what was given, or -1."""
    found = re.search(rf"(?<![\w.\-]){re.escape(name)}(?![^\W_]|\.\w)", given)
    return found.start() if found else -1


def _squashed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name)
