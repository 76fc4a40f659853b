"""A stream ends in good order before the model has finished: no last event, and no error either."""

from dataclasses import dataclass
from random import Random

from msgspec.structs import replace

from seatrial.bench.faults.streamed_text import cut_inside
from seatrial.bench.wire import Draft


@dataclass(frozen=True, slots=True)
class EndStreamEarly:
    """End the stream inside the text, without finish reason and without [DONE]."""

    def spoil(self, draft: Draft, dice: Random) -> Draft | None:
        """Return the shorter stream; None for an answer that is none."""
        if not draft.streamed:
            return None
        events = cut_inside(draft, dice)
        return None if events is None else replace(draft, events=events)
