"""Seatrial: try an AI feature on inputs nobody chose, against a model that misbehaves on purpose."""

__version__ = "0.1.0"
