"""Filling any JSON schema by the meaning of its keys and their types, as a competent model would."""

import re
from dataclasses import replace
from typing import Any

from seatrial.bench.gateway.understudy.choice import choose, on_scale, scale_of
from seatrial.bench.gateway.understudy.content import Content, Ranked
from seatrial.bench.gateway.understudy.language import KEYS
from seatrial.bench.gateway.understudy.slots import Slot, slot_of
from seatrial.bench.gateway.understudy.task import ANSWERING, Task
from seatrial.bench.meaning import Citation

Schema = dict[str, Any]

_DEEP = 12
_DECLINING = (
    "declin",
    "notfound",
    "noanswer",
    "unanswer",
    "refus",
    "insufficient",
    "abstain",
    "unknown",
    "cannot",
    "fail",
    "error",
    "not_found",
)

_SOURCE = (Slot.DOCUMENT, Slot.NUMBER, Slot.CITATIONS, Slot.QUOTE)
_DISPUTE = re.compile(r"conflict|contradict|disput|disagree|inconsisten|ambigu", re.IGNORECASE)
_RATINGS = re.compile(r"(?:scores|ratings|grades|relevances|judge?ments)$", re.IGNORECASE)


def fill(schema: Schema, content: Content) -> Any:
    """Return a value that fits the schema and says what is to be said."""
    return _Filling(schema, content).value(schema, "", 0)


