"""The JSON in a completion, wherever it was asked for: in the text, or in the arguments of the tool that was forced."""

import json
from dataclasses import replace

from seatrial.bench.faults.base import Scene
from seatrial.bench.wire import Completion

Json = dict[str, object] | list[object]


def payload(completion: Completion, scene: Scene) -> str | None:
    """Return the JSON text that was asked for, or None where none was asked for or none stands."""
    if not scene.structured:
        return None
    text = completion.tool_calls[0].arguments if completion.tool_calls else completion.text
    return text.strip() if text is not None and parsed(text) is not None else None


def with_payload(completion: Completion, text: str) -> Completion:
    """Put another text where the JSON stood."""
    if completion.tool_calls:
        first, *others = completion.tool_calls
        return replace(completion, tool_calls=(replace(first, arguments=text), *others))
    return replace(completion, text=text)


def parsed(text: str) -> Json | None:
    """Return the object or array that a JSON text stands for, or None when it is no such text."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None
