"""The spine of a loop: four stages in order, few general rounds beside them, and the hours that a candidate gives.

Pure: the numbers are shown to people as they are computed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

GENERAL_ROUNDS = 2
"""A third general round needs a recorded reason."""

MARATHON_HOURS = 8
"""More than a working day of somebody's life, before anybody pays for it."""

LONG_ROUND_MINUTES = 90
"""Nobody answers well for longer in one sitting."""


class Kind(StrEnum):
    """What a stage is, by the names that the database holds."""

    SCREEN = "screen"
    TAKEHOME = "takehome"
    REVIEW = "review"
    DISCUSSION = "discussion"
    GENERAL = "general"


SPINE = (Kind.SCREEN, Kind.TAKEHOME, Kind.REVIEW, Kind.DISCUSSION)


@dataclass(frozen=True, slots=True)
class Round:
    """One stage as the arithmetic sees it. The take-home's minutes are its budget's."""

    kind: Kind
    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Strain:
    """One way in which a loop asks too much, or of the wrong kind, and what would mend it."""

    rule: str
    says: str
    mend: str
    stops: bool = False


def candidate_minutes(rounds: Sequence[Round], budget_hours: Fraction) -> int:
    """Return the minutes that a candidate gives: every round, and the take-home by its budget."""
    talking = sum(one.minutes for one in rounds if one.kind is not Kind.TAKEHOME)
    building = sum(1 for one in rounds if one.kind is Kind.TAKEHOME) * budget_hours * 60
    return talking + int(building)


def in_words(minutes: int) -> str:
    """Write minutes as people say them: 5 h 15 min."""
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])


def general_rounds(rounds: Sequence[Round]) -> int:
    """Count the general rounds."""
    return sum(1 for one in rounds if one.kind is Kind.GENERAL)


def keeps_order(kinds: Sequence[Kind]) -> bool:
    """Tell whether the four stages are there, once each and in their order; general rounds may stand anywhere."""
    return tuple(kind for kind in kinds if kind is not Kind.GENERAL) == SPINE


def may_add_general_round(rounds: Sequence[Round], reason: str) -> bool:
    """Tell whether one more general round is allowed: up to two, and further ones only for a reason."""
    return general_rounds(rounds) < GENERAL_ROUNDS or bool(reason.strip())


def moved(kinds: Sequence[Kind], place: int, by: int) -> tuple[int, ...] | None:
    """Return the new order, as old places, after moving a general round up (-1) or down (+1); None if it cannot."""
    there = place + by
    if not (0 <= place < len(kinds) and 0 <= there < len(kinds)) or kinds[place] is not Kind.GENERAL:
        return None
    order = list(range(len(kinds)))
    order[place], order[there] = order[there], order[place]
    return tuple(order)


def strains(rounds: Sequence[Round], budget_hours: Fraction, reason: str) -> tuple[Strain, ...]:
    """Return all that is wrong with a loop's length and order."""
    found = []
    if not keeps_order([one.kind for one in rounds]):
        says = "The four stages are screen, take-home, review and discussion, once each and in this order."
        found.append(Strain("spine", says, "Put them back in order.", stops=True))
    if general_rounds(rounds) > GENERAL_ROUNDS and not reason.strip():
        says = f"There are {general_rounds(rounds)} general rounds; more than {GENERAL_ROUNDS} need a recorded reason."
        found.append(Strain("general-rounds", says, "Remove one, or write down why it is needed.", stops=True))
    total = candidate_minutes(rounds, budget_hours)
    if total > MARATHON_HOURS * 60:
        says = (
            f"This loop is a marathon: it asks {in_words(total)} of each candidate, more than {MARATHON_HOURS} hours."
        )
        found.append(Strain("marathon", says, "Shorten a round or remove one."))
    found.extend(
        Strain(
            "long-round",
            f"“{one.title}” takes {in_words(one.minutes)} in one sitting.",
            f"Keep it under {LONG_ROUND_MINUTES + 1} minutes.",
        )
        for one in rounds
        if one.kind is not Kind.TAKEHOME and one.minutes > LONG_ROUND_MINUTES
    )
    return tuple(found)
