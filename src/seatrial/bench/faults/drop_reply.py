"""The connection is closed in the middle of an answer, so that HTTP itself is broken off."""

from dataclasses import dataclass
from random import Random

from seatrial.bench.faults.streamed_text import cut_inside
from seatrial.bench.framing import chunk, plain_head, stream_head
from seatrial.bench.wire import Draft, HangUp, Reply, Send


@dataclass(frozen=True, slots=True)
class DropReply:
    """Send a part of the answer, then close: a stream has no last chunk, a plain answer fewer bytes than promised."""

    def spoil(self, draft: Draft, dice: Random) -> Reply | None:
        """Return the part and the end; None for a stream that says nothing."""
        part = first_part(draft, dice)
        return None if part is None else (Send(part), HangUp())


def first_part(draft: Draft, dice: Random) -> bytes | None:
    """Return the bytes of an answer up to somewhere in its middle."""
    if not draft.streamed:
        return plain_head(draft) + draft.body[: len(draft.body) // 2]
    events = cut_inside(draft, dice)
    return None if events is None else stream_head(draft) + b"".join(map(chunk, events))
