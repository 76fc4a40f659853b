"""One telling of an authored document: its choices made, its facts put in, and noted where each of them stands."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from seatrial.takehomes.base import Document, Evidence
from seatrial.takehomes.docqa.cast import Cast
from seatrial.takehomes.docqa.facts import Planned, shape_in
from seatrial.takehomes.docqa.nonce import Mint
from seatrial.takehomes.docqa.render import Format, Habit, format_of, render, row_in_file
from seatrial.takehomes.docqa.source import Block, Section, Source, compose
from seatrial.takehomes.docqa.template import chosen, named
from seatrial.takehomes.docqa.values import space_of

_PLACE = re.compile(r"\{([=#!*-])([^{}]+)\}")

Places = dict[str, list[Evidence]]


@dataclass(slots=True)
class Telling:
    """Tells documents of one world and keeps the places of true, stale and rival sentences by fact id."""

    cast: Cast
    facts: Mapping[str, Planned]
    mint: Mint
    dice: Random
    true: Places = field(default_factory=lambda: defaultdict(list))
    stale: Places = field(default_factory=lambda: defaultdict(list))
    rival: Places = field(default_factory=lambda: defaultdict(list))

    def tell(self, source: Source) -> Document:
        """Return the file that one author of this company makes of an authored document."""
        file = self._named(self.dice.choice(source.files))
        fmt, habit = format_of(file), Habit.drawn(self.dice)
        sections = tuple(
            Section(
                self._named(section.heading), tuple(self._filled(block, file, fmt, habit) for block in section.blocks)
            )
            for section in compose(source.body, self.dice)
        )
        return Document(
            file, render(fmt, self._named(chosen(source.title, self.dice)), self.cast.company, sections, habit)
        )

    def _named(self, text: str) -> str:
        return named(text, self.cast.names)

    def _filled(self, block: Block, file: str, fmt: Format, habit: Habit) -> Block:
        in_rows = block.kind == "table" or fmt == "csv"
        return Block(
            block.kind,
            tuple(self._row(line, file, fmt, habit) if in_rows else self._prose(line, file) for line in block.lines),
        )

    def _prose(self, line: str, file: str) -> str:
        def put(found: re.Match[str]) -> str:
            if found[1] == "*":
                return self._filler(found[2])
            fact = self.facts[found[2]]
            places, sentence = {
                "=": (self.true, fact.sentence),
                "-": (self.stale, fact.stale_sentence),
                "!": (self.rival, fact.rival_sentence),
            }[found[1]]
            places[fact.id].append(Evidence(file, sentence))
            return sentence

        return _PLACE.sub(put, self._named(line))

    def _row(self, line: str, file: str, fmt: Format, habit: Habit) -> str:
        placed: list[str] = []

        def put(found: re.Match[str]) -> str:
            if found[1] == "*":
                return self._filler(found[2])
            placed.append(found[2])
            return self.facts[found[2]].value.text

        row = _PLACE.sub(put, self._named(line))
        for fact_id in placed:
            self.true[fact_id].append(Evidence(file, row_in_file(row, fmt, habit)))
        return row

    def _filler(self, shape: str) -> str:
        """Return a value that nobody asks for: real tables have more rows than questions."""
        return self.mint.draw(space_of(shape_in(shape, self.cast))).text
