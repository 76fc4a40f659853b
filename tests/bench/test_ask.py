"""What a hostile peer sends is a value, never an exception."""

import asyncio
import contextlib
import socket
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.bench.ask import BODY_BYTES, HttpAnswer, HttpFailure, converse, get, post


async def _answered_with(data: bytes, *, close: bool = True, seconds: float = 5.0) -> HttpAnswer | HttpFailure:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    loop = asyncio.get_running_loop()

    async def peer() -> None:
        try:
            await loop.sock_recv(theirs, 65536)
            await loop.sock_sendall(theirs, data)
        except OSError:
            return
        finally:
            if close:
                theirs.close()

    talking = asyncio.ensure_future(peer())
    try:
        return await converse(ours, post("/ask", {"question": "Ü?"}), seconds=seconds)
    finally:
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)
        theirs.close()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", HttpAnswer(200, "{}")),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", HttpAnswer(200, "{}")),
        (b"HTTP/1.0 500 no\r\n\r\noh", HttpAnswer(500, "oh")),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", HttpAnswer(200, "")),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n\xff", HttpAnswer(200, "\ufffd")),
    ],
)
async def test_a_complete_answer_is_read_whole(data: bytes, expected: HttpAnswer) -> None:
    assert await _answered_with(data) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "closed"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", "closed"),
        (b"not http at all\r\n\r\n", "not_http"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 30_000, "not_http"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n" + b"a" * (BODY_BYTES + 10), "too_large"),
    ],
)
async def test_a_broken_answer_has_its_reason(data: bytes, reason: str) -> None:
    answer = await _answered_with(data)
    assert isinstance(answer, HttpFailure)
    assert answer.reason == reason


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The connection closed without an answer."),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", "The connection closed in the middle of the answer."),
        (b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 30_000, "The head of the answer is longer than 64 KiB."),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 30_000, "The head of the answer is longer than 64 KiB."),
    ],
)
async def test_a_broken_answer_is_explained(data: bytes, said: str) -> None:
    answer = await _answered_with(data)
    assert isinstance(answer, HttpFailure)
    assert answer.detail == said


async def test_a_peer_that_never_ends_leaves_others_their_turn() -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    flood = threading.Thread(target=_flood, args=(theirs,))
    flood.start()
    answer = await converse(ours, get("/"), seconds=30.0)
    flood.join()
    assert isinstance(answer, HttpFailure)
    assert answer.reason == "not_http"


def _flood(theirs: socket.socket) -> None:
    with theirs, contextlib.suppress(OSError):
        while True:
            theirs.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


async def test_a_silent_peer_is_a_timeout() -> None:
    answer = await _answered_with(b"HTTP/1.1 200 OK\r\n", close=False, seconds=0.05)
    assert answer == HttpFailure("timeout", "Nothing complete came within 0.05 s.")


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_bytes_raise(data: bytes) -> None:
    answer = asyncio.run(_answered_with(data))
    assert isinstance(answer, HttpAnswer | HttpFailure)


def test_a_get_is_one_request() -> None:
    assert get("/health") == b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"


async def test_a_time_limit_is_as_long_as_it_has_grown_when_it_is_over() -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    grown = iter((0.0, 0.05, 0.05))
    with theirs:
        said = await converse(ours, get("/health"), seconds=0.01, more=lambda: next(grown))
    assert (said, next(grown, None)) == (HttpFailure("timeout", "Nothing complete came within 0.01 s."), None)


async def test_an_answer_within_the_grown_time_limit_counts() -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    looked = []

    def more() -> float:
        """Grow once, and let the answer come only then."""
        looked.append(len(looked))
        if len(looked) == 2:
            theirs.send(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        return 0.0 if len(looked) == 1 else 30.0

    with theirs:
        said = await converse(ours, get("/health"), seconds=0.01, more=more)
    assert (said, looked) == (HttpAnswer(200, "{}"), [0, 1])
