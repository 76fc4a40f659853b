"""What the understudy knows of a world, laid out once per world so that a reply costs microseconds."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from seatrial.bench.gateway.understudy.folding import fold, phrase
from seatrial.takehomes.base import Document, Fact, Value, World

RUN = 4  # words in a shingle
STOP = frozenset(
    (
        "a an the of for to in on at by is are was were be been do does did what which who whom whose when where how why "
        "and or our your my we i you it its this that these those there please tell me can could would should will much "
        "many may long with from as any if have has had get give about s t know need want der die das den dem des ein eine "
        "einen einem einer und oder ist sind war wie was wer wann wo welche welcher welches welchen lautet für von vom im "
        "in am zu zum zur bei mit auf le la les l un une des du de d et ou est sont quel quelle quels quelles quand "
        "comment qui que combien pour dans sur à au aux par el los las un una del y o es son cuál cuáles qué cuándo cómo "
        "quién cuánto cuánta para en por con"
    )
    .encode()
    .split()
)
_PIECE = re.compile(r"[\n|\t]|<[^<>]{1,300}>")


@dataclass(frozen=True, slots=True)
class Known:
    """A question of this world, or a fact that nobody listed a question for (its id is then the fact's)."""

    id: str
    text: str
    fact: Fact | None
    statement: str
    lies: tuple[Value, ...]
    phrases: tuple[bytes, ...]
    stems: frozenset[bytes]
    entity: tuple[frozenset[bytes], ...]
    attribute: tuple[frozenset[bytes], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A world's questions, and the runs of words and the short lines that its documents are made of."""

    world: World
    questions: dict[str, Known]
    shingles: frozenset[bytes]
    of_questions: frozenset[bytes]
    short_lines: frozenset[bytes]
    names: dict[str, str]
    texts: dict[str, bytes]
    phrases: tuple[tuple[bytes, Known], ...]
    weights: dict[bytes, float]

    def documents_with(self, words: bytes) -> frozenset[str]:
        """Return the names of the documents in which these folded words stand one after another."""
        return frozenset(name for name, text in self.texts.items() if words in text)

    def weight(self, stems: Iterable[bytes]) -> float:
        """Return how telling these words are together: rare ones count most."""
        return sum(self.weights.get(stem, 1.0) for stem in stems)


@dataclass(frozen=True, slots=True, eq=False)
class _ByIdentity:
    world: World

    def __hash__(self) -> int:
        return id(self.world)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.world is self.world


def index_of(world: World) -> Index:
    """Return the index of a world; the last few worlds are kept."""
    return _build(_ByIdentity(world))


@lru_cache(maxsize=8)
def _build(wrapped: _ByIdentity) -> Index:
    world = wrapped.world
    questions = {known.id: known for known in _known_questions(world)}
    asked = {phrase for known in questions.values() for phrase in known.phrases}
    in_questions = frozenset(run for text in asked for run in runs(text.split()))
    documents = {document.text: document for document in (*world.clean, *world.full)}.values()
    texts = (text for document in documents for text in _renderings(document))
    hidden = (plant.instruction for plant in world.plants)  # a loader may bring to light what a document hides
    shingles = {run for text in chain(texts, hidden) for run in runs(phrase(text).split())}
    counts = Counter(stem for known in questions.values() for stem in known.stems)
    return Index(
        world=world,
        questions=questions,
        shingles=frozenset(shingles),
        of_questions=in_questions,
        short_lines=frozenset(line for document in documents for line in _short_lines(document)) - asked,
        phrases=tuple((text, known) for known in questions.values() for text in known.phrases),
        names={document.name.lower(): document.name for document in documents},
        texts=_texts(documents),
        weights={stem: math.log(1 + len(questions) / count) for stem, count in counts.items()},
    )


def _known_questions(world: World) -> Iterator[Known]:
    facts = {fact.id: fact for fact in world.facts}
    for question in world.questions:
        fact = facts.get(question.fact or "")
        texts = [question.text, *([question.translated] if question.translated else [])]
        yield Known(
            id=question.id,
            text=question.text,
            fact=fact,
            statement=fact.statement if fact else question.statement,
            lies=(fact.lies if fact else ()) or question.lies,
            phrases=tuple(phrase(text) for text in texts),
            stems=stems_of(phrase(question.text)),
            entity=_names(fact.entity if fact else ()),
            attribute=_names(fact.attribute if fact else ()),
        )
    asked = {question.fact for question in world.questions}
    for fact in world.facts:
        if fact.id not in asked:
            words = phrase(" ".join((*fact.entity[:1], *fact.attribute[:1])))
            yield Known(
                fact.id,
                "",
                fact,
                fact.statement,
                fact.lies,
                (),
                stems_of(words),
                _names(fact.entity),
                _names(fact.attribute),
            )


def _names(alternatives: tuple[str, ...]) -> tuple[frozenset[bytes], ...]:
    return tuple(stems for stems in map(stems_of, map(phrase, alternatives)) if stems)


def stems_of(words: bytes) -> frozenset[bytes]:
    """Return the telling words of a phrase, without their endings."""
    return frozenset(map(stem, frozenset(words.split()) - STOP))


@lru_cache(maxsize=16384)
def stem(word: bytes) -> bytes:
    """Return a word without its commonest endings; numbers and short words stay."""
    if len(word) <= 3 or word[:1].isdigit():
        return word
    for ending in (b"ing", b"ed", b"es", b"s", b"e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def runs(words: list[bytes]) -> Iterator[bytes]:
    """Return every run of `RUN` words."""
    return (b" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _renderings(document: Document) -> Iterator[str]:
    """Return the document's text, and for a table also its rows as loaders write them (`column: value`)."""
    yield document.text
    if document.name.lower().endswith((".csv", ".tsv")):
        rows = _rows(document)
        for head, row in ((rows[0], row) for row in rows[1:]):
            yield " ".join(f"{column} {cell}" for column, cell in zip(head, row, strict=False))
        for above, below in pairwise(rows[1:]):
            yield " ".join((*above, *below))


def _texts(documents: Iterable[Document]) -> dict[str, bytes]:
    """Return each document's folded words, those of all its editions and renderings."""
    texts: dict[str, list[bytes]] = {}
    for document in documents:
        texts.setdefault(document.name, []).extend(phrase(text) for text in _renderings(document))
    return {name: b"\n".join(found) for name, found in texts.items()}


def _short_lines(document: Document) -> Iterator[bytes]:
    pieces = _PIECE.split(document.text)
    if document.name.lower().endswith((".csv", ".tsv")):
        rows = _rows(document)
        pieces += [cell for row in rows for cell in row]
        pieces += [f"{c} {cell}" for row in rows[1:] for c, cell in zip(rows[0], row, strict=False)]
    for piece in pieces:
        words = fold(piece).split()
        if 0 < len(words) < RUN + 4:
            yield b" ".join(words)


def _rows(document: Document) -> list[list[str]]:
    delimiter = "\t" if document.name.lower().endswith(".tsv") else ";" if ";" in document.text.split("\n")[0] else ","
    return [row for row in csv.reader(io.StringIO(document.text), delimiter=delimiter) if row] or [[]]
