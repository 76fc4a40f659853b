"""The model answers a question that nobody asked, as after a cache or batching mistake of its provider."""

from dataclasses import dataclass

from seatrial.bench.faults.base import Scene
from seatrial.bench.meaning import Meaning


@dataclass(frozen=True, slots=True)
class AnotherQuestion:
    """Give the whole, healthy answer to another question of this world."""

    def mislead(self, meaning: Meaning, scene: Scene) -> Meaning | None:
        """Return the other answer, or None when there is none that differs."""
        if not meaning.known or not scene.other.known or scene.other.sentence == meaning.sentence:
            return None
        return scene.other
