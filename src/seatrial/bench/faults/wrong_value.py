"""The model states a value that no document has, as fluently as the right one."""

from dataclasses import dataclass

from seatrial.bench.faults.base import Scene
from seatrial.bench.meaning import Meaning


@dataclass(frozen=True, slots=True)
class WrongValue:
    """Tell this case's lie in the words of the truth, with the real citation beside it."""

    def mislead(self, meaning: Meaning, scene: Scene) -> Meaning | None:
        """Return the lie, or None when the model knew nothing or the lie would say the same."""
        if not meaning.known or scene.lie.value == meaning.value or scene.lie.sentence == meaning.sentence:
            return None
        return scene.lie
