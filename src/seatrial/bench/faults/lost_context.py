"""The server cuts the prompt to fit its window and says nothing of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LostContext:
    """Leave none of the evidence in the model's sight; `prompt_tokens` is all that the usage numbers admit to."""

    prompt_tokens: int = 96

    def sees(self, _evidence: tuple[str, ...]) -> tuple[str, ...]:
        """Return nothing: every evidence sentence stood in the part that was cut."""
        return ()
