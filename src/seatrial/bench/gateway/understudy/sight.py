"""Step 3: what can it see? The places of the prompt that carry a value of the question's fact.

A place counts when the whole evidence sentence stands there, or when the value stands among enough of that
sentence's words (a chunk may have cut it, a loader may have turned a table row into lines).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from seatrial.bench.gateway.understudy.folding import phrase_of, spans
from seatrial.bench.gateway.understudy.index import Known, stems_of
from seatrial.bench.gateway.understudy.reading import Block, Reading, Span
from seatrial.takehomes.base import Evidence, Value

Kind = Literal["truth", "stale", "rival"]

_NEAR = 260  # bytes around a value in which the words of its sentence must stand
_ENOUGH = 0.34  # of the sentence's words
_ANSWERED = re.compile(
    rb"(?:answer|claim|statement|assertion|response|reply|draft|information|assistant|bot|\bai|output|hypothesis)[\"'*` ]*[:=>][^\n]*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(rb"[.!?](?=[ \n]|$)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*#|]|[A-Za-z_ ]{1,30}:))")
_TAIL = re.compile(rb"[*_`~]*(?:</[a-z0-9]+>)*[)\]\"'\xe2\x80\x9d\x99]*[.!?]?")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a value stands with its evidence; `span` is what one would quote."""

    kind: Kind
    value: Value
    block: int
    span: Span
    file: str
    sentence: str
    quote: str


def look(reading: Reading, known: Known, *, recalls: bool = False) -> tuple[Sighting, ...]:
    """Return the places where a value of this question stands with its evidence, in the prompt's order.

    What the model said earlier is no evidence, unless it `recalls` its own words.
    """
    if known.fact is None:
        return ()
    found = [
        sighting
        for at, block in enumerate(reading.blocks)
        if recalls or block.role != "assistant"
        for kind, value, evidence in _sought(known)
        for sighting in _in_block(block, at, kind, value, evidence, known)
    ]
    return tuple(sorted(found, key=lambda sighting: (sighting.block, sighting.span)))


def _sought(known: Known) -> Iterator[tuple[Kind, Value, tuple[Evidence, ...]]]:
    fact = known.fact
    assert fact is not None
    yield "truth", fact.value, fact.evidence
    if fact.stale:
        yield "stale", fact.stale, fact.stale_evidence
    if fact.rival:
        yield "rival", fact.rival, fact.rival_evidence


def _in_block(
    block: Block, at: int, kind: Kind, value: Value, evidence: tuple[Evidence, ...], known: Known
) -> Iterator[Sighting]:
    last = -1
    for start, end in places_of(value, block):
        if start < last or any(given[0] <= start < given[1] for given in block.given):
            continue
        if seen := _sighted(block, (start, end), evidence, known):
            span, source = _unquoted(block, seen[0]), seen[1]
            last = span[1]
            quote = source.sentence if block.role == "assistant" else block.text(span).strip()
            yield Sighting(kind, value, at, span, source.document, source.sentence, quote)


def places_of(value: Value, block: Block) -> Iterator[Span]:
    """Yield where a value stands in a message, in any of its spellings."""
    for text in (value.text, *value.forms):
        words = phrase_of(text)
        first = words.split(b" ", 1)[0]
        if not first or first not in block.flat:
            continue
        if found := list(spans(words, block.flat)):
            yield from found
            return


def _sighted(block: Block, place: Span, evidence: tuple[Evidence, ...], known: Known) -> tuple[Span, Evidence] | None:
    near = (max(0, place[0] - _NEAR), min(len(block.flat), place[1] + _NEAR))
    around = stems_of(block.words(near))
    for source in evidence:
        if span := _whole(block, place, source):
            return span, source
    named = any(name <= around for name in known.entity) or any(name <= around for name in known.attribute)
    in_passage = any(start <= place[0] < end for start, end in block.passages)
    if not in_passage and _ANSWERED.search(block.raw, max(0, place[0] - 400), place[0]):
        return None
    for source in evidence:
        wanted = stems_of(phrase_of(source.sentence))
        share = len(wanted & around) / max(1, len(wanted))
        if share >= _ENOUGH and (in_passage or share >= 2 * _ENOUGH) and (named or share >= 2 * _ENOUGH):
            return _sentence_around(block, place), source
    return None


def _whole(block: Block, place: Span, source: Evidence) -> Span | None:
    room = 2 * len(source.sentence) + _NEAR
    start, stop = max(0, place[0] - room), min(len(block.flat), place[1] + room)
    for first, last in spans(phrase_of(source.sentence), block.flat, start, stop):
        if first <= place[0] and place[1] <= last:
            tail = _TAIL.match(block.raw, last)
            return first, tail.end() if tail else last
    return None


def _unquoted(block: Block, span: Span) -> Span:
    """Leave out the quotation mark that closes a string in which the prompt has the passage."""
    said = block.raw[span[0] : span[1]]
    closed = said.endswith(b'"') and said.count(b'"') % 2 and block.raw[span[1] : span[1] + 1] in (b",", b"}", b"]")
    return (span[0], span[1] - 1) if closed else span


def _sentence_around(block: Block, place: Span) -> Span:
    """Return the sentence or line that the value stands in, no further than its passage reaches."""
    inside = next((span for span in block.passages if span[0] <= place[0] < span[1]), (0, len(block.raw)))
    start, stop = max(inside[0], place[0] - 400), min(inside[1], place[1] + 400)
    starts = [match.end() for match in _SENTENCE_END.finditer(block.raw, start, place[0])]
    ending = _SENTENCE_END.search(block.raw, place[1], stop)
    first = starts[-1] if starts else start
    while first < place[0] and block.raw[first : first + 1] in b" \n\t-*#|>":
        first += 1
    return first, min(
        stop, ending.start() + (block.raw[ending.start() : ending.start() + 1] in b".!?")
    ) if ending else stop
