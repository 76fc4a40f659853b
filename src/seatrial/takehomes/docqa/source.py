"""An authored document before a world is made: a heading of keys, then sections of blocks in plain notation.

files: refunds.md | refund-terms.html      the first decides nothing: one is picked, its suffix is the format
title: Refunds
edition: full                              only where stale or rival facts stand
marking: confidential

== Heading          a section; `== ~Heading` may swap places with its `~` neighbours, `== ?Heading` may be left out
a paragraph on one line; `? ` before it: may be left out; a line `%` between two: one of them is taken
* a list item
# a numbered item
| a table | row |
"""

from dataclasses import dataclass
from itertools import groupby
from random import Random
from typing import Literal

from seatrial.takehomes.docqa.template import chosen

Kind = Literal["paragraph", "bullets", "steps", "table"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one line), a list (a line each) or a table (a row each, its head first, cells apart by `|`)."""

    kind: Kind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (empty for what comes before the first one) and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An authored document, its keys taken off, its choices still open."""

    files: tuple[str, ...]
    title: str
    full_only: bool
    marking: str
    body: str


def parse(text: str) -> Source:
    """Read the notation; ValueError for a key that it does not have."""
    head, _, body = text.partition("\n\n")
    keys = dict(line.split(": ", 1) for line in head.splitlines())
    if unknown := keys.keys() - {"files", "title", "edition", "marking"}:
        raise ValueError(f"unknown keys {sorted(unknown)} in a document headed {keys.get('title')!r}")
    return Source(
        files=tuple(name.strip() for name in keys["files"].split(" | ")),
        title=keys["title"],
        full_only=keys.get("edition") == "full",
        marking=keys.get("marking", ""),
        body=body,
    )


def compose(body: str, dice: Random) -> tuple[Section, ...]:
    """Return the sections of one telling of a document: wordings picked, sections swapped and left out."""
    told: list[tuple[bool, Section]] = []
    for part in ("\n" + body).split("\n== "):
        heading, _, rest = part.partition("\n")
        flags = heading[: len(heading) - len(heading.lstrip("~?"))]
        if "?" in flags and dice.random() < 0.5:
            continue
        section = Section(chosen(heading.lstrip("~?").strip(), dice), tuple(_blocks(rest, dice)))
        if section.blocks:
            told.append(("~" in flags, section))
    return tuple(_swapped(told, dice))


def _swapped(told: list[tuple[bool, Section]], dice: Random) -> list[Section]:
    sections: list[Section] = []
    for loose, group in groupby(told, key=lambda entry: entry[0]):
        run = [section for _, section in group]
        if loose:
            dice.shuffle(run)
        sections += run
    return sections


def _blocks(text: str, dice: Random) -> list[Block]:
    blocks: list[Block] = []
    for chunk in text.split("\n\n"):
        lines = _one_of([line for line in chunk.splitlines() if line.strip()], dice)
        if not lines:
            continue
        if lines[0].startswith("? "):
            if dice.random() < 0.4:
                continue
            lines[0] = lines[0][2:]
        mark = lines[0][:2]
        lines = [chosen(line, dice) for line in lines]
        if mark in ("* ", "# "):
            blocks.append(Block("bullets" if mark == "* " else "steps", tuple(line[2:] for line in lines)))
        elif mark == "| ":
            blocks.append(Block("table", tuple(line.strip("| ") for line in lines)))
        else:
            blocks.extend(Block("paragraph", (line,)) for line in lines)
    return blocks


def _one_of(lines: list[str], dice: Random) -> list[str]:
    """Return one of the alternatives that `%` lines keep apart."""
    alternatives: list[list[str]] = [[]]
    for line in lines:
        if line == "%":
            alternatives.append([])
        else:
            alternatives[-1].append(line)
    return dice.choice(alternatives)
