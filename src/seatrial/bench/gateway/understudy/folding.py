"""Text with everything taken off that does not change what it says, so that planted sentences can be found again.

A folded text is bytes of the same length as the UTF-8 original: what was dropped is a space, so that a place in
the one is a place in the other. Line ends stay.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

_TABLE = bytes(
    code + 32
    if 65 <= code <= 90
    else code
    if code >= 128 or code == 10 or 48 <= code <= 57 or 97 <= code <= 122
    else 32
    for code in range(256)
)
_TAG = re.compile(rb"<[/!]?([a-zA-Z][\w-]*)[^<>]{0,300}>|<!--|-->")
_NAMING = re.compile(
    rb"\s(?:doc(?:ument)?|source|file|path|title|name|label|id|index|idx|nr?|no|number|ref|key|ur[il])(?:[_-]?(?:id|name|path|no|number))?\s*=",
    re.IGNORECASE,
)
HTML = frozenset(
    b"a abbr b blockquote body br button caption code col colgroup dd div dl doctype dt em figure footer h1 h2 h3 h4 h5 h6 head"
    b" header hr html i img li link mark meta nav ol p pre script small span strong style sub sup table tbody td tfoot th thead"
    b" tr u ul section article main title style aside address base cite del details fieldset figcaption hgroup ins kbd mark"
    b" noscript picture q s samp summary template time var wbr".split()
)
_ENTITY = re.compile(rb"&(?:[a-zA-Z]{2,8}|#[0-9]{1,5}|#[xX][0-9a-fA-F]{1,5});")
_SYMBOL = re.compile(rb"\xe2[\x80-\xbf][\x80-\xbf]|\xc2[\x80-\xbf]|\xef\xbb\xbf")
_CAPITAL = re.compile(rb"\xc3[\x80-\x9e]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([ntr\"/\\]))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "/": "/", "\\": "\\"}
_UNSEEN = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u180e\u00ad\U000e0000-\U000e007f]")


def fold(text: str) -> bytes:
    """Return the folded text: lower case, no punctuation, no mark-up, places kept."""
    return fold_bytes(text.encode("utf-8", "replace"))


def fold_bytes(raw: bytes) -> bytes:
    """Return the folded form of UTF-8 text."""
    if b"<" in raw:
        raw = _TAG.sub(_blank_tag, raw)
    if b"&" in raw:
        raw = _ENTITY.sub(_blank, raw)
    if not raw.isascii():
        raw = _CAPITAL.sub(_lower, _SYMBOL.sub(_blank, raw))
    return raw.translate(_TABLE)


def phrase(text: str) -> bytes:
    """Return the words of a text, folded, one space between them."""
    return b" ".join(fold(text).split())


@lru_cache(maxsize=8192)
def phrase_of(text: str) -> bytes:
    """Return `phrase(text)`, remembered: for the sentences and values of a world."""
    return phrase(text)


def spans(words: bytes, flat: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands in a folded text, whatever stood between its words."""
    end = len(flat) if end is None else end
    for found in _pattern(words).finditer(flat, start, end):
        first, last = found.span()
        if (first == 0 or flat[first - 1] in b" \n") and (last == len(flat) or flat[last] in b" \n"):
            yield first, last


@lru_cache(maxsize=4096)
def _pattern(words: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"[ \n]+".join(re.escape(word) for word in words.split()))


def unescape(text: str) -> str:
    r"""Return text in which a JSON string's escapes (`\n`, `\"`, `\u20ac`) are what they stand for."""
    if "\\" not in text or not ("\\n" in text or '\\"' in text or "\\u" in text):
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPED[found[2]], text)


def visible(text: str) -> str:
    """Return text without the characters that show nothing."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def _blank(found: re.Match[bytes]) -> bytes:
    return b" " * len(found[0])


def _blank_tag(found: re.Match[bytes]) -> bytes:
    """Blank a tag; one that is no mark-up of a document, but set around documents, ends a line."""
    blank = b" " * len(found[0])
    return blank if _is_markup(found) else b"\n" + blank[1:]


def _is_markup(tag: re.Match[bytes]) -> bool:
    return tag[1] is None or (tag[1].lower() in HTML and not names_something(tag[0]))


def names_something(tag: bytes) -> bool:
    """Tell whether a tag says which passage it holds, as authors write around documents (`<section document="a.md">`)."""
    return b"=" in tag and _NAMING.search(tag) is not None


def sets_apart(raw: bytes) -> bool:
    """Tell whether a tag stands here that is no mark-up of a document."""
    return b"<" in raw and any(not _is_markup(tag) for tag in _TAG.finditer(raw))


def _lower(found: re.Match[bytes]) -> bytes:
    return bytes((0xC3, found[0][1] + 32)) if found[0][1] != 0x97 else b"  "
