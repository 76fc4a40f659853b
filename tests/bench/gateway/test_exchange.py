"""What is answered to a request, decided without a socket."""

import json
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from seatrial.bench.faults.never_answer import NeverAnswer
from seatrial.bench.faults.status_error import RATE_LIMITED
from seatrial.bench.gateway.exchange import Moment, exchange
from seatrial.bench.gateway.line import CallRecord, Line
from seatrial.bench.meaning import Meaning
from seatrial.bench.script import Script
from seatrial.bench.wire import Completion, Draft, HangUp, Reply, Request, Send, Wait
from seatrial.takehomes.base import World

NOW = Moment(monotonic=5.0, epoch=1_700_000_000)
KEY = {"authorization": "Bearer any"}
SLIP = "Which slip do returns at the Hafen depot need?"
SLIP_ABROAD = "Welchen Schein brauchen Rücksendungen am Depot Hafen?"
FEE = "What is the yearly fee of the Lindqvist plan?"
SLIP = "Which slip do returns at the Hafen depot need?"
SAID_FEE = "The yearly fee of the Lindqvist plan is EUR 1,847.30. [fees.md]"


def asking(question: str, **more: Any) -> Request:
    context = (
        "[fees.md]\nThe yearly fee of the Lindqvist plan is EUR 1,847.30, payable in advance by bank transfer.\n\n"
        "[returns.txt]\n"
        "Goods bought at the Hafen depot may be returned within 43 days of delivery with the slip RX-5521."
    )
    messages = [
        {"role": "system", "content": "Answer from the context and name the file in square brackets."},
        {"role": "user", "content": f"Context:\n{context}\n\nQuestion: {question}"},
    ]
    return posting("/v1/chat/completions", {"model": "gpt-4", "messages": messages, **more})


def posting(path: str, body: object, headers: dict[str, str] = KEY) -> Request:
    return Request("POST", path, headers, json.dumps(body).encode())


def answered(reply: Reply) -> tuple[int, Any]:
    """Return status and body of a reply of one write; the body as JSON."""
    (step,) = (step for step in reply if isinstance(step, Send))
    head, _, body = step.data.partition(b"\r\n\r\n")
    return int(head[9:12]), json.loads(body) if body else None


@dataclass(frozen=True, slots=True)
class _Lie:
    def mislead(self, meaning: Meaning, _scene: object) -> Meaning:
        return replace(meaning, sentence="It is EUR 1.", value="EUR 1")


@dataclass(frozen=True, slots=True)
class _Nothing:
    def spoil(self, _draft: Draft, _dice: Random) -> None:
        return None


def test_a_healthy_call_is_recorded_whole(line: Line) -> None:
    line.arm(Script(questions=("q-fee",)))
    request = asking(FEE, stream=True)
    exchange(structs.replace(request, headers={**KEY, "x-stainless-retry-count": "1", "cookie": "x"}), line, NOW)
    (call,) = line.disarm()
    assert call.understood is not None
    assert call == CallRecord(
        route="chat",
        started=5.0,
        attempt=1,
        streamed=True,
        prompt=tuple(json.loads(request.body)["messages"]),
        understood=call.understood,
        answering=True,
        status=200,
        meant=SAID_FEE,
        said=SAID_FEE,
        tokens_in=call.tokens_in,
        tokens_out=16,
        questions=("q-fee",),
        headers={"x-stainless-retry-count": "1"},
        ended="open",
    )


