"""Names that belong to nobody: people, places and brands put together from syllables, in several flavours."""

import re
from collections.abc import Sequence
from importlib.resources import files
from itertools import product

import msgspec

_UNSPEAKABLE = re.compile(r"[^aeiouy]{5}|[aeiou]{3}|(.)\1\1|ff[^aeiou]", re.IGNORECASE)
_TAIL = re.compile(r"([^aeiouy]{3,4}|.{0,2})$", re.IGNORECASE)
"""What of a beginning that can be said decides, with an end, whether both can be said together."""


class _Flavour(msgspec.Struct, frozen=True):
    """Three rows of syllables: beginnings, middles, ends."""

    first: str
    middle: str
    last: str

    def names(self) -> tuple[str, ...]:
        """Return all names that can be said aloud, each once."""
        begun = map("".join, product(self.first.split(), self.middle.split()))
        lasts, fitting = self.last.split(), dict[str, list[str]]()
        names = dict[str, None]()
        for start in begun:
            if _UNSPEAKABLE.search(start):
                continue
            found = _TAIL.search(start)
            tail = found[0] if found else ""
            if tail not in fitting:
                fitting[tail] = [last for last in lasts if not _UNSPEAKABLE.search(tail + last)]
            names.update(dict.fromkeys([start + last for last in fitting[tail]]))
        return tuple(names)


class _Months(msgspec.Struct, frozen=True):
    """The months' names in the languages that questions are translated into."""

    german: str
    french: str
    spanish: str


class _Syllables(msgspec.Struct, frozen=True):
    """What stands in the file beside this one."""

    given: str
    north: _Flavour
    south: _Flavour
    west: _Flavour
    brand: _Flavour
    months: _Months


_READ = msgspec.toml.decode((files(__package__) / "names.toml").read_bytes(), type=_Syllables)

GIVEN: Sequence[str] = tuple(_READ.given.split())
FAMILY: Sequence[str] = tuple(dict.fromkeys(_READ.north.names() + _READ.south.names()))
PLACE: Sequence[str] = _READ.west.names()
BRAND: Sequence[str] = _READ.brand.names()
GERMAN_MONTHS: Sequence[str] = tuple(_READ.months.german.split())
FRENCH_MONTHS: Sequence[str] = tuple(_READ.months.french.split())
SPANISH_MONTHS: Sequence[str] = tuple(_READ.months.spanish.split())
