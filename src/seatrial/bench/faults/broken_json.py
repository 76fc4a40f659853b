"""The model writes JSON that is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from seatrial.bench.faults.base import Scene
from seatrial.bench.faults.payload import parsed, payload, with_payload
from seatrial.bench.wire import Completion

_KEY = re.compile(r'"(\w+)"(\s*:)')
_GARBAGE = ("}", "]", "\n}}", ",", " }\nassistant", '"}')


def _unclosed(text: str, _dice: Random) -> str:
    return text[:-1]


def _cut_short(text: str, dice: Random) -> str:
    return text[: dice.randint(max(1, len(text) // 2), len(text) - 1)]


def _trailing(text: str, dice: Random) -> str:
    return text + dice.choice(_GARBAGE)


def _single_quoted(text: str, _dice: Random) -> str:
    return repr(parsed(text))


def _unquoted_key(text: str, _dice: Random) -> str:
    return _KEY.sub(r"\1\2", text, count=1)


class Break(StrEnum):
    """What is wrong: the end is missing, or it is all there and not JSON."""

    CUT = "cut"
    MISSPELT = "misspelt"


_WAYS: dict[Break, tuple[Callable[[str, Random], str], ...]] = {
    Break.CUT: (_unclosed, _cut_short),
    Break.MISSPELT: (_trailing, _single_quoted, _unquoted_key),
}


@dataclass(frozen=True, slots=True)
class BrokenJson:
    """Break the JSON in one of the ways in which models do; what comes out never parses."""

    broken: Break = Break.CUT

    def garble(self, completion: Completion, scene: Scene) -> Completion | None:
        """Return the completion with broken JSON, or None when no JSON was asked for."""
        text = payload(completion, scene)
        if text is None:
            return None
        broken = scene.dice.choice(_WAYS[self.broken])(text, scene.dice)
        return with_payload(completion, broken if parsed(broken) is None else _unclosed(text, scene.dice))
