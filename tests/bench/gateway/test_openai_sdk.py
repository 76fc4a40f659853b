"""What we send is read by the provider's own client, over a real socket, as the provider's would be."""

from pathlib import Path

import openai
import pytest
import tiktoken
from openai import AsyncOpenAI
from pydantic import BaseModel

from seatrial.bench.gateway.embeddings import embed
from seatrial.bench.gateway.tokens import vocabulary_cache

QUESTION = "What is the yearly fee of the Lindqvist plan?"
ANSWER = "The yearly fee of the Lindqvist plan is EUR 1,847.30. [fees.md]"
MESSAGES = [
    {"role": "system", "content": "Answer from the context and name the file in square brackets."},
    {
        "role": "user",
        "content": (
            "Context:\n[fees.md]\nThe yearly fee of the Lindqvist plan is EUR 1,847.30, payable in advance by bank "
            "transfer.\n\nQuestion: What is the yearly fee of the Lindqvist plan?"
        ),
    },
]
LOOKUP = {
    "type": "function",
    "function": {
        "name": "search_documents",
        "description": "Search the documents",
        "parameters": {
            "type": "object",
            "properties": {"query": {"type": "string"}},
            "required": ["query"],
        },
    },
}


class Reply(BaseModel):
    answer: str
    document: str


async def test_chat_parses_and_answers(client: AsyncOpenAI) -> None:
    completion = await client.chat.completions.create(model="my-own-model", messages=MESSAGES)
    choice = completion.choices[0]
    assert (completion.object, completion.model) == ("chat.completion", "my-own-model")
    assert (choice.index, choice.finish_reason, choice.message.role) == (0, "stop", "assistant")
    assert (choice.message.content, choice.message.refusal, choice.message.tool_calls) == (ANSWER, None, None)
    assert completion.usage is not None
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens


async def test_chat_repeats_the_choice_when_several_are_asked_for(client: AsyncOpenAI) -> None:
    completion = await client.chat.completions.create(model="gpt-4", messages=MESSAGES, n=3)
    assert [(choice.index, choice.message.content) for choice in completion.choices] == [
        (0, ANSWER),
        (1, ANSWER),
        (2, ANSWER),
    ]


async def test_chat_ends_before_a_stop_sequence(client: AsyncOpenAI) -> None:
    completion = await client.chat.completions.create(model="gpt-4", messages=MESSAGES, stop=["]", " is "])
    assert completion.choices[0].message.content == "The yearly fee of the Lindqvist plan"


