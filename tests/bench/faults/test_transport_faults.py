"""Each fault of the wire does what it says, where it can, and nothing elsewhere."""

import json
from dataclasses import replace
from random import Random

import pytest

from seatrial.bench.faults.benign_oddities import BenignOddities
from seatrial.bench.faults.drop_reply import DropReply
from seatrial.bench.faults.end_stream_early import EndStreamEarly
from seatrial.bench.faults.error_after_200 import ErrorAfter200
from seatrial.bench.faults.html_page import HtmlPage
from seatrial.bench.faults.never_answer import NeverAnswer
from seatrial.bench.faults.reset_connection import ResetConnection
from seatrial.bench.faults.stall_reply import StallReply
from seatrial.bench.faults.status_error import KEY_REVOKED, OUT_OF_QUOTA, RATE_LIMITED, RATE_LIMITED_FOR_AN_HOUR
from seatrial.bench.framing import frame
from seatrial.bench.gateway.openai import JSON_HEADERS, Dress, plain_chat, refused, streamed_chat
from seatrial.bench.gateway.spoken import words_sent
from seatrial.bench.provider_error import ProviderError
from seatrial.bench.wire import Completion, Draft, HangUp, Reply, Reset, Send, ToolCall, Wait

TEXT = "Die Gebühr beträgt EUR 1,847.30 im Jahr. [fees.md]"
SAID = Completion(TEXT)
DRESS = Dress("1", 1_700_000_000, "gpt-4", 10, 5)
TOOL = Completion(None, "tool_calls", tool_calls=(ToolCall("call_1", "answer", json.dumps({"fee": "EUR 1,847.30"})),))
FAILED = refused(ProviderError(400, "no"))


def plain(text: str = TEXT) -> Draft:
    return plain_chat(Completion(text), DRESS)


def streamed(completion: Completion = SAID, *, value: str = "") -> Draft:
    draft = streamed_chat(completion, DRESS, include_usage=True)
    return Draft(draft.status, draft.headers, draft.body, draft.events, draft.streamed, value)


def sent(reply: Draft | Reply | None) -> bytes:
    assert reply is not None
    steps = frame(reply) if isinstance(reply, Draft) else reply
    return b"".join(step.data for step in steps if isinstance(step, Send))


@pytest.mark.parametrize("draft", [plain(), streamed(), FAILED])
def test_a_status_error_stands_in_place_of_any_answer(draft: Draft) -> None:
    spoiled = RATE_LIMITED.spoil(draft, Random(1))
    assert spoiled is not None
    headers = dict(spoiled.headers)
    assert (spoiled.status, spoiled.streamed, headers["content-type"]) == (429, False, "application/json")
    assert (headers["retry-after-ms"], headers["x-ratelimit-remaining-requests"]) == ("1", "0")
    assert len(headers) == len(spoiled.headers)
    assert json.loads(spoiled.body)["error"]["code"] == "rate_limit_exceeded"


def test_what_must_not_be_retried_invites_nobody_to_retry() -> None:
    for fault, after in ((OUT_OF_QUOTA, None), (KEY_REVOKED, None), (RATE_LIMITED_FOR_AN_HOUR, "3600")):
        headers = dict(fault.spoil(plain(), Random(1)).headers)
        assert (headers.get("retry-after-ms"), headers.get("retry-after")) == (None, after)


def test_what_must_not_be_retried_takes_its_time_so_that_calls_made_at_once_do_not_look_like_retries() -> None:
    for fault in (OUT_OF_QUOTA, KEY_REVOKED):
        wait, sent = frame(fault.spoil(plain(), Random(1)))
        assert wait == Wait(0.15)
        assert sent == frame(replace(fault, after_seconds=0.0).spoil(plain(), Random(1)))[0]


def test_a_reset_and_a_silence_say_nothing() -> None:
    assert ResetConnection().spoil(plain(), Random(1)) == (Reset(),)
    assert NeverAnswer(seconds=7.0).spoil(streamed(), Random(1)) == (Wait(7.0), HangUp())


@pytest.mark.parametrize(("status", "again"), [(502, "1"), (200, None)])
def test_an_html_page_is_no_json_and_no_provider(status: int, again: str | None) -> None:
    page = HtmlPage(status).spoil(streamed(), Random(1))
    assert page is not None
    headers = dict(page.headers)
    assert page.status == status
    assert page.body.startswith(b"<!DOCTYPE html>")
    assert (headers["content-type"], headers.get("retry-after-ms")) == ("text/html; charset=utf-8", again)


