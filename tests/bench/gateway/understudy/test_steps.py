"""The steps around an answer, as pipelines of several calls put them: each reply is what their parser needs."""

import json
from typing import Any

import pytest

from seatrial.bench.gateway.understudy.perform import from_request, perform
from seatrial.bench.script import Script
from seatrial.takehomes.base import World

SENTENCE = "The escalation code of the Marlow desk is KT-40917-VX; it is changed whenever somebody leaves."
SHORT = "The escalation code of the Marlow desk is KT-40917-VX."
LIE = "The escalation code of the Marlow desk is KT-11866-QD."
QUERY = "What is the escalation code of the Marlow desk?"
SEEN = SENTENCE
UNSEEN = "A visitor may stay for 104,233 minutes before the badge stops working at every door."
OTHER = "Nobody pays for a room on a private card unless the desk says so in writing."

ENOUGH = "Is the context sufficient to answer the question? Output 1 if yes, 0 if no."
EITHER = "You check if a question can be answered from the excerpts. Output ANSWERABLE or UNANSWERABLE, nothing else."
POINTWISE = "Rate from 0 to 10 how well the passage answers the question. Reply with the number only."
MAP = "Summarize the chunk in view of the question. If the chunk says nothing about it, reply IRRELEVANT."
COPY = (
    'Copy every sentence that is relevant to the question. Return JSON {"relevant_sentences": [...]}; or an empty list.'
)
TAGGED = "Write the answer between <answer> and </answer>. If it is not there: <answer>N/A</answer>"
USED = 'Write the answer using only this evidence. Return JSON {"answer": str or null, "used": [ids]}.'
GERMAN = """Du beantwortest Fragen anhand der Auszüge. Antworte als JSON: {"antwort": "...", "quelle": "Dateiname"}.
Steht die Antwort nicht in den Auszügen, setze antwort auf null."""
SPANISH = "Responde solo con los fragmentos. Si no está, responde exactamente: NO ENCONTRADO."


def said(world: World, told: str, asked: str, **more: Any) -> str:
    body = {"messages": [{"role": "system", "content": told}, {"role": "user", "content": asked}], **more}
    completion = perform(from_request(body), world, Script(questions=("q-code",)), strike=False).completion
    return completion.text if completion.text is not None else completion.tool_calls[0].arguments


@pytest.mark.parametrize(
    ("told", "seen", "unseen"),
    [
        (ENOUGH, "1", "0"),
        (EITHER, "ANSWERABLE", "UNANSWERABLE"),
        (MAP, SENTENCE, "IRRELEVANT"),
        (COPY, json.dumps({"relevant_sentences": [SENTENCE]}), '{"relevant_sentences": []}'),
        (TAGGED, f"<answer>{SHORT}</answer>", "<answer>N/A</answer>"),
        (
            GERMAN,
            json.dumps({"antwort": SHORT, "quelle": "support.html"}),
            json.dumps({"antwort": "I don't know: the information I was given does not say.", "quelle": ""}),
        ),
        (SPANISH, SHORT, "NO ENCONTRADO"),
    ],
)
def test_a_step_goes_by_what_the_passages_hold(world: World, told: str, seen: str, unseen: str) -> None:
    for passage, wanted in ((SEEN, seen), (UNSEEN, unseen)):
        asked = f"Passages:\n[1] (travel-policy.md)\n{OTHER}\n\n[2] (support.html)\n{passage}\n\nQuestion: {QUERY}"
        assert said(world, told, asked).removesuffix(" [support.html]") == wanted


def test_one_passage_is_rated_by_a_number(world: World) -> None:
    replies = [said(world, POINTWISE, f"Question: {QUERY}\nPassage: {passage}") for passage in (SEEN, UNSEEN)]
    assert replies == ["10", "0"]


@pytest.mark.parametrize(("answer", "score"), [(SHORT, "5"), (LIE, "1")])
def test_an_answer_is_scored_between_ends_that_are_explained(world: World, answer: str, score: str) -> None:
    told = "Score the faithfulness of the answer from 1 (made up) to 5 (fully supported). Output only the integer."
    assert said(world, told, f"Context:\n[1] {SENTENCE}\n\nQuestion: {QUERY}\nAnswer: {answer}") == score