@pytest.mark.parametrize("prefix", ["/v1", "", "/v1/v1"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_routes_are_served_with_and_without_v1(line: Line, prefix: str, slash: str) -> None:
    reply, record = exchange(posting(f"{prefix}/embeddings{slash}", {"model": "m", "input": "x"}), line, NOW)
    assert (answered(reply)[0], record.route) == (200, "embeddings")


def test_an_unknown_route_says_which_are_served(line: Line) -> None:
    reply, record = exchange(posting("/v1/responses", {}), line, NOW)
    status, body = answered(reply)
    assert (status, record.route, body["error"]["code"]) == (404, "other", "unknown_url")
    assert "POST /v1/chat/completions" in body["error"]["message"]


@pytest.mark.parametrize("headers", [{}, {"authorization": ""}, {"authorization": "Bearer "}])
def test_a_missing_key_is_refused(line: Line, headers: dict[str, str]) -> None:
    reply, record = exchange(structs.replace(asking(FEE), headers=headers), line, NOW)
    assert (answered(reply)[0], record.status) == (401, 401)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_refused(line: Line, body: bytes) -> None:
    for path in ("/v1/chat/completions", "/v1/embeddings"):
        reply, _ = exchange(Request("POST", path, KEY, body), line, NOW)
        assert answered(reply)[0] == 400


def test_a_wrong_method_is_refused_and_head_has_no_body(line: Line) -> None:
    assert answered(exchange(Request("GET", "/v1/embeddings", KEY, b""), line, NOW)[0])[0] == 405
    assert answered(exchange(Request("HEAD", "/v1/models", KEY, b""), line, NOW)[0]) == (200, None)


def test_a_transport_fault_strikes_the_first_attempts_of_each_route(line: Line) -> None:
    line.arm(Script(mode="rate-limit", fault=RATE_LIMITED, strikes=1, questions=("q-fee",)))
    embedding = posting("/v1/embeddings", {"model": "m", "input": "x"})
    seen = [exchange(request, line, NOW)[1] for request in (asking(FEE), embedding, asking(FEE), embedding)]
    assert [(call.route, call.attempt, call.status, call.fault, call.said) for call in seen] == [
        ("chat", 1, 429, "rate-limit", ""),
        ("embeddings", 1, 429, "rate-limit", ""),
        ("chat", 2, 200, None, SAID_FEE),
        ("embeddings", 2, 200, None, ""),
    ]
    assert seen[0].meant == SAID_FEE


def test_a_persistent_fault_strikes_every_attempt(line: Line) -> None:
    line.arm(Script(mode="hang", fault=NeverAnswer(seconds=9.0), questions=("q-fee",)))
    replies = [exchange(asking(FEE), line, NOW)[0] for _ in range(3)]
    assert replies == [(Wait(9.0), HangUp())] * 3


def test_a_fault_that_finds_nothing_to_bite_is_not_booked(line: Line) -> None:
    line.arm(Script(mode="cut", fault=_Nothing(), questions=("q-fee",)))
    reply, record = exchange(asking(FEE), line, NOW)
    assert (answered(reply)[0], record.fault, record.said) == (200, None, SAID_FEE)


def test_a_content_fault_counts_answering_calls_only(line: Line) -> None:
    line.arm(Script(mode="lie", fault=_Lie(), strikes=1, questions=("q-fee",)))
    rewrite = posting(
        "/v1/chat/completions",
        {
            "model": "gpt-4",
            "messages": [{"role": "user", "content": f"Rewrite this question as a short search query.\n\n{FEE}"}],
        },
    )
    seen = [exchange(request, line, NOW)[1] for request in (rewrite, asking(FEE), asking(FEE))]
    assert [(call.answering, call.attempt, call.fault) for call in seen] == [
        (False, 1, None),
        (True, 2, "lie"),
        (True, 3, None),
    ]
    assert (seen[1].meant, seen[1].said != SAID_FEE, seen[2].said) == (SAID_FEE, True, SAID_FEE)


def test_a_late_call_is_healthy_and_is_no_attempt(line: Line) -> None:
    line.arm(Script(questions=("q-fee",)))
    line.disarm()
    line.arm(Script(mode="down", fault=RATE_LIMITED, strikes=1, questions=("q-slip",)))
    late = exchange(asking(FEE), line, NOW)[1]
    now = exchange(asking(SLIP), line, NOW)[1]
    assert (late.late, late.attempt, late.status, late.fault, late.questions) == (True, 0, 200, None, ("q-fee",))
    assert (now.late, now.attempt, now.status, now.fault) == (False, 1, 429, "down")
    assert len(line.disarm()) == 2


def test_a_late_call_between_two_cases_is_kept_for_booking(line: Line) -> None:
    line.arm(Script(questions=("q-fee",)))
    line.disarm()
    exchange(asking(FEE), line, NOW)
    exchange(asking(SLIP), line, NOW)
    line.arm(Script(questions=("q-slip",)))
    assert [(call.late, call.questions) for call in line.disarm()] == [(True, ("q-fee",))]


def test_an_embedded_question_is_recognised(line: Line) -> None:
    line.arm(Script(questions=("q-fee",)))
    record = exchange(posting("/v1/embeddings", {"model": "m", "input": [f" {FEE.upper()}"]}), line, NOW)[1]
    assert record.questions == ("q-fee",)


def test_attempts_are_counted_per_question_where_the_line_stays_armed(world: World) -> None:
    line = Line(world, per_question=True)
    line.arm(Script(mode="lie", fault=_Lie(), strikes=1))
    seen = [exchange(asking(question), line, NOW)[1].fault for question in (FEE, FEE, SLIP, SLIP)]
    assert seen == ["lie", None, "lie", None]


def test_a_delay_comes_before_the_reply(line: Line) -> None:
    line.arm(Script(questions=("q-fee", "q-slip"), delays={"q-fee": 2.0}))
    assert exchange(asking(FEE), line, NOW)[0][0] == Wait(2.0)
    assert len(exchange(asking(SLIP), line, NOW)[0]) == 1


def test_a_known_question_in_another_language_lies_where_it_lies_in_english(line: Line) -> None:
    def embedded(text: str) -> Any:
        reply, record = exchange(posting("/v1/embeddings", {"model": "m", "input": text}), line, NOW)
        return answered(reply)[1]["data"][0]["embedding"], record.questions

    (english, asked), (abroad, asked_abroad) = embedded(SLIP), embedded(SLIP_ABROAD)
    assert (abroad, asked_abroad) == (english, asked)
    assert asked == ("q-slip",)
    assert embedded(f"query: {SLIP_ABROAD}") == embedded(f"query: {SLIP}")


def test_a_prompt_over_the_window_is_refused_with_numbers_and_is_no_answer(line: Line) -> None:
    line.arm(Script(mode="lie", fault=_Lie(), strikes=1, questions=("q-fee",)))
    reply, record = exchange(asking(FEE + " please" * 9000), line, NOW)
    status, body = answered(reply)
    assert (status, body["error"]["code"]) == (400, "context_length_exceeded")
    assert f"resulted in {record.tokens_in} tokens" in body["error"]["message"]
    assert (record.answering, record.fault, record.said) == (False, None, "")
    assert exchange(asking(FEE), line, NOW)[1].fault == "lie"


def test_of_a_prompt_far_over_the_window_only_the_ends_are_read(line: Line) -> None:
    line.arm(Script(questions=("q-fee",)))
    _, record = exchange(asking("lorem ipsum " * 300_000 + FEE), line, NOW)
    (kept,) = [message["content"] for message in record.prompt if message["role"] == "user"]
    assert (record.status, record.questions, len(kept) < 20_000) == (400, ("q-fee",), True)


def test_a_prompt_just_inside_the_window_is_answered(line: Line) -> None:
    assert exchange(asking(FEE + " please" * 8000), line, NOW)[1].status == 200


def test_a_line_counts_its_open_calls(line: Line) -> None:
    line.arm(Script(questions=("q-fee",)))
    _, record = exchange(asking(FEE), line, NOW)
    assert (line.open_calls, [call.ended for call in line.disarm()]) == (1, ["open"])
    line.end(record, "read", at=7.5)
    assert (line.open_calls, record.ended, record.seconds) == (0, "read", 2.5)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_MESSAGE = st.fixed_dictionaries(
    {},
    optional={
        "role": _JSON | st.sampled_from(["user", "system", "assistant", "tool"]),
        "content": _JSON,
        "tool_calls": _JSON,
        "tool_call_id": _JSON,
        "name": _JSON,
    },
)
_FIELDS = ("model", "tools", "tool_choice", "response_format", "stream", "stream_options", "stop", "n", "temperature")
_BODY = st.fixed_dictionaries(
    {"messages": st.lists(_MESSAGE, max_size=3) | _JSON, "input": _JSON},
    optional={name: _JSON | st.just("gpt-4") for name in (*_FIELDS, "dimensions", "encoding_format", "max_tokens")},
)


@given(body=_BODY, path=st.sampled_from(["/v1/chat/completions", "/v1/embeddings"]))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_json_is_answered_or_refused_and_never_raises(line: Line, body: dict[str, Any], path: str) -> None:
    reply, _ = exchange(posting(path, body), line, NOW)
    (step,) = reply
    assert isinstance(step, Send)
    assert step.data[9:12] in (b"200", b"400")


def test_a_simple_mind_may_answer_in_the_understudys_place(world: World) -> None:
    class Same:
        completion = Completion("pong")
        meant = "pong"
        understood: dict[str, str] = {}  # noqa: RUF012  -- a fixed performance
        answering = True
        bitten = False
        questions = ()

    line = Line(world, mind=lambda *_args, **_named: Same)  # type: ignore[arg-type,return-value]
    assert answered(exchange(asking("ping"), line, NOW)[0])[1]["choices"][0]["message"]["content"] == "pong"
