"""The model cites a document that does not exist."""

from dataclasses import dataclass

from seatrial.bench.faults.base import Scene
from seatrial.bench.faults.citing import renamed
from seatrial.bench.meaning import Meaning


@dataclass(frozen=True, slots=True)
class MissingDocument:
    """Name what looks like the other documents and is none: a file that nobody has, a number never given out."""

    def mislead(self, meaning: Meaning, scene: Scene) -> Meaning | None:
        """Return the same answer with every citation leading nowhere, or None when no document is to be named."""
        return renamed(meaning, scene, scene.missing_document)
