"""The catalogue of failure modes."""

from seatrial.bench.modes.catalogue import MODES

__all__ = ["MODES"]
