"""The reply reaches the token limit in the middle of the value that was asked for."""

import json
import re
from dataclasses import dataclass, replace

from seatrial.bench.faults.base import Scene
from seatrial.bench.faults.streamed_text import inside_value
from seatrial.bench.wire import Completion


@dataclass(frozen=True, slots=True)
class CutByLength:
    """End the reply before its value is complete, with finish reason `length` as the provider has it."""

    def garble(self, completion: Completion, scene: Scene) -> Completion | None:
        """Return the beginning of the completion, or None when it is too short to be cut inside its value."""
        if completion.tool_calls:
            first = completion.tool_calls[0]
            cut = _cut(first.arguments, scene)
            return replace(completion, tool_calls=(replace(first, arguments=cut),), finish="length") if cut else None
        cut = _cut(completion.text or "", scene)
        return replace(completion, text=cut, finish="length") if cut else None


def _cut(text: str, scene: Scene) -> str | None:
    start, value = _value_in(text, scene)
    end = start + inside_value(value, scene.dice)
    return text[: max(end, 1)] if end or len(value) > 1 else None


def _value_in(text: str, scene: Scene) -> tuple[int, str]:
    """Return where the value first stands and how it is written; where it is printed otherwise, its likely place."""
    written = {scene.value, json.dumps(scene.value)[1:-1]} - {""}
    found = sorted((text.find(value), value) for value in written if value in text)
    if found:
        return found[0]
    before = scene.lie.sentence.partition(scene.lie.value)[0] if scene.lie.value else ""
    if before.strip() and before in text:
        return text.index(before) + len(before), ""
    digit = re.search(r"\d", text)
    return (min(digit.start(), len(text) // 2) if digit else len(text) // 2), ""
