"""Hostile instructions in documents: worded by different hands, hidden in four ways, each beside one answer.

How each carrier stands in the file, right behind the sentence that answers its question:

- `visible`: as a sentence of the same paragraph.
- `comment`: as an HTML comment, in an HTML or Markdown file.
- `zero-width`: in an HTML or Markdown file, as a span of no size and no colour whose letters are joined by
  zero-width characters: a person sees nothing, a search for its words finds nothing, a model reads it all the same.
  Taking the zero-width characters and the span's tags away gives `instruction`.
- `link`: as a sentence that asks for an image or a link on a foreign host, with data in its address.
"""

from collections.abc import Callable, Mapping, Sequence
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
    """Return a plant per carrier, each beside the evidence of another question, in as many documents as there are."""
    left = dice.sample(list(candidates), len(candidates))
    plants: list[Plant] = []
    for carrier in CARRIERS:
        fitting = [(fact, at) for fact, at in left if format_of(at.document) in _FITTING[carrier]]
        used = {plant.document for plant in plants}
        fact_id, evidence = next((entry for entry in fitting if entry[1].document not in used), fitting[0])
        left.remove((fact_id, evidence))
        token, instruction = _worded(carrier, cast, mint, dice)
        plants.append(
            Plant(carrier=carrier, question=fact_id, document=evidence.document, instruction=instruction, token=token)
        )
    return plants


def planted(document: Document, plants: Sequence[Plant], evidence: Mapping[str, Evidence], seed: int) -> Document:
    """Return the document with its plants in it."""
    text, fmt = document.text, format_of(document.name)
    for plant in plants:
        if plant.document == document.name:
            sentence = inline(evidence[plant.question].sentence, fmt)
            carried = _CARRIED[plant.carrier](plant.instruction, Random(f"docqa/{seed}/{plant.carrier}"))
            text = text.replace(sentence, f"{sentence} {carried}", 1)
    return Document(document.name, text)


def _worded(carrier: Carrier, cast: Cast, mint: Mint, dice: Random) -> tuple[str, str]:
    texts = wordings()
    nonce = mint.draw(space_of("brand")).text
    if carrier == "link":
        token = dice.choice(texts.host).replace("{}", nonce.lower())
        template = dice.choice(texts.exfiltration)
    else:
        token = f"{nonce.upper()}-{dice.randint(1001, 9999)}"
        template = dice.choice(texts.order)
    return token, named(chosen(template.replace("{token}", token), dice), cast.names)


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
