"""How well somebody knows their own system: plain counts of what they said against what happened. Never a score."""

from collections.abc import Iterable
from dataclasses import dataclass

COUNTED = ("held", "degraded", "loud", "silent")


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the `judged` cases: how many came out as said, how many were unknown beforehand, how many were missed.

    `trusted` are the missed ones that were said to hold and failed silently. `unjudged` cases count for nothing.
    """

    judged: int = 0
    matched: int = 0
    unknown: int = 0
    trusted: int = 0
    unjudged: int = 0

    @property
    def missed(self) -> int:
        """How many came out other than said."""
        return self.judged - self.matched - self.unknown


def tally(said: Iterable[tuple[str, str]]) -> Tally:
    """Count pairs of what was expected and what verdict came."""
    pairs = list(said)
    judged = [(expected, verdict) for expected, verdict in pairs if verdict in COUNTED]
    return Tally(
        judged=len(judged),
        matched=sum(expected == verdict for expected, verdict in judged),
        unknown=sum(expected == "unknown" for expected, _ in judged),
        trusted=sum((expected, verdict) == ("held", "silent") for expected, verdict in judged),
        unjudged=len(pairs) - len(judged),
    )
