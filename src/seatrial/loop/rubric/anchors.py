"""Anchors read one at a time: on a scorecard “As 3, and …” stands under 3, in a letter alone. No Django here."""

import re

from seatrial.loop.rubric.arithmetic import Criterion

_RESTS_ON = re.compile(r"As (?:level )?([1-4])(, and|[.:,;])\s+", re.IGNORECASE)


def alone(criterion: Criterion, level: int) -> str:
    """Return the anchor of a level, led by the one that it rests on, so that it is understood without the others."""
    anchor = criterion.anchors[level - 1]
    found = _RESTS_ON.match(anchor)
    if found is None or int(found[1]) >= level:
        return anchor
    rest = anchor[found.end() :]
    beyond = f"Beyond that, {rest}" if found[2] != "." else rest
    return f"{alone(criterion, int(found[1]))} {beyond}"


def beyond(criterion: Criterion, level: int) -> str:
    """Return what the anchor of a level asks more than the one before, for where that one was just read."""
    anchor = criterion.anchors[level - 1]
    found = _RESTS_ON.match(anchor)
    if found is None or int(found[1]) != level - 1:
        return alone(criterion, level)
    rest = anchor[found.end() :]
    return rest[:1].upper() + rest[1:]