@pytest.mark.parametrize("completion", [Completion(TEXT), TOOL, Completion(None, refusal="I can't help with that.")])
@pytest.mark.parametrize("seed", range(20))
def test_a_stream_that_ends_early_is_in_good_order_and_stops_inside_the_text(completion: Completion, seed: int) -> None:
    draft = streamed(completion)
    cut = EndStreamEarly().spoil(draft, Random(seed))
    said, meant = words_sent(sent(cut)), words_sent(sent(draft))
    assert meant.startswith(said)
    assert 0 < len(said) < len(meant)
    assert b"[DONE]" not in sent(cut)
    assert b'"finish_reason":"' not in sent(cut)
    assert b'"usage":{' not in sent(cut)
    assert sent(cut).endswith(b"\n\n\r\n0\r\n\r\n")


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("text", [TEXT, "EUR 1,847.30", '{"fee": "EUR 1,847.30", "source": "fees.md"}'])
def test_a_cut_never_leaves_the_value_whole(text: str, seed: int) -> None:
    cut = EndStreamEarly().spoil(streamed(Completion(text), value="EUR 1,847.30"), Random(seed))
    assert "EUR 1,847.30" not in words_sent(sent(cut))
    assert "1,847.30" not in words_sent(sent(cut))
    assert words_sent(sent(cut)) != ""


@pytest.mark.parametrize("draft", [plain(), FAILED, streamed(Completion("")), streamed(Completion("7"))])
def test_what_is_no_stream_or_says_nothing_cannot_end_early(draft: Draft) -> None:
    assert EndStreamEarly().spoil(draft, Random(1)) is None


def test_several_copies_of_an_answer_are_cut_in_the_first() -> None:
    draft = streamed_chat(Completion(TEXT), Dress("1", 1, "gpt-4", copies=2), include_usage=False)
    cut = EndStreamEarly().spoil(draft, Random(1))
    assert cut is not None
    assert TEXT.startswith(words_sent(sent(cut)))
    assert len(cut.events) < len(draft.events) // 2


def test_a_dropped_stream_has_no_last_chunk() -> None:
    reply = DropReply().spoil(streamed(), Random(1))
    assert reply is not None
    assert reply[-1] == HangUp()
    assert b"transfer-encoding: chunked" in sent(reply)
    assert not sent(reply).endswith(b"0\r\n\r\n")
    assert 0 < len(words_sent(sent(reply))) < len(TEXT)


def test_a_dropped_plain_reply_is_shorter_than_it_says() -> None:
    draft = plain()
    head, _, body = sent(DropReply().spoil(draft, Random(1))).partition(b"\r\n\r\n")
    assert b"content-length: %d" % len(draft.body) in head
    assert body == draft.body[: len(draft.body) // 2]


@pytest.mark.parametrize("draft", [plain(), streamed()])
def test_a_stalled_reply_is_a_dropped_one_that_keeps_the_line(draft: Draft) -> None:
    stalled = StallReply(seconds=5.0).spoil(draft, Random(1))
    dropped = DropReply().spoil(draft, Random(1))
    assert stalled is not None
    assert dropped is not None
    assert stalled == (dropped[0], Wait(5.0), HangUp())


def test_an_error_after_200_is_the_last_event_of_a_stream() -> None:
    spoiled = ErrorAfter200().spoil(streamed(), Random(1))
    assert spoiled is not None
    assert spoiled.status == 200
    assert json.loads(spoiled.events[-1].removeprefix(b"data: "))["error"]["type"] == "server_error"
    assert b"[DONE]" not in sent(spoiled)


def test_an_error_after_200_is_the_whole_body_of_a_plain_answer() -> None:
    spoiled = ErrorAfter200().spoil(plain(), Random(1))
    assert spoiled is not None
    assert (spoiled.status, list(json.loads(spoiled.body))) == (200, ["error"])


@pytest.mark.parametrize("fault", [ErrorAfter200(), BenignOddities()])
def test_an_answer_that_failed_anyway_is_left_alone(fault: ErrorAfter200 | BenignOddities) -> None:
    assert fault.spoil(FAILED, Random(1)) is None


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("completion", [Completion(TEXT), TOOL, Completion("")])
@pytest.mark.parametrize("streaming", [True, False])
def test_benign_oddities_say_the_same_words(completion: Completion, seed: int, streaming: bool) -> None:
    draft = streamed(completion) if streaming else plain_chat(completion, DRESS)
    assert words_sent(sent(BenignOddities().spoil(draft, Random(seed)))) == words_sent(sent(draft))


def test_benign_oddities_split_a_letter_between_two_writes() -> None:
    reply = BenignOddities().spoil(streamed(), Random(1))
    assert reply is not None
    writes = [step.data for step in reply if isinstance(step, Send)]
    assert any(write.rstrip(b"\r\n")[-1:] >= b"\xc0" for write in writes[1:-1])


def test_benign_oddities_leave_embeddings_as_they_are() -> None:
    body = {"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": [0.5]}], "model": "m"}
    draft = Draft(200, JSON_HEADERS, json.dumps(body).encode())
    oddly = sent(BenignOddities().spoil(draft, Random(1)))
    assert b'"embedding"' in oddly
    assert oddly.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n")
