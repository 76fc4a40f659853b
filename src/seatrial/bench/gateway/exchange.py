"""What the gateway answers to one request: decided here, without a socket, a clock or the operating system.

parse → route → provider's own checks → window → the model speaks → draft → transport fault → steps.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Any

from msgspec import DecodeError, Struct, json, structs

from seatrial.bench.framing import frame, whole
from seatrial.bench.gateway.chat_rules import NOT_JSON, refusal_of
from seatrial.bench.gateway.embedding_request import EmbeddingRequest, read_embedding_request
from seatrial.bench.gateway.embeddings import embed
from seatrial.bench.gateway.line import HEALTHY, CallRecord, Line
from seatrial.bench.gateway.openai import (
    Dress,
    embedding_list,
    model_list,
    one_model,
    plain_chat,
    refused,
    streamed_chat,
)
from seatrial.bench.gateway.routes import Route, model_named, route_of, wrong_request
from seatrial.bench.gateway.spoken import words_of, words_sent
from seatrial.bench.gateway.tokens import estimate
from seatrial.bench.gateway.understudy.perform import Performance
from seatrial.bench.gateway.window import embedding_overflow, ends, glimpse, prompt_overflow, prompt_tokens
from seatrial.bench.provider_error import ProviderError
from seatrial.bench.wire import Completion, Draft, Reply, Request, Send, Wait
from seatrial.takehomes.base import World

_MODELS = (
    "gpt-4",
    "gpt-4o",
    "gpt-4o-mini",
    "text-embedding-3-small",
    "text-embedding-3-large",
    "text-embedding-ada-002",
)
_KEPT_HEADERS = ("user-agent", "x-stainless-retry-count", "x-request-id", "idempotency-key")
_INPUTS_KEPT = 16
_ANSWERING = "answering"
_decode = json.Decoder().decode

Spoil = Callable[[Draft, Random], Draft | Reply | None]


class Moment(Struct, frozen=True):
    """When a request came: `monotonic` for measuring, `epoch` for what the provider dates."""

    monotonic: float
    epoch: int


class Reference(Struct, frozen=True):
    """What the provider writes on a reply of its own accord: a number and a time."""

    number: str
    created: int


def exchange(request: Request, line: Line, now: Moment) -> tuple[Reply, CallRecord]:
    """Decide the reply to a request and take it down on the line."""
    route = route_of(request.path)
    record = CallRecord(route=route, started=now.monotonic, headers=_kept(request.headers))
    line.replies += 1
    number = f"{line.replies:08x}"
    wrong = wrong_request(request, route)
    draft = refused(wrong) if wrong else _ANSWERS[route](request, line, record, Reference(number, now.epoch))
    record.status = draft.status
    reply = _steps(draft, line, record, number)
    line.begin(record)
    if request.method == "HEAD":
        return _without_body(reply), record
    return reply, record


def _kept(headers: dict[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in _KEPT_HEADERS if name in headers}


def _without_body(reply: Reply) -> Reply:
    data = b"".join(step.data for step in reply if isinstance(step, Send))
    return (Send(data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"),)


def _steps(draft: Draft, line: Line, record: CallRecord, number: str) -> Reply:
    """Put a draft on the wire: healthy, spoiled, late or not."""
    spoil: Spoil | None = getattr(line.script.fault, "spoil", None)
    reply: Reply | None = None
    if record.route in _COUNTED and not record.late:
        record.attempt = line.count_attempt(record.route, record.questions)
        if spoil is not None and line.strikes(record.route, record.questions):
            reply = _spoiled(draft, spoil, line, record, number)
    if reply is None:
        reply = (Send(whole(draft, own=b"x-request-id: req_%b\r\n" % number.encode())),)
    delays = line.script.delays
    if delays and not record.late:
        return (*(Wait(delays[one]) for one in record.questions if one in delays), *reply)
    return reply


def _spoiled(draft: Draft, spoil: Spoil, line: Line, record: CallRecord, number: str) -> Reply | None:
    """Let a transport fault have the draft; None when it finds nothing to bite on."""
    headers = (*draft.headers, ("x-request-id", f"req_{number}"))
    numbered = structs.replace(draft, headers=headers, value=_value(record, line.world))
    dice = Random(f"{line.script.seed}/{record.route}/{record.attempt}")
    spoiled = spoil(numbered, dice)
    if spoiled is None:
        return None
    reply = frame(spoiled) if isinstance(spoiled, Draft) else spoiled
    sent = b"".join(step.data for step in reply if isinstance(step, Send))
    line.count_strike(record.route, record.questions)
    record.fault = line.script.mode
    record.status = _status(sent)
    record.said = words_sent(sent)
    record.tokens_out = estimate(record.said)
    return reply


def _value(record: CallRecord, world: World) -> str:
    """Return the true value that a call's healthy answer states, "" when there is none."""
    known = {fact.id: fact.value.text for fact in world.facts}
    facts = (question.fact for question in world.questions if question.id in record.questions)
    values = (known[fact] for fact in facts if fact is not None)
    return next((value for value in values if value in record.said), "")


