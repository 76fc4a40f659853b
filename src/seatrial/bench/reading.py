"""What a reader sees of a document: text without mark-up, and the rows of its tables."""

import csv
import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from io import StringIO

_BLOCK_NAMES = (
    "address article aside blockquote body br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 head header hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_RULE = re.compile(r"^[\s|:+\-=*_]+$", re.MULTILINE)
_LEAD = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+)", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"(?<=\d)[,'’\u00a0\u2009\u202f](?=\d{3}(?!\d))")


def read(name: str, text: str) -> str:
    """Return the text of the file as a reader sees it, by the kind of file that its name tells."""
    match name.rsplit(".", 1)[-1].casefold():
        case "html" | "htm" | "xhtml":
            return _seen_html(text)
        case "csv" | "tsv":
            return "\n".join(" | ".join(cells) for cells in _cells(text))
        case "md" | "markdown" | "mdx":
            return plain(text)
        case _:
            return _visible(text)


def plain(text: str) -> str:
    """Take comments, tags, links and Markdown off a text and decode its entities."""
    text = _TAG.sub("", _COMMENT.sub(" ", text)) if "<" in text else text
    text = _RULE.sub("", _LINK.sub(r"\1", html.unescape(text)))
    text = _LEAD.sub("", text).replace("**", "").replace("__", "").replace("`", "").replace("|", " | ")
    return _visible(re.sub(r"(?<![^\W_])[*_]|[*_](?![^\W_])", "", text))


def words(text: str) -> list[str]:
    """Return the words and numbers of a text without case, accents, punctuation and digit grouping."""
    return _WORD.findall(_GROUPED.sub("", _bare(text)))


def raw_words(text: str) -> list[str]:
    """Return the words of a text exactly as they lie in the file, digit groups apart and mark-up among them."""
    return _WORD.findall(_bare(text))


def _bare(text: str) -> str:
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", _visible(text)).casefold()
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def _visible(text: str) -> str:
    if text.isascii():
        return text
    return "".join(one for one in text if unicodedata.category(one) != "Cf")


class _Reader(HTMLParser):
    """Collects what is shown, and every table row as its cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.table: list[list[str]] = []
        self._unseen = 0
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unseen += tag in _UNSEEN
        if tag == "tr":
            self.table.append([])
        elif tag in {"td", "th"}:
            self.table = self.table or [[]]
            self.table[-1].append("")
        self._in_cell = tag in {"td", "th"} or (self._in_cell and tag not in {"tr", "table"})
        if tag in _BLOCKS:
            self.shown.append(" | " if tag in {"td", "th"} else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in {"td", "th", "tr", "table"}:
            self._in_cell = False
        if tag in _BLOCKS:
            self.shown.append(" " if tag in {"td", "th"} else "\n")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        self.shown.append(data)
        if self._in_cell:
            self.table[-1][-1] += data


def _parsed(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader


def _seen_html(text: str) -> str:
    lines = (" ".join(line.split()) for line in "".join(_parsed(text).shown).splitlines())
    return _visible("\n".join(line for line in lines if line))


@dataclass(frozen=True, slots=True)
class Row:
    """One table row: its columns' names, its cells, and its number among the rows, counted from nought."""

    header: tuple[str, ...]
    cells: tuple[str, ...]
    number: int

    def rendered(self) -> list[str]:
        """Return the words of "column: cell" for each cell, as loaders write a row down."""
        pairs = zip((*self.header, *("",) * len(self.cells)), self.cells, strict=False)
        return [word for name, cell in pairs for word in (*words(name), *words(cell))]

    def holds(self, quoted: list[str]) -> bool:
        """Tell whether all that is quoted are this row's cells and its columns' names, two words of cells at least."""
        cells = {word for cell in self.cells for word in (*words(cell), *raw_words(cell))}
        rest = {word for name in self.header for word in words(name)}
        rest |= {"row", *(str(self.number + more) for more in range(3))}
        return sum(word in cells for word in quoted) > 1 and all(word in cells or word in rest for word in quoted)


def rows(name: str, text: str) -> tuple[Row, ...]:
    """Return the rows of every table in the file."""
    match name.rsplit(".", 1)[-1].casefold():
        case "html" | "htm" | "xhtml":
            tables = [_parsed(text).table]
        case "csv" | "tsv":
            tables = [_cells(text)]
        case _:
            tables = list(_piped(text))
    return tuple(
        Row(tuple(table[0]), tuple(cells), number)
        for table in tables
        if table
        for number, cells in enumerate(table[1:] if len(table) > 1 else table)
    )


def _cells(text: str) -> list[list[str]]:
    """Read a CSV of whichever delimiter its first line uses most."""
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        return [
            [cell.strip() for cell in line]
            for line in csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
            if line
        ]
    except csv.Error:
        return [line.split(delimiter) for line in text.splitlines() if line.strip()]


def _piped(text: str) -> Iterator[list[list[str]]]:
    """Yield every Markdown table as its rows of cells, the line of dashes left out."""
    table: list[list[str]] = []
    for line in (*text.splitlines(), ""):
        if line.count("|") > 1 or (table and "|" in line):
            if not _RULE.fullmatch(line):
                table.append([plain(cell).strip() for cell in line.strip().strip("|").split("|")])
        elif table:
            yield table
            table = []
