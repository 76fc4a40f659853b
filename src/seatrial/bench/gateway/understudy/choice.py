"""Choosing among the words that a prompt allows, and a number on the scale that it names, by what is meant."""

import re
from collections.abc import Sequence
from typing import Any

_BAD = re.compile(
    r"\b(?:not|no|non|un\w+|in(?:sufficient|correct|valid|accurate|consistent)\w*|declin\w*|refus\w*|abstain\w*|fail\w*|false|missing|hallucinat\w*"
    r"|contradict\w*|cannot|cant|error|ir?relevant|low|none|wrong|reject\w*|escalat\w*|empty|0|n|neutral|bad)\b|^irr",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(?:yes|true|answer\w*|found|ok(?:ay)?|success\w*|complete\w*|support\w*|ground\w*|faithful|pass\w*|valid|correct|relevant|high|known|full\w*"
    r"|done|1|y|entail\w*|accept\w*|approv\w*|safe|consistent|sufficient|accurate|verified|resolved|documents?|good)\b",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"(?:(?:from|between|scale(?: of)?|score|rating|number|integer|float|value|range)[^.\n\d]{0,40})?\b(\d+(?:\.\d+)?)\s*(?:\([^()\n]{1,60}\)\s*)?(?:-|–|—|to|and|through|\.\.\.?)\s*(\d+(?:\.\d+)?)\b",
    re.IGNORECASE,
)


def says_no(option: str) -> bool:
    """Tell whether a word stands for there being no answer."""
    return bool(_BAD.search(re.sub(r"[_\-]+|(?<=[a-z])(?=[A-Z])", " ", option)))


def choose(options: Sequence[Any], *, good: bool) -> Any:
    """Return the option that says yes (or no): by its words, else the first (or the last)."""
    words = [re.sub(r"[_\-]+", " ", str(option)) for option in options]
    bad = [bool(_BAD.search(word)) for word in words]
    affirming = [bool(_GOOD.search(word)) for word in words]
    wanted = [[yes and not no for yes, no in zip(affirming, bad, strict=True)], [not no for no in bad]]
    unwanted = [bad, [not yes for yes in affirming]]
    for fits in wanted if good else unwanted:
        if True in fits:
            return options[fits.index(True)]
    return options[0] if good else options[-1]


def scale_of(text: str, *, default: tuple[float, float] = (0.0, 1.0)) -> tuple[float, float]:
    """Return the ends of the scale that a text names."""
    found = [(float(low), float(high)) for low, high in _SCALE.findall(text)]
    return next(((low, high) for low, high in found if low in (0, 1) and low < high <= 100), default)


def on_scale(scale: tuple[float, float], share: float, *, whole: bool) -> float | int:
    """Return the number at that share of a scale."""
    low, high = scale
    number = low + (high - low) * share
    return round(number) if whole else round(number, 2)
