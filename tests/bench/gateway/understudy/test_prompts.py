"""Prompts as tutorials, frameworks and hurried engineers write them, each with what must come back.

`first.toml` was written beside the understudy, `held_out.toml` without looking at it, `foreign.toml` holds what
submissions of strangers taught.
"""

import csv
import html
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from seatrial.bench.gateway.understudy.perform import Performance, from_request, perform
from seatrial.bench.matching import states
from seatrial.bench.script import Script
from seatrial.takehomes.base import Document, Fact, Question, Value, World
from seatrial.takehomes.docqa.world import make_world

PROMPTS = Path(__file__).parent / "prompts"
QUESTIONS_EACH = 4
SEEDS = (3, 8, 21)


@dataclass(frozen=True)
class Staged:
    """One prompt filled in for one question, with or without the passage that answers it."""

    case: dict[str, Any]
    question: Question
    fact: Fact
    file: str
    n: int
    text: str
    body: dict[str, Any]


def chunks(document: Document) -> Iterator[str]:
    """Cut a document at blank lines, as splitters do, up to some 700 characters."""
    kept = ""
    for part in re.split(r"\n\s*\n", document.text):
        if kept and len(kept) + len(part) > 700:
            yield kept
            kept = part
        else:
            kept = f"{kept}\n\n{part}" if kept else part
    if kept:
        yield kept


def passages_for(world: World, fact: Fact, *, seen: bool) -> list[tuple[str, str]]:
    """Return three passages of different files, the second with the evidence if it is to be seen."""
    key = (world.seed, world.company, fact.id, seen)
    if key not in _CUT:
        _CUT[key] = _passages_for(world, fact, seen=seen)
    return _CUT[key]


_CUT: dict[tuple[int, str, str, bool], list[tuple[str, str]]] = {}


def _passages_for(world: World, fact: Fact, *, seen: bool) -> list[tuple[str, str]]:
    values = [fact.value, *filter(None, (fact.stale, fact.rival))]
    others = [
        (document.name, chunk)
        for document in world.clean
        for chunk in chunks(document)
        if document.name != fact.evidence[0].document
        and not any(states(chunk, value) for value in values)
        and len(chunk) > 80
    ]
    picked = [others[0], others[len(others) // 2], others[-1]]
    if seen:
        home = next(document for document in world.clean if document.name == fact.evidence[0].document)
        picked[1] = (home.name, next(chunk for chunk in chunks(home) if states(chunk, fact.value)))
    return [(name, chunk.strip()) for name, chunk in picked]


def rendered(case: dict[str, Any], passages: list[tuple[str, str]]) -> str:
    each = case.get("each", "{text}")
    if each == "json":
        listed = [{"id": n, "source": name, "text": text} for n, (name, text) in enumerate(passages, 1)]
        return json.dumps(listed)
    passages = [(name, _loaded(case, name, text)) for name, text in passages]
    filled = [
        each.replace("{n0}", str(n - 1)).replace("{n}", str(n)).replace("{file}", name).replace("{text}", text)
        for n, (name, text) in enumerate(passages, 1)
    ]
    return case.get("join", "\n\n").join(filled)


def _loaded(case: dict[str, Any], name: str, text: str) -> str:
    """Return a passage as a loader hands it on: tags taken off, table rows as lines of `column: value`."""
    if case.get("plain") and name.endswith(".html"):
        return " ".join(html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)).split())
    if case.get("rows") and name.endswith(".csv"):
        lines = text.splitlines()
        head, *rows = csv.reader(lines, delimiter=";" if ";" in lines[0] else ",")
        return "\n\n".join(
            "\n".join(f"{column}: {cell}" for column, cell in zip(head, row, strict=False)) for row in rows
        )
    return text


def staged(case: dict[str, Any], world: World, question: Question, *, seen: bool, answer: str = "") -> Staged:
    fact = world.fact(question)
    assert fact is not None
    passages = passages_for(world, fact, seen=seen)
    earlier = next(each for each in world.questions if each.kind == "answerable" and each.id != question.id)
    fills = {
        "{passages}": rendered(case, passages),
        "{question}": question.text,
        "{question_json}": json.dumps(question.text),
        "{answer}": answer,
        "{earlier}": earlier.text,
    }
    body: dict[str, Any] = {key: case[key] for key in ("tools", "tool_choice", "response_format") if key in case}
    body["messages"] = [_message(parts, fills) for parts in case["messages"]]
    return Staged(case, question, fact, passages[1][0], 2, passages[1][1], body)


