from typing import Any

import pytest

from seatrial.bench.gateway.understudy.content import Content
from seatrial.bench.gateway.understudy.fill import fill
from seatrial.bench.gateway.understudy.task import Task
from seatrial.bench.meaning import Citation, Meaning

KNOWN = Meaning("The fee is 12.40.", "12.40", (Citation("fees.md", "A fee of 12.40 is due.", "fees.md"),))
UNKNOWN = Meaning("I don't know.", "", known=False)


def of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


STRING = {"type": "string"}
NULLABLE = {"anyOf": [STRING, {"type": "null"}]}


@pytest.mark.parametrize(
    ("schema", "known", "unknown"),
    [
        (of(answer=STRING), {"answer": "The fee is 12.40."}, {"answer": "I don't know."}),
        (of(answer=NULLABLE), {"answer": "The fee is 12.40."}, {"answer": None}),
        (
            of(status={"enum": ["answered", "declined"]}, found={"type": "boolean"}),
            {"status": "answered", "found": True},
            {"status": "declined", "found": False},
        ),
        (
            of(sources={"type": "array", "items": STRING}),
            {"sources": ["fees.md"]},
            {"sources": []},
        ),
        (
            of(citations={"type": "array", "items": of(document=STRING, quote=STRING)}),
            {"citations": [{"document": "fees.md", "quote": "A fee of 12.40 is due."}]},
            {"citations": []},
        ),
        (
            of(confidence={"type": "string", "enum": ["high", "medium", "low"]}),
            {"confidence": "high"},
            {"confidence": "low"},
        ),
    ],
)
def test_fills_keys_by_what_they_mean(schema: dict[str, Any], known: object, unknown: object) -> None:
    assert fill(schema, Content(Task.ANSWER, KNOWN)) == known
    assert fill(schema, Content(Task.ANSWER, UNKNOWN)) == unknown


def test_follows_references() -> None:
    schema = {**of(result={"$ref": "#/$defs/Reply"}), "$defs": {"Reply": of(answer=STRING)}}
    assert fill(schema, Content(Task.ANSWER, KNOWN)) == {"result": {"answer": "The fee is 12.40."}}


TWO = Meaning(
    "The documents disagree: the fee is 12.40 (according to fees.md); the fee is 13.10 (according to rates.md).",
    "12.40 / 13.10",
    (*KNOWN.citations, Citation("rates.md", "The fee is 13.10.", "rates.md")),
)


def test_one_place_for_a_source_holds_one_quote_and_its_own_document() -> None:
    schema = of(answer=STRING, document=STRING, quote=STRING, sources=STRING)
    assert fill(schema, Content(Task.ANSWER, TWO)) == {
        "answer": TWO.sentence,
        "document": "fees.md",
        "quote": "A fee of 12.40 is due.",
        "sources": "fees.md, rates.md",
    }


@pytest.mark.parametrize(
    ("meaning", "disputed", "outcome"),
    [
        (TWO, True, "CONTRADICTORY"),
        (Meaning("I cannot answer this.", "", known=False), True, "CONTRADICTORY"),
        (KNOWN, False, "ANSWERED"),
        (UNKNOWN, False, "NOT_FOUND"),
    ],
)
def test_a_word_for_documents_that_disagree_is_chosen_when_they_do(
    meaning: Meaning, disputed: bool, outcome: str
) -> None:
    schema = of(outcome={"enum": ["ANSWERED", "CONTRADICTORY", "NOT_FOUND"]})
    assert fill(schema, Content(Task.ANSWER, meaning, disputed=disputed)) == {"outcome": outcome}


def test_an_explanation_tells_what_the_documents_disagree_about() -> None:
    assert fill(of(explanation=STRING), Content(Task.ANSWER, TWO, disputed=True)) == {"explanation": TWO.sentence}
