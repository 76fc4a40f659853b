"""What is to be known in a world: each authored fact with a fresh value, its lies and the sentences that state it."""

from dataclasses import dataclass
from random import Random

from seatrial.takehomes.base import Evidence, Fact, QuestionKind, Value
from seatrial.takehomes.docqa.cast import Cast
from seatrial.takehomes.docqa.company import FactSheet, Sheet
from seatrial.takehomes.docqa.nonce import Mint
from seatrial.takehomes.docqa.template import chosen, named
from seatrial.takehomes.docqa.values import space_of

LIES = 6


@dataclass(frozen=True, slots=True)
class Planned:
    """A fact before the documents are told: the sentences are ready, the places where they stand are not known."""

    id: str
    kind: QuestionKind
    entity: tuple[str, ...]
    attribute: tuple[str, ...]
    question: str
    translated: str | None
    statement: str
    value: Value
    lies: tuple[Value, ...]
    sentence: str
    stale: Value | None
    stale_sentence: str
    rival: Value | None
    rival_sentence: str

    def placed(self, true: tuple[Evidence, ...], stale: tuple[Evidence, ...], rival: tuple[Evidence, ...]) -> Fact:
        """Return the fact with the places where the documents state it; ValueError when one is missing."""
        if not true or bool(stale) != (self.stale is not None) or bool(rival) != (self.rival is not None):
            raise ValueError(f"fact {self.id} stands in {true}, stale in {stale}, rival in {rival}")
        return Fact(
            id=self.id,
            entity=self.entity,
            attribute=self.attribute,
            statement=self.statement,
            value=self.value,
            evidence=true,
            lies=self.lies,
            stale=self.stale,
            stale_evidence=stale,
            rival=self.rival,
            rival_evidence=rival,
        )


def plan_facts(sheet: Sheet, cast: Cast, mint: Mint, dice: Random) -> dict[str, Planned]:
    """Return all facts of a world by id (`attribute.entity`)."""
    return {
        f"{name}.{key}": _planned((name, key), fact, cast, mint, dice)
        for name, fact in sheet.facts.items()
        for key in fact.of
    }


def shape_in(shape: str, cast: Cast) -> str:
    """Return the shape with this company's currency as its unit where the sheet leaves that open."""
    return f"{shape} {cast.currency}" if shape in {"money", "fee"} else shape


def _planned(named_by: tuple[str, str], fact: FactSheet, cast: Cast, mint: Mint, dice: Random) -> Planned:
    name, key = named_by
    names = {**cast.names, "it": cast.names[key]}

    def told(wordings: tuple[str, ...]) -> str:
        if not wordings:
            return ""
        text = named(chosen(dice.choice(wordings), dice), names)
        return text[:1].upper() + text[1:]

    space = space_of(shape_in(fact.shape, cast))
    value = mint.draw(space)
    stale = mint.draw(space) if fact.kind == "outdated" else None
    rival = mint.draw(space) if fact.kind == "conflicting" else None
    return Planned(
        id=f"{name}.{key}",
        kind=fact.kind,
        entity=cast.surfaces[key],
        attribute=tuple(text.lower() for text in fact.about),
        question=told(fact.ask),
        translated=told((fact.abroad,)) if fact.abroad else None,
        statement=told((fact.answer,)),
        value=value,
        lies=tuple(mint.draw(space) for _ in range(LIES)),
        sentence=told(fact.says).replace("{value}", value.text),
        stale=stale,
        stale_sentence=told(fact.stale_says or fact.says).replace("{value}", stale.text) if stale else "",
        rival=rival,
        rival_sentence=told(fact.rival_says or fact.says).replace("{value}", rival.text) if rival else "",
    )
