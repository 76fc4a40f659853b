"""From files to passages: what a reader would see of each document, cut where its sections end."""

import html
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from guards import GUARDS

PASSAGE_WORDS = 140
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HIDDEN = re.compile(
    r"<(\w+)\b[^>]*(?:\shidden\b|style=[\"'][^\"'>]*(?:display:\s*none|visibility:\s*hidden|font-size:\s*0(?![.\d])|opacity:\s*0(?![.\d])))"
    r"[^>]*>.*?</\1>",
    re.DOTALL | re.IGNORECASE,
)
_UNSEEN = re.compile(r"<(script|style|template|head)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_HEAD = re.compile(r"<h[1-6]\b[^>]*>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|section|article|[uod]l|table|blockquote|header|footer|br)\b[^>]*>|</h[1-6]>", re.IGNORECASE
)
_LINE = re.compile(r"<(?:tr|li|dt|dd)\b[^>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^>]*>|<!doctype[^>]*>", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}\s+(.+)$|^(\S.{0,80})\n[=-]{3,}[ \t]*$|^([A-Z][A-Z0-9 ,&'/-]{3,60})$", re.MULTILINE)
_SUPERSEDED = re.compile(
    r"\bsuperseded\b|\b(?:this|the) (?:\w+ )?(?:version|edition|document|text|policy|list|copy) "
    r"(?:is|was|has been) (?:withdrawn|replaced|archived|obsolete|outdated)"
    r"|\bno longer (?:valid|in force|applies)|\bkept for (?:the archives?|reference)|\bstatus: *(?:archived|obsolete|withdrawn|old)",
    re.IGNORECASE,
)
_HEADER_CHARACTERS = 600


@dataclass(frozen=True)
class Document:
    """One file: its name and its text as a reader sees it."""

    name: str
    text: str


@dataclass(frozen=True)
class Passage:
    """A piece of a document with the headings it stands under."""

    document: str
    heading: str
    text: str


def read_folder(folder: Path) -> list[Document]:
    """Read every readable file; superseded ones are left out, for nobody wants an answer from them."""
    documents = [Document(path.name, _readable(path)) for path in sorted(folder.iterdir()) if path.is_file()]
    if GUARDS.current_version:
        documents = [document for document in documents if not is_superseded(document)]
    return [document for document in documents if document.text.strip()]


def is_superseded(document: Document) -> bool:
    """Tell whether a document says of itself, in its head, that it no longer counts."""
    return bool(_SUPERSEDED.search(document.text[:_HEADER_CHARACTERS]))


def passages(document: Document) -> list[Passage]:
    """Cut a document at its headings and blank lines into passages of a readable size."""
    found: list[Passage] = []
    title = heading = ""
    gathered: list[str] = []

    def close() -> None:
        if gathered:
            found.append(Passage(document.name, f"{title} {heading}".strip(), "\n\n".join(gathered)))
            gathered.clear()

    for block in re.split(r"\n\s*\n", document.text):
        if named := _HEADING.match(block.strip()):
            close()
            heading = next(group for group in named.groups() if group)
            title = title or heading
        for piece in _pieces(block.strip("\n")):
            if sum(len(text.split()) for text in (*gathered, piece)) > PASSAGE_WORDS:
                close()
            gathered.append(piece)
    close()
    return found


def _pieces(block: str) -> list[str]:
    """Cut a long table or list between its lines; the first line, its head, is repeated."""
    if len(block.split()) <= PASSAGE_WORDS or "\n" not in block:
        return [block] if block.strip() else []
    head, *lines = block.splitlines()
    pieces, gathered = [], [head]
    for line in lines:
        if sum(len(text.split()) for text in (*gathered, line)) > PASSAGE_WORDS:
            pieces.append("\n".join(gathered))
            gathered = [head]
        gathered.append(line)
    return [*pieces, "\n".join(gathered)]


def _readable(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
    if GUARDS.clean_ingest:
        text = _HIDDEN.sub("", _COMMENT.sub("", text))
        text = "".join(code for code in text if unicodedata.category(code) != "Cf")
    return _without_tags(text) if path.suffix.lower() in (".html", ".htm") else text


def _without_tags(text: str) -> str:
    """Return what a browser shows: a blank line between blocks, `#` before headings, `|` between cells."""
    text = re.sub(r"\s+", " ", _UNSEEN.sub("", text))
    for pattern, mark in ((_HEAD, "\n\n# "), (_BLOCK, "\n\n"), (_LINE, "\n"), (_CELL, " | "), (_TAG, "")):
        text = pattern.sub(mark, text)
    return "\n".join(line.strip() for line in html.unescape(text).splitlines())
