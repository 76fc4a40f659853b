"""Ranked passages in the order and the spelling that a prompt wants, and schemas that rate every passage."""

import re
from typing import Any

from seatrial.bench.gateway.understudy.choice import on_scale, scale_of
from seatrial.bench.gateway.understudy.content import Content, Ranked
from seatrial.bench.gateway.understudy.slots import Slot, slot_of

_ONLY = re.compile(
    r"do not include|only (?:the )?(?:relevant|those|numbers)|most relevant (?:passage|document|chunk|one)\b|exclude|which (?:passage|document)s? (?:is|are)"
    r"|(?:numbers|ids|indices|indexes) of (?:all |the )*relevant",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:the|a|one|single) (?:single )?letter\b", re.IGNORECASE)
_PAIR = re.compile(
    r"[<\[{(]?\b(?:number|id|index|idx|passage|document|doc|n|i)\b[\w ]{0,12}[>\]})]?(\s?(?:[:=|,]|->)\s?)[<\[{(]?(?:relevance |its )?(?:score|rating|grade|relevance)\b",
    re.IGNORECASE,
)
_PER_LINE = re.compile(r"(?:one|a|each on its own) line\b[^.\n]{0,30}|per line", re.IGNORECASE)
_OBJECTS = frozenset({Slot.ANSWER, Slot.VALUE, Slot.QUOTE})


def number_of(ranked: Ranked) -> int | str:
    """Return the passage's number (or its letter), else its place."""
    letter = ranked.label.id if len(ranked.label.id) == 1 else ""
    number = letter or ranked.label.number or str(ranked.place)
    return int(number) if number.isdigit() else number


def relevant(ranking: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """Return the passages that hold what is asked for."""
    return tuple(each for each in ranking if each.relevance > 0.5)


def ranks(content: Content, told: str) -> str:
    """Return the passages' numbers as prose wants them."""
    kept = relevant(content.ranking) or content.ranking[:1]
    ranking = kept if _ONLY.search(told) else content.ranking
    numbers = [str(number_of(ranked)) for ranked in ranking]
    if "] >" in told:
        return " > ".join(f"[{number_of(ranked)}]" for ranked in content.ranking)
    if re.search(r"Doc: ?\d+, Relevance", told):
        return "\n".join(
            f"Doc: {number_of(ranked)}, Relevance: {round(1 + 9 * ranked.relevance)}" for ranked in ranking
        )
    if _ONE.search(told):
        return str(number_of(kept[0]))
    if (pair := _PAIR.search(told)) and _PER_LINE.search(told):
        scale = scale_of(told)
        whole = scale != (0.0, 1.0)
        placed = sorted(content.ranking, key=lambda each: each.place)
        return "\n".join(f"{number_of(each)}{pair[1]}{on_scale(scale, each.relevance, whole=whole)}" for each in placed)
    if re.search(r"ANSWER: ?<number", told):
        return f"ANSWER: {', '.join(numbers[:1] if '<number>' in told else numbers)}\nIt answers the question."
    if re.search(r"\b(?:list|array)\b|\[\d, ?\d|json", told, re.IGNORECASE):
        return f"[{', '.join(numbers)}]"
    return ", ".join(numbers)


def rates_each(schema: Any) -> bool:
    """Tell a schema with a list whose items name a passage and rate it."""
    if not isinstance(schema, dict):
        return False
    named = schema.get("$defs") or schema.get("definitions") or {}
    fields = schema.get("properties") or {}
    return any(_rates(each, named) for each in fields.values()) and not any(slot_of(key) in _OBJECTS for key in fields)


def _rates(listed: Any, named: Any) -> bool:
    items = listed.get("items") if isinstance(listed, dict) else None
    if not isinstance(items, dict):
        return False
    items = named.get(str(items.get("$ref", "")).rpartition("/")[2], items)
    slots = {slot_of(key) for key in items.get("properties") or {}}
    return (
        bool(slots & {Slot.NUMBER, Slot.DOCUMENT, Slot.CITATIONS})
        and bool(slots & {Slot.VERDICT, Slot.CONFIDENCE})
        and not slots & _OBJECTS
    )
