"""What the provider refuses of a chat request: its own checks, in its own words."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from seatrial.bench.provider_error import ProviderError

_ROLES = ("system", "assistant", "user", "function", "tool", "developer")
_SPEAKERS = frozenset({"system", "assistant", "user", "developer"})
_HARMLESS = frozenset({"model", "messages", "stream", "user", "seed", "store", "metadata", "logprobs"})
_NAME = re.compile(r"[a-zA-Z0-9_-]+")
_KINDS = {
    str: "a string",
    bool: "a boolean",
    int: "an integer",
    float: "a decimal",
    list: "an array",
    dict: "an object",
    type(None): "null",
}
_HINT = (
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library "
    "correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble "
    "figuring out how to fix this, please contact us through our help center at help.openai.com.)"
)

NOT_JSON = ProviderError(400, _HINT)
NO_MODEL = ProviderError(400, "you must provide a model parameter")

Body = dict[str, Any]


def refusal_of(body: Body) -> ProviderError | None:
    """Return the first thing that the provider would refuse, or None."""
    if not isinstance(body.get("model"), str) or not body["model"]:
        return NO_MODEL
    rules = _RULES
    if _is_plain(body.get("messages")):
        if body.keys() <= _HARMLESS:
            return None
        rules = _RULES[1:]
    for rule in rules:
        for error in rule(body):
            return error
    return None


def _is_plain(messages: object) -> bool:
    """Tell, cheaply, that messages are beyond reproach: known roles, words, no tools."""
    if not isinstance(messages, list) or not messages:
        return False
    for message in messages:
        if (
            type(message) is not dict
            or type(role := message.get("role")) is not str
            or role not in _SPEAKERS
            or type(message.get("content")) is not str
            or "tool_calls" in message
        ):
            return False
    return True


def missing(param: str) -> ProviderError:
    """Say that a parameter is missing."""
    return ProviderError(400, f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")


def wrong_type(param: str, expected: str, got: object) -> ProviderError:
    """Say that a parameter has the wrong type."""
    return ProviderError(
        400,
        f"Invalid type for '{param}': expected {expected}, but got {_KINDS.get(type(got), 'something else')} instead.",
        param=param,
        code="invalid_type",
    )


def wrong_value(param: str, got: object, supported: tuple[str, ...]) -> ProviderError:
    """Say that a parameter's value is none of those supported."""
    quoted = [f"'{one}'" for one in supported]
    listed = f"{', '.join(quoted[:-1])}{',' if len(quoted) > 2 else ''} and {quoted[-1]}"
    return ProviderError(
        400, f"Invalid value: '{got}'. Supported values are: {listed}.", param=param, code="invalid_value"
    )


def empty(param: str) -> ProviderError:
    """Say that an array is empty."""
    return ProviderError(
        400,
        f"Invalid '{param}': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        param=param,
        code="empty_array",
    )


def below(param: str, least: float, got: float) -> ProviderError:
    """Say that a number is too small."""
    kind = "integer" if isinstance(got, int) else "decimal"
    return ProviderError(
        400,
        f"Invalid '{param}': {kind} below minimum value. Expected a value >= {least}, but got {got} instead.",
        param=param,
        code=f"{kind}_below_min_value",
    )


def above(param: str, most: float, got: float) -> ProviderError:
    """Say that a number is too large."""
    kind = "integer" if isinstance(got, int) else "decimal"
    return ProviderError(
        400,
        f"Invalid '{param}': {kind} above maximum value. Expected a value <= {most}, but got {got} instead.",
        param=param,
        code=f"{kind}_above_max_value",
    )


def _messages(body: Body) -> Iterator[ProviderError]:
    messages = body.get("messages")
    if messages is None:
        yield missing("messages")
    elif not isinstance(messages, list):
        yield wrong_type("messages", "an array of objects", messages)
    elif not messages:
        yield empty("messages")
    else:
        for at, message in enumerate(messages):
            if not isinstance(message, dict):
                yield wrong_type(f"messages[{at}]", "an object", message)
            else:
                yield from _message(message, at)
        yield from _tool_turns(messages)


def _message(message: Body, at: int) -> Iterator[ProviderError]:
    role = message.get("role")
    if role is None:
        yield missing(f"messages[{at}].role")
    elif role not in _ROLES:
        yield wrong_value(f"messages[{at}].role", role, _ROLES)
    content = message.get("content")
    if content is None and role != "assistant":
        yield ProviderError(
            400, "Invalid value for 'content': expected a string, got null.", param=f"messages.[{at}].content"
        )
    elif isinstance(content, list):
        for part, one in enumerate(content):
            if not isinstance(one, dict):
                yield wrong_type(f"messages[{at}].content[{part}]", "an object", one)
            elif "type" not in one:
                yield missing(f"messages[{at}].content[{part}].type")
    elif content is not None and not isinstance(content, str):
        yield wrong_type(f"messages[{at}].content", "one of a string or array of objects", content)


