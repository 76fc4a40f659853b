"""Step 5, second half: what is meant, dressed in the form that was asked for."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from seatrial.bench.gateway.understudy.choice import choose, on_scale, says_no, scale_of
from seatrial.bench.gateway.understudy.citing import Citing
from seatrial.bench.gateway.understudy.closing import boxed, boxed_words, closing_of, thinks
from seatrial.bench.gateway.understudy.content import Content
from seatrial.bench.gateway.understudy.fill import fill
from seatrial.bench.gateway.understudy.form import Form, opening_cue
from seatrial.bench.gateway.understudy.headings import section
from seatrial.bench.gateway.understudy.notes import Note
from seatrial.bench.gateway.understudy.ranks import number_of, ranks
from seatrial.bench.gateway.understudy.row import Row
from seatrial.bench.gateway.understudy.slots import Slot, slot_of
from seatrial.bench.gateway.understudy.task import ANSWERING, Task
from seatrial.bench.gateway.understudy.template import guess
from seatrial.bench.wire import Completion, ToolCall

_FREE = {"type": "object", "properties": {"answer": guess("answer"), "sources": guess("sources")}}


def dress(content: Content, form: Form, style: Citing, told: str, call_id: str) -> Completion:
    """Return the completion that says this content in this form."""
    match form.kind:
        case "tool":
            arguments = json.dumps(fill(form.schema or {}, content), ensure_ascii=False)
            return Completion(None, "tool_calls", tool_calls=(ToolCall(call_id, form.tool, arguments),))
        case "schema":
            return Completion(json.dumps(fill(form.schema or {}, content), ensure_ascii=False))
        case "json":
            return Completion(_json(content, form))
        case "yaml":
            return Completion(_yaml(fill(form.schema or {}, content)))
        case "xml":
            return Completion(_xml(content, form, told))
        case "markers":
            parts = [f"[[ ## {name} ## ]]\n{_field(name, content)}" for name in form.fields]
            return Completion("\n\n".join((*parts, "[[ ## completed ## ]]")))
        case "headings":
            return Completion("\n\n".join(section(name, _field(name, content)) for name in form.fields))
        case "row" if form.row:
            return Completion(_row(content, form.row))
        case "lines":
            return Completion(_lines(content, form, told))
        case _ if content.task in ANSWERING and (closing := closing_of(told)):
            return Completion(_closed(content, style, told, closing))
        case _:
            return Completion(plain(content, style, told))


def _closed(content: Content, style: Citing, told: str, closing: str) -> str:
    """Return the answer at its mark, below the reason where one is wanted."""
    meaning, mark = content.meaning, closing.split("{}", maxsplit=1)[0].strip(" {}")
    cited = plain(content, style if style.wanted else replace(style, forbidden=True), told)
    said, above = cited, _field("reason", content) if thinks(told) else ""
    if boxed(closing):
        said = (meaning.value if meaning.known else boxed_words(told)) or cited
        above = cited if style.wanted and meaning.known else above
    elif closing[0].isalpha():
        if not meaning.known:
            return f"{above}\n{cited}".strip()
        said = _cited(meaning.value, content, style) if style.wanted else meaning.value or cited.rstrip(".")
    last = said if mark in said else closing.format(said)
    return f"{above}\n{last}".strip()


def _json(content: Content, form: Form) -> str:
    schema = form.schema or chore_schema(content)
    if form.declining and not content.good:
        schema = form.declining
    if schema is None:
        value: Any = [number_of(each) for each in content.ranking] if content.ranking else list(content.lines)
    else:
        value = fill(schema, content)
    text = json.dumps(value, ensure_ascii=False, indent=2 if form.fenced else None)
    return f"```json\n{text}\n```" if form.fenced else text


def chore_schema(content: Content) -> dict[str, Any] | None:
    """Return the keys to use when JSON is wanted and none are named; None for a bare list."""
    if content.task in ANSWERING:
        return _FREE
    if content.verdict is not None:
        return {"type": "object", "properties": {"supported": {"type": "boolean"}, "reason": guess("reason")}}
    if content.task is Task.CLASSIFY:
        return {"type": "object", "properties": {"category": guess("category")}}
    return None


def _xml(content: Content, form: Form, told: str) -> str:
    element = form.element
    cited = content.meaning.citations if element and content.task in ANSWERING else ()
    sources = "\n".join(element.written(each.document, each.quote) for each in cited) if element else ""
    held = {name: _field(name, content, _options(name, told)) for name in form.fields}
    if element and element.inside:
        held[element.inside] = sources
    parts = [f"<{name}>{text}</{name}>" for name, text in held.items()]
    if element and not element.inside and sources:
        parts.append(sources)
    said = "\n".join(parts)
    return f"<{element.root}>\n{said}\n</{element.root}>" if element and element.root else said


def _yaml(value: Any) -> str:
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    lines = []
    for key, inner in value.items():
        if isinstance(inner, list):
            lines.append(f"{key}:" if inner else f"{key}: []")
            lines += [f"  - {json.dumps(item, ensure_ascii=False)}" for item in inner]
        else:
            lines.append(f"{key}: {json.dumps(inner, ensure_ascii=False)}")
    return "\n".join(lines)


def _options(name: str, told: str) -> list[str]:
    """Return the words between which a prompt lets choose for a tag, as in <status>ok|unknown</status>."""
    shown = re.search(rf"<{re.escape(name)}>\s*([\w-]+(?:\s*(?:\||/|\bor\b)\s*[\w-]+)+)\s*</", told)
    if shown is None or shown[1].upper() == "N/A":
        return []
    return re.split(r"\s*(?:\||/|\bor\b)\s*", shown[1])


def _field(name: str, content: Content, options: Sequence[str] = ()) -> str:
    """Return what stands in a tag or behind a label."""
    schema: dict[str, Any] = {"type": "string"} if slot_of(name) is not Slot.CONFIDENCE else guess(name)
    if options:
        schema["enum"] = list(options)
    value = fill({"type": "object", "properties": {name: schema}}, content)[name]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _row(content: Content, row: Row) -> str:
    if content.nothing and not content.good:
        return content.nothing if content.nothing.startswith(row.lead) else row.lead + content.nothing
    said = (re.sub(r"\s+", " ", _field(slot, content)) for slot in row.fields)
    return row.filled(tuple(text or "none" for text in said))


def _label(name: str, told: str) -> str:
    """Return a line's label as the prompt writes it, in bold or not."""
    return next((label for label in (f"**{name}:**", f"**{name}**:") if label in told), f"{name}:")