def _message(parts: list[str], fills: dict[str, str]) -> dict[str, Any]:
    if parts[0] == "call":
        function = {"name": parts[1], "arguments": parts[2]}
        return {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        }
    text = re.sub(r"\{(?:passages|question|question_json|answer|earlier)\}", lambda found: fills[found[0]], parts[1])
    more = {"tool_call_id": "call_1"} if parts[0] == "tool" else {}
    return {"role": parts[0], "content": text, **more}


def _said(performance: Performance) -> str:
    completion = performance.completion
    return completion.text if completion.text is not None else completion.tool_calls[0].arguments


def _at(said: str, path: str) -> Any:
    said = re.sub(r"^```(?:json)?\n|\n```$", "", said)
    value = json.loads(said)
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else value[step]
    return value


def faults_seen(stage: Staged, performance: Performance) -> Iterator[str]:
    """Yield what is not as expected when the evidence stands in the prompt."""
    case, said = stage.case, _said(performance)
    where = _at(said, case["at"]) if "at" in case else said
    if not (performance.answering and states(str(where), stage.fact.value)):
        yield f"truth not at {case.get('at', 'text')}"
    if "label" in case:
        label = case["label"].replace("{file}", stage.file).replace("{n}", str(stage.n))
        found = str(_at(said, case["label_at"])) if "label_at" in case else said
        if label not in found:
            yield f"label {label!r} not in {found!r}"
    if "quote_at" in case and not _verbatim(_at(said, case["quote_at"]), stage):
        yield f"quote is not verbatim: {_at(said, case['quote_at'])!r}"
    if case.get("quotation") and not _verbatim(said, stage):
        yield f"is not the document's own sentence: {said!r}"
    if "shape" in case and not re.search(case["shape"].replace("{n}", str(stage.n)), said):
        yield "shape differs"
    if "exactly" in case and said != case["exactly"].replace("{value}", stage.fact.value.text):
        yield "more than the value"
    if case.get("fenced") and not said.startswith("```json\n"):
        yield "no fence"


def _verbatim(quote: str, stage: Staged) -> bool:
    return quote in stage.text and states(quote, stage.fact.value) and len(quote) > len(stage.fact.value.text)


def faults_unseen(stage: Staged, performance: Performance) -> Iterator[str]:
    """Yield what is not as expected when it stands nowhere."""
    case, said = stage.case, _said(performance)
    lied = any(states(said, lie) for lie in stage.fact.lies)
    if states(said, stage.fact.value):
        yield "states a truth that it cannot see"
    match case["unseen"]:
        case "lies" if not lied:
            yield "does not make anything up"
        case "declines" if lied:
            yield "makes something up"
        case "searches in text" if "Action: " not in said or lied:
            yield "does not go on searching"
        case "searches" if not performance.completion.tool_calls or lied:
            yield "does not go on searching"
    if "words" in case and said.strip() != case["words"]:
        yield f"words differ: {case['words']!r}"
    if "words_in" in case and case["words_in"] not in said:
        yield f"words missing: {case['words_in']!r}"
    if "at" in case and case["unseen"] != "searches":
        _at(said, case.get("at_unseen", case["at"]))


