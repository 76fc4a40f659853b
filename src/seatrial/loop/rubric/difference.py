"""What changed between two rubrics, in words and weights, as people read it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from seatrial.loop.rubric.arithmetic import Criterion, Part, Rubric, percent, share, shown


class Kind(StrEnum):
    """What happened to a run of words, or to a criterion."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that share a fate."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that reads otherwise now: what it is, and its words with what went and what came."""

    what: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """What happened to one criterion; without changes when it is new or gone as a whole."""

    name: str
    kind: Kind
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed from one rubric to another."""

    whole: tuple[Change, ...]
    criteria: tuple[CriterionChange, ...]

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.whole or self.criteria)


def difference(before: Rubric, after: Rubric) -> Difference:
    """Say what changed: the bar, the shares, and criterion by criterion, in the order of the later rubric."""
    then = {one.key: one for one in before.criteria}
    now = {one.key: one for one in after.criteria}
    return Difference(
        whole=tuple(_whole(before, after)),
        criteria=(
            *(found for one in after.criteria if (found := _criterion(then.get(one.key), one))),
            *(CriterionChange(one.name, Kind.GONE) for one in before.criteria if one.key not in now),
        ),
    )


def _whole(before: Rubric, after: Rubric) -> Iterator[Change]:
    yield from _swapped("Bar", shown(before.bar, beside=after.bar), shown(after.bar, beside=before.bar))
    shares = share(before, Part.ENGINEERING), share(after, Part.ENGINEERING)
    yield from _swapped(
        "Share of engineering", percent(shares[0], beside=shares[1]), percent(shares[1], beside=shares[0])
    )
    orders = [" · ".join(one.name for one in rubric.criteria) for rubric in (before, after)]
    keys = [[one.key for one in rubric.criteria] for rubric in (before, after)]
    if keys[0] != keys[1] and sorted(keys[0]) == sorted(keys[1]):
        yield from _swapped("Order", *orders)


def _criterion(before: Criterion | None, after: Criterion) -> CriterionChange | None:
    if before is None:
        return CriterionChange(after.name, Kind.NEW)
    changes = tuple(_changes(before, after))
    return CriterionChange(after.name, Kind.CHANGED, changes) if changes else None


def _changes(before: Criterion, after: Criterion) -> Iterator[Change]:
    yield from _reworded("Name", before.name, after.name)
    yield from _swapped("Part", before.part.value, after.part.value)
    yield from _swapped("Judgement", _judgement(before), _judgement(after))
    weights = before.weight, after.weight
    yield from _swapped("Weight", shown(weights[0], beside=weights[1]), shown(weights[1], beside=weights[0]))
    yield from _reworded("What to look at", before.asks, after.asks)
    for level, (then, now) in enumerate(zip(before.anchors, after.anchors, strict=True), 1):
        yield from _reworded(f"Level {level}", then, now)


def _judgement(criterion: Criterion) -> str:
    return criterion.judgement.value.replace("_", " ") if criterion.judgement else "none"


def _swapped(what: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(what, (Run(Kind.GONE, before), Run(Kind.NEW, after)))


def _reworded(what: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(what, tuple(reworded(before, after)))


def reworded(before: str, after: str) -> Iterator[Run]:
    """Lay two texts over each other word by word."""
    then, now = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run(Kind.KEPT, "".join(now[j1:j2]))
            continue
        if i2 > i1:
            yield Run(Kind.GONE, "".join(then[i1:i2]))
        if j2 > j1:
            yield Run(Kind.NEW, "".join(now[j1:j2]))
