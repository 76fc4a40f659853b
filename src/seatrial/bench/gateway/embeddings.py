"""Embeddings without a model: hashed words, word pairs and letter triples, so that similar text lies close.

Deterministic on every machine. Stop words and repetition count little, words with digits and names count more.
"""

import math
import re
import sys
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from msgspec import json

DIMENSIONS = {"text-embedding-3-large": 3072}
DEFAULT_DIMENSIONS = 1536

_WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
_STOP = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below between both but
    by can could d did do does doing don down during each few for from further had has have having he her here
    hers him his how i if in into is it its itself just ll m me more most my no nor not now of off on once only or
    other our ours out over own please re s same she should so some such t tell than that the their theirs them
    then there these they this those through to too under until up ve very was we were what when where which while
    who whom why will with would you your yours many much whose shall must may might one get give
    """.split()  # noqa: SIM905  -- words read better as text
)
_ENDINGS = (
    "ations",
    "ation",
    "ingly",
    "ments",
    "ment",
    "ings",
    "ing",
    "edly",
    "ies",
    "ied",
    "ers",
    "ed",
    "es",
    "er",
    "ly",
    "s",
    "e",
    "y",
)

_STOP_WEIGHT = 0.04
_PAIR_WEIGHT = 0.35
_TRIPLE_WEIGHT = 0.28


@dataclass(frozen=True, slots=True)
class Vector:
    """A vector of unit length, as 32-bit floats of this machine's byte order."""

    packed: bytes

    @property
    def values(self) -> tuple[float, ...]:
        """Return the numbers."""
        return tuple(array("f", self.packed))

    def float32(self) -> bytes:
        """Return the values as little-endian 32-bit floats."""
        if sys.byteorder == "little":
            return self.packed
        swapped = array("f", self.packed)
        swapped.byteswap()
        return swapped.tobytes()

    def numbers(self) -> bytes:
        """Return the values as a JSON array."""
        return json.encode(array("f", self.packed).tolist())


@dataclass(frozen=True, slots=True, eq=False)
class _Word:
    """What a word adds to a vector: weights at spots, and its own mark in pairs (0: it makes none).

    Compared by identity, which is enough among words of one text and faster.
    """

    spots: tuple[tuple[int, float], ...]
    mark: int


def embed(text: str, dimensions: int = DEFAULT_DIMENSIONS) -> Vector:
    """Return the vector of a text; an empty text has one too."""
    weights = [0.0] * dimensions
    words = [_word(word, dimensions) for word in _WORD.findall(text.lower())]
    for word, count in Counter(words).items():
        damped = 1.0 + math.log(count) if count > 1 else 1.0
        for spot, weight in word.spots:
            weights[spot] += weight * damped
    marks = [word.mark for word in words if word.mark]
    for first, second in set(pairwise(marks)):
        spot = (first * 1_000_003 ^ second) & 0xFFFFFFFF
        weights[(spot >> 1) % dimensions] += _PAIR_WEIGHT if spot & 1 else -_PAIR_WEIGHT
    length = math.hypot(*weights)
    if length == 0.0:
        weights[0] = length = 1.0
    return Vector(array("f", map((1.0 / length).__mul__, weights)).tobytes())


@lru_cache(maxsize=1 << 16)
def _word(word: str, dimensions: int) -> _Word:
    """Return what a word adds: itself without its ending, and its letter triples; a stop word adds next to nothing."""
    word = word.replace("’", "'")
    if word in _STOP:
        return _Word((_signed(word, _STOP_WEIGHT, dimensions),), 0)
    root = stem(word)
    weight = _weight(word)
    padded = f"^{root}$"
    triples = [padded[at : at + 3] for at in range(len(padded) - 2)][:24]
    share = weight * _TRIPLE_WEIGHT / math.sqrt(len(triples))
    spots = (_signed(root, weight, dimensions), *(_signed(triple, share, dimensions) for triple in triples))
    return _Word(spots, crc32(root.encode("utf-8", "replace")) | 1)


def _weight(word: str) -> float:
    """Return how telling a word is by its looks: long ones and those with digits are rarer."""
    if any(letter.isdigit() for letter in word):
        return 1.2
    return min(1.5, 0.55 + 0.09 * len(word))


def _signed(feature: str, weight: float, dimensions: int) -> tuple[int, float]:
    spot = crc32(feature.encode("utf-8", "replace"))
    return (spot >> 1) % dimensions, weight if spot & 1 else -weight


def stem(word: str) -> str:
    """Return a word without its commonest English endings."""
    if len(word) <= 3 or word[0].isdigit():
        return word
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
