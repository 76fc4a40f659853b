"""HTTP/1.1 as bytes: how a draft becomes the steps that a server performs. The gateway and the faults share it."""

from functools import lru_cache
from http import HTTPStatus

from seatrial.bench.wire import Draft, Reply, Send, Wait

LAST_CHUNK = b"0\r\n\r\n"

Headers = tuple[tuple[str, str], ...]


@lru_cache(maxsize=256)
def status_and_headers(status: int, headers: Headers) -> bytes:
    """Write a status line and header lines, without the empty line that ends a head."""
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = "Site Is Overloaded" if status == 529 else "Unknown"
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status} {reason}\r\n{lines}".encode("latin-1", "replace")


def chunk(data: bytes) -> bytes:
    """Frame data as one chunk of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def whole(draft: Draft, *, own: bytes = b"") -> bytes:
    """Write a draft as a healthy server does; `own` are header lines of this one reply."""
    head = status_and_headers(draft.status, draft.headers)
    if draft.streamed:
        body = b"".join([b"%x\r\n%b\r\n" % (len(event), event) for event in draft.events])
        return b"%b%btransfer-encoding: chunked\r\n\r\n%b0\r\n\r\n" % (head, own, body)
    return b"%b%bcontent-length: %d\r\n\r\n%b" % (head, own, len(draft.body), draft.body)


def stream_head(draft: Draft) -> bytes:
    """Write only the head of a streamed draft."""
    return status_and_headers(draft.status, draft.headers) + b"transfer-encoding: chunked\r\n\r\n"


def plain_head(draft: Draft) -> bytes:
    """Write only the head of a plain draft, the length of its whole body in it."""
    return b"%bcontent-length: %d\r\n\r\n" % (status_and_headers(draft.status, draft.headers), len(draft.body))


def with_headers(headers: Headers, *changed: tuple[str, str]) -> Headers:
    """Return headers with some of them changed or added."""
    names = {name for name, _ in changed}
    return (*(pair for pair in headers if pair[0] not in names), *changed)


def frame(draft: Draft) -> Reply:
    """Put a draft into steps: all of it in one write, after a wait where it has one."""
    sent = Send(whole(draft))
    return (Wait(draft.after_seconds), sent) if draft.after_seconds else (sent,)
