"""What a submission's HTTP answer says, read by the contract of docqa; everything else is outside it."""

import json
from dataclasses import dataclass
from typing import Any

from seatrial.bench.observation import Answered


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation as the submission gave it."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Reply:
    """It answered. `amiss` says what the contract misses, although the text can be read ("" when nothing)."""

    text: str
    citations: tuple[Cited, ...]
    amiss: str = ""


@dataclass(frozen=True, slots=True)
class Declined:
    """It said that it has no answer, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Outside:
    """It sent something that the contract does not know; `why` completes "It sent …"."""

    why: str


Said = Reply | Declined | Outside


def parse(answered: Answered) -> Said:
    """Read an HTTP answer; only a 2xx may answer, while an honest refusal may also come with a 4xx."""
    if not 200 <= answered.status < 300 and not 400 <= answered.status < 500:
        return Outside(f"HTTP status {answered.status}")
    body = loaded(answered.body)
    if isinstance(body, dict) and body.get("status") == "declined":
        return _declined(body)
    if answered.status >= 300:
        return Outside(f"HTTP status {answered.status}")
    if isinstance(body, dict) and body.get("status") == "answered":
        return _reply(body)
    what = (
        "a body that is not JSON"
        if isinstance(body, _NotJson)
        else "JSON without a status of the contract"
        if isinstance(body, dict)
        else "JSON that is not an object"
    )
    return Outside(f"{what} ({_shown(answered.body)})")


class _NotJson:
    """Stands for text that is no JSON, which None cannot."""


def loaded(body: str) -> Any:  # noqa: ANN401 -- it is whatever JSON the submission sent
    """Return the body's JSON, or a value of no JSON type when it has none."""
    try:
        return json.loads(body.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return _NotJson()


def _declined(body: dict[str, Any]) -> Said:
    reason = body.get("reason")
    if reason is None:
        return Declined("")
    return Declined(reason) if isinstance(reason, str) else Outside("a declined answer whose reason is no text")


def _reply(body: dict[str, Any]) -> Said:
    text = body.get("answer")
    if not isinstance(text, str):
        return Outside("an answered status without an answer text")
    listed = body.get("citations")
    if not isinstance(listed, list):
        return Reply(text, (), "an answer without a list of citations")
    cited = tuple(
        Cited(one["document"], one["quote"])
        for one in listed
        if isinstance(one, dict) and isinstance(one.get("document"), str) and isinstance(one.get("quote"), str)
    )
    if len(cited) < len(listed):
        return Reply(text, cited, "an answer with a citation that lacks its document or its quote")
    return Reply(text, cited, "" if cited else "an answer without a citation")


def _shown(text: str) -> str:
    short = " ".join(text.split())
    return f'"{short[:80]}…"' if len(short) > 80 else f'"{short}"' if short else "nothing at all"


def strings(value: object) -> list[str]:
    """Return every text in a JSON value, keys and all."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
    return found