def _lines(content: Content, form: Form, told: str) -> str:
    if form.fields[0] == "" and content.nothing and not content.good:
        return content.nothing
    cue = opening_cue(told)
    lines = []
    for at, name in enumerate(form.fields):
        said = re.sub(r"\s+", " ", _field(name or "answer", content))
        if slot_of(name) is Slot.CONFIDENCE and "score" in name.lower():
            said = str(on_scale(scale_of(told, default=(0, 100)), 1.0 if content.good else 0.0, whole=True))
        elif slot_of(name) in (Slot.VERDICT, Slot.STATUS):
            said = verdict_word(told, good=content.good) or said
        if not said and slot_of(name) in (Slot.CITATIONS, Slot.DOCUMENT):
            said = "none"
        if name and said.lower().startswith(f"{name.lower()}:"):
            said = said[len(name) + 1 :].strip()
        lines.append(said if not name or (at == 0 and cue.lower() == name.lower()) else f"{_label(name, told)} {said}")
    return "\n".join(lines)


def plain(content: Content, style: Citing, told: str) -> str:
    """Return the content as prose, or as the bare lines, numbers or word that a chore wants."""
    if content.ranking:
        return ranks(content, told)
    if content.task is Task.RERANK:
        return content.nothing or "none"
    if content.verdict is not None:
        return _verdict(content, told)
    if content.task is Task.CLASSIFY:
        return content.choice
    if content.task not in ANSWERING:
        return "\n".join(content.lines)
    meaning = content.meaning
    if not meaning.known:
        return meaning.sentence if content.nothing is None else content.nothing
    if style.extractive:
        return meaning.sentence
    said = meaning.value if style.bare and meaning.value else meaning.sentence
    if style.forbidden or not meaning.citations:
        return said
    if style.note:
        return _noted(said, content, style.note)
    if style.bare:
        return said
    return _cited(said, content, style)


def _cited(said: str, content: Content, style: Citing) -> str:
    names = list(dict.fromkeys(citation.document for citation in content.meaning.citations if citation.document))
    if style.quoting:
        quotes = [citation.quote for citation in content.meaning.citations if citation.quote]
        said = f"{said} " + " ".join(f'"{quote}"' for quote in quotes)
    brackets = style.brackets or ("[{}]" if names else "")
    return " ".join((said, *(brackets.format(name) for name in names))).strip() if brackets else said


def _noted(said: str, content: Content, note: Note) -> str:
    """Return the answer with its marks, and below it a line for each source."""
    marks, lines = [], []
    for place, citation in enumerate(content.meaning.citations, 1):
        label = content.labels.get(citation.document)
        number = label.number if label and label.number else str(place)
        marks.append(note.marked(number))
        lines.append(note.line(number, citation.document, citation.quote))
    listed = "\n".join(dict.fromkeys(lines))
    return f"{said} {''.join(dict.fromkeys(marks))}\n\n{listed}" if note.mark else f"{said}\n{listed}"


