"""Step 1: the question that is put.

The last known question in the user's words; several when they stand side by side. Without one, what the user's words
name (an entity and an attribute, or nearly all telling words of a question); without that, an earlier question of the
conversation. A question that stands in a document, as in an FAQ, is none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from seatrial.bench.gateway.understudy.folding import phrase
from seatrial.bench.gateway.understudy.index import Index, Known, stems_of
from seatrial.bench.gateway.understudy.reading import Block, Reading
from seatrial.bench.script import Script

_LABEL = re.compile(
    r"(?:question|query|frage|pregunta|user (?:input|request|message|asks?)|follow[- ]?up(?: input| question)?|input|request"
    r"|topic|human|user|customer|employee|task|\bq)\b[^\n:>\]]{0,20}(?:[:>]|\]\])[\"'`*_ ]*\s*(.{3,400})",
    re.IGNORECASE | re.DOTALL,
)
_REPLY = re.compile(r"\n\s*[^\n]{0,30}:|\b(?:assistant|ai|bot|answer|a)\s*:", re.IGNORECASE)
_BETWEEN = 80  # bytes between two parts of one many-part question
_ALIKE = 0.72  # of a question's telling words, by weight
_ALIKE_ARMED = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """The questions put, and in plain words how they were recognised."""

    questions: tuple[Known, ...]
    how: str


def which_question(reading: Reading, index: Index, script: Script) -> Found:
    """Return the questions that this prompt puts."""
    armed = tuple(index.questions[id_] for id_ in script.questions if id_ in index.questions)
    if script.prefers_earlier and (earlier := _earliest(reading, armed)):
        return Found((earlier,), "the first of several questions in the conversation")
    last = reading.last_user()
    for at in _search_order(reading):
        block = reading.blocks[at]
        if block.asked:
            return Found(_picked(block, armed), "known question, word for word")
        if at == last and (named := _named(block, index, armed)):
            return Found(named, "named in the user's words")
    return Found(*_mentioned(reading, armed))


def _search_order(reading: Reading) -> Iterator[int]:
    """Last user message, earlier ones from the end, then the system's words."""
    blocks = reading.blocks
    for role in ("user", "system"):
        yield from (at for at in range(len(blocks) - 1, -1, -1) if blocks[at].role == role)


def _picked(block: Block, armed: tuple[Known, ...]) -> tuple[Known, ...]:
    fitting = [place for place in block.asked if place.known in armed] or list(block.asked)
    chosen = [fitting[-1]]
    for place in reversed(fitting[:-1]):
        between = block.text((place.end, chosen[0].start))
        if len(between) > _BETWEEN or _REPLY.search(between):
            break
        chosen.insert(0, place)
    return tuple(dict.fromkeys(place.known for place in chosen))


def _earliest(reading: Reading, armed: tuple[Known, ...]) -> Known | None:
    """Return the first of this case's questions where the prompt still holds several; older visitors' are left alone."""
    asked = [place.known for block in reading.blocks if block.role != "tool" for place in block.asked]
    known = [each for each in asked if each in armed]
    return known[0] if len({each.id for each in known}) > 1 else None


def _named(block: Block, index: Index, armed: tuple[Known, ...]) -> tuple[Known, ...]:
    told = "\n".join(block.text(gap) for gap in sorted((*block.gaps, *block.given)))
    for text in _wordings(told):
        stems = stems_of(phrase(text))
        if not stems:
            continue
        if found := _best(stems, index, armed):
            return found
    return _best(_mended(stems_of(phrase(told[-600:])), index), index, armed)


def _wordings(told: str) -> Iterator[str]:
    """Yield what may be the user's own words, the likeliest first."""
    labelled = [match[1] for match in _LABEL.finditer(told)]
    yield from (re.split(r"\n\s*\n|</|\[\[|\n---", text)[0] for text in reversed(labelled))
    if len(told) <= 500:
        yield told
    yield from reversed(re.findall(r"[^.?!\n]{8,300}\?", told))
    lines = [line for line in told.splitlines() if line.strip()]
    yield from reversed(lines[-3:])
    yield from lines[:1]


def _best(stems: frozenset[bytes], index: Index, armed: tuple[Known, ...]) -> tuple[Known, ...]:
    if len(armed) > 1:
        asked = tuple(known for known in armed if _alike(known, stems, index) >= _ALIKE_ARMED or _names(known, stems))
        if asked:
            return asked
    scored = [(_score(known, stems, index, armed), known.id) for known in index.questions.values()]
    best, id_ = max(scored, default=(0.0, ""))
    return (index.questions[id_],) if best > 0 else ()


def _score(known: Known, stems: frozenset[bytes], index: Index, armed: Iterable[Known]) -> float:
    alike = _alike(known, stems, index)
    expected = known in armed
    if alike >= (_ALIKE_ARMED if expected else _ALIKE) or _names(known, stems):
        return alike + index.weight(known.stems & stems) / 1000 + expected
    return 0.0


def _alike(known: Known, stems: frozenset[bytes], index: Index) -> float:
    whole = index.weight(known.stems)
    return index.weight(known.stems & stems) / whole if whole else 0.0


def _names(known: Known, stems: frozenset[bytes]) -> bool:
    return any(name <= stems for name in known.entity) and any(name <= stems for name in known.attribute)


def _mended(stems: frozenset[bytes], index: Index) -> frozenset[bytes]:
    """Return the words with typing errors put right, as far as a question of this world has such a word."""
    vocabulary = [stem.decode("utf-8", "replace") for stem in index.weights]
    mended = set()
    for word in stems:
        if word not in index.weights and len(word) > 3:
            mended.update(get_close_matches(word.decode("utf-8", "replace"), vocabulary, n=1, cutoff=0.8))
    return stems | frozenset(word.encode() for word in mended)


def _mentioned(reading: Reading, armed: tuple[Known, ...]) -> tuple[tuple[Known, ...], str]:
    """Recognise an armed question by a value of its fact, as in `Is this claim supported: ...?`."""
    for known in armed:
        fact = known.fact
        values = [fact.value, *fact.lies, *filter(None, (fact.stale, fact.rival))] if fact else list(known.lies)
        if any(value.text and value.text in reading.told for value in values):
            return (known,), "a value of it is named"
        given = [block.words(span) for block in reading.blocks for span in block.given]
        if any(phrase(value.text) in words for value in values for words in given):
            return (known,), "a value of it is named"
    return (), ""
