"""The one file of the gateway with sockets: it parses HTTP, asks `exchange` what to do, and does just that."""

import asyncio
import socket
import struct
import sys
import time
import traceback
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import httptools

from seatrial.bench.framing import status_and_headers
from seatrial.bench.gateway.exchange import Moment, exchange
from seatrial.bench.gateway.line import CallRecord, Line
from seatrial.bench.gateway.openai import JSON_HEADERS
from seatrial.bench.gateway.spoken import words_sent
from seatrial.bench.provider_error import ProviderError
from seatrial.bench.wire import HangUp, Reply, Request, Reset, Send, Step, Wait

if sys.platform != "win32":
    import uvloop

HEAD_BYTES = 64 << 10
BODY_BYTES = 16 << 20
HELD_BYTES = 128 << 20
BACKLOG = 1024
_QUEUED_REQUESTS = 32
_LINGER_SECONDS = 2.0
_OFFERS = ("upgrade", "connection", "http2-settings")
_RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)

NOT_HTTP = ProviderError(400, "What was sent is not valid HTTP/1.1.")
HEAD_TOO_LARGE = ProviderError(431, f"The request's header lines are larger than {HEAD_BYTES >> 10} KiB.")
BODY_TOO_LARGE = ProviderError(413, f"The request's body is larger than {BODY_BYTES >> 20} MiB.")
TOO_MUCH_AT_ONCE = ProviderError(413, f"All requests under way are larger than {HELD_BYTES >> 20} MiB together.")
BROKE = ProviderError(500, "The Seatrial gateway itself broke; this is no fault of the submission.", "server_error")


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Return the fastest event loop of this platform."""
    return asyncio.new_event_loop() if sys.platform == "win32" else uvloop.new_event_loop()


@dataclass(slots=True)
class Held:
    """How many bytes of request bodies one server holds, of all its connections: what it may is more than enough."""

    bytes: int = 0


class ModelServer:
    """A model endpoint that listens."""

    def __init__(self, listening: asyncio.AbstractServer, connections: "set[Connection]") -> None:
        self._listening = listening
        self._connections = connections

    def close(self) -> None:
        """Stop listening and drop every connection; safe to call twice."""
        self._listening.close()
        for connection in tuple(self._connections):
            connection.drop()


async def serve(sock: socket.socket, line: Line) -> ModelServer:
    """Serve a line on a listening (or bound) socket; calls of an earlier instance can no longer come."""
    line.connect()
    connections: set[Connection] = set()
    loop, held = asyncio.get_running_loop(), Held()
    listening = await loop.create_server(lambda: Connection(line, loop, connections, held), sock=sock, backlog=BACKLOG)
    return ModelServer(listening, connections)


class Connection(asyncio.Protocol):
    """One connection: requests are answered one after another, in the order in which they came."""

    def __init__(self, line: Line, loop: asyncio.AbstractEventLoop, connections: "set[Connection]", held: Held) -> None:
        self._line = line
        self._loop = loop
        self._connections = connections
        self._all_held = held
        self._held = 0
        self._transport: asyncio.Transport | None = None
        self._parser: httptools.HttpRequestParser | None = None
        self._waiting: deque[tuple[Request, bool]] = deque()
        self._record: CallRecord | None = None
        self._steps: Iterator[Step] = iter(())
        self._sent: list[bytes] = []
        self._timer: asyncio.TimerHandle | None = None
        self._paused = False
        self._crowded = False
        self._refused: ProviderError | None = None
        self._keep = True
        self._fresh()

    def _fresh(self) -> None:
        self._url = b""
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []
        self._head_size = self._unread_head = 0
        self._body_size = 0
        self._in_head = True

    # What the transport says.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to listen to a peer."""
        self._transport = transport = cast("asyncio.Transport", transport)
        self._parser = httptools.HttpRequestParser(self)
        transport.set_write_buffer_limits(high=0)
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget everything about a peer that has gone."""
        del exc
        self._connections.discard(self)
        self._stop_timer()
        self._end("hung_up")
        self._waiting.clear()
        self._hold(-self._held)
        self._transport = self._parser = None

    def data_received(self, data: bytes) -> None:
        """Read what came, then answer what is complete."""
        if self._refused is not None:
            return
        if self._in_head:
            self._unread_head += len(data)
        self._parse(data)
        if self._in_head and self._unread_head > HEAD_BYTES and self._refused is None:
            self._refused = HEAD_TOO_LARGE
        self._next()

    def _parse(self, data: bytes) -> None:
        while self._parser is not None and self._refused is None:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as offered:
                data = self._declined_upgrade(self._parser.get_method()) + data[offered.args[0] :]
                self._fresh()
                self._parser = httptools.HttpRequestParser(self)
                continue
            except httptools.HttpParserError:
                self._refused = self._refused or NOT_HTTP
            return

    def _declined_upgrade(self, method: bytes) -> bytes:
        """Return the head just read without its offer of another protocol, to be read once more with its body."""
        if method == b"CONNECT":
            self._refused = NOT_HTTP
        kept = [f"{name}: {value}\r\n" for name, value in self._headers.items() if name not in _OFFERS]
        return b"%b %b HTTP/1.1\r\n%b\r\n" % (method, self._url, "".join(kept).encode("latin-1"))

    def pause_writing(self) -> None:
        """Stop writing: the peer reads slower than we speak."""
        self._paused = True

    def resume_writing(self) -> None:
        """Go on: all that was written has left."""
        self._paused = False
        if self._record is not None and self._timer is None:
            self._perform()

    # What the parser says.

    def on_url(self, url: bytes) -> None:
        """Take down (a part of) the request's target."""
        self._url += url
        self._head_size += len(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take down one header line."""
        self._headers[_header_name(name)] = value.decode("latin-1")
        self._head_size += len(name) + len(value) + 4

    def on_headers_complete(self) -> None:
        """Look at a request's head before its body comes."""
        self._in_head = False
        self._unread_head = 0
        if self._head_size > HEAD_BYTES:
            self._refused = HEAD_TOO_LARGE
            return
        length = self._headers.get("content-length")
        if length is not None and len(length) > 7 and length.isdigit() and int(length) > BODY_BYTES:
            self._refused = BODY_TOO_LARGE
        elif "expect" in self._headers and self._headers["expect"].lower() == "100-continue" and self._idle():
            self._write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        """Take down a part of the body."""
        self._body_size += len(body)
        self._hold(len(body))
        if self._body_size > BODY_BYTES or self._all_held.bytes > HELD_BYTES:
            self._refused = BODY_TOO_LARGE if self._body_size > BODY_BYTES else TOO_MUCH_AT_ONCE
            self._body.clear()
            self._hold(-self._body_size)
            self._body_size = 0
        elif self._refused is None:
            self._body.append(body)

    def on_message_complete(self) -> None:
        """Put a complete request in line."""
        if self._parser is not None and self._parser.should_upgrade():
            return
        if self._refused is None and self._parser is not None:
            method = _method(self._parser.get_method())
            body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
            request = Request(method, _path(self._url), self._headers, body)
            self._waiting.append((request, self._parser.should_keep_alive()))
            if len(self._waiting) > _QUEUED_REQUESTS and self._transport is not None:
                self._crowded = True
                self._transport.pause_reading()
        self._fresh()

    # What we do.

    def drop(self) -> None:
        """Close at once."""
        if self._transport is not None:
            self._transport.abort()

    def _hold(self, size: int) -> None:
        self._held += size
        self._all_held.bytes += size

    def _idle(self) -> bool:
        return self._record is None and not self._waiting

    def _next(self) -> None:
        """Answer waiting requests until one takes time."""
        while (
            self._waiting and self._record is None and self._transport is not None and not self._transport.is_closing()
        ):
            request, self._keep = self._waiting.popleft()
            if self._crowded and not self._waiting:
                self._crowded = False
                self._transport.resume_reading()
            self._hold(-len(request.body))
            reply, self._record = self._decide(request)
            if self._keep and len(reply) == 1 and type(reply[0]) is Send:
                self._say(reply[0].data)
            else:
                self._steps = iter(reply)
                self._perform()
        if self._refused is not None and self._idle():
            self._refuse(self._refused)

    def _decide(self, request: Request) -> tuple[Reply, CallRecord]:
        now = Moment(time.monotonic(), int(time.time()))
        try:
            return exchange(request, self._line, now)
        except Exception:  # noqa: BLE001  -- whatever breaks in the bench is ours, and must not count against anybody
            record = CallRecord(route="other", started=now.monotonic, status=500, broke=traceback.format_exc())
            self._line.begin(record)
            return (Send(_error(BROKE)),), record

    def _say(self, data: bytes) -> None:
        """Perform a reply that is one write, as nearly all are; what does not leave at once is waited for."""
        assert self._transport is not None
        self._transport.write(data)
        if self._paused:
            self._sent.append(data)
            self._steps = iter(())
        elif self._record is not None:
            self._line.end(self._record, "read", at=time.monotonic())
            self._record = None

    def _perform(self) -> None:
        """Perform steps until the reply is done, or until one of them takes time."""
        self._timer = None
        for step in self._steps:
            match step:
                case Send(data):
                    self._sent.append(data)
                    self._write(data)
                    if self._paused:
                        return
                case Wait(seconds):
                    self._timer = self._loop.call_later(seconds, self._perform)
                    return
                case HangUp():
                    self._keep = False
                    break
                case Reset():
                    self._end("read")
                    self._reset()
                    return
        if self._paused:
            return
        self._end("read")
        if not self._keep and self._transport is not None:
            self._transport.close()
        elif self._waiting or self._refused is not None:
            self._loop.call_soon(self._next)

    def _end(self, ended: str) -> None:
        record, self._record = self._record, None
        if record is None:
            return
        if ended == "hung_up":
            record.said = words_sent(b"".join(self._sent))
            self._line.end(record, "hung_up", at=time.monotonic())
        else:
            self._line.end(record, "read", at=time.monotonic())
        self._sent.clear()

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def _reset(self) -> None:
        if self._transport is None:
            return
        sock = self._transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._transport.abort()

    def _refuse(self, error: ProviderError) -> None:
        """Say what is wrong and close; what still comes is read and thrown away for a while, so that it is heard."""
        if self._transport is None or self._transport.is_closing() or self._timer is not None:
            return
        self._write(_error(error))
        self._transport.resume_reading()
        if self._transport.can_write_eof():
            self._transport.write_eof()
        self._timer = self._loop.call_later(_LINGER_SECONDS, self.drop)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


@lru_cache(maxsize=512)
def _header_name(name: bytes) -> str:
    return name.decode("latin-1").lower()


@lru_cache(maxsize=64)
def _method(name: bytes) -> str:
    return name.decode("latin-1")


@lru_cache(maxsize=128)
def _path(url: bytes) -> str:
    """Return the path of a request's target, without a query."""
    target = url.decode("latin-1")
    if not target.startswith("/"):
        _, found, rest = target.partition("://")
        target = "/" + rest.partition("/")[2] if found else target
    return target.partition("?")[0].partition("#")[0]


def _error(error: ProviderError) -> bytes:
    body = error.body()
    head = status_and_headers(error.status, (*JSON_HEADERS, ("connection", "close")))
    return b"%bcontent-length: %d\r\n\r\n%b" % (head, len(body), body)