def faults_in_chore(case: dict[str, Any], world: World, question: Question) -> Iterator[str]:
    """Yield what is not as expected of a step that is no answer."""
    truth = world.fact(question)
    assert truth is not None
    stage = staged(case, world, question, seen=True, answer=truth.statement.replace("{value}", truth.value.text))
    performance = played(stage.body, world, question)
    said = _said(performance)
    if performance.answering and case["chore"] != "extract":
        yield "taken for an answering call"
    match case["chore"]:
        case "verify" | "grade":
            lie = truth.statement.replace("{value}", truth.lies[0].text)
            other = staged(case, world, question, seen=case["chore"] == "verify", answer=lie)
            yield from _differs(case, said, case["yes"])
            yield from _differs(case, _said(played(other.body, world, question)), case["no"])
        case "extract":
            if not states(said, truth.value):
                yield "evidence not extracted"
            nothing = _said(played(staged(case, world, question, seen=False).body, world, question))
            if states(nothing, truth.value) or (case.get("words") and nothing != case["words"]):
                yield "something extracted from nothing"
        case "rank":
            first = str(_at(said, case["first_at"])) if "first_at" in case else ""
            if first and first not in (str(stage.n), str(stage.n - 1) if "{n0}" in case["each"] else str(stage.n)):
                yield f"evidence not ranked first: {said}"
        case "queries":
            lines = _at(said, case["lines_at"]) if "lines_at" in case else said.splitlines()
            if len(lines) != case["count"] or len(set(lines)) != case["count"]:
                yield f"not {case['count']} queries: {lines}"
            yield from _comes_back(lines, world, question)
        case "rewrite" | "keywords":
            text = str(_at(said, case["lines_at"])) if "lines_at" in case else said.removeprefix("KEYWORDS: ")
            yield from _comes_back([text], world, question)
        case "route":
            yield from _differs(case, said, case["yes"])
    if "shape" in case and not re.search(case["shape"].replace("{n}", str(stage.n)), said):
        yield "shape differs"


def _differs(case: dict[str, Any], said: str, wanted: object) -> Iterator[str]:
    found = _at(said, case["verdict_at"]) if "verdict_at" in case else said.strip()
    if found != wanted:
        yield f"said {found!r}, not {wanted!r}"


def _comes_back(queries: list[str], world: World, question: Question) -> Iterator[str]:
    """A rewritten question that is put in place of the question is known again."""
    for query in queries:
        body = {"messages": [{"role": "user", "content": f"Answer the question.\n\nQuestion: {query}"}]}
        if perform(from_request(body), world, Script(), strike=False).questions != (question.id,):
            yield f"not known again: {query!r}"


def played(body: dict[str, Any], world: World, question: Question) -> Performance:
    return perform(from_request(body), world, Script(questions=(question.id,)), strike=False)


def all_faults(case: dict[str, Any], world: World, question: Question) -> list[str]:
    if "chore" in case:
        return list(faults_in_chore(case, world, question))
    seen, unseen = (staged(case, world, question, seen=here) for here in (True, False))
    found = []
    for stage, check in ((seen, faults_seen), (unseen, faults_unseen)):
        performance = played(stage.body, world, question)
        if performance.questions != (question.id,):
            found.append(f"took the question for {performance.questions}")
        try:
            found += check(stage, performance)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            found.append(f"{type(error).__name__}: {error} in {_said(performance)[:300]!r}")
    return found


def unfollowed(name: str, worlds: list[World]) -> dict[str, list[str]]:
    """Return which prompts of a file are not followed for some question, and what was amiss."""
    cases = tomllib.loads((PROMPTS / name).read_text())["prompt"]
    amiss: dict[str, list[str]] = {}
    for at, case in enumerate(cases):
        for world in worlds:
            questions = [question for question in world.questions if question.kind == "answerable"]
            for question in [questions[(at + step * 7) % len(questions)] for step in range(QUESTIONS_EACH)]:
                if found := all_faults(case, world, question):
                    amiss.setdefault(case["name"], []).append(f"seed {world.seed} {question.id}: {found}")
    return amiss


@pytest.mark.parametrize(("name", "at_most"), [("first.toml", 2), ("held_out.toml", 1), ("foreign.toml", 0)])
def test_prompts_are_followed(name: str, at_most: int, world: World) -> None:
    amiss = unfollowed(name, [world, *map(make_world, SEEDS)])
    print(json.dumps(amiss, indent=1, ensure_ascii=False))
    assert len(amiss) <= at_most, sorted(amiss)


def test_there_are_sixty_prompts_and_thirty_held_out() -> None:
    counts = {
        name: len(tomllib.loads((PROMPTS / name).read_text())["prompt"]) for name in ("first.toml", "held_out.toml")
    }
    assert counts["first.toml"] >= 60
    assert counts["held_out.toml"] >= 30


def test_a_made_up_value_is_none_of_the_worlds(world: World) -> None:
    fact = world.facts[0]
    body = {"messages": [{"role": "user", "content": world.questions[0].text}]}
    said = perform(from_request(body), world, Script(), strike=False).completion.text
    assert said == fact.statement.replace("{value}", Value(fact.lies[0].text).text)
