"""Authored text with choices in it: `[one|two]` picks a wording, `{name}` puts a name of this world in."""

import re
from collections.abc import Mapping
from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_NAME = re.compile(r"\{([a-z][a-z_0-9]*)\}")


def chosen(text: str, dice: Random) -> str:
    """Return the text with one wording picked of each choice, innermost first."""
    while "[" in text:
        changed = _CHOICE.sub(lambda found: dice.choice(found[1].split("|")), text)
        if changed == text:
            return text
        text = changed
    return text


def named(text: str, names: Mapping[str, str]) -> str:
    """Return the text with this world's names in it; `{value}` stays for whoever states the value."""
    return _NAME.sub(lambda found: found[0] if found[1] == "value" else names[found[1]], text)