def _tool_turns(messages: list[Body]) -> Iterator[ProviderError]:
    """Every tool call is answered by a tool message that follows it, and every tool message answers one."""
    waiting: list[str] = []
    for at, message in enumerate(messages):
        if message["role"] == "tool":
            if message.get("tool_call_id") not in waiting:
                yield ProviderError(
                    400,
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                    "'tool_calls'.",
                    param=f"messages.[{at}].role",
                )
            else:
                waiting.remove(message["tool_call_id"])
            continue
        if waiting:
            break
        calls = message.get("tool_calls")
        waiting = [str(call.get("id")) for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []
    if waiting:
        yield ProviderError(
            400,
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
            f"'tool_call_id'. The following tool_call_ids did not have response messages: {', '.join(waiting)}",
            param="messages",
        )


def _response_format(body: Body) -> Iterator[ProviderError]:
    asked = body.get("response_format")
    if asked is None:
        return
    if not isinstance(asked, dict):
        yield wrong_type("response_format", "an object", asked)
        return
    kind = asked.get("type")
    if kind == "json_schema":
        yield from _json_schema(asked.get("json_schema"))
    elif kind == "json_object":
        if "json" not in str(body.get("messages")).lower():
            yield ProviderError(
                400,
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
                param="messages",
            )
    elif kind != "text":
        yield wrong_value("response_format.type", kind, ("json_object", "json_schema", "text"))


def _json_schema(asked: object) -> Iterator[ProviderError]:
    if not isinstance(asked, dict):
        yield missing("response_format.json_schema")
    elif asked.get("name") is None:
        yield missing("response_format.json_schema.name")
    else:
        yield from _name("response_format.json_schema.name", asked["name"])


def _name(param: str, name: object) -> Iterator[ProviderError]:
    if not isinstance(name, str):
        yield wrong_type(param, "a string", name)
    elif len(name) > 64:
        yield ProviderError(
            400,
            f"Invalid '{param}': string too long. Expected a string with maximum length 64, but got a string with "
            f"length {len(name)} instead.",
            param=param,
            code="string_above_max_length",
        )
    elif not _NAME.fullmatch(name):
        yield ProviderError(
            400,
            f"Invalid '{param}': string does not match pattern. Expected a string that matches the pattern "
            "'^[a-zA-Z0-9_-]+$'.",
            param=param,
            code="invalid_value",
        )


def _tools(body: Body) -> Iterator[ProviderError]:
    tools = body.get("tools")
    if tools is None:
        if body.get("tool_choice") is not None:
            yield ProviderError(
                400,
                "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
                param="tool_choice",
            )
    elif not isinstance(tools, list):
        yield wrong_type("tools", "an array of objects", tools)
    elif not tools:
        yield empty("tools")
    else:
        for at, tool in enumerate(tools):
            function = tool.get("function") if isinstance(tool, dict) else None
            if not isinstance(function, dict):
                yield missing(f"tools[{at}].function")
            else:
                yield from _name(f"tools[{at}].function.name", function.get("name"))


def _options(body: Body) -> Iterator[ProviderError]:
    if body.get("stream_options") is not None and not body.get("stream"):
        yield ProviderError(
            400,
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            param="stream_options",
        )
    stop = body.get("stop")
    if isinstance(stop, list) and len(stop) > 4:
        yield ProviderError(
            400,
            f"Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length "
            f"{len(stop)} instead.",
            param="stop",
            code="array_above_max_length",
        )


def _numbers(body: Body) -> Iterator[ProviderError]:
    for param, least, most in _RANGES:
        value = body.get(param)
        if value is None:
            continue
        whole = isinstance(least, int)
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            yield wrong_type(param, "an integer" if whole else "a decimal", value)
        elif value < least:
            yield below(param, least, value)
        elif most is not None and value > most:
            yield above(param, most, value)


_RANGES: tuple[tuple[str, int | float, int | float | None], ...] = (
    ("temperature", 0.0, 2),
    ("top_p", 0.0, 1),
    ("presence_penalty", -2.0, 2),
    ("frequency_penalty", -2.0, 2),
    ("n", 1, 128),
    ("max_tokens", 1, None),
    ("max_completion_tokens", 1, None),
)
_RULES: tuple[Callable[[Body], Iterator[ProviderError]], ...] = (
    _messages,
    _response_format,
    _tools,
    _options,
    _numbers,
)
