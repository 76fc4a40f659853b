"""Step 5, first half: in which form is the reply wanted? Read from the request, else from the author's words."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from seatrial.bench.gateway.understudy.element import Element, element_of
from seatrial.bench.gateway.understudy.headings import headings
from seatrial.bench.gateway.understudy.prompt import Prompt
from seatrial.bench.gateway.understudy.row import Row, row_of
from seatrial.bench.gateway.understudy.slots import Slot, slot_of
from seatrial.bench.gateway.understudy.template import Template, class_schema, guess, key_list, templates

Schema = dict[str, Any]

_SAYS = frozenset(
    {
        Slot.ANSWER,
        Slot.VALUE,
        Slot.QUOTE,
        Slot.VERDICT,
        Slot.QUERY,
        Slot.RANKING,
        Slot.CATEGORY,
        Slot.STATUS,
        Slot.FOUND,
    }
)
_FIELDS = _SAYS | {
    Slot.CITATIONS,
    Slot.DOCUMENT,
    Slot.NUMBER,
    Slot.CONFIDENCE,
    Slot.REASON,
    Slot.MISSING,
    Slot.FAULTY,
    Slot.FAULTS,
}
_MARK_UP = "a b i p br hr em ul ol li td th tr h1 h2 h3 h4 div span body html head table strong code pre"
_HTML = frozenset(_MARK_UP.split())
_GIVEN = (
    "context documents document docs doc passages passage question query user_question input source_documents chunk "
    "chunks search_results"
)
_INPUTS = frozenset(_GIVEN.split())
_WANTED = re.compile(r"(?:output|return|respond|reply|answer|write|produce|emit)\b[^.\n{}]{0,30}$", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][\w-]{1,40})>")
_FORMAT = re.compile(
    r"format|form\b|exactly|follow|respond|reply|output|structure|return|write|answer (?:with|like|as)|template|lines?\b|layout|end with|start(?:ing)? with",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"^[ \t>*`-]*([A-Za-z][A-Za-z _-]{1,28}?)[*`]{0,2}\s*:[*`]{0,2}[ \t]*([<\[{(…>].*|\.\.\.*.*|your .*|the .*|one .*|an? .*|verbatim.*|comma.*|list .*|yes.*|no.*|high.*|\w+ ?[/|].*|exact.*|file.*|name.*|)$",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE = re.compile(
    r"[\"'`*]{0,6}\b([A-Z][A-Z _]{2,20})[\"'`]?:[\"'`*]* ?(?:<[^>\n]{1,60}>|\[[^\]\n]{1,60}\]|\.\.\.|…|\{[^}\n]{1,60}\})?"
)
_TRAILING = re.compile(
    r"(?:new|last|final|separate|second|next) line\b[^.\n]{0,40}[\"'`*]((?:sources?|files?|documents?|citations?|references?))(?::| :)[^\"'`*\n]{0,30}[\"'`*]?",
    re.IGNORECASE,
)
_QUOTED_LABEL = re.compile(r"(?<!\w)[\"'`“‘*]{1,2}([A-Z][\w -]{1,20}?) ?:[ \t]*[\"'`”’*]{1,2}")
_ASIDE = frozenset({Slot.CITATIONS, Slot.DOCUMENT, Slot.NUMBER, Slot.QUOTE, Slot.CONFIDENCE})
_ANNOUNCED = re.compile(
    r"(?:line|with|starts?|begin\w*|prefix\w*|write|form|after|label\w*|marker)[^.\n]{0,40}[\"'`*]((?:Final |Short |FINAL )?(?:Answer|ANSWER)):?[\"'`*]"
)
_CUE = re.compile(r"(?:^|\n)[ \t>*#]*([A-Za-z][A-Za-z _()/-]{1,40}?)\s*:?\**\s*$")
_LIST_OF = re.compile(r"\b(?:array|list)\b[^.\n{]{0,40}$|\[\s*$", re.IGNORECASE)
_OPENS_LIST = re.compile(r"\[\s*$")
_CLOSES_LIST = re.compile(r"\s*(?:,\s*(?:\.\.\.|…|\{\s*\.\.\.\s*\})\s*)?\]")
_OF_A_KEY = re.compile(
    r"(?:^|\n)\s*(?:[-*•]|\d+[.)])\s*[\"'`*]{0,2}[A-Za-z_]\w*[\"'`*]{0,2}\s*[:(–-][^\n{]*\b(?:array|list|objects?)\b[^\n{]*$",
    re.IGNORECASE,
)
_MARKER = re.compile(r"`?\[\[ ## (\w+) ## \]\]")
_IF_NONE = re.compile(
    r"[\"'`]{0,3},? ?(?:if|when|where|in case)\b[^.\n{]{0,80}?(?:\b(?:not?|none|nothing|cannot|unable|lacks?|silent|missing)\b|n't)",
    re.IGNORECASE,
)
_YAML = re.compile(r"\byaml\b", re.IGNORECASE)
_FENCED = re.compile(
    r"(?:in|inside|within|as|using|wrap\w*)[^.\n]{0,40}(?:```|code (?:block|fence)|markdown block|fenced)|```json",
    re.IGNORECASE,
)
_UNFENCED = re.compile(r"(?:no|not|without|never|don't)[^.\n]{0,60}(?:```|code|markdown|fenc|backtick)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """How the reply is to be dressed.

    `kind`: `tool`, `schema` (response_format), `json`, `xml`, `lines`, `headings`, `row` (one line), `markers` (DSPy's), `yaml` or
    `plain`. `fields` are the tags or line labels in order; `declining` is the object shown for when there is no answer.
    """

    kind: str = "plain"
    schema: Schema | None = None
    declining: Schema | None = None
    fields: tuple[str, ...] = ()
    fenced: bool = False
    tool: str = ""
    keys: tuple[str, ...] = ()
    row: Row | None = None
    element: Element | None = None

    @property
    def structured(self) -> str:
        """Return how JSON was asked for, "" when it was not."""
        return {"tool": "tool", "schema": "json_schema", "json": "json"}.get(self.kind, "")

    def has(self, *slots: Slot) -> bool:
        """Tell whether the form has a place for one of these."""
        return any(slot_of(key) in slots for key in self.keys)


def shaped(kind: str, schema: Schema | None, **more: Any) -> Form:
    """Return a form of JSON, with the names of all its keys."""
    return Form(kind, schema, keys=tuple(_keys(schema, 0)), **more)


def _keys(schema: Any, depth: int) -> list[str]:
    found: list[str] = []
    if depth > 12:
        return found
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            found += [key for key in properties if isinstance(key, str)]
        for inner in schema.values():
            found += _keys(inner, depth + 1)
    elif isinstance(schema, list):
        for inner in schema:
            found += _keys(inner, depth + 1)
    return found


def form_of(prompt: Prompt, told: str, fences: frozenset[str] = frozenset()) -> Form:
    """Return the form that is asked for; `fences` are the tags between which the prompt itself puts passages."""
    if prompt.schema is not None:
        return shaped("schema", prompt.schema)
    spoken = spoken_form(told, fences)
    if prompt.response_format in ("json_object", "json_schema") and spoken.kind != "json":
        return shaped("json", _DEFAULT)
    return spoken


_DEFAULT: Schema = {
    "type": "object",
    "properties": {"answer": guess("answer"), "sources": guess("sources")},
    "required": ["answer", "sources"],
}


@lru_cache(maxsize=512)
def spoken_form(told: str, fences: frozenset[str] = frozenset()) -> Form:
    """Return the form that the author's words ask for."""
    if fields := tuple(dict.fromkeys(_asked_markers(told))):
        return Form("markers", fields=fields, keys=fields)
    if form := _json(told):
        return form
    if fields := headings(told):
        return Form("headings", fields=fields, keys=fields)
    if row := row_of(told):
        return Form("row", keys=row.fields, row=row)
    if fields := _tags(told, fences):
        element = element_of(told, fields, fences)
        keys = (*fields, *((element.tag, element.attribute) if element else ()))
        return Form("xml", fields=fields, keys=keys, element=element)
    if _YAML.search(told) and (schema := key_list(told) or _line_schema(told)):
        return shaped("yaml", schema)
    if fields := _lines(told):
        return Form("lines", fields=fields, keys=fields)
    return Form()


def _asked_markers(told: str) -> list[str]:
    """Read DSPy's output fields, which its last sentence names in order."""
    at = told.rfind("Respond with the corresponding output fields")
    return [name for name in _MARKER.findall(told[at:]) if name != "completed"] if at >= 0 else []


def _json(told: str) -> Form | None:
    mentions = "json" in told.lower()
    named = re.sub(
        r"(?:you get|given|receive|input is|as input)[^.\n]{0,30}json", "", told, flags=re.IGNORECASE
    ).lower()
    shown = [template for template in templates(told) if mentions or _meant(template, told)]
    fenced = bool(_FENCED.search(told)) and not _UNFENCED.search(told)
    shown = [
        template
        for template in shown
        if _says(template.schema) and (not _is_input(template.schema) or _is_wanted_query(template, told))
    ]
    shown = [
        template for template in shown if not _OF_A_KEY.search(told[max(0, template.start - 160) : template.start])
    ]
    if shown:
        schemas = [template for template in shown if "foo" not in template.schema["properties"]]
        schema, declining = _pair(schemas or shown, told)
        if any(template.schema is schema and _listed(template, told) for template in shown):
            return shaped("json", {"type": "array", "items": schema}, fenced=fenced)
        return shaped("json", _with_status_words(schema, told), declining=declining, fenced=fenced)
    if class_shown := class_schema(told):
        return shaped("json", class_shown, fenced=fenced)
    if "json" not in named or re.search(
        r"(?:do not|don't|never|no|not)\s+(?:(?!outside|around|but|beyond|besides?|except|than|before|after)\w+\s+){0,3}json",
        told,
        re.IGNORECASE,
    ):
        return None
    listed = key_list(told)
    return shaped("json", _with_status_words(listed, told) if listed else None, fenced=fenced)


def _meant(template: Template, told: str) -> bool:
    return bool(_FORMAT.search(told[max(0, template.start - 200) : template.start]))


def _listed(template: Template, told: str) -> bool:
    """Tell an item of a list that is wanted, such as a passage with its score, from an object that says the answer."""
    if _OPENS_LIST.search(told[: template.start]) and _CLOSES_LIST.match(told, template.end):
        return True
    keys = {slot_of(key) for key in template.schema["properties"]}
    return bool(_LIST_OF.search(told[max(0, template.start - 80) : template.start])) and not keys & {
        Slot.ANSWER,
        Slot.VALUE,
        Slot.STATUS,
        Slot.FOUND,
        Slot.VERDICT,
    }


def _is_input(schema: Schema) -> bool:
    """Tell an object that holds the question or the passages from one to be filled in."""
    keys = {key.lower() for key in schema.get("properties", {})}
    return bool(keys & _INPUTS) and not any(
        slot_of(key) in (Slot.ANSWER, Slot.VALUE, Slot.STATUS, Slot.VERDICT) for key in keys
    )


def _is_wanted_query(template: Template, told: str) -> bool:
    """Tell a lone query that is to be written from one that is given."""
    before = told[max(0, template.start - 40) : template.start]
    return set(template.schema["properties"]) == {"query"} and bool(_WANTED.search(before))


def _says(schema: Schema) -> bool:
    return any(slot_of(key) is not Slot.UNKNOWN for key in _keys(schema, 0))


def _pair(shown: list[Template], told: str) -> tuple[Schema, Schema | None]:
    """Tell the object for an answer from the one shown for when there is none."""
    declining = [template for template in shown if _for_none(told[max(0, template.start - 140) : template.start])]
    declining = declining or [
        template for template in shown[1:] if _IF_NONE.match(told, template.end) and _declines(template)
    ]
    answering = [template for template in shown if template not in declining] or shown
    full = [template for template in answering if "properties" in template.schema and "title" in template.schema]
    chosen = (full or answering)[-1 if full else 0]
    return chosen.schema, declining[0].schema if declining and declining[0] is not chosen else None


def _declines(template: Template) -> bool:
    return not {slot_of(key) for key in template.schema["properties"]} & {Slot.ANSWER, Slot.VALUE}


def _for_none(before: str) -> bool:
    clause = re.split(r"(?<=[.!?])\s|\n\s*\n|\}", before)[-1]
    return bool(
        re.search(
            r"\b(?:not|cannot|can't|unable|otherwise|n't|no|none|else|without|insufficient|declin\w*|unanswerable)\b",
            clause,
            re.IGNORECASE,
        )
    ) and not re.search(
        r"\b(?:no|not|nothing|without)\b[^.\n]{0,20}(?:other|else|markdown|prose|text|explanation|extra|additional|commentary|preamble|code)",
        clause,
        re.IGNORECASE,
    )


def _with_status_words(schema: Schema, told: str) -> Schema:
    """Give a status key the words that the prompt names for it."""
    properties = schema.get("properties", {})
    for key, inner in properties.items():
        if (
            slot_of(key) is Slot.STATUS
            and isinstance(inner, dict)
            and inner.get("type") == "string"
            and "enum" not in inner
        ):
            near = re.findall(rf"{re.escape(key)}[^.\n]{{0,90}}", told, re.IGNORECASE)
            words = [word for text in near for word in re.findall(r"[\"'`]([a-z_]{3,30})[\"'`]", text) if word != key]
            if len(dict.fromkeys(words)) > 1:
                return {
                    **schema,
                    "properties": {**properties, key: {"type": "string", "enum": list(dict.fromkeys(words))}},
                }
    return schema


def _tags(told: str, fences: frozenset[str]) -> tuple[str, ...]:
    told = re.sub(r"(?:\b\w+:|answer is:?|#{3,6}) ?<[\w -]+>", "", told)  # `SOURCE: <file>` is a line to fill in
    names = [name for name in dict.fromkeys(_TAG.findall(told)) if name.lower() not in _HTML | _INPUTS | fences]
    fields = []
    for name in names:
        contents = re.findall(rf"<{re.escape(name)}>([^<]{{0,400}})</{re.escape(name)}>", told)
        if contents and all(len(text.split()) > 3 and re.search(r"\d|\.\s*$", text) for text in contents):
            continue  # it holds something: an input
        closed = bool(contents)
        spoken = re.search(
            rf"(?:in|inside|within|with|wrap\w*|between|tags?:?|and|use|using|your|,)[^\n]{{0,60}}<{re.escape(name)}>",
            told,
            re.IGNORECASE,
        )
        if (closed or spoken) and slot_of(name) in _FIELDS | {Slot.REASON}:
            fields.append(name)
    said = any(slot_of(name) in _SAYS for name in fields)
    return tuple(fields) if said else ()


def _lines(told: str) -> tuple[str, ...]:
    cue = _CUE.search(told)
    found = [
        match[1].strip()
        for match in _LINE.finditer(told)
        if not _filled(match[2])
        and slot_of(match[1]) in _FIELDS
        and _FORMAT.search(told[max(0, match.start() - 240) : match.start()])
    ]
    if len(dict.fromkeys(found)) < 2:
        found = [
            match[1].strip()
            for match in _INLINE.finditer(told)
            if slot_of(match[1]) in _FIELDS and _FORMAT.search(told[max(0, match.start() - 160) : match.start()])
        ]
    if re.search(r"SOURCES\W{1,3}(?:part|section|line)?", told) and cue and cue[1].upper().endswith("ANSWER"):
        found = ["FINAL ANSWER", "SOURCES"]
    if len(dict.fromkeys(found)) < 2 and len(quoted := _quoted_labels(told)) > 1:
        return quoted if any(slot_of(name) not in _ASIDE for name in quoted) else ("", *quoted)
    if (trailing := _TRAILING.search(told)) and len(dict.fromkeys(found)) < 2:
        return "", trailing[1]
    if not found and (announced := _ANNOUNCED.search(told)):
        found = [announced[1]]
    fields = list(dict.fromkeys(found))
    thinks = re.search(r"step[- ]by[- ]step|think|reason", told, re.IGNORECASE)
    if len(fields) == 1 and not (cue and cue[1] == fields[0]) and (thinks or slot_of(fields[0]) in _SAYS):
        return ("Reasoning", fields[0]) if thinks and slot_of(fields[0]) is not Slot.REASON else (fields[0],)
    if not any(slot_of(name) in _SAYS for name in fields) or len(fields) < 2:
        return ()
    return tuple(fields)


def _quoted_labels(told: str) -> tuple[str, ...]:
    """Return the labels that a sentence puts between quotes, as in: a line 'Source: ' and a line 'Quote: '."""
    found = (
        match[1]
        for match in _QUOTED_LABEL.finditer(told)
        if slot_of(match[1]) in _FIELDS and _FORMAT.search(told[max(0, match.start() - 160) : match.start()])
    )
    return tuple(dict.fromkeys(found))


def _filled(text: str) -> bool:
    """Tell a line that says something from one that shows what is to be said there."""
    plain = text.strip()
    return plain[:1] not in "<[{(." and (bool(re.search(r"\d", plain)) or plain.endswith(".") or len(plain) > 60)


def _line_schema(told: str) -> Schema | None:
    names = [match[1].strip() for match in _LINE.finditer(told) if slot_of(match[1]) in _FIELDS]
    return {"type": "object", "properties": {name: guess(name) for name in names}} if names else None


@lru_cache(maxsize=512)
def opening_cue(told: str) -> str:
    """Return the label that the prompt ends with (`Helpful Answer:`), which the reply need not repeat."""
    cue = _CUE.search(told.rstrip()) if told.rstrip().endswith(":") else None
    return cue[1].strip() if cue else ""
