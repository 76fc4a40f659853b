"""Step 4: what does it know, then? From what is seen, and from what the prompt says about not knowing and conflicts."""

import re
from dataclasses import dataclass, field

from seatrial.bench.gateway.understudy.citing import Citing
from seatrial.bench.gateway.understudy.index import Index, Known
from seatrial.bench.gateway.understudy.labels import Label, label_of
from seatrial.bench.gateway.understudy.leeway import Conflict, Leeway
from seatrial.bench.gateway.understudy.reading import Reading
from seatrial.bench.gateway.understudy.sight import Sighting
from seatrial.bench.meaning import Citation, Meaning
from seatrial.takehomes.base import Value

UNKNOWN = "I don't know: the information I was given does not say."
DISPUTED = "I cannot answer this: the documents contradict each other."
_HEADING = re.compile(r"^#{1,4} +([^\n]{3,80})|<h1[^>]*>([^<]{3,80})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is meant, in plain words why, and the labels of what it cites."""

    meaning: Meaning
    why: str
    labels: dict[str, Label] = field(default_factory=dict)
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What one reply draws on besides the question."""

    reading: Reading
    index: Index
    citing: Citing
    leeway: Leeway
    rules: tuple[Conflict, Conflict]
    lie: int = 0


def know(known: Known, seen: tuple[Sighting, ...], at: Circumstances) -> Knowledge:
    """Return what a competent model would answer from what it sees."""
    if not seen:
        return _nothing_seen(known, at)
    kinds = {sighting.kind for sighting in seen}
    if kinds == {"truth"}:
        return _stated(known, seen[:1], at, "the truth, which it sees")
    if len(kinds) == 1:
        return _stated(known, seen[:1], at, f"only what it sees: the {seen[0].kind} value")
    rule = at.rules[1] if "rival" in kinds else at.rules[0]
    match rule:
        case Conflict.NEWEST if any(sighting.kind == "truth" for sighting in seen):
            current = tuple(sighting for sighting in seen if sighting.kind == "truth")
            return _stated(known, current[:1], at, f"the current value: {rule}")
        case Conflict.BOTH:
            return _both(known, seen, at, rule)
        case Conflict.DECLINE:
            return Knowledge(Meaning(DISPUTED, "", known=False), f"declines: {rule}", disputed=True)
        case _:
            return _stated(known, seen[:1], at, "the first of several values: nothing is said about conflicts")


def unknown(at: Circumstances) -> Meaning:
    """Return the words for not knowing that the prompt asks for."""
    return Meaning(UNKNOWN if not at.leeway.words else at.leeway.words, "", known=False)


def say(known: Known, value: str) -> str:
    """Return the sentence that answers with this value."""
    statement = known.statement or "{value}"
    return statement.replace("{value}", value) if "{value}" in statement else f"{statement} {value}".strip()


def together(parts: list[Knowledge]) -> Knowledge:
    """Join the answers to a many-part question; what is unknown stays said so, as long as something is known."""
    if len(parts) == 1:
        return parts[0]
    meanings = [part.meaning for part in parts]
    joined = Meaning(
        sentence=" ".join(dict.fromkeys(meaning.sentence for meaning in meanings)),
        value="; ".join(meaning.value for meaning in meanings if meaning.value),
        citations=tuple(dict.fromkeys(citation for meaning in meanings for citation in meaning.citations)),
        known=any(meaning.known for meaning in meanings),
    )
    labels = {name: label for part in parts for name, label in part.labels.items()}
    disputed = any(part.disputed for part in parts)
    return Knowledge(joined, " · ".join(part.why for part in parts), labels, disputed)


def _stated(known: Known, seen: tuple[Sighting, ...], at: Circumstances, why: str) -> Knowledge:
    value = seen[0].value.text
    cited = [_cite(sighting, at) for sighting in seen]
    labels = {citation.document: label for citation, label in cited}
    return Knowledge(Meaning(say(known, value), value, tuple(citation for citation, _ in cited)), why, labels)


def _both(known: Known, seen: tuple[Sighting, ...], at: Circumstances, why: str) -> Knowledge:
    firsts = {sighting.kind: sighting for sighting in reversed(seen)}
    chosen = sorted(firsts.values(), key=lambda sighting: (sighting.block, sighting.span))
    parts = [_stated(known, (sighting,), at, why) for sighting in chosen]
    names = [part.meaning.citations[0].document for part in parts]
    values = [part.meaning.value for part in parts]
    sentence = "The documents disagree: " + "; ".join(
        f"{part.meaning.sentence.rstrip('.')} (according to {name})" for part, name in zip(parts, names, strict=True)
    )
    citations = tuple(citation for part in parts for citation in part.meaning.citations)
    labels = {name: label for part in parts for name, label in part.labels.items()}
    return Knowledge(
        Meaning(f"{sentence}.", " / ".join(values), citations), f"both values: {why}", labels, disputed=True
    )


def _nothing_seen(known: Known, at: Circumstances) -> Knowledge:
    if at.leeway.allowed or not known.lies:
        return Knowledge(unknown(at), "sees no evidence and says so: the prompt leaves room for that")
    value = made_up(known, at.lie)
    sentence = say(known, value.text)
    label, file = _any_label(at)
    name = at.citing.name(label)
    citations = (Citation(name, sentence, file),) if name else ()
    why = "sees no evidence and makes something up: nothing in the prompt leaves room for not knowing"
    return Knowledge(Meaning(sentence, value.text, citations), why, {name: label} if name else {})


def made_up(known: Known, lie: int) -> Value:
    """Return the lie that is told about a question."""
    return known.lies[lie % len(known.lies)] if known.lies else Value("")


def _cite(sighting: Sighting, at: Circumstances) -> tuple[Citation, Label]:
    block = at.reading.blocks[sighting.block]
    label = label_of(block, sighting.span, at.index)
    name = at.citing.name(label) or (_title(sighting, at) if at.citing.wanted else "")
    return Citation(name, sighting.quote, sighting.file), label


def _title(sighting: Sighting, at: Circumstances) -> str:
    """Return what an unlabelled passage can be called: its file where the prompt names that, its own heading."""
    block = at.reading.blocks[sighting.block]
    if any(sighting.file.encode() in each.raw for each in at.reading.blocks):
        return sighting.file
    headings = list(_HEADING.finditer(block.text((0, sighting.span[0]))))
    return (headings[-1][1] or headings[-1][2]).strip() if headings else ""


def _any_label(at: Circumstances) -> tuple[Label, str]:
    for block in at.reading.blocks:
        for passage in block.passages:
            if label := label_of(block, (passage[0], passage[0]), at.index):
                file = next((name for low, name in at.index.names.items() if low == label.file.lower()), "")
                return label, file
    for block in at.reading.blocks:
        text = block.raw.lower()
        for low, name in at.index.names.items():
            if low.encode() in text:
                return Label(file=name), name
    return Label(), ""
