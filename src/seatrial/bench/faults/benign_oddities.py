"""Everything that servers of this protocol do differently and may: none of it changes what is said."""

import json
from dataclasses import dataclass
from random import Random
from typing import Any

from seatrial.bench.framing import LAST_CHUNK, Headers, chunk, status_and_headers
from seatrial.bench.wire import Draft, Reply, Send, Wait

_BETWEEN_WRITES_SECONDS = 0.001
_COMMENT = b": keep-alive\r\n\r\n"
_UNKNOWN = {"provider": "Größe-Ü ✓", "x_trace": {"node": 7, "path": ["a", "b"]}}


@dataclass(frozen=True, slots=True)
class BenignOddities:
    """Send the same answer with unusual but lawful framing, and with fields that nobody asked for."""

    def spoil(self, draft: Draft, dice: Random) -> Reply | None:
        """Return the same words, oddly sent; None for an answer that is an error anyway."""
        if draft.status != 200:
            return None
        if draft.streamed:
            return _paced(_head(draft, "text/event-stream;charset=UTF-8"), _odd_stream(draft.events), dice)
        body = _odd_body(draft.body)
        third = len(body) // 3
        return _paced(_head(draft, "application/json; charset=utf-8"), (body[:third], body[third:]), dice)


def _head(draft: Draft, content_type: str) -> bytes:
    """Write the head with header names in another case and a chunked body announced."""
    headers: Headers = tuple(
        (name.title(), content_type if name == "content-type" else value) for name, value in draft.headers
    )
    return status_and_headers(draft.status, (*headers, ("Transfer-Encoding", "chunked"))) + b"\r\n"


def _paced(head: bytes, parts: tuple[bytes, ...], dice: Random) -> Reply:
    """Send chunks whose ends fall anywhere, even inside a letter, a moment apart."""
    body = b"".join(parts)
    splits = {_inside_a_letter(body), *(dice.randrange(1, len(body)) for _ in range(4))}
    steps: list[Send | Wait] = [Send(head)]
    at = 0
    for end in sorted({*splits, len(body)} - {0}):
        steps += (Wait(_BETWEEN_WRITES_SECONDS), Send(chunk(body[at:end])))
        at = end
    return (*steps, Send(LAST_CHUNK))


def _inside_a_letter(body: bytes) -> int:
    """Return a place between the bytes of one letter, 0 when every letter is one byte."""
    return next((at for at, byte in enumerate(body) if byte & 0xC0 == 0x80), 0)


def _odd_stream(events: tuple[bytes, ...]) -> tuple[bytes, ...]:
    odd: list[bytes] = [_COMMENT]
    opened = False
    for event in events:
        data = event.removeprefix(b"data:").strip()
        if data == b"[DONE]":
            odd.append(b"data: [DONE]\r\n\r\n")
            continue
        parsed = json.loads(data)
        if not opened:
            odd.append(_event({**parsed, "choices": [], "prompt_filter_results": []}))
            opened = True
        odd.append(_event(_with_unknown(parsed)))
    odd.insert(len(odd) // 2, _COMMENT)
    return tuple(odd)


def _with_unknown(parsed: dict[str, Any]) -> dict[str, Any]:
    """Add fields that nobody asked for, and say the role in every delta."""
    for choice in parsed.get("choices", ()):
        delta = choice.get("delta")
        if delta is not None and choice.get("finish_reason") is None:
            choice["delta"] = {"role": "assistant", **delta}
        choice["content_filter_results"] = {}
    return {**parsed, **_UNKNOWN}


def _event(parsed: dict[str, Any]) -> bytes:
    return b"data:%b\r\n\r\n" % json.dumps(parsed, ensure_ascii=False).encode()


def _odd_body(body: bytes) -> bytes:
    parsed = json.loads(body)
    for choice in parsed.get("choices", ()):
        choice["content_filter_results"] = {}
        choice["message"]["provider_specific_fields"] = None
    return b"\n\n" + json.dumps({**parsed, **_UNKNOWN}, ensure_ascii=False, indent=1).encode() + b"\n"
