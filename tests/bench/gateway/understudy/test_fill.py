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