async def test_a_stream_says_the_same_words_and_then_its_usage(client: AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model="gpt-4", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    said = [chunk for chunk in chunks if chunk.choices]
    assert "".join(chunk.choices[0].delta.content or "" for chunk in said) == ANSWER
    assert [chunk.choices[0].finish_reason for chunk in said] == [None] * (len(said) - 1) + ["stop"]
    assert said[0].choices[0].delta.role == "assistant"
    assert [chunk.usage is None for chunk in chunks] == [True] * (len(chunks) - 1) + [False]
    assert len({chunk.id for chunk in chunks}) == 1


async def test_a_stream_without_include_usage_has_no_usage(client: AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(model="gpt-4", messages=MESSAGES, stream=True)
    chunks = [chunk async for chunk in stream]
    assert all(chunk.choices and chunk.usage is None for chunk in chunks)


async def test_structured_output_parses_into_a_type(client: AsyncOpenAI) -> None:
    completion = await client.chat.completions.parse(model="gpt-4", messages=MESSAGES, response_format=Reply)
    parsed = completion.choices[0].message.parsed
    assert parsed is not None
    assert "1,847.30" in parsed.answer
    assert parsed.document == "fees.md"


async def test_a_tool_call_is_made_and_streamed_alike(client: AsyncOpenAI) -> None:
    asked = {"model": "gpt-4", "tools": [LOOKUP], "messages": [MESSAGES[0], {"role": "user", "content": QUESTION}]}
    whole = await client.chat.completions.create(**asked)
    call = (whole.choices[0].message.tool_calls or [])[0]
    async with client.chat.completions.stream(**asked) as stream:
        streamed = await stream.get_final_completion()
    again = (streamed.choices[0].message.tool_calls or [])[0]
    assert (call.type, call.function.name) == ("function", "search_documents")
    assert (again.id, again.function.name, again.function.arguments) == (
        call.id,
        call.function.name,
        call.function.arguments,
    )
    assert whole.choices[0].finish_reason == streamed.choices[0].finish_reason == "tool_calls"
    assert whole.choices[0].message.content is None


@pytest.mark.parametrize("encoding", ["float", "base64", openai.omit])
async def test_embeddings_come_in_either_encoding(client: AsyncOpenAI, encoding: object) -> None:
    reply = await client.embeddings.create(
        model="text-embedding-3-small", input=["a fee", "a slip"], encoding_format=encoding
    )
    assert [one.index for one in reply.data] == [0, 1]
    if encoding != "base64":
        assert list(reply.data[0].embedding) == pytest.approx(embed("a fee").values, abs=1e-6)
    assert reply.usage.total_tokens == reply.usage.prompt_tokens > 0


async def test_embeddings_take_token_ids_for_the_text_they_stand_for(client: AsyncOpenAI) -> None:
    text = await client.embeddings.create(model="text-embedding-ada-002", input="hello world")
    ids = await client.embeddings.create(model="text-embedding-ada-002", input=[15339, 1917])
    both = await client.embeddings.create(model="text-embedding-ada-002", input=[[15339, 1917], [15339]])
    assert ids.data[0].embedding == text.data[0].embedding == both.data[0].embedding
    assert len(both.data) == 2


async def test_embeddings_are_as_long_as_asked(client: AsyncOpenAI) -> None:
    large = await client.embeddings.create(model="text-embedding-3-large", input="a fee")
    small = await client.embeddings.create(model="text-embedding-3-large", input="a fee", dimensions=256)
    assert (len(large.data[0].embedding), len(small.data[0].embedding)) == (3072, 256)


async def test_models_are_listed_and_any_is_known(client: AsyncOpenAI) -> None:
    listed = [model.id async for model in client.models.list()]
    one = await client.models.retrieve("ft:gpt-4:me")
    assert listed[0] == "gpt-4"
    assert one.id == "ft:gpt-4:me"


@pytest.mark.parametrize(
    ("asked", "error", "param", "code"),
    [
        ({"messages": []}, openai.BadRequestError, "messages", "empty_array"),
        (
            {"messages": [{"role": "wizard", "content": "x"}]},
            openai.BadRequestError,
            "messages[0].role",
            "invalid_value",
        ),
        (
            {"messages": [{"role": "user", "content": "one two " * 6000}]},
            openai.BadRequestError,
            "messages",
            "context_length_exceeded",
        ),
    ],
)
async def test_errors_raise_the_clients_own(
    client: AsyncOpenAI, asked: dict, error: type, param: str, code: str
) -> None:
    with pytest.raises(error) as raised:
        await client.chat.completions.create(model="gpt-4", **asked)
    assert (raised.value.param, raised.value.code, raised.value.type) == (param, code, "invalid_request_error")
    assert raised.value.request_id.startswith("req_")


async def test_rate_limit_headers_stand_on_every_answer(client: AsyncOpenAI) -> None:
    raw = await client.chat.completions.with_raw_response.create(model="gpt-4", messages=MESSAGES)
    names = {f"x-ratelimit-{what}-{of}" for what in ("limit", "remaining", "reset") for of in ("requests", "tokens")}
    assert {*names, "x-request-id", "openai-processing-ms", "openai-version"} <= set(raw.headers)


def test_vocabularies_are_tiktokens_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(vocabulary_cache(tmp_path / "v", kept=tmp_path / "kept")))
    assert tiktoken.get_encoding("cl100k_base").encode("hello world") == [15339, 1917]
    assert tiktoken.get_encoding("o200k_base").encode("hello world") == [24912, 2375]
