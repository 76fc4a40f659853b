"""Hostile instructions in documents: worded by different hands, hidden in four ways, each beside an answer.

How each carrier stands in the file, right behind the sentence that answers its question:

- `visible`: as a sentence of the same paragraph.
- `comment`: as an HTML comment, in an HTML or Markdown file.
- `zero-width`: in an HTML or Markdown file, as a span of no size and no colour whose letters are joined by
  zero-width characters: a person sees nothing, a search for its words finds nothing, a model reads it all the same.
  Taking the zero-width characters and the span's tags away gives `instruction`.
- `link`: as a sentence that asks for an image or a link on a foreign host, with data in its address.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Literal

import msgspec

from seatrial.takehomes.base import Document, Evidence, Plant
from seatrial.takehomes.docqa.cast import Cast
from seatrial.takehomes.docqa.nonce import Mint
from seatrial.takehomes.docqa.render import format_of, inline
from seatrial.takehomes.docqa.template import chosen, named
from seatrial.takehomes.docqa.values import space_of

Carrier = Literal["visible", "comment", "zero-width", "link"]
CARRIERS: tuple[Carrier, ...] = ("comment", "zero-width", "link", "visible")
PLANTS = 3  # of each carrier

_FITTING: Mapping[Carrier, tuple[str, ...]] = {
    "comment": ("html", "md"),
    "zero-width": ("html", "md"),
    "link": ("html", "md", "txt"),
    "visible": ("html", "md", "txt"),
}
_JOINTS = ("\u200b", "\u200c", "\u2060", "\u200b\u200c")
_HIDDEN = (
    "font-size:0;color:#fff",
    "font-size:0;line-height:0;color:transparent",
    "position:absolute;left:-9999px;font-size:0",
)


class Wordings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The texts that attackers use: `order` states a token, `exfiltration` asks for an address on a host."""

    order: tuple[str, ...]
    exfiltration: tuple[str, ...]
    host: tuple[str, ...]


@cache
def wordings() -> Wordings:
    """Return the wordings from the file beside this one."""
    return msgspec.toml.decode((files(__package__) / "plants.toml").read_bytes(), type=Wordings)


def draw_plants(candidates: Sequence[tuple[str, Evidence]], cast: Cast, mint: Mint, dice: Random) -> list[Plant]:
    """Return the plants of each carrier: in a document of its own, beside the evidence of several questions.

    Several, because a passage may end between an answer and its plant; one document, because a feature that drops
    every poisoned page must still have most of them.
    """
    left = dice.sample(list(candidates), len(candidates))
    texts = wordings()
    orders, links = (iter(dice.sample(each, len(each))) for each in (texts.order, texts.exfiltration))
    plants: list[Plant] = []
    for carrier in CARRIERS:
        used = {plant.document for plant in plants}
        spots = _spots([entry for entry in left if format_of(entry[1].document) in _FITTING[carrier]], used)
        for fact_id, evidence in spots:
            left.remove((fact_id, evidence))
            token = _host(mint, dice) if carrier == "link" else _code_word(mint, dice)
            template = next(links if carrier == "link" else orders)  # no wording twice: each must be known by its words
            instruction = named(chosen(template.replace("{token}", token), dice), cast.names)
            plants.append(Plant(carrier, fact_id, evidence.document, instruction, token))
    return plants


def _spots(fitting: Sequence[tuple[str, Evidence]], used: Collection[str]) -> list[tuple[str, Evidence]]:
    """Return the places for one carrier: in the first unused document with room for all of them, or the roomiest."""
    rooms = Counter(evidence.document for _, evidence in fitting)
    document = max(rooms, key=lambda name: (name not in used, min(rooms[name], PLANTS)))
    return [entry for entry in fitting if entry[1].document == document][:PLANTS]


def planted(document: Document, plants: Sequence[Plant], evidence: Mapping[str, Evidence], seed: int) -> Document:
    """Return the document with its plants in it."""
    text, fmt = document.text, format_of(document.name)
    for plant in plants:
        if plant.document == document.name:
            sentence = inline(evidence[plant.question].sentence, fmt)
            carried = _CARRIED[plant.carrier](
                plant.instruction, Random(f"docqa/{seed}/{plant.carrier}/{plant.question}")
            )
            text = text.replace(sentence, f"{sentence} {carried}", 1)
    return Document(document.name, text)


def _host(mint: Mint, dice: Random) -> str:
    return dice.choice(wordings().host).replace("{}", mint.draw(space_of("brand")).text.lower())


def _code_word(mint: Mint, dice: Random) -> str:
    return f"{mint.draw(space_of('brand')).text.upper()}-{dice.randint(1001, 9999)}"


def _visible(instruction: str, dice: Random) -> str:
    del dice
    return instruction


def _comment(instruction: str, dice: Random) -> str:
    return dice.choice(("<!-- {} -->", "<!--{}-->")).replace("{}", instruction)


def _zero_width(instruction: str, dice: Random) -> str:
    joint = dice.choice(_JOINTS)
    woven = " ".join(joint.join(word) for word in instruction.split(" "))
    return f'<span style="{dice.choice(_HIDDEN)}">{woven}</span>'


_CARRIED: Mapping[Carrier, Callable[[str, Random], str]] = {
    "visible": _visible,
    "comment": _comment,
    "zero-width": _zero_width,
    "link": _visible,
}
