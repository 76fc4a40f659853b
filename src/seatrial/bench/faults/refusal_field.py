"""The model declines by the field that the protocol has for it."""

from dataclasses import dataclass, replace

from seatrial.bench.faults.base import Scene
from seatrial.bench.wire import Completion

_WORDINGS = (
    "I'm sorry, but I can't assist with that request.",
    "I'm not able to help with this.",
    "I can't comply with that request.",
)


@dataclass(frozen=True, slots=True)
class RefusalField:
    """Send no content but a refusal, with finish reason `stop`, as structured outputs do."""

    def garble(self, completion: Completion, scene: Scene) -> Completion | None:
        """Return the refusal, or None when the completion is one already."""
        if completion.refusal is not None:
            return None
        return replace(completion, text=None, refusal=scene.dice.choice(_WORDINGS), tool_calls=(), finish="stop")
