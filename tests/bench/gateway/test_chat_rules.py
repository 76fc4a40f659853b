"""What the provider refuses of a request, and in which words; and that it refuses nothing else."""

from typing import Any

import pytest

from seatrial.bench.gateway.chat_rules import refusal_of
from seatrial.bench.gateway.embedding_request import EmbeddingRequest, read_embedding_request
from seatrial.bench.provider_error import ProviderError

USER = {"role": "user", "content": "hi"}
CALLING = {
    "role": "assistant",
    "content": None,
    "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
}
TOOL = {"type": "function", "function": {"name": "f", "parameters": {}}}


def schema(name: object) -> dict[str, Any]:
    return {"response_format": {"type": "json_schema", "json_schema": {"name": name, "schema": {}}}}


def asked(**fields: Any) -> dict[str, Any]:
    return {"model": "gpt-4", "messages": [USER], **fields}


@pytest.mark.parametrize(
    "body",
    [
        asked(),
        asked(temperature=0, top_p=1, n=1, max_tokens=5, presence_penalty=-2.0, stop=["a"], seed=1, unknown={"x": 1}),
        asked(messages=[{"role": "developer", "content": [{"type": "text", "text": "x"}]}, USER]),
        asked(messages=[USER, CALLING, {"role": "tool", "tool_call_id": "c1", "content": "ok"}, USER], tools=[TOOL]),
        asked(messages=[USER, {"role": "assistant", "content": None}]),
        asked(**schema("my_answer-1")),
        asked(response_format={"type": "json_object"}, messages=[{"role": "user", "content": "as JSON please"}]),
        asked(stream=True, stream_options={"include_usage": True}),
        asked(response_format=None, tools=None, tool_choice=None, stop=None, temperature=None),
    ],
)
def test_a_fair_request_is_not_refused(body: dict[str, Any]) -> None:
    assert refusal_of(body) is None


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({"messages": [USER]}, None, None),
        (asked(model=""), None, None),
        ({"model": "gpt-4"}, "messages", "missing_required_parameter"),
        (asked(messages="hi"), "messages", "invalid_type"),
        (asked(messages=[]), "messages", "empty_array"),
        (asked(messages=["hi"]), "messages[0]", "invalid_type"),
        (asked(messages=[{"content": "hi"}]), "messages[0].role", "missing_required_parameter"),
        (asked(messages=[USER, {"role": "bot", "content": "hi"}]), "messages[1].role", "invalid_value"),
        (asked(messages=[{"role": "user", "content": None}]), "messages.[0].content", None),
        (asked(messages=[{"role": "user", "content": 5}]), "messages[0].content", "invalid_type"),
        (asked(messages=[{"role": "user", "content": ["x"]}]), "messages[0].content[0]", "invalid_type"),
        (
            asked(messages=[{"role": "user", "content": [{}]}]),
            "messages[0].content[0].type",
            "missing_required_parameter",
        ),
        (asked(messages=[USER, {"role": "tool", "tool_call_id": "c1", "content": "x"}]), "messages.[1].role", None),
        (asked(messages=[USER, CALLING, USER]), "messages", None),
        (asked(**schema(None)), "response_format.json_schema.name", "missing_required_parameter"),
        (asked(**schema("my answer")), "response_format.json_schema.name", "invalid_value"),
        (asked(**schema("a" * 65)), "response_format.json_schema.name", "string_above_max_length"),
        (asked(response_format={"type": "json_schema"}), "response_format.json_schema", "missing_required_parameter"),
        (asked(response_format={"type": "xml"}), "response_format.type", "invalid_value"),
        (asked(response_format="json"), "response_format", "invalid_type"),
        (asked(response_format={"type": "json_object"}), "messages", None),
        (asked(tools=[]), "tools", "empty_array"),
        (asked(tools=[{"type": "function"}]), "tools[0].function", "missing_required_parameter"),
        (asked(tools=[{"function": {"name": "my tool"}}]), "tools[0].function.name", "invalid_value"),
        (asked(tool_choice="auto"), "tool_choice", None),
        (asked(stream_options={"include_usage": True}), "stream_options", None),
        (asked(stop=list("abcde")), "stop", "array_above_max_length"),
        (asked(temperature=2.5), "temperature", "decimal_above_max_value"),
        (asked(temperature="hot"), "temperature", "invalid_type"),
        (asked(n=0), "n", "integer_below_min_value"),
        (asked(max_tokens=True), "max_tokens", "invalid_type"),
    ],
)
def test_an_unfair_request_is_refused_as_the_provider_does(
    body: dict[str, Any], param: str | None, code: str | None
) -> None:
    error = refusal_of(body)
    assert error is not None
    assert (error.status, error.type, error.param, error.code) == (400, "invalid_request_error", param, code)


def test_a_refusal_is_worded_as_the_providers() -> None:
    error = refusal_of(asked(messages=[{"role": "bot", "content": "hi"}]))
    assert error == ProviderError(
        400,
        "Invalid value: 'bot'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and "
        "'developer'.",
        param="messages[0].role",
        code="invalid_value",
    )


def test_a_request_for_embeddings_is_read() -> None:
    read = read_embedding_request({"model": "text-embedding-3-large", "input": ["a", [15339]], "dimensions": 64})
    assert read == EmbeddingRequest(("a", "hello"), "text-embedding-3-large", 64, base64=False)


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"input": "x"}, None),
        ({"model": "m"}, "input"),
        ({"model": "m", "input": []}, "input"),
        ({"model": "m", "input": ""}, "input[0]"),
        ({"model": "m", "input": [1.5]}, "input[0]"),
        ({"model": "m", "input": {"a": 1}}, "input"),
        ({"model": "m", "input": [999_999_999]}, "input[0]"),
        ({"model": "m", "input": ["x"] * 2049}, "input"),
        ({"model": "m", "input": "x", "encoding_format": "hex"}, "encoding_format"),
        ({"model": "m", "input": "x", "dimensions": 0}, "dimensions"),
        ({"model": "m", "input": "x", "dimensions": 1537}, "dimensions"),
        ({"model": "m", "input": "x", "dimensions": "many"}, "dimensions"),
        ({"model": "text-embedding-ada-002", "input": "x", "dimensions": 64}, None),
    ],
)
def test_an_unfair_request_for_embeddings_is_refused(body: dict[str, Any], param: str | None) -> None:
    error = read_embedding_request(body)
    assert isinstance(error, ProviderError)
    assert (error.status, error.param) == (400, param)
