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


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain as it was found, link by link: how far it holds, its head, and what breaks it."""

    entries: int
    head: str
    broken: str | None = None


def verified(links: Iterable[Link], *, noted: str = FIRST) -> Chain:
    """Walk the chain once, holding one link at a time.

    A tail that was cut off leaves a whole chain behind. Whoever noted the head elsewhere finds out by giving it as
    `noted`: it must still stand in the chain, at its end or followed by what came later.
    """
    head, entries, is_noted = FIRST, 0, noted == FIRST
    for number, link in enumerate(links, 1):
        if fault := _fault(link, number, head):
            return Chain(entries, head, fault)
        head, entries = link.hash, number
        is_noted = is_noted or link.hash == noted
    if not is_noted:
        return Chain(entries, head, f"the head noted as {noted} is not in the chain: entries were cut off or rewritten")
    return Chain(entries, head)


def _fault(link: Link, number: int, before: str) -> str | None:
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
    return None
