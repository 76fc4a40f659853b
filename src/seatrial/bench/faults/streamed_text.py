"""Where a stream can be cut: inside what the model says, never after its end."""

import json
from random import Random
from typing import Any

from seatrial.bench.wire import Draft

Events = tuple[bytes, ...]


def cut_inside(draft: Draft, dice: Random) -> Events | None:
    """Return the events up to a place inside the text, in the value when it stands there; None when nothing is said."""
    pieces = [_piece(event) for event in draft.events]
    text = "".join(pieces)
    if len(text) < 2:
        return None
    end = _place(text, draft.value, dice)
    kept: list[bytes] = []
    for event, piece in zip(draft.events, pieces, strict=True):
        if len(piece) >= end:
            return (*kept, _shortened(event, end)) if end else tuple(kept)
        end -= len(piece)
        kept.append(event)
    return tuple(kept)


def _place(text: str, value: str, dice: Random) -> int:
    """Return how many letters are kept: at least one, never all, and nothing that could pass for the value."""
    written = [spelled for spelled in (value, json.dumps(value)[1:-1]) if spelled and spelled in text]
    if not written:
        return len(text) // 2
    return max(1, text.index(written[0]) + inside_value(written[0], dice))


def inside_value(value: str, dice: Random) -> int:
    """Return a place in the first half of a value's first word: of "12.871 grams" the number alone tells it all."""
    first, *_ = value.split(maxsplit=1) or [""]
    return dice.randint(0, len(first) // 2)


def _parsed(event: bytes) -> dict[str, Any] | None:
    try:
        parsed = json.loads(event.removeprefix(b"data:"))
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _spoken(event: dict[str, Any]) -> tuple[dict[str, Any], str] | None:
    """Return the object and the key under which an event carries text; only the first choice counts."""
    choices = event.get("choices") or [{}]
    delta = choices[0].get("delta") or {}
    if choices[0].get("index") != 0:
        return None
    for key in ("content", "refusal"):
        if delta.get(key):
            return delta, key
    for call in delta.get("tool_calls") or ():
        if call["function"].get("arguments"):
            return call["function"], "arguments"
    return None


def _piece(event: bytes) -> str:
    parsed = _parsed(event)
    spoken = _spoken(parsed) if parsed else None
    return str(spoken[0][spoken[1]]) if spoken else ""


def _shortened(event: bytes, length: int) -> bytes:
    parsed = _parsed(event)
    spoken = _spoken(parsed) if parsed else None
    if parsed is None or spoken is None:
        return event
    holder, key = spoken
    holder[key] = holder[key][:length]
    return b"data: %b\n\n" % json.dumps(parsed, ensure_ascii=False, separators=(",", ":")).encode()
