"""The model quotes rightly and names the wrong document."""

from dataclasses import dataclass

from seatrial.bench.faults.base import Scene
from seatrial.bench.faults.citing import renamed
from seatrial.bench.meaning import Meaning


@dataclass(frozen=True, slots=True)
class WrongDocument:
    """Keep the quote and name a real document that does not have it."""

    def mislead(self, meaning: Meaning, scene: Scene) -> Meaning | None:
        """Return the same answer pinned on another document, or None when there is none to name."""
        return renamed(meaning, scene, scene.wrong_document)
