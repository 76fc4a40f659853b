"""Ask a submission over one socket and believe nothing of what comes back: every byte of it is hostile.

One request per connection. The answer's head and body are capped, bytes that are no HTTP are a value, not an exception.
"""

import asyncio
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

import h11

HEAD_BYTES = 64 << 10
BODY_BYTES = 1 << 20
_MOST_BYTES = 8 * BODY_BYTES  # a body in tiny chunks takes that much more on the wire
_READ_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A complete HTTP answer: its status and its body as text, invalid UTF-8 replaced."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class HttpFailure:
    """No complete HTTP answer, and what came instead."""

    reason: Literal["timeout", "closed", "refused", "not_http", "too_large"]
    detail: str


def post(path: str, payload: dict[str, str]) -> bytes:
    """Write a POST of JSON as HTTP/1.1."""
    body = json.dumps(payload, ensure_ascii=False).encode()
    head = f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\naccept: application/json\r\n"
    return f"{head}content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body


def get(path: str) -> bytes:
    """Write a GET as HTTP/1.1."""
    return f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n".encode()


def no_more() -> float:
    """Return the seconds that are added to a time limit nobody stretches."""
    return 0.0


async def converse(
    sock: socket.socket, request: bytes, *, seconds: float, more: Callable[[], float] = no_more
) -> HttpAnswer | HttpFailure:
    """Send the request and read the answer within `seconds`, and `more`, which may grow; always closes the socket."""
    loop = asyncio.get_running_loop()
    began, talking = loop.time(), asyncio.ensure_future(_converse(sock, request))
    try:
        while (left := began + seconds + more() - loop.time()) > 0:
            await asyncio.wait((talking,), timeout=left)
            if talking.done():
                return talking.result()
        return HttpFailure("timeout", f"Nothing complete came within {seconds:g} s.")
    except OSError as error:
        return HttpFailure("closed", f"The connection broke: {error.strerror or error}.")
    finally:
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)
        sock.close()


async def _converse(sock: socket.socket, request: bytes) -> HttpAnswer | HttpFailure:
    loop = asyncio.get_running_loop()
    sending = asyncio.ensure_future(loop.sock_sendall(sock, request))
    try:
        return await _read(loop, sock)
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def _read(loop: asyncio.AbstractEventLoop, sock: socket.socket) -> HttpAnswer | HttpFailure:
    reader = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_BYTES)
    reader.send(h11.Request(method="GET", target="/", headers=[("host", "127.0.0.1")]))
    reader.send(h11.EndOfMessage())
    status, body, received, ended = 0, bytearray(), 0, False
    while True:
        try:
            event = reader.next_event()
        except h11.RemoteProtocolError as error:
            return _broken(error, ended=ended, begun=status > 0)
        if event is h11.NEED_DATA:
            if received > (_MOST_BYTES if status else HEAD_BYTES):
                return _TOO_LARGE if status else _ENDLESS_HEAD
            await asyncio.sleep(
                0
            )  # sock_recv does not wait while there is something to read, and nobody else could run
            data = await loop.sock_recv(sock, _READ_BYTES)
            received += len(data)
            ended = not data
            reader.receive_data(data)
        elif isinstance(event, h11.Response):
            status = event.status_code
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > BODY_BYTES:
                return _TOO_LARGE
        elif isinstance(event, h11.EndOfMessage):
            return HttpAnswer(status, body.decode(errors="replace"))
        elif isinstance(event, h11.ConnectionClosed) or event is h11.PAUSED:
            return _NO_ANSWER


def _broken(error: h11.RemoteProtocolError, *, ended: bool, begun: bool) -> HttpFailure:
    """Say in our own words what h11 did not like."""
    if ended:
        return _HALF_AN_ANSWER if begun else _NO_ANSWER
    if error.error_status_hint == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
        return _ENDLESS_HEAD
    return HttpFailure("not_http", f"The bytes break the rules of HTTP: {error}.")


_NO_ANSWER = HttpFailure("closed", "The connection closed without an answer.")
_HALF_AN_ANSWER = HttpFailure("closed", "The connection closed in the middle of the answer.")
_ENDLESS_HEAD = HttpFailure("not_http", f"The head of the answer is longer than {HEAD_BYTES >> 10} KiB.")
_TOO_LARGE = HttpFailure("too_large", f"The answer is longer than {BODY_BYTES >> 20} MiB.")
