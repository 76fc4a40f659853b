"""How sure the silent-failure rate is: cases of one mode are not independent, so modes are what is resampled."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import quantiles

RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Share:
    """Of a mode's `counted` cases, so many were silent failures."""

    silent: int
    counted: int


def silent_rate(shares: Sequence[Share]) -> float | None:
    """Return silent ÷ counted over all modes, or None when no case counted."""
    counted = sum(share.counted for share in shares)
    return sum(share.silent for share in shares) / counted if counted else None


def bootstrap_interval(shares: Sequence[Share], seed: int) -> tuple[float, float] | None:
    """Return the 95 % interval of the silent rate by resampling modes; None when no case counted."""
    drawn_from = [share for share in shares if share.counted]
    if not drawn_from:
        return None
    dice = Random(seed)
    rates = [silent_rate(dice.choices(drawn_from, k=len(drawn_from))) for _ in range(RESAMPLES)]
    cuts = quantiles([rate for rate in rates if rate is not None], n=40, method="inclusive")
    return cuts[0], cuts[-1]


def most_compatible(modes: int) -> float:
    """Return the highest share of modes that still shows nothing in `modes` of them once in twenty trials.

    The bootstrap cannot see beyond what happened: with no silent failure at all it says 0 to 0. This says how far
    from nothing that is (the exact one-sided bound, "rule of three").
    """
    return 1.0 - float(0.05 ** (1 / modes))
