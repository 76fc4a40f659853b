"""Agents that act by turns in JSON: search while the evidence is not seen, then finish, or give up."""

import json
from typing import Any

import pytest

from seatrial.bench.faults.missing_document import MissingDocument
from seatrial.bench.gateway.understudy.perform import Performance, from_request, perform
from seatrial.bench.script import Script
from seatrial.takehomes.base import World

NAMED = """You work in turns. In every turn output one JSON object and nothing else:
{"thought": "<what is missing>", "action": "<search | open | finish | give_up>", "action_input": <see below>}
- search: action_input is a string, the search terms.
- open: action_input is a string, a file name.
- finish: action_input is {"answer": "<one sentence>", "sources": [{"file": "<file name>", "excerpt": "<verbatim sentence>"}]}.
- give_up: action_input is a string, the reason. Use it when the archive does not contain the answer. Never invent."""
CHAT = """Respond in one of two formats, as JSON. If you don't find it, say so.
**Option 1:** to use a tool. The tool must be one of: lookup_documents
{"action": string, "action_input": string}
**Option 2:** to answer the human:
{"action": "Final Answer", "action_input": string}"""
ARGUMENTS = """Return a JSON object {"tool": "<search_docs or answer>", "args": {...}}. No answer in the documents: say you don't know.
Tools:
* search_docs: args are {"query": "..."}
* answer: args are {"text": "...", "document": "...", "quote": "..."}"""
SENTENCE = "The escalation code of the Marlow desk is KT-40917-VX; it is changed whenever somebody leaves."
SEEN = f"<observation>\n[support.html]\n{SENTENCE}\n</observation>\nContinue with the next JSON object."
SHORT = "The escalation code of the Marlow desk is KT-40917-VX."


def turn(world: World, told: str, *more: tuple[str, str]) -> tuple[Any, Performance]:
    first = (("system", told), ("user", f"Question: {world.question('q-code').text}"))
    body = {"messages": [{"role": role, "content": text} for role, text in (*first, *more)]}
    performance = perform(from_request(body), world, Script(questions=("q-code",)), strike=False)
    return json.loads(str(performance.completion.text)), performance


@pytest.mark.parametrize(
    ("told", "keys", "searches", "finishes"),
    [
        (
            NAMED,
            ("action", "action_input"),
            ("search", "escalation code Marlow desk"),
            (
                "finish",
                {
                    "answer": SHORT,
                    "sources": [{"file": "support.html", "excerpt": SENTENCE}],
                },
            ),
        ),
        (
            CHAT,
            ("action", "action_input"),
            ("lookup_documents", "escalation code Marlow desk"),
            ("Final Answer", f"{SHORT} [support.html]"),
        ),
        (
            ARGUMENTS,
            ("tool", "args"),
            ("search_docs", {"query": "escalation code Marlow desk"}),
            ("answer", {"text": SHORT, "document": "support.html", "quote": SENTENCE}),
        ),
    ],
)
def test_it_searches_until_it_sees_the_evidence(
    world: World, told: str, keys: tuple[str, str], searches: tuple[str, Any], finishes: tuple[str, Any]
) -> None:
    first, searching = turn(world, told)
    last, finishing = turn(world, told, ("assistant", json.dumps(first)), ("user", SEEN))
    assert tuple(first[key] for key in keys) == searches
    assert tuple(last[key] for key in keys) == finishes
    assert (searching.answering, finishing.answering) == (False, True)


def test_what_it_finishes_with_can_be_spoilt(world: World) -> None:
    body = [("system", NAMED), ("user", f"Question: {world.question('q-code').text}"), ("user", SEEN)]
    request = from_request({"messages": [{"role": role, "content": text} for role, text in body]})
    script = Script(questions=("q-code",), fault=MissingDocument())
    said = perform(request, world, script, strike=True)
    assert said.bitten


def test_it_gives_up_after_two_searches_that_found_nothing(world: World) -> None:
    first, _ = turn(world, NAMED)
    nothing = (("assistant", json.dumps(first)), ("user", "<observation>\nnothing found\n</observation>"))
    last, performance = turn(world, NAMED, *nothing, *nothing)
    assert last["action"] == "give_up"
    assert performance.answering