def test_a_lone_query_is_written_into_the_object_that_is_shown(world: World) -> None:
    told = 'You turn employee questions into search queries for a BM25 index. Output JSON: {"query": "..."}. No prose.'
    assert said(world, told, QUERY) == json.dumps({"query": QUERY})


def test_the_evidence_that_was_used_is_named(world: World) -> None:
    evidence = json.dumps([{"id": 2, "quote": SENTENCE}])
    assert said(world, USED, f"Evidence: {evidence}\n\nQuestion: {QUERY}") == json.dumps(
        {"answer": SHORT, "used": ["2"]}
    )


def test_a_search_tool_opens_no_files(world: World) -> None:
    keys = {"search_documents": ("query",), "final_answer": ("answer",)}
    tools = [
        {
            "type": "function",
            "function": {
                "name": name,
                "description": "",
                "parameters": {"type": "object", "properties": {key: {"type": ["string", "null"]} for key in named}},
            },
        }
        for name, named in keys.items()
    ]
    call = {"id": "c", "type": "function", "function": {"name": "search_documents", "arguments": '{"query": "x"}'}}
    turn = [
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c", "content": f"[travel-policy.md] {OTHER}"},
    ]
    messages = [{"role": "user", "content": QUERY}, *turn, *turn]
    assert json.loads(said(world, "", "", tools=tools, messages=messages)) == {"answer": None}


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ('Extract search terms. JSON: {"keywords": [..]}', {"keywords": ["escalation", "code", "Marlow", "desk"]}),
        (
            "Generate 2 alternative phrasings of the user's question. Return a JSON array of strings and nothing else.",
            [QUERY, "escalation code Marlow desk"],
        ),
    ],
)
def test_each_query_or_keyword_is_an_item_of_its_own(world: World, told: str, written: object) -> None:
    assert json.loads(said(world, told, QUERY)) == written


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("Detect the language of the message. Reply with the ISO 639-1 code only.", "de"),
        ("What language is this question written in? Answer with its English name.", "German"),
        (
            'Return JSON {"language": "<iso code>", "english": "<the question in English>"}',
            '{"language": "de", "english": "How much is the daily meal allowance for the Ostrava office?"}',
        ),
    ],
)
def test_a_language_is_named_and_a_question_translated(world: World, told: str, written: str) -> None:
    assert said(world, told, "Wie hoch ist die tägliche Verpflegungspauschale für das Ostrava office?") == written


COLLECT = (
    'Step 1 of 2: collect evidence. Return JSON {"evidence": [{"id": "<passage id>", "quote": "<exact text>"}]}. '
    "Return an empty list if the passages do not answer."
)
REPAIR = (
    "You fix citations. Given an answer and the passages, return for the answer the passage id and an exact quote that "
    'supports it: {"id": "...", "quote": "..."}'
)


@pytest.mark.parametrize(
    ("passage", "evidence", "repaired"),
    [
        (SEEN, [{"id": "2", "quote": SENTENCE}], {"id": "2", "quote": SENTENCE}),
        (UNSEEN, [], {"id": "", "quote": ""}),
    ],
)
def test_evidence_is_copied_with_its_passage(
    world: World, passage: str, evidence: list[dict[str, str]], repaired: dict[str, str]
) -> None:
    asked = f"Answer: {SHORT}\n\nPassages:\n[1] {OTHER}\n\n[2] {OTHER} {passage}\n\nQuestion: {QUERY}"
    assert json.loads(said(world, REPAIR, asked)) == repaired
    assert json.loads(said(world, COLLECT, asked.split("\n\n", 1)[1])) == {"evidence": evidence}


def test_passages_are_still_listed_by_their_ids(world: World) -> None:
    told = 'Return the ids of the relevant passages, best first: {"evidence": [1, 2]}'
    asked = f"Passages:\n[1] {OTHER}\n\n[2] {SENTENCE}\n\nQuestion: {QUERY}"
    assert json.loads(said(world, told, asked)) == {"evidence": [2, 1]}


def test_sentences_that_bear_on_a_question_are_listed_one_by_one(world: World) -> None:
    asked = f"Passages:\n[1] {SENTENCE}\n\n[2] {OTHER}\n\n[3] {SHORT}\n\nQuestion: {QUERY}"
    assert json.loads(said(world, COPY, asked)) == {"relevant_sentences": [SENTENCE, SHORT.rstrip(".")]}
