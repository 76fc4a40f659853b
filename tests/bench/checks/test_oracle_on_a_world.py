"""Every fact of a whole world, answered honestly in every planted spelling and quoted in many ways, is correct."""

from collections.abc import Iterator

import pytest
from msgspec import json

from seatrial.bench.checks.oracle import judge
from seatrial.bench.checks.phrases import not_knowing
from seatrial.bench.matching import readable, stands_in, states
from seatrial.bench.observation import Answered, Asked, Input, Observation
from seatrial.bench.plan import planted
from seatrial.takehomes.base import Evidence, Fact, Question, World
from seatrial.takehomes.families import make_world

SEEDS = (2, 7)


@pytest.fixture(scope="module", params=SEEDS)
def world(request: pytest.FixtureRequest) -> World:
    return make_world("docqa", request.param)


def _seen(world: World, question: Question, answer: str, document: str, quote: str) -> Observation:
    citations = [{"document": document, "quote": quote}]
    body = json.encode({"status": "answered", "answer": answer, "citations": citations}).decode()
    return Observation(
        case="c",
        mode="m",
        takehome="docqa",
        inputs=(Input(text=question.text, questions=(question.id,), planted=planted(world, (question,))),),
        events=(
            Asked(n=1, at=0, input=0, text=question.text),
            Answered(n=2, at=1, seconds=1, input=0, status=200, body=body),
        ),
        documents=world.clean,
        document_names=tuple(one.name for one in world.clean),
    )


def _quotes(world: World, evidence: Evidence) -> Iterator[str]:
    """Yield the evidence as honest submissions quote it: the sentence, a chunk as read, a chunk as stored."""
    yield evidence.sentence
    document = next(one for one in world.clean if one.name == evidence.document)
    for text in (readable(document), document.text):
        at = text.find(evidence.sentence[:25])
        if at >= 0:
            yield text[max(0, at - 300) : at + 700]
            yield text[max(0, at - 500) : max(0, at - 500) + 200]


def _answered(world: World, fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield honest answers with their quotes: each spelling of the value once, each quote once."""
    for form in (fact.value.text, *fact.value.forms):
        yield f"It is {form}.", fact.evidence[0].sentence
    for quote in _quotes(world, fact.evidence[0]):
        yield fact.statement.replace("{value}", fact.value.text), quote


def test_honest_answers_are_correct(world: World) -> None:
    missed = [
        (question.text, answer, quote, finding.why)
        for question in world.questions
        if question.kind == "answerable" and (fact := world.fact(question)) is not None
        for answer, quote in _answered(world, fact)
        if (finding := judge(_seen(world, question, answer, fact.evidence[0].document, quote))).outcome != "correct"
    ]
    assert missed == []


def test_false_answers_are_wrong(world: World) -> None:
    missed = [
        (question.text, lie.text, finding.why)
        for question in world.questions
        if (fact := world.fact(question)) is not None
        for lie in fact.lies
        for answer in (fact.statement.replace("{value}", lie.text),)
        if (
            finding := judge(_seen(world, question, answer, fact.evidence[0].document, fact.evidence[0].sentence))
        ).outcome
        != "wrong"
    ]
    assert missed == []


def test_evidence_stands_in_its_own_document_alone(world: World) -> None:
    wrong = [
        (fact.id, document.name)
        for fact in world.facts
        for evidence in fact.evidence
        for document in world.clean
        if stands_in(evidence.sentence, document)
        != (document.name in {one.document for one in fact.evidence if one.sentence == evidence.sentence})
    ]
    assert wrong == []


def test_no_value_is_stated_where_it_was_not_planted(world: World) -> None:
    lies = [
        (fact.id, lie.text, document.name)
        for fact in world.facts
        for lie in fact.lies
        for document in world.full
        if states(readable(document), lie)
    ]
    truths = [
        (fact.id, document.name)
        for fact in world.facts
        for document in world.clean
        if states(readable(document), fact.value) and document.name not in {one.document for one in fact.evidence}
    ]
    assert (lies, truths) == ([], [])


def test_statements_and_evidence_are_no_words_of_not_knowing(world: World) -> None:
    sentences = [text for fact in world.facts for text in (fact.statement, *(one.sentence for one in fact.evidence))]
    assert [text for text in sentences if not_knowing(text)] == []
