"""How much time a busy machine has cost a submission, so that it is not blamed for that.

The kernel counts how long a thread could run and got no processor. The longest that any one thread of a box was kept
waiting, and the bench beside it, is time that the question would not have taken on a machine of its own.
"""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

Waits = Callable[[], Mapping[int, float]]
_LOOK_SECONDS = 0.5
_OWN = Path("/proc/thread-self/schedstat")


class Starvation:
    """Adds up the waits of each thread from here on; each of `waits` tells by thread the seconds it ever waited."""

    def __init__(self, *waits: Waits) -> None:
        self._sources = [(look, dict(look()), dict[int, float]()) for look in waits]

    def seconds(self) -> float:
        """Look again, and return the seconds lost so far: of each source those of the thread that lost most."""
        return sum(_longest(*source) for source in self._sources)

    async def watch(self) -> None:
        """Look every now and then until cancelled: what a thread lost is gone when it ends."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            self.seconds()


def _longest(look: Waits, seen: dict[int, float], lost: dict[int, float]) -> float:
    for thread, waited in look().items():
        lost[thread] = lost.get(thread, 0.0) + max(0.0, waited - seen.get(thread, 0.0))
        seen[thread] = waited
    return max(lost.values(), default=0.0)


def own_waits() -> dict[int, float]:
    """Return the seconds that this thread of the bench was ready to run and had no processor; empty if unknown."""
    try:
        return {0: int(_OWN.read_text(encoding="ascii").split()[1]) / 1e9}
    except (OSError, IndexError, ValueError):
        return {}
