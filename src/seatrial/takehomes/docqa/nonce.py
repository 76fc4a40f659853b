"""Fresh values: drawn so that two seeds share none, and no two values of a world can be mistaken for each other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from seatrial.takehomes.base import Value

LANES = 997  # prime: seeds that differ modulo this draw from disjoint parts of every space
_STRIDE = 1_000_003  # prime: spreads neighbouring places over the whole space


@dataclass(frozen=True, slots=True)
class Space:
    """All values of one shape, numbered from 0 to `size`; `spell` writes out the one with that number."""

    size: int
    spell: Callable[[int], Value]


@dataclass(slots=True)
class Mint:
    """Draws values of one world. What it has issued, it never issues again, nor anything that contains it."""

    seed: int
    dice: Random
    issued: list[str] = field(default_factory=list)

    def draw(self, space: Space) -> Value:
        """Return a value that is new to this world and to every seed of another lane."""
        for _ in range(20_000):
            place = self.dice.randrange(space.size // LANES) * LANES + self.seed % LANES
            value = space.spell(place * _STRIDE % space.size)
            core = core_of(value)
            if not any(core in known or known in core for known in self.issued):
                self.issued.append(core)
                return value
        raise ValueError(f"no fresh value is left in a space of {space.size} for seed {self.seed}")


def core_of(value: Value) -> str:
    """Return what tells a value from others: the letters and digits of its barest form, without unit or first name."""
    barest = value.forms[0] if value.forms else value.text
    return "".join(letter for letter in barest.lower() if letter.isalnum())