class _Filling:
    """One walk over one schema. `citation` and `ranked` are set while an item of such a list is filled."""

    def __init__(self, root: Schema, content: Content) -> None:
        self.root = root
        self.content = content
        self.citation: Citation | None = None
        self.ranked: Ranked | None = None

    def value(self, schema: Schema, name: str, depth: int) -> Any:
        schema = self.resolved(schema)
        if depth > _DEEP:
            return None
        if "const" in schema:
            return schema["const"]
        branches = schema.get("anyOf") or schema.get("oneOf")
        if isinstance(branches, list) and branches:
            return self.branch(schema, [self.resolved(each) for each in branches], name, depth)
        if isinstance(schema.get("enum"), list) and schema["enum"]:
            return self.enum(schema, name)
        kinds = schema.get("type")
        if isinstance(kinds, list):
            plain = [kind for kind in kinds if kind != "null"]
            if "null" in kinds and self.leaves_out(name, schema):
                return None
            kinds = plain[0] if plain else "null"
        if kinds is None:
            kinds = "object" if "properties" in schema else "array" if "items" in schema else "string"
        match kinds:
            case "object":
                return self.object(schema, name, depth)
            case "array":
                return self.array(schema, name, depth)
            case "boolean":
                return self.boolean(schema, name)
            case "integer" | "number":
                return self.number(schema, name, whole=kinds == "integer")
            case "null":
                return None
            case _:
                return self.string(schema, name)

    def resolved(self, schema: Any) -> Schema:
        """Follow `$ref` and a lone `allOf`."""
        for _ in range(_DEEP):
            if not isinstance(schema, dict):
                return {}
            reference: Any = schema.get("$ref")
            if isinstance(reference, str) and reference.startswith("#"):
                found: Any = self.root
                for step in reference.lstrip("#/").split("/"):
                    found = found.get(step, {}) if isinstance(found, dict) and step else found
                schema = {**found, **{key: value for key, value in schema.items() if key != "$ref"}}
            elif isinstance(schema.get("allOf"), list) and schema["allOf"]:
                joined: dict[str, Any] = {key: value for key, value in schema.items() if key != "allOf"}
                for part in map(self.resolved, schema["allOf"]):
                    joined = {
                        **part,
                        **joined,
                        "properties": {**part.get("properties", {}), **joined.get("properties", {})},
                    }
                    if not joined["properties"]:
                        del joined["properties"]
                schema = joined
            else:
                return schema
        return {}

    def slot(self, name: str, schema: Schema) -> Slot:
        return slot_of(name, str(schema.get("description") or ""))

    def leaves_out(self, name: str, schema: Schema) -> bool:
        """Tell whether a key that may be null is null here."""
        slot = self.slot(name, schema)
        if slot is Slot.DECLINED:
            return self.content.meaning.known
        if self.content.task is Task.EXTRACT:
            return slot in _SOURCE and not self.content.meaning.known
        if self.content.task not in ANSWERING:
            return False
        missing = {Slot.ANSWER, Slot.VALUE, Slot.CITATIONS, Slot.DOCUMENT, Slot.QUOTE, Slot.NUMBER}
        return slot in missing and not self.content.meaning.known and not self.content.meaning.citations

    def branch(self, schema: Schema, branches: list[Schema], name: str, depth: int) -> Any:
        described = {"description": schema.get("description") or ""}
        plain = [each for each in branches if each.get("type") != "null"]
        if len(plain) < len(branches) and (not plain or self.leaves_out(name, schema)):
            return None
        if len(plain) > 1 and all("properties" in each for each in plain):
            plain = [self.fitting(plain)]
        return self.value({**described, **plain[0]}, name, depth + 1)

    def fitting(self, branches: list[Schema]) -> Schema:
        """Choose the object of a union: one for an answer, one for none."""
        declining = [_declines(each) for each in branches]
        wanted = not self.content.good
        return next(
            (each for each, is_declining in zip(branches, declining, strict=True) if is_declining is wanted),
            branches[0],
        )

    def enum(self, schema: Schema, name: str) -> Any:
        options = [option for option in schema["enum"] if option is not None] or schema["enum"]
        slot = self.slot(name, schema)
        if self.content.task is Task.CLASSIFY:
            return next(
                (option for option in options if str(option) == self.content.choice), choose(options, good=True)
            )
        if slot in (Slot.FAULTY, Slot.MISSING):
            return choose(options, good=not self.content.good)
        if slot in (Slot.DOCUMENT, Slot.CITATIONS):
            cited = {citation.document for citation in self.cited()}
            return next((option for option in options if option in cited), options[0])
        disputing = [option for option in options if _DISPUTE.search(str(option))]
        if self.content.disputed and disputing:
            return disputing[0]
        return choose([one for one in options if one not in disputing] or options, good=self.content.good)

    def object(self, schema: Schema, name: str, depth: int) -> Any:
        properties = schema.get("properties")
        if not isinstance(properties, dict) or not properties:
            if self.slot(name, schema) in (Slot.CITATIONS, Slot.QUOTE):
                return {citation.document: citation.quote for citation in self.cited()}
            return {}
        required = schema.get("required", list(properties))
        filled = {}
        for key, given in properties.items():
            inner = self.resolved(given)
            if key not in required and "default" in inner and self.optional(key, inner):
                filled[key] = inner["default"]
            else:
                filled[key] = self.value(inner, key, depth + 1)
        return filled

    def optional(self, key: str, schema: Schema) -> bool:
        """Tell whether an optional key keeps its default: nothing is known that belongs there."""
        slot = self.slot(key, schema)
        return slot is Slot.UNKNOWN or self.leaves_out(key, schema)

    def cited(self) -> tuple[Citation, ...]:
        return (self.citation,) if self.citation else self.content.meaning.citations

    def array(self, schema: Schema, name: str, depth: int) -> list[Any]:
        items = self.resolved(schema.get("items") or {})
        items = {**items, "description": items.get("description") or schema.get("description") or ""}
        content = self.content
        most = schema.get("maxItems")
        slot = self.slot(name, schema)
        filled: list[Any]
        if content.ranking and self.ranked is None and _RATINGS.search(name) and "properties" not in items:
            placed = sorted(content.ranking, key=lambda each: each.place)
            filled = [self.ranked_item(items, name, each, depth) for each in placed]
        elif content.ranking and self.ranked is None:
            filled = [self.ranked_item(items, name, each, depth) for each in content.ranking]
        elif content.task is Task.RERANK or (content.task is Task.EXTRACT and not content.meaning.known):
            filled = []
        elif content.task is Task.EXTRACT and self.names_sources(items):
            filled = [self.cited_item(items, name, citation, depth) for citation in self.cited()]
        elif content.task not in ANSWERING and content.lines and slot is not Slot.REASON:
            lines = content.lines
            if content.task is Task.KEYWORDS:
                lines = tuple(lines[0].removeprefix("KEYWORDS: ").split(", "))
            filled = [self.line_item(items, name, line, depth) for line in lines]
        elif slot in (Slot.FAULTS, Slot.DECLINED):
            filled = [] if content.good else [content.given or content.reason]
        elif slot is Slot.REASON:
            filled = [content.reason or self.reason()]
        elif content.task not in ANSWERING:
            filled = [] if items.get("type") == "string" else [self.value(items, name, depth + 1)]
        elif slot in (Slot.ANSWER, Slot.VALUE) and content.meaning.known:
            filled = [self.value(items, name, depth + 1)]
        else:
            filled = [self.cited_item(items, name, citation, depth) for citation in self.cited()]
        least = schema.get("minItems")
        while isinstance(least, int) and len(filled) < min(least, 20):
            filled.append(filled[-1] if filled else self.value(items, name, depth + 1))
        return filled[:most] if isinstance(most, int) else filled

    def names_sources(self, items: Schema) -> bool:
        keys = items.get("properties") or {}
        return {slot_of(key) for key in keys} >= {Slot.QUOTE} and len(keys) > 1

    def cited_item(self, items: Schema, name: str, citation: Citation, depth: int) -> Any:
        self.citation = citation
        filled = self.value(items, name, depth + 1)
        self.citation = None
        return filled

    def ranked_item(self, items: Schema, name: str, ranked: Ranked, depth: int) -> Any:
        self.ranked = ranked
        filled = self.value(items, name, depth + 1)
        self.ranked = None
        return filled

    def line_item(self, items: Schema, name: str, line: str, depth: int) -> Any:
        whole, self.content = self.content, _with_line(self.content, line)
        filled = self.value(items, name, depth + 1)
        self.content = whole
        return filled

    def boolean(self, schema: Schema, name: str) -> bool:
        slot = self.slot(name, schema)
        if self.ranked is not None:
            return self.ranked.relevance > 0.5
        return not self.content.good if slot in (Slot.FAULTY, Slot.MISSING, Slot.DECLINED) else self.content.good

    def number(self, schema: Schema, name: str, *, whole: bool) -> float | int:
        slot = self.slot(name, schema)
        if self.ranked is not None:
            rates = slot in (Slot.CONFIDENCE, Slot.VERDICT, Slot.RANKING) or _RATINGS.search(name)
            if rates and name.lower() not in ("ranking", "ranked", "indices"):
                return on_scale(_scale(schema), self.ranked.relevance, whole=whole)
            return int(self.ranked.label.number or self.ranked.place)
        if slot in (Slot.DOCUMENT, Slot.NUMBER, Slot.CITATIONS, Slot.RANKING, Slot.QUOTE):
            return self.cited_number()
        if slot in (Slot.VALUE, Slot.ANSWER) and self.content.task in ANSWERING:
            return _number_in(self.content.meaning.value, whole=whole)
        share = 0.95 if self.content.good else 0.05
        verdict = self.content.verdict is not None
        return on_scale(_scale(schema), (1.0 if self.content.good else 0.0) if verdict else share, whole=whole)

    def cited_number(self) -> int:
        for citation in self.cited():
            label = self.content.labels.get(citation.document)
            number = (label.number if label else "") or citation.document
            digits = "".join(code for code in number if code.isdigit())
            if digits:
                return int(digits)
        return 0

    def string(self, schema: Schema, name: str) -> str:
        slot, content = self.slot(name, schema), self.content
        if self.ranked is not None:
            return _of_ranked(slot, self.ranked)
        if content.language and name.lower() in KEYS:
            return content.language
        several = name.lower().endswith("s")
        chore = _chore(slot, content, str(schema.get("description") or ""), several=several)
        return chore if chore is not None else self.said(slot, schema, several=several)

    def said(self, slot: Slot, schema: Schema, *, several: bool) -> str:
        """Return the string of an answering task."""
        meaning = self.content.meaning
        cited = self.cited()
        if slot in (Slot.DOCUMENT, Slot.QUOTE) and not several:
            cited = cited[:1]  # two quotes run together stand in no document
        match slot:
            case Slot.VALUE:
                return meaning.value or self.sentence()
            case Slot.CITATIONS | Slot.DOCUMENT | Slot.RANKING:
                return ", ".join(dict.fromkeys(self.named(citation) for citation in cited))
            case Slot.NUMBER:
                return str(self.cited_number()) if cited else ""
            case Slot.QUOTE:
                return " ".join(citation.quote for citation in cited)
            case Slot.STATUS | Slot.CATEGORY | Slot.VERDICT:
                return "answered" if meaning.known else "declined"
            case Slot.FOUND:
                return "yes" if meaning.known else "no"
            case Slot.MISSING | Slot.FAULTY:
                return "no" if meaning.known else "yes"
            case Slot.CONFIDENCE:
                return "high" if meaning.known else "low"
            case Slot.REASON:
                return self.content.reason or self.reason()
            case Slot.DECLINED | Slot.FAULTS:
                return "" if meaning.known else self.sentence()
            case Slot.QUESTION | Slot.QUERY:
                return self.content.question
            case _:
                return self.sentence() if slot is Slot.ANSWER or "default" not in schema else str(schema["default"])

    def named(self, citation: Citation) -> str:
        return citation.document

    def sentence(self) -> str:
        meaning, nothing = self.content.meaning, self.content.nothing
        return meaning.sentence if meaning.known or nothing is None else nothing

    def reason(self) -> str:
        meaning = self.content.meaning
        if not meaning.known:
            return "The passages given do not state this." if not self.content.disputed else meaning.sentence
        if self.content.disputed:
            return meaning.sentence
        source = meaning.citations[0].document if meaning.citations else ""
        return f"This is stated in {source}." if source else "This is stated in the passages given."


