"""The model's memory: how many tokens a request may hold, and what the provider says of one that holds more."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import json

from seatrial.bench.gateway.tokens import count
from seatrial.bench.provider_error import ProviderError

WINDOW_TOKENS = 8192
_PER_MESSAGE = 4
_FIRST_MESSAGES, _LAST_MESSAGES = 4, 12
_END_CHARACTERS = 8_000
_PRIMING = 3


def prompt_tokens(body: dict[str, Any], size: int) -> int:
    """Count the tokens of a chat request whose body has `size` bytes, exactly where the window may be near."""
    messages = body["messages"]
    overhead = _PER_MESSAGE * len(messages) + _PRIMING
    if size <= WINDOW_TOKENS - overhead:
        letters = 0
        for message in messages:
            content = message.get("content")
            letters += len(content) if type(content) is str else sum(map(len, _texts((message,))))
        return letters // 4 + overhead
    text = "\n".join(_texts(messages))
    tools = body.get("tools")
    if tools:
        text += json.encode(tools).decode()
    return count(text, near=WINDOW_TOKENS - overhead) + overhead


def prompt_overflow(tokens: int) -> ProviderError | None:
    """Return the provider's error when a prompt does not fit the window."""
    if tokens <= WINDOW_TOKENS:
        return None
    return ProviderError(
        400,
        f"This model's maximum context length is {WINDOW_TOKENS} tokens. However, your messages resulted in {tokens} "
        "tokens. Please reduce the length of the messages.",
        param="messages",
        code="context_length_exceeded",
    )


def glimpse(messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the ends of a conversation that does not fit the window: reading all of it could take minutes."""
    few = (*messages[:_FIRST_MESSAGES], *messages[_FIRST_MESSAGES:][-_LAST_MESSAGES:])
    return [{"role": message.get("role"), "content": ends("\n".join(_texts((message,))))} for message in few]


def ends(text: str) -> str:
    """Return a text, or its beginning and end when it is long."""
    left_out = len(text) - 2 * _END_CHARACTERS
    if left_out <= 0:
        return text
    return f"{text[:_END_CHARACTERS]}\n… ({left_out} characters) …\n{text[-_END_CHARACTERS:]}"


def embedding_overflow(texts: Sequence[str]) -> ProviderError | None:
    """Return the provider's error when one of the texts is too long to embed."""
    for text in texts:
        tokens = count(text, near=WINDOW_TOKENS)
        if tokens > WINDOW_TOKENS:
            return ProviderError(
                400,
                f"This model's maximum context length is {WINDOW_TOKENS} tokens, however you requested {tokens} tokens "
                f"({tokens} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.",
            )
    return None


def _texts(messages: Iterable[dict[str, Any]]) -> Iterator[str]:
    for message in messages:
        content = message.get("content")
        if isinstance(content, str):
            yield content
        elif isinstance(content, list):
            yield from (str(part.get("text", "")) for part in content)
        if "tool_calls" in message:
            yield from _arguments(message["tool_calls"])


def _arguments(calls: object) -> Iterator[str]:
    for call in calls if isinstance(calls, list) else ():
        if isinstance(call, dict) and isinstance(call.get("function"), dict):
            yield str(call["function"].get("arguments", ""))
