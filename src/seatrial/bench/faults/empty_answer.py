"""The model stops at once and says nothing."""

from dataclasses import dataclass, replace

from seatrial.bench.faults.base import Scene
from seatrial.bench.wire import Completion


@dataclass(frozen=True, slots=True)
class EmptyAnswer:
    """Say nothing and call it finished; `null` sends no content at all where an empty text would stand."""

    null: bool = False

    def garble(self, completion: Completion, _scene: Scene) -> Completion | None:
        """Return the completion without any content, or None when it had none."""
        if not completion.text and not completion.tool_calls:
            return None
        return replace(completion, text=None if self.null else "", tool_calls=(), finish="stop")
