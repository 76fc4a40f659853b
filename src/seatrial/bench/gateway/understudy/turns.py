"""Agents that take their turns in JSON: `{"thought": ..., "action": "search", "action_input": ...}`, then an observation."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from seatrial.bench.gateway.understudy.content import Content
from seatrial.bench.gateway.understudy.fill import fill
from seatrial.bench.gateway.understudy.form import Form, shaped
from seatrial.bench.gateway.understudy.template import Schema, templates

_ACTIONS = ("action", "next_action", "tool", "tool_name", "next_step", "step", "function")
_INPUTS = ("action_input", "tool_input", "input", "args", "arguments", "parameters", "params", "argument")
_SEARCHES = re.compile(r"search|retriev|look_?up|find|query", re.IGNORECASE)
_FINISHES = re.compile(r"final[ _]?answer|finish|answer|respond|submit|done|final", re.IGNORECASE)
_GIVES_UP = re.compile(
    r"give_?up|declin\w*|abstain|not_?found|no_?answer|unanswerable|cannot\w*|refuse|unknown", re.IGNORECASE
)
_BULLET = re.compile(r"(?:^|\n)[ \t]*(?:[-*•]|\d+[.)])[ \t]*[\"'`*]{0,2}(\w[\w ]{1,24}?)[\"'`*]{0,2}[ \t]*[:(\u2013-]")
_ONE_OF = re.compile(r"one of:? ?[\[(]?([\w, \"'`|]{3,120})")
_MAY = re.compile(rf"[\"'`](?:{'|'.join(_ACTIONS)})[\"'`]")
MOST_SEARCHES = 2


@dataclass(frozen=True, slots=True)
class Turns:
    """How an agent in JSON acts: its keys, the words for its actions, and the form of what it finishes with."""

    schema: Schema
    action: str
    input: str
    searching: str
    finishing: str
    giving_up: str
    told: str
    fenced: bool

    def tried(self, replies: tuple[str, ...]) -> int:
        """Return how many of the earlier replies were searches."""
        return sum(f'"{self.searching}"' in reply for reply in replies)

    def search(self, query: str, content: Content) -> str:
        """Return the turn that searches."""
        return self._turn(self.searching, self._framed(self.searching, query, content), content)

    def finish(self, content: Content, said: str) -> str:
        """Return the last turn: the answer, or that there is none."""
        if not content.good and self.giving_up:
            return self._turn(self.giving_up, content.meaning.sentence, content)
        return self._turn(self.finishing, self._framed(self.finishing, said, content), content)

    def _turn(self, action: str, given: Any, content: Content) -> str:
        value = fill(self.schema, content) | {self.action: action, self.input: given}
        text = json.dumps(value, ensure_ascii=False, indent=2 if self.fenced else None)
        return f"```json\n{text}\n```" if self.fenced else text

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of what it finishes with."""
        schema = self._shown(self.finishing)
        return shaped("json", schema).keys if schema else ()

    def _framed(self, action: str, said: str, content: Content) -> Any:
        """Return an input as an object where the prompt shows one for this action."""
        schema = self._shown(action)
        if schema is None:
            return said
        return dict.fromkeys(schema["properties"], said) if action == self.searching else fill(schema, content)

    def _shown(self, action: str) -> Schema | None:
        for line in self.told.splitlines():
            named = re.search(rf"(?<!\w){re.escape(action)}(?!\w)", line)
            shown = templates(line[named.end() :]) if named else []
            if shown and not set(shown[0].schema["properties"]) & {self.action}:
                return shown[0].schema
        return None


def turns_of(form: Form, told: str) -> Turns | None:
    """Return how the author's words want an agent to act; None when they want no turns in JSON."""
    if form.kind == "schema" and form.schema is not None:
        return _of_schema(form.schema, told, fenced=False)
    return _spoken(told, form.fenced) if form.kind == "json" else None


@lru_cache(maxsize=512)
def _spoken(told: str, fenced: bool) -> Turns | None:  # noqa: FBT001  -- cached: hashable by position
    if not _MAY.search(told):
        return None
    shown = (_of_schema(template.schema, told, fenced=fenced) for template in templates(told))
    return next(filter(None, shown), None)


def _of_schema(schema: Schema, told: str, *, fenced: bool) -> Turns | None:
    properties = schema.get("properties", {})
    action = next((key for key in _ACTIONS if key in properties), "")
    given = next((key for key in _INPUTS if key in properties), "")
    if not (action and given):
        return None
    options = _options(properties[action], told)
    searching = next((one for one in options if _SEARCHES.search(one)), "")
    giving_up = next((one for one in options if _GIVES_UP.fullmatch(one)), "")
    finishing = next((one for one in options if one not in (searching, giving_up) and _FINISHES.fullmatch(one)), "")
    if not (searching and finishing):
        return None
    return Turns(schema, action, given, searching, finishing, giving_up, told, fenced)


def _options(schema: Schema, told: str) -> list[str]:
    """Return the actions that are named: in the template, as bullets, as one of several, as the final answer."""
    listed = [str(option) for option in schema.get("enum", ())]
    shown = re.findall(r"\w[\w ]*\w", str(schema.get("description") or ""))
    named = [word for found in _ONE_OF.findall(told) for word in re.findall(r"\w+", found)]
    final = ["Final Answer"] if "Final Answer" in told else []
    return [*final, *listed, *_BULLET.findall(told), *named, *shown]
