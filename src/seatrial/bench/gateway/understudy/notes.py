"""Lines below an answer that say where it stands: `[^1]: file.md - "quote"`, `Because: <source> says "<words>"`."""

import re
from dataclasses import dataclass
from functools import lru_cache

from seatrial.bench.gateway.understudy.slots import Slot, slot_of

_NUMBERED = re.compile(r"(\[\^?)(?:\d{1,2}|n|i|#)(\](?::|(?= )))[ \t]+", re.IGNORECASE)
_LABELLED = re.compile(r"(?:^|[\n\"'`“])[ \t>*-]*([A-Z][A-Za-z ]{1,18}: ?)", re.MULTILINE)
_PLACE = re.compile(
    r"<(?P<angle>[^<>\n]{1,60})>|\{(?P<curly>[^{}\n]{1,60})\}|[\"“](?P<quoted>[^\"”\n]{2,100})[\"”]"
    r"|(?P<file>[\w-]{1,40}\.(?:md|txt|html?|csv|pdf|ext)\b)"
    r"|(?P<words>(?:the )?(?:file|document|source)[- ]?names?\b|(?:the )?(?:verbatim|exact) (?:quote|sentence|words)\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[ \t]*(?:[-\u2013\u2014:,;|]{1,2}[ \t]*|\([ \t]*)?(?:(?:says|states|reads|quote|in)[: ][ \t]*)?", re.IGNORECASE
)
_LISTED = re.compile(
    r"footnote|references?\b|bibliograph|list of (?:the )?sources|sources? (?:list|section)|(?:at|to) the (?:very )?(?:end|bottom)|end with",
    re.IGNORECASE,
)
_ASKED = re.compile(r"format|form\b|lines?\b|follow|respond|reply|write|add|append|like this", re.IGNORECASE)
_NEAR = 200
_NAMES = (Slot.DOCUMENT, Slot.CITATIONS)


@dataclass(frozen=True, slots=True)
class Note:
    """What stands around the places of one line; `mark` holds `{}` for the number by which the answer refers to it."""

    mark: str
    between: tuple[str, ...]
    fields: tuple[Slot, ...]

    @property
    def quotes(self) -> bool:
        """Tell whether the line has a place for a quote."""
        return Slot.QUOTE in self.fields

    def marked(self, number: str) -> str:
        """Return the mark that refers to a line; "" when lines have no number."""
        return self.mark.rstrip(": ").replace("{}", number)

    def line(self, number: str, document: str, quote: str) -> str:
        """Return the line for one source."""
        said = (quote if field is Slot.QUOTE else document for field in self.fields)
        places = "".join(part + text for part, text in zip(self.between, (*said, ""), strict=True))
        return self.mark.replace("{}", number) + places


@lru_cache(maxsize=512)
def note_of(told: str) -> Note | None:
    """Return the line that the author's words want below the answer for each source; None when they want none."""
    for lead in _NUMBERED.finditer(told):
        found = _places(told, lead.end())
        if found and _LISTED.search(told[max(0, lead.start() - _NEAR) : lead.start()]):
            return Note(f"{lead[1]}{{}}{lead[2]} ", *found)
    for lead in _LABELLED.finditer(told):
        found = _places(told, lead.end())
        if found and len(found[1]) > 1 and _ASKED.search(told[max(0, lead.start() - _NEAR) : lead.start()]):
            return Note("", (lead[1] + found[0][0], *found[0][1:]), found[1])
    return None


def _places(told: str, at: int) -> tuple[tuple[str, ...], tuple[Slot, ...]] | None:
    """Read the places of a line: a document's, and perhaps a quote's."""
    between, fields, carried = [], [], ""
    while place := _PLACE.match(told, at):
        field = _meaning(place)
        if field is None or field in fields:
            break
        opens, closes = (place[0][0], place[0][-1]) if place["quoted"] and field is Slot.QUOTE else ("", "")
        between.append(carried + opens)
        fields.append(field)
        step = _BETWEEN.match(told, place.end())
        carried, at = closes + (step[0] if step else ""), step.end() if step else place.end()
    if Slot.DOCUMENT not in fields:
        return None
    end = carried[:1] if carried[:1] in ('"', "”") else ""
    opened = any(part.rstrip('"“ ').endswith("(") for part in between)
    return (*between, end + (")" if opened else "")), tuple(fields)


def _meaning(place: re.Match[str]) -> Slot | None:
    if place["file"]:
        return Slot.DOCUMENT
    name = next(group for group in place.groups() if group).strip("<>{} ")
    slot = slot_of(name, name)
    if slot in _NAMES:
        return Slot.DOCUMENT
    return Slot.QUOTE if slot is Slot.QUOTE or place["quoted"] else None
