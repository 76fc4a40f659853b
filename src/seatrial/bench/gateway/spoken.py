"""What a client was told by the bytes that were really sent to it: read back from the wire, however spoiled."""

from typing import Any

from msgspec import DecodeError, json

from seatrial.bench.wire import Completion

_decode = json.Decoder().decode


def words_of(completion: Completion) -> str:
    """Return all that a completion says: its text or the arguments of its calls, and a refusal."""
    if completion.text is not None and completion.refusal is None:
        return completion.text
    calls = "\n".join(call.arguments for call in completion.tool_calls)
    return _joined(completion.text or "", completion.refusal or "", calls)


def _joined(text: str, refusal: str, calls: str) -> str:
    return "\n".join(part for part in (text or calls, refusal) if part)


def words_sent(sent: bytes) -> str:
    """Return the model's words in an HTTP answer, complete or not; empty when it carries none."""
    head, _, body = sent.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" in head.lower():
        body = _unchunked(body)
    if b"text/event-stream" in head.lower():
        payloads = [line[5:].strip() for line in body.splitlines() if line.startswith(b"data:")]
    else:
        payloads = [body]
    told = [_told(payload) for payload in payloads]
    return _joined(*("".join(part[at] for part in told) for at in range(3)))


def _unchunked(body: bytes) -> bytes:
    kept: list[bytes] = []
    while body:
        size, found, rest = body.partition(b"\r\n")
        try:
            length = int(size.split(b";")[0], 16)
        except ValueError:
            break
        if not found or not length:
            break
        kept.append(rest[:length])
        body = rest[length + 2 :]
    return b"".join(kept)


def _told(payload: bytes) -> tuple[str, str, str]:
    """Return text, refusal and tool arguments of one JSON payload's first choice."""
    try:
        parsed = _decode(payload)
        choice = parsed["choices"][0]
        said: dict[str, Any] = choice.get("delta") or choice.get("message") or {}
        arguments = "\n".join(call["function"].get("arguments", "") for call in said.get("tool_calls") or ())
        return said.get("content") or "", said.get("refusal") or "", arguments
    except (DecodeError, UnicodeDecodeError, LookupError, TypeError, AttributeError):
        return "", "", ""
