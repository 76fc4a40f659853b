"""From the model's text to a reply of our shape, or to the reason why it is none."""

import json
from dataclasses import dataclass
from typing import Any

from guards import GUARDS
from model import Unusable


@dataclass(frozen=True)
class Citation:
    """Words that are said to stand in a document."""

    document: str
    quote: str


@dataclass(frozen=True)
class Reply:
    """What the model says; `citations` is empty when it declines."""

    answered: bool
    answer: str
    citations: tuple[Citation, ...]


def read_reply(text: str) -> Reply:
    """Return the reply that a text holds; Unusable when it is empty, broken or of another shape."""
    found = _json_object(text)
    if GUARDS.whole_reply:
        _require_shape(found)
    return Reply(
        answered=found["status"] == "answered",
        answer=found["answer"],
        citations=tuple(Citation(entry["document"], entry["quote"]) for entry in found["citations"]),
    )


def _json_object(text: str) -> Any:
    """Return the one JSON object in a text, wherever it starts."""
    start = text.find("{") if GUARDS.json_in_prose else 0
    try:
        return json.JSONDecoder().raw_decode(text, max(start, 0))[0] if GUARDS.json_in_prose else json.loads(text)
    except ValueError as error:
        if not GUARDS.whole_reply:
            raise
        raise Unusable("it was not the JSON object that was asked for") from error


def _require_shape(found: Any) -> None:
    """Raise Unusable unless every key is there with its type; nothing is put in for what is missing."""
    fits = (
        isinstance(found, dict)
        and found.get("status") in ("answered", "declined")
        and isinstance(found.get("answer"), str)
        and isinstance(found.get("citations"), list)
        and all(
            isinstance(entry, dict) and isinstance(entry.get("document"), str) and isinstance(entry.get("quote"), str)
            for entry in found["citations"]
        )
    )
    if not fits:
        raise Unusable("its JSON had other keys or types than those asked for")
    if found["status"] == "answered" and not found["answer"].strip():
        raise Unusable("its answer was empty")