def _scale(schema: Schema) -> tuple[float, float]:
    low, high = schema.get("minimum"), schema.get("maximum")
    if isinstance(high, int | float):
        return float(low) if isinstance(low, int | float) else 0.0, float(high)
    return scale_of(str(schema.get("description") or ""))


def _declines(schema: Schema) -> bool:
    named = str(schema.get("title", "")).lower().replace(" ", "") + str(schema.get("description", "")).lower()[
        :60
    ].replace(" ", "")
    consts = [
        str(each.get("const") or each.get("enum", "")).lower()
        for each in schema.get("properties", {}).values()
        if isinstance(each, dict)
    ]
    return any(mark in text for mark in _DECLINING for text in (named, *consts)) or (
        not any(slot_of(key) in (Slot.ANSWER, Slot.VALUE) for key in schema.get("properties", {}))
    )


def _number_in(value: str, *, whole: bool) -> float | int:
    digits = "".join(code for code in value if code.isdigit() or code == ".").strip(".")
    try:
        return int(float(digits)) if whole else float(digits)
    except ValueError:
        return 0


def _of_ranked(slot: Slot, ranked: Ranked) -> str:
    match slot:
        case Slot.REASON:
            return "It answers the question." if ranked.relevance > 0.5 else "It is about something else."
        case Slot.CONFIDENCE | Slot.VERDICT:
            return "high" if ranked.relevance > 0.5 else "low"
        case Slot.QUOTE | Slot.ANSWER:
            return ranked.opening
        case _:
            return ranked.label.name or str(ranked.place)


