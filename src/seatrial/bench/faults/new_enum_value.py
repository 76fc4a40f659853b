"""The provider ends a whole and healthy reply with a finish reason that no client has heard of."""

from dataclasses import dataclass, replace

from seatrial.bench.faults.base import Scene
from seatrial.bench.wire import Completion


@dataclass(frozen=True, slots=True)
class NewEnumValue:
    """Change nothing but the finish reason."""

    finish: str = "end_of_sequence"

    def garble(self, completion: Completion, _scene: Scene) -> Completion | None:
        """Return the same completion with the new word."""
        return replace(completion, finish=self.finish)
