"""A reply of one line, its parts told apart by what stands between: `FINAL: <answer> (<file>)`, `ANSWER | FILE`."""

import re
from dataclasses import dataclass

from seatrial.bench.gateway.understudy.slots import Slot, slot_of

_SAID = frozenset({Slot.ANSWER, Slot.VALUE})
_BESIDE = frozenset({Slot.CITATIONS, Slot.DOCUMENT, Slot.NUMBER, Slot.QUOTE, Slot.CONFIDENCE, Slot.STATUS})
_HELD = (
    r"(?:<(?P<angle{n}>[^<>\n]{{1,60}})>|\{{(?P<curly{n}>[^{{}}\n]{{1,60}})\}}|\[(?P<square{n}>[^\[\]\n]{{1,60}})\])"
)
_PLACE = re.compile(_HELD.format(n=""))
_LABEL = r"[A-Za-z][A-Za-z ]{1,18}[:=] ?"
_BETWEEN = re.compile(
    rf"[ \t]*(?:\|{{1,3}}|[;:~@^#/]{{1,3}}|[-=]{{0,2}}>|[-\u2013\u2014]{{1,3}}|[(\[])[ \t]*(?:{_LABEL})?[(\[]?|\t+"
)
_BEFORE = re.compile(rf"(?:(?:^|[\n\"'`])[ \t>*-]*(?P<label>{_LABEL})|(?<![\w-])(?P<loud>[A-Z][A-Z _]{{1,18}}[:=] ?))$")
_BARE = re.compile(
    r"(?:^|[\n\"'`:])[ \t]*(?P<row>[A-Za-z][\w -]{1,30}?(?:[ \t]*(?:\|{1,3}|::|;;|\t|~)[ \t]*[A-Za-z][\w -]{1,30}?){1,4})[ \t]*(?=[\"'`.\n]|$)"
)
_BAR = re.compile(r"([ \t]*(?:\|{1,3}|::|;;|\t|~)[ \t]*)")
_ASKS = re.compile(
    r"format|form\b|exactly|follow|respond|reply|output|return|write|answer|template|\blines?\b|like this|as\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(r"format|output|reply|respond|return|template|example|form\b|line", re.IGNORECASE)
_GIVEN = frozenset(["text", "content", "body", "passage", "passage text", "data", "details", "information"])
_CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Row:
    """What stands before each place and after the last one, and the meaning of each place."""

    between: tuple[str, ...]
    fields: tuple[Slot, ...]

    @property
    def lead(self) -> str:
        """Return what stands before the first place."""
        return self.between[0]

    def filled(self, said: tuple[str, ...]) -> str:
        """Return the line with a text in each place."""
        return "".join(part + text for part, text in zip(self.between, (*said, ""), strict=True))


def row_of(told: str) -> Row | None:
    """Return the line that the author's words ask for; None when they show none."""
    return _held(told) or _bare(told)


def _held(told: str) -> Row | None:
    """Read places in brackets of any kind, two or more on a line."""
    first = _PLACE.search(told)
    while first:
        row, end = _from(told, first)
        if row and _is_asked(told, first.start()) and _tells(row.fields):
            return row
        first = _PLACE.search(told, end)
    return None


def _from(told: str, first: re.Match[str]) -> tuple[Row | None, int]:
    before = _BEFORE.search(told[max(0, first.start() - 40) : first.start()])
    label = before[before.lastgroup or 0] if before else ""
    lead = "" if _INTRODUCES.search(label) else label
    between, names, place, end = [lead], [_name(first)], first, first.end()
    while step := _BETWEEN.match(told, place.end()):
        following = _PLACE.match(told, step.end())
        opener = step[0].rstrip()[-1:]
        if following:
            place, name, end = following, _name(following), following.end()
        elif inner := _enclosed(told, step.end(), opener):
            place, name, end = inner, inner[0], inner.end()
        else:
            break
        between.append(step[0])
        names.append(name)
        closing = _CLOSING.get(opener, "")
        if closing and told.startswith(closing, end):
            end += 1
            between.append(closing)
            break
    else:
        between.append("")
    if len(between) == len(names):
        between.append("")
    fields = tuple(_meaning(name) for name in names)
    return (Row(tuple(between), fields) if len(names) > 1 else None), end


def _enclosed(told: str, at: int, opener: str) -> re.Match[str] | None:
    """Read a place that is only named between brackets which are to be written: `<answer> (file name)`."""
    closing = _CLOSING.get(opener)
    return re.compile(rf"[A-Za-z][\w ]{{1,40}}(?=\{closing})").match(told, at) if closing else None


def _bare(told: str) -> Row | None:
    """Read places that are only named, with bars between them."""
    for found in _BARE.finditer(told):
        parts = _BAR.split(found["row"])
        fields = tuple(_meaning(name.strip()) for name in parts[::2])
        if _tells(fields) and _is_asked(told, found.start("row")):
            return Row(("", *parts[1::2], ""), fields)
    return None


def _name(place: re.Match[str]) -> str:
    return next(group for group in place.groups() if group).strip()


def _meaning(name: str) -> Slot:
    """Return what a place stands for; what is called a text or closes a tag belongs to what is given, not wanted."""
    return Slot.UNKNOWN if name[0] == "/" or name.lower() in _GIVEN else slot_of(name, name)


def _tells(fields: tuple[Slot, ...]) -> bool:
    """Tell a line with a place for the answer and one for what stands beside it."""
    return len(set(fields)) == len(fields) and bool(_SAID & {*fields}) and {*fields} <= _SAID | _BESIDE


def _is_asked(told: str, at: int) -> bool:
    return bool(_ASKS.search(told[max(0, at - 160) : at]))
