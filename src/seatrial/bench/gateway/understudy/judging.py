"""Judging a given answer honestly: what it states, held against what the prompt's passages say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seatrial.bench.gateway.understudy.folding import phrase, phrase_of
from seatrial.bench.gateway.understudy.index import Index, Known
from seatrial.bench.gateway.understudy.labels import FILE
from seatrial.bench.gateway.understudy.reading import Block, Reading, complains
from seatrial.bench.gateway.understudy.sight import Sighting
from seatrial.bench.matching import states
from seatrial.takehomes.base import Value

_LABELLED = re.compile(
    r"(?:^|[\n>{,(]|\. |\b(?:an?|the|this|my|our|following) )[ \t\"'*#-]*((?:(?:proposed|draft|candidate|generated|given|existing|original|current|previous|submitted|model(?:'s)?|llm|ai|assistant(?:'s)?|system|final|student|initial|to verify)[ _]*)*"
    r"(?:answer|claims?|statement|assertion|response|generation|reply|draft|output|information|hypothesis|sentence|completion|prediction|antwort)(?:[ _](?:to (?:check|verify|judge|grade|evaluate)|text|being checked|under review))?)[\"'*`]*\s*[:=>][\"'*` ]*\s*(?=[^\s<\[{(.…])"
    r"|\n[ \t#*=\[-]*((?:[A-Za-z]+ ){0,2}(?:answer|claim|statement|response|generation|reply|draft)s?)[ \t*=\]-]*\n\s*(?=[^\s<\[{(.…])",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(
    r"claim|statement|assertion|proposed|draft|candidate|generat|given|existing|original|current|previous|submitted|information|response|hypothesis|output|verify|check",
    re.IGNORECASE,
)
_NEXT_PART = re.compile(
    r"\n\s*\n(?=[ \t#*<\[-]*(?:context|question|passages?|documents?|sources?|evidence|is |does |respond|reply|answer |return|output|verdict|we have|given|query|only|score|decide|facts)\b)"
    r"|\n[ \t#*\[<-]*(?:context|question|passages?|documents?|evidence|verdict|source documents|query|retrieved|we have|facts|supported|score|grade"
    r"|excerpts?|extracts?|snippets?|chunks?|materials?|references?|quotes?|sources?|citations?)\b[^\n]{0,40}[:>\]]|\n[ \t]*<[a-z_]+[ >]|</|\"\s*[,}]|\n-{3,}|\n={3,}|\nWe have |\n[A-Z][\w ]{0,25}:\s*$",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[\"“]([^\"”\n]{20,400})[\"”]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer holds, and in one plain sentence why."""

    holds: bool
    why: str


def given_answer(reading: Reading, questions: tuple[Known, ...], index: Index) -> str:
    """Return the answer that stands in the prompt to be judged or refined; "" when there is none."""
    last = reading.last_user()
    if last < 0:
        return ""
    replied = any(block.role == "assistant" and block.raw.strip() for block in reading.blocks[:last])
    if replied and complains(_told(reading.blocks[last])):
        return ""
    for block in (reading.blocks[last], *(block for block in reading.blocks if block.role == "system")):
        for span in reversed(block.given):
            return block.text(span).strip()
        for label, text in _labelled(block):
            if _EXPLICIT.search(label) or _states_any(text, questions, index):
                return text
    for block in reversed(reading.blocks[:last]):
        if block.role == "assistant" and block.raw.strip():
            return block.raw.decode("utf-8", "replace").strip()
    told = (
        reading.blocks[last].text((0, len(reading.blocks[last].raw)))
        if not reading.blocks[last].passages
        else _told(reading.blocks[last])
    )
    return told if _states_any(told, questions, index) else ""


def _told(block: Block) -> str:
    return "\n".join(block.text(gap) for gap in block.gaps)


def _labelled(block: Block) -> Iterator[tuple[str, str]]:
    """Yield what stands behind labels of an answer, the last first."""
    texts = [block.text(gap) for gap in block.gaps]
    found = [
        (match[1] or match[2], _NEXT_PART.split(text[match.end() : match.end() + 1500])[0].strip(" \t\n\"'`*"))
        for text in texts
        for match in _LABELLED.finditer(text)
    ]
    yield from ((label, text) for label, text in reversed(found) if len(text) > 2)


def _states_any(text: str, questions: tuple[Known, ...], index: Index) -> bool:
    words = b" " + phrase(text) + b" "
    return any(
        b" " + phrase_of(value.text) + b" " in words for known in questions for _, value in values_of(known)
    ) or any(
        known.fact is not None and b" " + phrase_of(known.fact.value.text) + b" " in words
        for known in index.questions.values()
    )


def values_of(known: Known) -> Iterator[tuple[str, Value]]:
    """Yield every value that may be given for a question, with its kind."""
    if known.fact:
        yield "truth", known.fact.value
        if known.fact.stale:
            yield "stale", known.fact.stale
        if known.fact.rival:
            yield "rival", known.fact.rival
    yield from (("lie", lie) for lie in known.lies)


def _stands(part: bytes, words: bytes) -> bool:
    return b" " + part + b" " in b" " + words + b" "


def judge(
    given: str, questions: tuple[Known, ...], seen: tuple[Sighting, ...], reading: Reading, index: Index
) -> Verdict:
    """Hold an answer against the evidence that the prompt shows."""
    words = phrase(given)
    shown = {sighting.value.text for sighting in seen}
    own = {value.text for known in questions for _, value in values_of(known)}
    stated = {value.text for known in questions for _, value in values_of(known) if states(given, value)}
    if stated - shown:
        return Verdict(holds=False, why=f"The passages do not state {min(stated - shown)}.")
    foreign = [
        known.fact.value.text
        for known in index.questions.values()
        if known.fact and known.fact.value.text not in own and states(given, known.fact.value)
    ]
    if foreign and not stated:
        return Verdict(holds=False, why=f"{foreign[0]} does not answer this question.")
    if not stated and questions and any(known.fact for known in questions):
        return Verdict(holds=False, why="The answer does not state what the passages say about the question.")
    if missing := _missing(given, reading):
        return Verdict(holds=False, why=f"The passages do not contain: {missing}")
    if not stated:
        found = any(
            words and _stands(words, block.words(passage)) for block in reading.blocks for passage in block.passages
        )
        return Verdict(found, "The passages say so." if found else "The passages do not say so.")
    return Verdict(holds=True, why="The passages state this.")


def _missing(given: str, reading: Reading) -> str:
    """Return a quote or a file's name in the answer that stands nowhere else in the prompt."""
    everywhere = b" ".join(block.words((0, len(block.raw))) for block in reading.blocks)
    passages = b" ".join(block.words(passage) for block in reading.blocks for passage in block.passages)
    for quote in _QUOTE.findall(given):
        if (words := phrase(quote)) and words not in passages and everywhere.count(words) < 2:
            return str(quote)
    for file in FILE.findall(given):
        if everywhere.count(phrase(file)) < 2:
            return str(file)
    return ""