_VERDICTS = (
    ("supported", "unsupported"), ("supported", "not supported"), ("supported", "not_supported"), ("grounded", "ungrounded"),
    ("grounded", "not grounded"), ("grounded", "not_grounded"), ("grounded", "hallucinated"), ("faithful", "unfaithful"), ("faithful", "hallucinated"),
    ("pass", "fail"), ("relevant", "irrelevant"), ("relevant", "not relevant"), ("relevant", "not_relevant"), ("valid", "invalid"), ("correct", "incorrect"),
    ("entailed", "contradicted"), ("accept", "reject"), ("accurate", "inaccurate"), ("consistent", "inconsistent"), ("ok", "not ok"), ("approved", "rejected"),
    ("sufficient", "insufficient"), ("answerable", "unanswerable"), ("answerable", "not answerable"), ("answerable", "not_answerable"), ("true", "false"), ("yes", "no"), ("ja", "nein"), ("1", "0"),
)  # fmt: skip


_DIGITS = re.compile(
    r"(?<![\d.-])([01])(?![\d.])[\"'`]?\s*(?:if|for|when|=|means)\s+([^.,;\n]{1,60})\W{1,4}(?:(?:and|or|otherwise|else)\W{1,3})?(?:return |output )?[\"'`]?(?!\1)([01])(?![\d.])[\"'`]?(?=\s*(?:if|for|when|=|means|otherwise|\.|$))",
    re.IGNORECASE,
)


def verdict_word(told: str, *, good: bool) -> str:
    """Return the word of yes or no in the prompt's own spelling; "" when it names none."""
    if digits := _DIGITS.search(told):
        yes = digits[1] if not says_no(digits[2]) else digits[3]
        return yes if good else digits[3] if yes == digits[1] else digits[1]
    ranked = []
    for at, pair in enumerate(_VERDICTS):
        spelled = [re.findall(rf"(?<![\w-])[\"'`*]?({re.escape(word)})(?![\w-])", told, re.IGNORECASE) for word in pair]
        if all(spelled) and not (
            pair[0] == "1" and not re.search(r"\b1\b[^\n]{0,40}\b0\b|\b0\b[^\n]{0,40}\b1\b", told)
        ):
            loud = [
                max(words, key=lambda word: (word.isupper(), told.count(f'"{word}"') + told.count(f"'{word}'")))
                for words in spelled
            ]
            together = bool(
                re.search(
                    rf"{pair[0]}\W{{0,4}}(?:/|or|,|\||and|otherwise|if)?[^.\n]{{0,60}}{pair[1]}", told, re.IGNORECASE
                )
            )
            ranked.append((any(word.isupper() for word in loud), together, -at, loud))
    if not ranked:
        return _opposed(told, good=good)
    _, _, _, words = max(ranked)
    return str(words[0] if good else words[1])


_EITHER = re.compile(
    r"(?:exactly|only|with|either|answer|say|reply|respond|return|output)[^.\n]{0,30}?[\"'`*]{0,2}\b([A-Z][A-Z_]{2,20})[\"'`*]{0,2}\s*(?:,|or|/|\|)\s*(?:or )?[\"'`*]{0,2}([A-Z][A-Z_ ]{2,20})\b"
)


def _opposed(told: str, *, good: bool) -> str:
    """Return one of two words in capitals that the prompt lets choose between, such as ENTAILED or NOT_ENTAILED."""
    found = _EITHER.search(told)
    if not found or says_no(found[1]) == says_no(found[2]):
        return ""
    return next(word for word in found.groups() if says_no(word) is not good)


def _verdict(content: Content, told: str) -> str:
    good = bool(content.verdict)
    word = verdict_word(told, good=good)
    scale = scale_of(told, default=(0.0, 0.0))
    if (
        re.search(r"\b(?:score|rate|rating|scale)\b", told, re.IGNORECASE)
        and scale != (0.0, 0.0)
        and (not word or word in "01")
    ):
        word = str(on_scale(scale, 1.0 if good else 0.0, whole=scale != (0.0, 1.0)))
    word = word or str(choose(("Yes", "No"), good=good))
    only = re.search(r"\b(?:only|just|single word|one word|nothing else|no explanation)\b", told, re.IGNORECASE)
    wants = re.search(r"\b(?:explain|explanation|reason|justif|why|rationale)", told, re.IGNORECASE)
    return f"{word}\n{content.reason}" if wants and not only else word
