"""The provider takes the request and is never heard of again."""

from dataclasses import dataclass
from random import Random

from seatrial.bench.wire import Draft, HangUp, Reply, Wait


@dataclass(frozen=True, slots=True)
class NeverAnswer:
    """Say nothing for so long that nobody waits for the end of it."""

    seconds: float = 600.0

    def spoil(self, _draft: Draft, _dice: Random) -> Reply | None:
        """Return the silence."""
        return (Wait(self.seconds), HangUp())
