"""The model declines politely, in the place where the answer belongs."""

from dataclasses import dataclass

from seatrial.bench.faults.base import Scene
from seatrial.bench.meaning import Meaning

WORDINGS = (
    "I'm sorry, but I can't assist with that request.",
    "I apologize, but I'm unable to help with this particular request.",
    "As an AI assistant, I can't provide this kind of information.",
    "Sorry, that is not something I can discuss. Is there anything else I can help you with?",
    "I'm afraid I must decline to respond to this request.",
)


@dataclass(frozen=True, slots=True)
class RefusalInWords:
    """Refuse in plain words that no field gives away: a form that has only an answer gets the words as its answer."""

    def mislead(self, meaning: Meaning, scene: Scene) -> Meaning | None:
        """Return a refusal said as if it were an answer, or None when there was no answer to withhold."""
        if not meaning.known:
            return None
        return Meaning(sentence=scene.dice.choice(WORDINGS), value="")
