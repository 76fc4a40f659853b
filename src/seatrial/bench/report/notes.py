"""The candidate's notes, cut where a reader would put a finger: a list item, a row of a table, a paragraph."""

import re

_BEGINS = re.compile(r"\s{0,3}(?:[-*+•]\s|\d{1,3}[.)]\s|\||#{1,6}\s)")
_RULE = re.compile(r"[\s|:=*_-]+")


def passages(text: str) -> tuple[str, ...]:
    """Return the passages of notes in their order; lines that only draw (rules, borders of tables) are left out."""
    found: list[list[str]] = []
    open_passage = False
    for line in text.splitlines():
        if not line.strip() or _RULE.fullmatch(line):
            open_passage = False
        elif open_passage and not _BEGINS.match(line):
            found[-1].append(line)
        else:
            found.append([line])
            open_passage = not line.lstrip().startswith(("#", "|"))
    return tuple("\n".join(lines).strip() for lines in found)
