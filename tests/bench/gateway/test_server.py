"""HTTP as it comes: split anywhere, pipelined, oversized, garbage; and what is written down when a peer vanishes."""

import asyncio
import socket
import struct
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.bench.faults.drop_reply import DropReply
from seatrial.bench.faults.never_answer import NeverAnswer
from seatrial.bench.faults.reset_connection import ResetConnection
from seatrial.bench.faults.status_error import SERVER_ERROR
from seatrial.bench.gateway.line import Line
from seatrial.bench.gateway.server import BODY_BYTES, HEAD_BYTES, HELD_BYTES, Connection, Held, serve
from seatrial.bench.script import Script
from seatrial.takehomes.base import World

HEAD = b"authorization: Bearer any\r\ncontent-type: application/json\r\n"
BODY = b'{"model":"gpt-4","messages":[{"role":"user","content":"Gr\xc3\xbc\xc3\x9fe"}]}'
CHAT = b"POST /v1/chat/completions?beta=true HTTP/1.1\r\nhost: x\r\n%bcontent-length: %d\r\n\r\n%b" % (
    HEAD,
    len(BODY),
    BODY,
)
CHUNKED = (
    b"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\n%btransfer-encoding: chunked\r\n\r\n"
    b"5\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (HEAD, BODY[:5], len(BODY) - 5, BODY[5:])
)


