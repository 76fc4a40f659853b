"""An answer stops in the middle, and the connection stays open."""

from dataclasses import dataclass
from random import Random

from seatrial.bench.faults.drop_reply import first_part
from seatrial.bench.wire import Draft, HangUp, Reply, Send, Wait


@dataclass(frozen=True, slots=True)
class StallReply:
    """Send a part of the answer, then nothing for so long that nobody waits for the end of it."""

    seconds: float = 600.0

    def spoil(self, draft: Draft, dice: Random) -> Reply | None:
        """Return the part and the silence; None for a stream that says nothing."""
        part = first_part(draft, dice)
        return None if part is None else (Send(part), Wait(self.seconds), HangUp())
