"""What one may ask about a world: a question for each fact, and questions that no document answers."""

from collections.abc import Iterable, Mapping
from random import Random

from seatrial.takehomes.base import Question
from seatrial.takehomes.docqa.cast import Cast
from seatrial.takehomes.docqa.company import Gap
from seatrial.takehomes.docqa.facts import LIES, Planned, shape_in
from seatrial.takehomes.docqa.nonce import Mint
from seatrial.takehomes.docqa.template import chosen, named
from seatrial.takehomes.docqa.values import space_of


def questions_of(facts: Iterable[Planned]) -> list[Question]:
    """Return the questions that the documents answer."""
    return [
        Question(
            id=fact.id,
            text=fact.question,
            kind=fact.kind,
            fact=fact.id,
            translated=fact.translated,
            statement=fact.statement,
        )
        for fact in facts
    ]


def questions_without_answer(gaps: Mapping[str, Gap], cast: Cast, mint: Mint, dice: Random) -> list[Question]:
    """Return the questions that no document answers."""
    return [
        Question(
            id=f"gap.{name}",
            text=named(chosen(dice.choice(gap.ask), dice), cast.names),
            kind="unanswerable",
            statement=named(gap.answer, cast.names),
            lies=tuple(mint.draw(space_of(shape_in(gap.shape, cast))) for _ in range(LIES)),
        )
        for name, gap in gaps.items()
    ]
