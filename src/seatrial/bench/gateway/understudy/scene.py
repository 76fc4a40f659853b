"""What a content fault may draw on in this case: lies, another answer, documents that are wrong or do not exist."""

import re
from dataclasses import dataclass
from random import Random

from seatrial.bench.faults.base import Scene
from seatrial.bench.gateway.understudy.folding import phrase
from seatrial.bench.gateway.understudy.form import Form
from seatrial.bench.gateway.understudy.index import Known
from seatrial.bench.gateway.understudy.knowledge import Circumstances, Knowledge, made_up, say
from seatrial.bench.gateway.understudy.labels import label_of
from seatrial.bench.gateway.understudy.sight import look
from seatrial.bench.gateway.understudy.slots import Slot
from seatrial.bench.meaning import Citation, Meaning
from seatrial.bench.script import Script
from seatrial.takehomes.base import Evidence

_SUBJECTS = (
    "travel",
    "onboarding",
    "retention",
    "procurement",
    "facilities",
    "benefits",
    "security",
    "warranty",
    "logistics",
    "training",
)
_OPENING = 8  # words that tell which document a passage is from
_KINDS = ("handbook", "addendum", "guideline", "overview", "annex", "memo")


def scene(known: tuple[Known, ...], knowledge: Knowledge, form: Form, at: Circumstances, script: Script) -> Scene:
    """Return the scene of one answering reply."""
    dice = Random(f"{script.seed}/{script.mode}/{'+'.join(each.id for each in known)}")
    meaning = knowledge.meaning
    lie = _lie(known, meaning, script)
    return Scene(
        lie=lie,
        other=_other(known, meaning, at, script),
        missing_document=_missing(meaning, knowledge, at, dice),
        wrong_document=_wrong(meaning, known, at),
        invented_quote=_invented(known, meaning, dice),
        structured=form.structured,
        citing=_cites(form, at),
        dice=dice,
    )


def _lie(known: tuple[Known, ...], meaning: Meaning, script: Script) -> Meaning:
    pairs = [(each, made_up(each, script.lie).text) for each in known]
    sentence = " ".join(say(each, value) for each, value in pairs)
    return Meaning(sentence or meaning.sentence, "; ".join(value for _, value in pairs), meaning.citations)


def _other(known: tuple[Known, ...], meaning: Meaning, at: Circumstances, script: Script) -> Meaning:
    """Return the healthy answer to another question, with a source as the prompt names it where it has one.

    Where sources go by numbers, an answer from elsewhere is pinned on one of those: no model writes a file's name there.
    """
    others = [each for each in at.index.questions.values() if each.fact and each not in known]
    chosen = at.index.questions.get(script.other) or (others[0] if others else None)
    if chosen is None or chosen.fact is None:
        return Meaning("", "", known=False)
    fact = chosen.fact
    seen = [sighting for sighting in look(at.reading, chosen) if sighting.kind == "truth"]
    evidence = fact.evidence[0]
    name, quote = evidence.document, evidence.sentence
    if seen:
        label = label_of(at.reading.blocks[seen[0].block], seen[0].span, at.index)
        name, quote = at.citing.name(label) or name, seen[0].quote
    elif not _by_file(meaning, at):
        passages = _passages(at)
        name = next((passage.name for passage in passages if evidence.document in passage.files), passages[0].name)
    return Meaning(say(chosen, fact.value.text), fact.value.text, (Citation(name, quote, evidence.document),))


def _by_file(meaning: Meaning, at: Circumstances) -> bool:
    """Tell whether a file's name is in its place where this prompt names a source: unless it names them otherwise."""
    stems = {stem for name in at.index.names for stem in (name, name.rpartition(".")[0])}
    cited = {re.split(r"[/\\]", citation.document)[-1].lower() for citation in meaning.citations if citation.document}
    return not cited or bool(cited & stems) or not _passages(at)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage as the prompt names it, and the files that it may be from: by its label, and by its first words."""

    name: str
    files: frozenset[str]
    words: bytes


def _passages(at: Circumstances) -> tuple[_Passage, ...]:
    """Return the passages of the prompt that have a name."""
    named = []
    for block in at.reading.blocks:
        for span in block.passages:
            label = label_of(block, (span[0], span[0]), at.index)
            if name := at.citing.name(label):
                words = block.words(span)
                opening = b" ".join(words.split(b" ", _OPENING)[:_OPENING])
                file = re.split(r"[/\\]", label.file)[-1]
                files = {*at.index.documents_with(opening), at.index.names.get(file.lower(), file)}
                named.append(_Passage(name, frozenset(files), words))
    return tuple(named)


def _missing(meaning: Meaning, knowledge: Knowledge, at: Circumstances, dice: Random) -> str:
    """Return a name like those in use that names nothing: a number far too high, a file nobody has."""
    name = meaning.citations[0].document if meaning.citations else ""
    if name.isdigit():
        return str(int(name) + dice.randrange(60, 90))
    suffix = name[name.rfind(".") :] if "." in name else ".md"
    folder = name[: name.rfind("/") + 1]
    while True:
        candidate = f"{dice.choice(_SUBJECTS)}-{dice.choice(_KINDS)}-{dice.randrange(11, 99)}{suffix}"
        if candidate not in at.index.names and candidate not in knowledge.labels:
            return folder + candidate


def _wrong(meaning: Meaning, known: tuple[Known, ...], at: Circumstances) -> str:
    """Return the name of another document that does not carry the claim: one of the prompt's, else one of the world's."""
    carrying = {evidence.document for each in known for evidence in _evidence(each)}
    cited = {citation.document for citation in meaning.citations}
    for passage in _passages(at):
        elsewhere = passage.name not in cited and carrying.isdisjoint(passage.files)
        if elsewhere and not _states(passage.words, known):
            return passage.name
    if not _by_file(meaning, at):
        return ""
    return next((name for name in at.index.names.values() if name not in carrying and name not in cited), "")


def _states(words: bytes, known: tuple[Known, ...]) -> bool:
    return any(phrase(each.fact.value.text) in words for each in known if each.fact)


def _evidence(known: Known) -> tuple[Evidence, ...]:
    fact = known.fact
    return (*fact.evidence, *fact.stale_evidence, *fact.rival_evidence) if fact else ()


def _invented(known: tuple[Known, ...], meaning: Meaning, dice: Random) -> str:
    """Return a sentence that stands in no document, states what the answer states, and reads like one of theirs."""
    said = meaning.sentence or " ".join(each.statement for each in known)
    lead = dice.choice(
        (
            "As confirmed in the most recent review, ",
            "For the avoidance of doubt, ",
            "Under the arrangements now in effect, ",
        )
    )
    return lead + said[:1].lower() + said[1:] if said else ""


def _cites(form: Form, at: Circumstances) -> bool:
    """Tell whether the form has a place for a document or a quote."""
    if form.kind != "plain":
        return form.has(Slot.CITATIONS, Slot.DOCUMENT, Slot.QUOTE, Slot.NUMBER)
    return not (at.citing.bare or at.citing.forbidden)
