"""Ranked and rated passages, in the spellings that parsers of reranking steps read."""

import json
from typing import Any

import pytest

from seatrial.bench.gateway.understudy.perform import from_request, perform
from seatrial.bench.script import Script
from seatrial.takehomes.base import World

SEEN = "The escalation code of the Marlow desk is KT-40917-VX; it is changed whenever somebody leaves."
UNSEEN = "A visitor may stay for 104,233 minutes before the badge stops working at every door."
OTHER = "Nobody pays for a room on a private card unless the desk says so in writing."

LINES = (
    "Rate each passage from 0 to 10 for how useful it is. Output one line per passage in the form `<number>: <score>`."
)
LETTER = "Which of the passages answers the question? Reply with the letter only, or NONE."
INDICES = "Return a JSON array with the indices of the relevant passages, e.g. [2,0]. Return [] if none is relevant."
ARROWS = "Rank the passages by relevance to the query. Answer like [3] > [1] > [2]."
ITEM = {"type": "object", "properties": {"passage": {"type": "integer"}, "relevant": {"type": "boolean"}}}
JUDGED = {"type": "object", "properties": {"judgements": {"type": "array", "items": ITEM}}}
SCORED = {"type": "object", "properties": {"scores": {"type": "array", "items": {"type": "number"}}}}


def said(world: World, told: str, marks: str, passage: str, **more: Any) -> str:
    listed = "\n\n".join(f"{mark} {text}" for mark, text in zip(marks.split(), (OTHER, passage), strict=True))
    asked = f"{listed}\n\nQuestion: What is the escalation code of the Marlow desk?"
    body = {"messages": [{"role": "system", "content": told}, {"role": "user", "content": asked}], **more}
    return perform(from_request(body), world, Script(questions=("q-code",)), strike=False).completion.text or ""


@pytest.mark.parametrize(
    ("told", "marks", "seen", "unseen"),
    [
        (LINES, "[1] [2]", "1: 1\n2: 10", "1: 1\n2: 0"),
        (LETTER, "A. B.", "B", "NONE"),
        (INDICES, "[0] [1]", "[1]", "[]"),
        (ARROWS, "[1] [2]", "[2] > [1]", "[1] > [2]"),
    ],
)
def test_a_ranking_is_spelled_as_the_prompt_shows_it(
    world: World, told: str, marks: str, seen: str, unseen: str
) -> None:
    assert (said(world, told, marks, SEEN), said(world, told, marks, UNSEEN)) == (seen, unseen)


def test_every_passage_is_judged_in_a_schema_that_lists_them(world: World) -> None:
    asked = {"type": "json_schema", "json_schema": {"name": "r", "schema": JUDGED}}
    judged = json.loads(said(world, "Judge each passage.", "[1] [2]", SEEN, response_format=asked))
    assert judged == {"judgements": [{"passage": 2, "relevant": True}, {"passage": 1, "relevant": False}]}


def test_bare_scores_stand_in_the_passages_own_order(world: World) -> None:
    asked = {"type": "json_schema", "json_schema": {"name": "r", "schema": SCORED}}
    scored = json.loads(said(world, "Rank the passages by relevance.", "[1] [2]", SEEN, response_format=asked))
    assert [score > 0.5 for score in scored["scores"]] == [False, True]
