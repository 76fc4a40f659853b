"""An XML element with an attribute that a prompt wants for each source: `<quote page="...">...</quote>`."""

import re
from dataclasses import dataclass

from seatrial.bench.gateway.understudy.slots import Slot, slot_of

_OPENED = re.compile(
    r"<(?P<tag>[A-Za-z][\w-]{1,30}) (?P<attribute>[A-Za-z][\w-]{0,30})=(?P<mark>[\"'])[^\"'<>\n]{0,60}(?P=mark) ?>(?:(?P<held>[^<]{0,200})</(?P=tag)>)?"
)
_TAGS = (Slot.QUOTE, Slot.CITATIONS, Slot.DOCUMENT)
_NAMES = (Slot.DOCUMENT, Slot.CITATIONS, Slot.NUMBER)


@dataclass(frozen=True, slots=True)
class Element:
    """Its tag, the attribute that names the document, the tag it stands in ("" for none), and the one around everything."""

    tag: str
    attribute: str
    inside: str
    root: str

    def written(self, document: str, quote: str) -> str:
        """Return the element for one source."""
        return f'<{self.tag} {self.attribute}="{document}">{quote}</{self.tag}>'


def element_of(told: str, fields: tuple[str, ...], fences: frozenset[str]) -> Element | None:
    """Return the element that the author's words show for a source; `fields` are the plain tags that are wanted."""
    for shown in _OPENED.finditer(told):
        tag, attribute = shown["tag"], shown["attribute"]
        names = slot_of(attribute) in _NAMES
        held = shown["held"]
        wanted = _TAGS if held is not None else _TAGS[:2]
        if tag.lower() in fences or slot_of(tag) not in wanted or not names or len((held or "").split()) > 12:
            continue
        inside = next((name for name in fields if slot_of(name) in _TAGS and slot_of(name) is not Slot.DOCUMENT), "")
        return Element(tag, attribute, inside, _root(told, fields))
    return None


def _root(told: str, fields: tuple[str, ...]) -> str:
    """Return the tag in which the first field is the first thing, where the prompt closes it again."""
    found = re.search(rf"<([A-Za-z][\w-]{{1,30}})>\s*<{re.escape(fields[0])}>", told) if fields else None
    return found[1] if found and f"</{found[1]}>" in told[found.end() :] else ""
