"""A body that is too large is refused with words, before it is on disk; by what it announces, and by what comes."""

import asyncio

import pytest

from seatrial.loop.asgi import application

MB = 1024 * 1024
SEND, FORM = "/c/any:token/work/send/", "/c/any:token/work/begin/"


async def answer(path: str, *, announced: int = 0, pieces: int = 0) -> tuple[int, dict[bytes, bytes], str]:
    """Post pieces of a megabyte, and go away when there is an answer; return its status, headers and words."""
    asked, said, answered = 0, [], asyncio.Event()

    async def receive() -> dict[str, object]:
        nonlocal asked
        if asked == pieces:
            await answered.wait()
            return {"type": "http.disconnect"}
        asked += 1
        return {"type": "http.request", "body": bytes(MB), "more_body": True}

    async def send(message: dict[str, object]) -> None:
        said.append(message)
        if message["type"] == "http.response.body":
            answered.set()

    headers = [(b"host", b"localhost"), *([(b"content-length", str(announced).encode())] if announced else [])]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
    await application(scope, receive, send)
    start, *rest = said
    return (
        start["status"],
        {name.lower(): value for name, value in start["headers"]},
        b"".join(one["body"] for one in rest).decode(),
    )


async def test_what_announces_too_much_is_refused_unread() -> None:
    status, headers, words = await answer(SEND, announced=143 * MB)
    assert (status, "You sent 143 MB; at most 100 MB are taken." in words, '<a href="../">' in words) == (
        413,
        True,
        True,
    )
    assert (b"default-src 'none'" in headers[b"content-security-policy"], headers[b"cache-control"]) == (
        True,
        b"private, no-store",
    )


async def test_what_turns_out_too_much_is_refused_when_it_does() -> None:
    status, _, words = await answer(SEND, pieces=140)
    assert (status, "At most 100 MB are taken." in words) == (413, True)


@pytest.mark.parametrize("body", [{"announced": 3 * MB}, {"pieces": 3}])
async def test_what_is_no_upload_may_carry_a_form(body: dict[str, int]) -> None:
    status, _, words = await answer(FORM, **body)
    assert (status, "about 2 MB" in words) == (413, True)
