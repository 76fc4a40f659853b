"""Takes a candidate's own name and addresses out of what they handed in, where scoring is without names. Pure.

Whole names, e-mail addresses and the usual handles made of them go, and each part of a name by itself, unless it is an
ordinary word: “Will” and “Mark” begin sentences, and a mask there would tell more than it hides.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MASK = "[candidate]"
_LEAST_LETTERS = 3
_ORDINARY = frozenset(
    """
    ace also angel april archer art august autumn baker bank bell best bill bishop black bond book brook brooks brown
    buck burns butler can carpenter case chance chase clay cliff cook cooper cross daily dale dawn day dean drew duke
    early earl east eve ever faith fall field finn fisher flint flora ford forest fox frank free gene glen golden good
    grace grant gray green grey hall harbor hardy harmony haven hazel heath hill holly hope house hunt hunter iris ivy
    jack jade jasper jewel joy judge june justice key king knight lake lane law lee let like lily link list long love
    low lucky major mark marsh mason max may melody mercy merry miles mill miller miner misty moon moss most north
    norm olive opal page park parker patience pat paul pearl penny pepper piper pool porter power price pride prince
    queen rain ray read reed rich river rob robin rock root rose ruby rush sage sally sandy saw scout see set sharp
    short singer skip sky small smith snow sol south star stone stream strong sue summer sun swift tab taylor ten
    terry tiger timber token trace trust turner van violet wade walker wall ward waters weaver webb weeks west white
    will wills winter wise wolf wood woods word work worth write young
    """.split()  # noqa: SIM905  -- words, read as words
)


_OURS = frozenset(
    """
    cases ended expected fault id isolation judgement kind mode model outcome present reason role route schema seatrial sha256 slug
    started_at surface takehome title type unstable verdict
    """.split()  # noqa: SIM905  -- words, read as words
)
"""Fields of a report that hold words of ours, by which it is read: a name that is one of them must not break it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to be hidden."""

    name: str
    email: str


def masked(value: Any, person: Person) -> Any:  # noqa: ANN401  -- whatever JSON holds
    """Return a copy of a report, or of any part of it, in which no text of the submission names the person."""
    pattern = _pattern(person)
    return value if pattern is None else _masked(value, pattern)


def _masked(value: Any, pattern: re.Pattern[str]) -> Any:  # noqa: ANN401  -- as above
    if isinstance(value, str):
        return pattern.sub(MASK, value)
    if isinstance(value, dict):
        return {key: one if key in _OURS else _masked(one, pattern) for key, one in value.items()}
    if isinstance(value, list):
        return [_masked(one, pattern) for one in value]
    return value


@lru_cache(maxsize=256)
def _pattern(person: Person) -> re.Pattern[str] | None:
    written = {re.escape(person.email)} if person.email else set()
    for name in {_composed(person.name), _plain(person.name)}:
        written |= set(_of_name(name))
    if not written:
        return None
    longest_first = sorted(written, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest_first)})(?![^\W_])", re.IGNORECASE)


def _of_name(name: str) -> Iterator[str]:
    parts = [part for part in re.split(r"[\s.,]+", name) if part]
    joined = [re.escape(part) for part in parts]
    if len(parts) > 1:
        first, last = joined[0], joined[-1]
        initial = re.escape(parts[0][0])
        for order in (joined, joined[::-1], [first, last], [last, first]):
            yield r"[\s,._-]*".join(order)
        yield rf"{initial}[\s._-]*{last}"
        yield rf"{last}[\s._-]*{initial}"
    for part in parts:
        if len(part) >= _LEAST_LETTERS and part.casefold() not in _ORDINARY:
            yield rf"[\w.+-]*{re.escape(part)}[\w.+-]*@[\w.-]*\w"
            yield re.escape(part)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _plain(text: str) -> str:
    """Write José as Jose, as in addresses and handles."""
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
