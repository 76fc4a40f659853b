"""Why an archive is not accepted, in words for the person who sent it."""

from seatrial.bench.errors import SeatrialError


class BadArchive(SeatrialError):
    """Says what is wrong, at which name, and what to do."""