class Wire(asyncio.Transport):
    """A transport that only takes down what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def can_write_eof(self) -> bool:
        return False

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    abort = close


def converse(world: World, pieces: list[bytes]) -> tuple[bytes, bool]:
    """Feed pieces to a fresh connection; return what it wrote and whether it closed."""
    loop = asyncio.new_event_loop()
    wire = Wire()
    connection = Connection(Line(world), loop, set(), Held())
    connection.connection_made(wire)
    for piece in pieces:
        connection.data_received(piece)
        while loop._ready:
            loop.call_soon(loop.stop)
            loop.run_forever()
    written = wire.written, wire.closed
    connection.connection_lost(None)
    loop.close()
    return written


def undated(written: bytes) -> bytes:
    return b"\n".join(line for line in written.splitlines() if b'"created"' not in line) + written[-1:]


@given(splits=st.lists(st.integers(1, len(CHAT) - 1), max_size=12), chunked=st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_split_of_a_request_gets_the_same_reply(world: World, splits: list[int], chunked: bool) -> None:
    request = CHUNKED if chunked else CHAT
    ends = [*sorted(split for split in splits if split < len(request)), len(request)]
    pieces = [request[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    (whole, _), (split, _) = converse(world, [CHAT]), converse(world, pieces)
    assert undated(split) == undated(whole)
    assert whole.startswith(b"HTTP/1.1 200 OK\r\n")


@given(garbage=st.binary(max_size=400), at=st.integers(0, len(CHAT)))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_garbage_never_raises_and_is_answered_or_awaited(world: World, garbage: bytes, at: int) -> None:
    written, _ = converse(world, [CHAT[:at] + garbage + CHAT[at:]])
    assert written == b"" or written.startswith(b"HTTP/1.1 ")


def test_pipelined_requests_are_answered_in_order(world: World) -> None:
    listing = b"GET /v1/models HTTP/1.1\r\nhost: x\r\n%b\r\n" % HEAD
    written, _ = converse(world, [CHAT + listing + CHAT])
    kinds = [line for line in written.split(b'"object":') if line[:1] == b'"']
    assert [kind.split(b'"')[1] for kind in kinds][:2] == [b"chat.completion", b"list"]
    assert written.count(b"HTTP/1.1 200 OK") == 3


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"POST /v1/chat/completions HTTP/1.1\r\ncontent-length: pony\r\n\r\n", 400),
        (b"GET /v1/models HTTP/1.1\r\nx: " + b"y" * (HEAD_BYTES + 1), 431),
        (b"GET /" + b"y" * (HEAD_BYTES + 1), 431),
        (b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * (HEAD_BYTES // 6 + 1), 431),
        (b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * (HEAD_BYTES // 6 + 1) + b"\r\n", 431),
        (b"CONNECT example.org:443 HTTP/1.1\r\nhost: x\r\n\r\n", 400),
        (b"POST /v1/embeddings HTTP/1.1\r\ncontent-length: %d\r\n\r\n" % (BODY_BYTES + 1), 413),
    ],
)
def test_what_is_no_fair_request_is_refused(world: World, request_bytes: bytes, status: int) -> None:
    written, _ = converse(world, [request_bytes])
    assert written.startswith(b"HTTP/1.1 %d " % status)


def test_a_chunked_body_that_never_ends_is_refused(world: World) -> None:
    head = b"POST /v1/embeddings HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n"
    piece = b"%x\r\n%b\r\n" % (1 << 22, b"x" * (1 << 22))
    written, _ = converse(world, [head, *[piece] * (BODY_BYTES // (1 << 22) + 1)])
    assert written.startswith(b"HTTP/1.1 413 ")


def test_many_large_requests_at_once_are_refused_and_forgotten_with_their_connections(world: World) -> None:
    loop, held = asyncio.new_event_loop(), Held()
    body = b"x" * (BODY_BYTES - 1)
    head = b"POST /v1/embeddings HTTP/1.1\r\ncontent-length: %d\r\n\r\n" % BODY_BYTES
    made = [(Connection(Line(world), loop, set(), held), Wire()) for _ in range(HELD_BYTES // BODY_BYTES + 1)]
    for connection, wire in made:
        connection.connection_made(wire)
        connection.data_received(head + body)
    assert [wire.written[:13] for _, wire in made if wire.written] == [b"HTTP/1.1 413 "]
    for connection, _ in made:
        connection.connection_lost(None)
    loop.close()
    assert held.bytes == 0


def test_a_client_that_expects_100_is_told_to_go_on(world: World) -> None:
    request = CHAT.replace(b"host: x\r\n", b"host: x\r\nexpect: 100-continue\r\n")
    head, _, body = request.partition(b"\r\n\r\n")
    assert converse(world, [head + b"\r\n\r\n"])[0] == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert b"\r\n\r\nHTTP/1.1 200 OK\r\n" in converse(world, [head + b"\r\n\r\n", body])[0]


def test_an_offered_upgrade_is_declined_by_answering(world: World) -> None:
    offer = b"host: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n"
    request = CHAT.replace(b"host: x\r\n", offer)
    written, closed = converse(world, [request + CHAT])
    assert (written.count(b"HTTP/1.1 200 OK"), closed) == (2, False)


@pytest.mark.parametrize(
    ("request_bytes", "closed"), [(CHAT.replace(b"host: x", b"connection: close"), True), (CHAT, False)]
)
def test_a_connection_is_kept_unless_asked_otherwise(world: World, request_bytes: bytes, closed: bool) -> None:
    assert converse(world, [request_bytes])[1] is closed


def test_what_breaks_in_the_bench_is_said_to_be_ours(world: World) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    line = Line(world, mind=broken)  # type: ignore[arg-type]
    line.arm(Script())
    loop = asyncio.new_event_loop()
    wire = Wire()
    connection = Connection(line, loop, set(), Held())
    connection.connection_made(wire)
    connection.data_received(CHAT)
    loop.close()
    (call,) = line.disarm()
    assert (wire.written[:13], call.status, "ZeroDivisionError" in call.broke) == (b"HTTP/1.1 500 ", 500, True)


async def _connected(port: int, data: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    return reader, writer


async def _until(told: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not told():  # noqa: ASYNC110  -- the server under test tells nobody
            await asyncio.sleep(0)


async def test_a_peer_that_vanishes_is_seen_to_hang_up(port: int, line: Line) -> None:
    line.arm(Script(mode="hang", fault=NeverAnswer()))
    _, writer = await _connected(port, CHAT)
    await _until(lambda: line.open_calls == 1)
    writer.close()
    await _until(lambda: line.open_calls == 0)
    (call,) = line.disarm()
    assert (call.fault, call.ended, call.said) == ("hang", "hung_up", "")


async def test_a_call_still_open_at_the_end_of_a_case_is_open(port: int, line: Line) -> None:
    line.arm(Script(mode="hang", fault=NeverAnswer()))
    _, writer = await _connected(port, CHAT)
    await _until(lambda: line.open_calls == 1)
    (call,) = line.disarm()
    assert (call.ended, line.open_calls) == ("open", 1)
    writer.close()
    await _until(lambda: line.open_calls == 0)
    assert call.ended == "open"


async def test_a_reset_breaks_the_connection(port: int, line: Line) -> None:
    line.arm(Script(mode="reset", fault=ResetConnection()))
    reader, writer = await _connected(port, CHAT)
    with pytest.raises(ConnectionResetError):
        await reader.read()
    writer.close()
    (call,) = line.disarm()
    assert (call.fault, call.ended, call.status) == ("reset", "read", 0)


async def test_a_dropped_reply_ends_in_good_order_with_bytes_missing(port: int, line: Line) -> None:
    line.arm(Script(mode="drop", fault=DropReply()))
    reader, writer = await _connected(port, CHAT)
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    length = int(head.lower().partition(b"content-length: ")[2].split()[0])
    assert len(body) == length // 2


async def test_a_slow_reader_is_waited_for_and_not_booked_as_having_read(line: Line) -> None:
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    server = await serve(sock, line)
    line.arm(Script())
    texts = b",".join([b'"x"'] * 200)
    body = b'{"model":"text-embedding-3-large","input":[%b]}' % texts
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(slow, sock.getsockname())
    request = b"POST /v1/embeddings HTTP/1.1\r\n%bcontent-length: %d\r\n\r\n%b" % (HEAD, len(body), body)
    await loop.sock_sendall(slow, request)
    await _until(lambda: line.open_calls == 1)
    assert [call.ended for call in line.disarm()] == ["open"]
    read = 0
    while line.open_calls:
        read += len(await loop.sock_recv(slow, 1 << 16))
    assert read > 1 << 20
    slow.close()
    server.close()
    sock.close()


async def test_closing_the_server_drops_its_connections(line: Line) -> None:
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    server = await serve(sock, line)
    line.arm(Script(mode="hang", fault=NeverAnswer()))
    reader, writer = await _connected(sock.getsockname()[1], CHAT)
    await _until(lambda: line.open_calls == 1)
    server.close()
    server.close()
    assert await reader.read() == b""
    writer.close()
    sock.close()


async def test_a_peer_that_resets_leaves_nothing_behind(port: int, line: Line) -> None:
    line.arm(Script(mode="down", fault=SERVER_ERROR))
    _, writer = await _connected(port, CHAT[:-4])
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    reader, writer = await _connected(port, CHAT.replace(b"host: x", b"connection: close"))
    assert (await reader.read()).startswith(b"HTTP/1.1 500 ")
    writer.close()
    assert [call.status for call in line.disarm()] == [500]
