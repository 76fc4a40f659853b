"""The families of tasks by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from seatrial.takehomes.base import World
from seatrial.takehomes.docqa.world import make_world as make_docqa_world

FAMILIES: Mapping[str, Callable[[int], World]] = MappingProxyType({"docqa": make_docqa_world})


def make_world(takehome: str, seed: int) -> World:
    """Make one world of a family; KeyError when there is no such family."""
    return FAMILIES[takehome](seed)
