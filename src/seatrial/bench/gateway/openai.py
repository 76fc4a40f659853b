"""The provider's protocol as bytes: chat completions, streams, embeddings and models, as its own clients read them."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence

from msgspec import UNSET, Raw, Struct, UnsetType, json

from seatrial.bench.framing import Headers
from seatrial.bench.gateway.embeddings import Vector
from seatrial.bench.provider_error import ProviderError
from seatrial.bench.wire import Completion, Draft

_SHARED: Headers = (
    ("access-control-expose-headers", "X-Request-ID"),
    ("openai-organization", "seatrial"),
    ("openai-processing-ms", "7"),
    ("openai-version", "2020-10-01"),
    ("x-ratelimit-limit-requests", "10000"),
    ("x-ratelimit-limit-tokens", "1000000"),
    ("x-ratelimit-remaining-requests", "9999"),
    ("x-ratelimit-remaining-tokens", "998976"),
    ("x-ratelimit-reset-requests", "6ms"),
    ("x-ratelimit-reset-tokens", "61ms"),
    ("x-content-type-options", "nosniff"),
)
JSON_HEADERS: Headers = (("content-type", "application/json"), *_SHARED)
STREAM_HEADERS: Headers = (
    ("content-type", "text/event-stream; charset=utf-8"),
    ("cache-control", "no-cache"),
    *_SHARED,
)

_FINGERPRINT = "fp_5ea7r1a1"
_PIECE = re.compile(r"\s*\S{1,8}|\s+")
_DONE = b"data: [DONE]\n\n"
_encode = json.Encoder().encode


class _Function(Struct):
    name: str
    arguments: str


class _Call(Struct):
    id: str
    function: _Function
    type: str = "function"


class _Message(Struct):
    content: str | None
    refusal: str | None = None
    tool_calls: list[_Call] | UnsetType = UNSET
    annotations: Raw = Raw(b"[]")
    role: str = "assistant"


class _Choice(Struct):
    index: int
    message: _Message
    finish_reason: str
    logprobs: None = None


class _Usage(Struct):
    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    prompt_tokens_details: Raw = Raw(b'{"cached_tokens":0,"audio_tokens":0}')
    completion_tokens_details: Raw = Raw(
        b'{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}'
    )


class _ChatCompletion(Struct):
    id: str
    created: int
    model: str
    choices: list[_Choice]
    usage: _Usage
    object: str = "chat.completion"
    service_tier: str = "default"
    system_fingerprint: str = _FINGERPRINT


class Dress(Struct, frozen=True):
    """What a completion wears that the model did not say: its number, time, model name, usage and how often."""

    number: str
    created: int
    model: str
    tokens_in: int = 0
    tokens_out: int = 0
    copies: int = 1


def plain_chat(completion: Completion, dress: Dress) -> Draft:
    """Write a completion as one JSON body."""
    message = _Message(content=completion.text, refusal=completion.refusal)
    if completion.tool_calls:
        message.tool_calls = [_Call(call.id, _Function(call.name, call.arguments)) for call in completion.tool_calls]
    body = _ChatCompletion(
        id=f"chatcmpl-{dress.number}",
        created=dress.created,
        model=dress.model,
        choices=[_Choice(index, message, completion.finish) for index in range(dress.copies)],
        usage=_usage(dress),
    )
    return Draft(200, JSON_HEADERS, _encode(body))


def streamed_chat(completion: Completion, dress: Dress, *, include_usage: bool) -> Draft:
    """Write a completion as server-sent events, about a word each."""
    opening = b'data: {"id":"chatcmpl-%b","object":"chat.completion.chunk","created":%d,"model":%b,%b' % (
        dress.number.encode(),
        dress.created,
        _encode(dress.model),
        b'"service_tier":"default","system_fingerprint":"%b",' % _FINGERPRINT.encode(),
    )
    closing = b',"usage":null}\n\n' if include_usage else b"}\n\n"
    going_on = b',"logprobs":null,"finish_reason":null}]' + closing
    finish = b'"delta":{},"logprobs":null,"finish_reason":%b}]' % _encode(completion.finish) + closing
    deltas = list(_deltas(completion))
    events: list[bytes] = []
    for index in range(dress.copies):
        start = b'%b"choices":[{"index":%d,' % (opening, index)
        events += [b'%b"delta":%b%b' % (start, delta, going_on) for delta in deltas]
        events.append(start + finish)
    if include_usage:
        events.append(b'%b"choices":[],"usage":%b}\n\n' % (opening, _encode(_usage(dress))))
    events.append(_DONE)
    return Draft(200, STREAM_HEADERS, events=tuple(events), streamed=True)


def _deltas(completion: Completion) -> Iterator[bytes]:
    """Yield the JSON of each delta: the role first, then words, a refusal, and tool calls in pieces."""
    if completion.tool_calls and completion.text is None:
        yield b'{"role":"assistant","content":null}'
    else:
        yield b'{"role":"assistant","content":"","refusal":null}'
    for piece in _PIECE.findall(completion.text or ""):
        yield b'{"content":%b}' % _encode(piece)
    for piece in _PIECE.findall(completion.refusal or ""):
        yield b'{"refusal":%b}' % _encode(piece)
    for at, call in enumerate(completion.tool_calls):
        first = {"index": at, "id": call.id, "type": "function", "function": {"name": call.name, "arguments": ""}}
        yield b'{"tool_calls":[%b]}' % _encode(first)
        for piece in _PIECE.findall(call.arguments):
            yield b'{"tool_calls":[{"index":%d,"function":{"arguments":%b}}]}' % (at, _encode(piece))


def _usage(dress: Dress) -> _Usage:
    out = dress.tokens_out * dress.copies
    return _Usage(dress.tokens_in, out, dress.tokens_in + out)


def embedding_list(vectors: Sequence[Vector], *, model: str, tokens: int, base64: bool) -> Draft:
    """Write vectors as the provider lists them: floats as JSON numbers, or little-endian float32 in base64."""
    data = [
        b'{"object":"embedding","index":%d,"embedding":%b}'
        % (index, b'"%b"' % b64encode(vector.float32()) if base64 else vector.numbers())
        for index, vector in enumerate(vectors)
    ]
    body = b'{"object":"list","data":[%b],"model":%b,"usage":{"prompt_tokens":%d,"total_tokens":%d}}' % (
        b",".join(data),
        _encode(model),
        tokens,
        tokens,
    )
    return Draft(200, JSON_HEADERS, body)


def _model(name: str) -> dict[str, object]:
    return {"id": name, "object": "model", "created": 1687882411, "owned_by": "seatrial"}


def model_list(names: Sequence[str]) -> Draft:
    """Write the list of models."""
    return Draft(200, JSON_HEADERS, _encode({"object": "list", "data": [_model(name) for name in names]}))


def one_model(name: str) -> Draft:
    """Write one model's entry."""
    return Draft(200, JSON_HEADERS, _encode(_model(name)))


def refused(error: ProviderError) -> Draft:
    """Write an error as the provider does."""
    return Draft(error.status, JSON_HEADERS, error.body())