def _status(sent: bytes) -> int:
    code = sent[9:12]
    return int(code) if code.isdigit() else 0


def _body(request: Request) -> dict[str, Any] | None:
    try:
        body = _decode(request.body)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _chat(request: Request, line: Line, record: CallRecord, reference: Reference) -> Draft:
    body = _body(request)
    error = NOT_JSON if body is None else refusal_of(body)
    if body is None or error is not None:
        return refused(error or NOT_JSON)
    record.prompt = tuple(body["messages"])
    record.streamed = bool(body.get("stream"))
    record.tokens_in = prompt_tokens(body, len(request.body))
    overflow = prompt_overflow(record.tokens_in)
    if overflow is not None:
        seen = glimpse(body["messages"])
        record.prompt = tuple(seen)
        record.questions = line.mind({"messages": seen}, line.world, HEALTHY, strike=False).questions
        record.late = line.is_late(record.questions)
        return refused(overflow)
    performance = _performance(body, line, record)
    completion = _stopped(performance.completion, body.get("stop"))
    record.said = words_of(completion)
    record.tokens_out = estimate(record.said)
    dress = Dress(
        reference.number, reference.created, body["model"], record.tokens_in, record.tokens_out, body.get("n") or 1
    )
    if record.streamed:
        options = body.get("stream_options")
        return streamed_chat(
            completion, dress, include_usage=isinstance(options, dict) and bool(options.get("include_usage"))
        )
    return plain_chat(completion, dress)


def _performance(body: dict[str, Any], line: Line, record: CallRecord) -> Performance:
    """Let the model speak; a content fault strikes answering calls of this case only."""
    script = line.script
    striking = script.fault is not None and not hasattr(script.fault, "spoil")
    strike = striking and line.strikes(_ANSWERING)
    performance = line.mind(body, line.world, script, strike=strike)
    record.late = line.is_late(performance.questions)
    if record.late:
        performance = line.mind(body, line.world, HEALTHY, strike=False)
    elif striking and performance.answering:
        if line.per_question and strike != line.strikes(_ANSWERING, performance.questions):
            performance = line.mind(body, line.world, script, strike=not strike)
        if performance.bitten:
            line.count_strike(_ANSWERING, performance.questions)
    record.fault = script.mode if performance.bitten and not record.late else None
    record.meant = performance.meant
    record.understood = performance.understood
    record.answering = performance.answering
    record.questions = performance.questions
    return performance


def _stopped(completion: Completion, stop: object) -> Completion:
    """End what is said before the first stop sequence."""
    sequences = [stop] if isinstance(stop, str) else stop if isinstance(stop, list) else []
    if not sequences or not completion.text:
        return completion
    places = [completion.text.find(one) for one in sequences if isinstance(one, str) and one]
    cuts = [place for place in places if place >= 0]
    return replace(completion, text=completion.text[: min(cuts)], finish="stop") if cuts else completion


def _embeddings(request: Request, line: Line, record: CallRecord, _reference: Reference) -> Draft:
    asked = read_embedding_request(_body(request))
    if isinstance(asked, ProviderError):
        return refused(asked)
    record.tokens_in = sum(estimate(text) for text in asked.texts)
    record.prompt = tuple({"role": "input", "content": ends(text)} for text in islice(asked.texts, _INPUTS_KEPT))
    record.questions = tuple(one for text in asked.texts if (one := line.question_of(text)) is not None)
    record.late = line.is_late(record.questions)
    overflow = embedding_overflow(asked.texts)
    if overflow is not None:
        return refused(overflow)
    return _vectors(asked, record.tokens_in, line)


def _vectors(asked: EmbeddingRequest, tokens: int, line: Line) -> Draft:
    vectors = [embed(line.in_english(text), asked.dimensions) for text in asked.texts]
    return embedding_list(vectors, model=asked.model, tokens=tokens, base64=asked.base64)


def _models(_request: Request, line: Line, _record: CallRecord, _reference: Reference) -> Draft:
    return model_list(tuple(dict.fromkeys((line.model, *_MODELS))))


def _model(request: Request, _line: Line, _record: CallRecord, _reference: Reference) -> Draft:
    return one_model(model_named(request.path))


_COUNTED = ("chat", "embeddings")
_ANSWERS: dict[Route, Callable[[Request, Line, CallRecord, Reference], Draft]] = {
    "chat": _chat,
    "embeddings": _embeddings,
    "models": _models,
    "model": _model,
}
