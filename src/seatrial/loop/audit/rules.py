"""How a row of the audit trail is chained to the one before, and where a chain breaks. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One row as the chain sees it."""

    number: int
    at: datetime
    verb: str
    by: str
    about: str
    facts: Mapping[str, object]
    before: str
    hash: str


def hash_of(
    *, number: int, at: datetime, verb: str, by: str, about: str, facts: Mapping[str, object], before: str
) -> str:
    """Return the SHA-256, in hex, of a row and of the hash before it."""
    row = [number, at.isoformat(timespec="microseconds"), verb, by, about, facts, before]
    text = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(links: Iterable[Link]) -> str | None:
    """Say what is wrong with the first link that does not hold; None when the whole chain holds."""
    before = FIRST
    for number, link in enumerate(links, 1):
        if link.number != number:
            return f"entry {number} is missing (entry {link.number} stands in its place)"
        if link.before != before:
            return f"entry {number} ({link.verb}, {link.about}) does not follow from the one before"
        expected = hash_of(
            number=link.number,
            at=link.at,
            verb=link.verb,
            by=link.by,
            about=link.about,
            facts=link.facts,
            before=link.before,
        )
        if link.hash != expected:
            return f"entry {number} ({link.verb}, {link.about}) was changed after it was written"
        before = link.hash
    return None
