"""A draft on the wire: a length or chunks, and nothing that was not said."""

from seatrial.bench.framing import chunk, frame, plain_head, status_and_headers, stream_head, whole, with_headers
from seatrial.bench.wire import Draft, Send

PLAIN = Draft(200, (("content-type", "application/json"),), b"{}")
STREAM = Draft(
    200, (("content-type", "text/event-stream"),), events=(b"data: 1\n\n", b"data: [DONE]\n\n"), streamed=True
)


def test_a_plain_draft_has_a_length() -> None:
    assert whole(PLAIN, own=b"x-request-id: r\r\n") == (
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: r\r\ncontent-length: 2\r\n\r\n{}"
    )
    assert whole(PLAIN) == plain_head(PLAIN) + b"{}"


def test_a_streamed_draft_is_one_chunk_for_each_event() -> None:
    assert whole(STREAM) == stream_head(STREAM) + b"9\r\ndata: 1\n\n\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"
    assert frame(STREAM) == (Send(whole(STREAM)),)
    assert chunk(b"abc") == b"3\r\nabc\r\n"


def test_every_status_has_a_reason() -> None:
    assert status_and_headers(529, ()) == b"HTTP/1.1 529 Site Is Overloaded\r\n"
    assert status_and_headers(799, ()) == b"HTTP/1.1 799 Unknown\r\n"


def test_headers_are_changed_in_name_not_doubled() -> None:
    assert with_headers((("a", "1"), ("b", "2")), ("a", "3"), ("c", "4")) == (("b", "2"), ("a", "3"), ("c", "4"))