def _chore(slot: Slot, content: Content, description: str, *, several: bool) -> str | None:
    """Return the string of a task that is no answer; None for an answering one."""
    if content.task in ANSWERING:
        return None
    if content.task is Task.EXTRACT and slot in _SOURCE:
        return None if content.meaning.known else (content.nothing or "")
    if slot is Slot.FAULTS and content.verdict:
        return ""
    if slot in (Slot.REASON, Slot.FAULTS, Slot.DECLINED):
        return content.reason
    if content.task is Task.CLASSIFY:
        return content.choice
    if content.verdict is not None:
        if slot is Slot.QUESTION:
            return content.question
        if slot is Slot.ANSWER and ("correct" in description.lower() or not description):
            return "yes" if content.verdict else "no"
        wanted = not content.verdict if slot is Slot.FAULTY else content.verdict
        return "yes" if wanted else "no"
    one_query = bool(content.lines) and slot is Slot.QUERY and not several
    return content.lines[0] if len(content.lines) == 1 or one_query else "\n".join(content.lines)


def _with_line(content: Content, line: str) -> Content:
    told = tuple(citation for citation in content.meaning.citations if citation.quote == line.removeprefix("- "))
    meaning = replace(content.meaning, citations=told)
    return Content(content.task, meaning, content.question, (line,), reason=content.reason)
