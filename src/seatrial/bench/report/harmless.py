"""Makes a stranger's text safe to show: nothing in it can move a cursor, turn the reading direction or hide."""

import re
from typing import Any

_MOST_DEPTH = 40
_HIDDEN = re.compile(
    "[\u200b-\u200d\u2060-\u2064\ufeff\u00ad\u180e\U000e0000-\U000e0fff]{2,}"
    "|[\u200b\u2060-\u2064\ufeff\u00ad\u180e\U000e0000-\U000e0fff]"  # a lone joiner belongs into some scripts
)
_UNENCODABLE = re.compile("[\x00\ud800-\udfff]")
_DANGEROUS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls: they move cursors and ring bells
    "\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb"  # they turn the reading direction
    "\ud800-\udfff]"  # no encoding carries these
)


def harmless(text: str) -> str:
    """Return the text with controls, direction marks and lone surrogates written out, and hidden runs counted."""
    counted = _HIDDEN.sub(_count_hidden, text.replace("\r\n", "\n"))
    return _DANGEROUS.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", counted)


def _count_hidden(found: re.Match[str]) -> str:
    length = len(found[0])
    return f"⟨U+{ord(found[0]):04X}⟩" if length == 1 else f"⟨{length} invisible characters⟩"


def encodable(value: Any) -> Any:  # noqa: ANN401  -- any JSON value comes in, any goes out
    """Return a JSON value that UTF-8 and any database carry: NULs and lone surrogates replaced, nesting bounded."""
    return _encodable(value, _MOST_DEPTH)


def _encodable(value: Any, depth: int) -> Any:  # noqa: ANN401  -- as above
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else _UNENCODABLE.sub("\ufffd", value)
    if depth == 0:
        return "… (nested too deep)"
    if isinstance(value, dict):
        return {_encodable(str(key), depth): _encodable(inner, depth - 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(inner, depth - 1) for inner in value]
    return value
