"""A reply in Markdown sections: `## Answer`, then `## Sources`."""

import re

from seatrial.bench.gateway.understudy.slots import Slot, slot_of

_HEADING = re.compile(
    r"(?:^[ \t>]*|[`\"'])(#{1,4}) ([A-Za-z][A-Za-z _-]{1,28}?)[ \t]*(:?)(?=[`\"']|[ \t]*$)", re.MULTILINE
)
_ASKED = re.compile(
    r"\b(?:format|reply|respond|output|structure|return|write|layout|sections?|headings?)\b", re.IGNORECASE
)
_SAID = frozenset({Slot.ANSWER, Slot.VALUE})
_SOURCES = frozenset({Slot.CITATIONS, Slot.DOCUMENT})
_HELD = _SAID | _SOURCES | {Slot.QUOTE, Slot.REASON, Slot.CONFIDENCE}


def headings(told: str) -> tuple[str, ...]:
    """Return the headings that a reply is to have, as written; () when the sections only order the prompt itself."""
    found = list(_HEADING.finditer(told))
    answers = [at for at, match in enumerate(found) if slot_of(match[2]) in _SAID]
    if not answers:
        return ()
    run = []
    for match in found[answers[0] :]:
        if slot_of(match[2]) not in _HELD:
            break
        run.append(match)
    if not any(slot_of(match[2]) in _SOURCES for match in run):
        return ()
    start = run[0].start()
    asked = _ASKED.search(told[max(0, start - 200) : start])
    return tuple(dict.fromkeys(f"{match[1]} {match[2]}{match[3]}" for match in run)) if asked else ()


def section(heading: str, said: str) -> str:
    """Return one section, sources as bullets."""
    if slot_of(heading) in _SOURCES:
        said = "\n".join(f"- {name}" for name in said.split(", ")) if said else "none"
    return f"{heading}\n{said}"
