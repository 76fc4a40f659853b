"""The connection breaks before anything was said, as when a load balancer drops a replica."""

from dataclasses import dataclass
from random import Random

from seatrial.bench.wire import Draft, Reply, Reset


@dataclass(frozen=True, slots=True)
class ResetConnection:
    """Reset the connection in place of an answer."""

    def spoil(self, _draft: Draft, _dice: Random) -> Reply | None:
        """Return nothing but the reset."""
        return (Reset(),)
