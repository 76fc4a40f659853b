"""What the provider's own client makes of each fault of the wire: the exception that a candidate will meet."""

from typing import Any

import httpx2
import openai
import pytest
from openai import AsyncOpenAI

from seatrial.bench.faults.benign_oddities import BenignOddities
from seatrial.bench.faults.drop_reply import DropReply
from seatrial.bench.faults.end_stream_early import EndStreamEarly
from seatrial.bench.faults.error_after_200 import ErrorAfter200
from seatrial.bench.faults.html_page import HtmlPage
from seatrial.bench.faults.never_answer import NeverAnswer
from seatrial.bench.faults.reset_connection import ResetConnection
from seatrial.bench.faults.stall_reply import StallReply
from seatrial.bench.faults.status_error import (
    KEY_REVOKED,
    OUT_OF_QUOTA,
    OVERLOADED,
    RATE_LIMITED,
    SERVER_ERROR,
    SITE_OVERLOADED,
)
from seatrial.bench.gateway.line import Line
from seatrial.bench.script import Script

ANSWER = "The yearly fee of the Lindqvist plan is EUR 1,847.30. [fees.md]"
ASKED: dict[str, Any] = {
    "model": "gpt-4",
    "messages": [
        {
            "role": "user",
            "content": (
                "[fees.md] The yearly fee of the Lindqvist plan is EUR 1,847.30, payable in advance by bank "
                "transfer.\n\n"
                "What is the yearly fee of the Lindqvist plan?"
            ),
        }
    ],
}


def _patient(client: AsyncOpenAI, fault: object) -> AsyncOpenAI:
    """Return a client that gives up soon only where there is nothing to wait for."""
    silent = isinstance(fault, NeverAnswer | StallReply)
    return client.with_options(timeout=httpx2.Timeout(5.0, read=0.2)) if silent else client


async def _whole(client: AsyncOpenAI) -> str | None:
    return (await client.chat.completions.create(**ASKED)).choices[0].message.content


async def _in_pieces(client: AsyncOpenAI) -> str:
    stream = await client.chat.completions.create(**ASKED, stream=True)
    return "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (RATE_LIMITED, openai.RateLimitError),
        (OUT_OF_QUOTA, openai.RateLimitError),
        (SERVER_ERROR, openai.InternalServerError),
        (OVERLOADED, openai.InternalServerError),
        (SITE_OVERLOADED, openai.InternalServerError),
        (KEY_REVOKED, openai.AuthenticationError),
        (HtmlPage(502), openai.InternalServerError),
        (ResetConnection(), openai.APIConnectionError),
        (NeverAnswer(), openai.APITimeoutError),
        (DropReply(), openai.APIConnectionError),
        (StallReply(), openai.APITimeoutError),
    ],
)
async def test_a_plain_call_fails_as_with_the_provider(
    client: AsyncOpenAI, line: Line, fault: Any, error: type[Exception]
) -> None:
    line.arm(Script(mode="fault", fault=fault))
    with pytest.raises(error):
        await _whole(_patient(client, fault))
    assert [call.fault for call in line.disarm()] == ["fault"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (RATE_LIMITED, openai.RateLimitError),
        (ErrorAfter200(), openai.APIError),
        (DropReply(), (openai.APIConnectionError, httpx2.RemoteProtocolError)),
        (StallReply(), (openai.APITimeoutError, httpx2.ReadTimeout)),
    ],
)
async def test_a_stream_fails_as_with_the_provider(client: AsyncOpenAI, line: Line, fault: Any, error: Any) -> None:
    line.arm(Script(mode="fault", fault=fault))
    with pytest.raises(error):
        await _in_pieces(_patient(client, fault))
    assert [call.fault for call in line.disarm()] == ["fault"]


async def test_a_stream_that_ends_early_passes_for_a_whole_one(client: AsyncOpenAI, line: Line) -> None:
    line.arm(Script(mode="fault", fault=EndStreamEarly(), questions=("q-fee",)))
    said = await _in_pieces(client)
    (call,) = line.disarm()
    assert (call.said, call.meant, call.ended) == (said, ANSWER, "read")
    assert ANSWER.startswith(said)
    assert "1,847.30" not in said


async def test_benign_oddities_change_nothing(client: AsyncOpenAI, line: Line) -> None:
    line.arm(Script(mode="fault", fault=BenignOddities()))
    assert (await _whole(client), await _in_pieces(client)) == (ANSWER, ANSWER)
    embedded = await client.embeddings.create(model="text-embedding-3-small", input="x")
    assert len(embedded.data[0].embedding) == 1536
    calls = line.disarm()
    assert [(call.fault, call.ended) for call in calls] == [("fault", "read")] * 3
    assert [call.said for call in calls] == [ANSWER, ANSWER, ""]


@pytest.mark.parametrize("fault", [RATE_LIMITED, SERVER_ERROR, OVERLOADED, SITE_OVERLOADED, HtmlPage(502)])
async def test_a_fault_that_clears_is_survived_by_the_clients_own_retries(
    client: AsyncOpenAI, line: Line, fault: Any
) -> None:
    line.arm(Script(mode="fault", fault=fault, strikes=2))
    assert await _whole(client.with_options(max_retries=2)) == ANSWER
    calls = line.disarm()
    assert [(call.attempt, call.fault) for call in calls] == [(1, "fault"), (2, "fault"), (3, None)]
    assert [call.headers["x-stainless-retry-count"] for call in calls] == ["0", "1", "2"]
    assert calls[2].started - calls[0].started < 0.4
