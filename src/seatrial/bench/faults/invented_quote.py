"""The model puts a sentence into quotation marks that stands nowhere."""

from dataclasses import dataclass, replace

from seatrial.bench.faults.base import Scene
from seatrial.bench.faults.citing import recite
from seatrial.bench.meaning import Meaning


@dataclass(frozen=True, slots=True)
class InventedQuote:
    """Keep the answer and the document, and invent the words that are said to stand there."""

    def mislead(self, meaning: Meaning, scene: Scene) -> Meaning | None:
        """Return the same answer with an invented quote, or None when nothing is to be quoted."""
        if not scene.invented_quote:
            return None
        return recite(meaning, scene, lambda citation: replace(citation, quote=scene.invented_quote))
