"""The model wraps the JSON that was asked for in a code fence and small talk."""

from dataclasses import dataclass, replace

from seatrial.bench.faults.base import Scene
from seatrial.bench.faults.payload import payload
from seatrial.bench.wire import Completion

_LEADS = (
    "Sure! Here is the JSON you asked for:",
    "Based on the documents provided, here's the structured answer:",
    "Certainly. I have put the result into the requested format below.",
)
_TAILS = (
    "Let me know if you would like any changes!",
    "I hope this helps. Feel free to ask a follow-up question.",
    "The object above follows the format that you described.",
)


@dataclass(frozen=True, slots=True)
class JsonInProse:
    """Put valid JSON into a fence with a sentence before and after it."""

    def garble(self, completion: Completion, scene: Scene) -> Completion | None:
        """Return the wrapped JSON, or None when it was not asked for in the text."""
        text = None if completion.tool_calls else payload(completion, scene)
        if text is None:
            return None
        lead, tail = scene.dice.choice(_LEADS), scene.dice.choice(_TAILS)
        return replace(completion, text=f"{lead}\n\n```json\n{text}\n```\n\n{tail}")
