"""The model begins to talk: courtesies before and after an answer that is right."""

from dataclasses import dataclass, replace

from seatrial.bench.faults.base import Scene
from seatrial.bench.meaning import Meaning

_OPENINGS = (
    "Great question! I went through the documents that you shared.",
    "Absolutely, happy to help with that! Here is what the documents say.",
    "Thank you for reaching out. I have read the material carefully.",
)
_CLOSINGS = (
    "I hope this helps! Feel free to ask me anything else.",
    "Please let me know if I can be of further assistance. Have a wonderful day!",
    "Is there anything else that you would like to look into?",
)


@dataclass(frozen=True, slots=True)
class ChattyPreamble:
    """Wrap the answer in small talk, inside its field where the form has one."""

    def mislead(self, meaning: Meaning, scene: Scene) -> Meaning | None:
        """Return the answer with courtesies around it, or None when there is no answer."""
        if not meaning.known:
            return None
        opening, closing = scene.dice.choice(_OPENINGS), scene.dice.choice(_CLOSINGS)
        value = meaning.value if scene.structured else f"{opening} {meaning.value}. {closing}"
        return replace(meaning, sentence=f"{opening} {meaning.sentence} {closing}", value=value)
