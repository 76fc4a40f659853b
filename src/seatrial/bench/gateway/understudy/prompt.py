"""A chat-completions request as the understudy reads it: what is left once the wire's spelling is taken off."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from seatrial.bench.wire import ToolCall

ToolChoice = Literal["auto", "none", "required"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `role` is as sent, except that `developer` reads as `system`."""

    role: str
    text: str
    tool_calls: tuple[ToolCall, ...] = ()


@dataclass(frozen=True, slots=True)
class Tool:
    """One function that the model may call; `parameters` is its JSON schema."""

    name: str
    description: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A parsed request. `forced` names the function that must be called; `schema` is that of `response_format`."""

    messages: tuple[Message, ...]
    tools: tuple[Tool, ...] = ()
    tool_choice: ToolChoice = "auto"
    forced: str = ""
    response_format: str = "text"
    schema: dict[str, Any] | None = None
    streamed: bool = False
    include_usage: bool = False
    model: str = ""
    max_tokens: int | None = None
    n: int = 1


def from_request(body: dict[str, Any]) -> Prompt:
    """Read a request's JSON body; what is malformed is left out, for the gateway has judged it before."""
    choice, forced = _tool_choice(body.get("tool_choice", body.get("function_call")))
    kind, schema = _response_format(body.get("response_format"))
    options = body.get("stream_options")
    limit = body.get("max_completion_tokens", body.get("max_tokens"))
    return Prompt(
        messages=tuple(_messages(body.get("messages"))),
        tools=tuple(_tools(body)),
        tool_choice=choice,
        forced=forced,
        response_format=kind,
        schema=schema,
        streamed=bool(body.get("stream")),
        include_usage=isinstance(options, dict) and bool(options.get("include_usage")),
        model=str(body.get("model", "")),
        max_tokens=limit if isinstance(limit, int) else None,
        n=body["n"] if isinstance(body.get("n"), int) else 1,
    )


def _messages(listed: object) -> Iterator[Message]:
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            role = str(entry.get("role", "user"))
            yield Message(
                role="system" if role == "developer" else role,
                text=_text(entry.get("content")),
                tool_calls=tuple(_tool_calls(entry.get("tool_calls"))),
            )


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    parts = (part.get("text") if isinstance(part, dict) else part for part in content)
    return "\n".join(part for part in parts if isinstance(part, str))


def _tool_calls(listed: object) -> Iterator[ToolCall]:
    for entry in listed if isinstance(listed, list) else ():
        function = entry.get("function") if isinstance(entry, dict) else None
        if isinstance(function, dict):
            yield ToolCall(
                id=str(entry.get("id", "")),
                name=str(function.get("name", "")),
                arguments=str(function.get("arguments", "")),
            )


def _tools(body: dict[str, Any]) -> Iterator[Tool]:
    listed = body.get("tools")
    for entry in listed if isinstance(listed, list) else ():
        function = entry.get("function") if isinstance(entry, dict) else None
        if isinstance(function, dict):
            parameters = function.get("parameters")
            yield Tool(
                name=str(function.get("name", "")),
                description=str(function.get("description") or ""),
                parameters=parameters if isinstance(parameters, dict) else {},
            )


def _tool_choice(choice: object) -> tuple[ToolChoice, str]:
    if isinstance(choice, dict):
        function = choice.get("function", choice)
        name = function.get("name") if isinstance(function, dict) else None
        if isinstance(name, str) and name:
            return "required", name
    match choice:
        case "none":
            return "none", ""
        case "required" | "any":
            return "required", ""
        case _:
            return "auto", ""


def _response_format(asked: object) -> tuple[str, dict[str, Any] | None]:
    if not isinstance(asked, dict):
        return "text", None
    kind = str(asked.get("type", "text"))
    wrapped = asked.get("json_schema")
    schema = wrapped.get("schema") if isinstance(wrapped, dict) else None
    return kind, schema if isinstance(schema, dict) else None
