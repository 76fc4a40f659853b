"""Who may read what others wrote about a candidate, and who may still score. Pure, from the whole history.

Judge alone, then debrief. The one thing to keep true: who may still score a candidate has never been able to read what
others wrote about that candidate. Seats and leads come and go, so this is asked of the history and not of the present:
a lead who sat down after the panel was complete, or left the panel, read, and came back, could have read and scores no
more.

A stage is open when somebody has sealed and no seat is missing, or when a lead opened it early. Taking away the seat of
the one who is missing therefore completes the panel; giving it back closes the stage again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody sat in a stage, or led the opening (`stage` is None), from a moment on and perhaps until another."""

    who: int
    stage: int | None
    since: datetime
    until: datetime | None = None

    def at(self, moment: datetime) -> bool:
        """Tell whether it was held at that moment."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody sealed a scorecard of a stage, raised a flag there, or opened it early."""

    who: int
    stage: int
    at: datetime


@dataclass(frozen=True)
class History:
    """All that decides who may read and who may score one candidate."""

    roles: tuple[Role, ...]
    sealed: tuple[Act, ...] = ()
    flags: tuple[Act, ...] = ()
    opened: tuple[Act, ...] = ()

    @cached_property
    def present(self) -> "Moment":
        """Return how things stand after the last act of the history."""
        seats = frozenset((role.who, role.stage) for role in self.roles if role.stage and role.until is None)
        leads = frozenset(role.who for role in self.roles if role.stage is None and role.until is None)
        return Moment(
            seats=seats,
            leads=leads,
            sealed=frozenset((act.who, act.stage) for act in self.sealed),
            flags=frozenset((act.who, act.stage) for act in self.flags),
            opened=frozenset(act.stage for act in self.opened),
            looked=self.looked,
        )

    @cached_property
    def looked(self) -> frozenset[int]:
        """Return who could ever read what others wrote while a seat of theirs was still to be filled, or later was.

        Whoever holds a seat since before the first seal owes its scorecard from then on, and so could not read before
        sealing it: only early openers and late seats need the replay.
        """
        openers = frozenset(act.who for act in self.opened)
        late = frozenset(role.who for role in self.roles if role.stage and self._is_late(role))
        if late <= openers:
            return openers
        looked: frozenset[int] = frozenset()
        for moment in self._moments():
            looked |= frozenset(act.who for act in self.opened if act.at <= moment)
            then = self._at(moment, looked)
            looked |= frozenset(who for who in late if then.can_read_something(who))
        return looked

    def _is_late(self, seat: Role) -> bool:
        first = min((act.at for act in (*self.sealed, *self.opened)), default=None)
        return first is not None and seat.since >= first

    def _moments(self) -> Iterator[datetime]:
        acts = {act.at for act in (*self.sealed, *self.flags, *self.opened)}
        changes = {role.since for role in self.roles} | {role.until for role in self.roles if role.until}
        yield from sorted(acts | changes)

    def _at(self, moment: datetime, looked: frozenset[int]) -> "Moment":
        held = [role for role in self.roles if role.at(moment)]
        return Moment(
            seats=frozenset((role.who, role.stage) for role in held if role.stage),
            leads=frozenset(role.who for role in held if role.stage is None),
            sealed=frozenset((act.who, act.stage) for act in self.sealed if act.at <= moment),
            flags=frozenset((act.who, act.stage) for act in self.flags if act.at <= moment),
            opened=frozenset(act.stage for act in self.opened if act.at <= moment),
            looked=looked,
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """How things stand: who sits where and leads, who sealed and flagged where, what is opened, who has looked."""

    seats: frozenset[tuple[int, int]]
    leads: frozenset[int]
    sealed: frozenset[tuple[int, int]]
    flags: frozenset[tuple[int, int]]
    opened: frozenset[int]
    looked: frozenset[int]

    def missing(self, stage: int) -> frozenset[int]:
        """Return who sits in a stage and has still to seal there. Who has looked is not waited for."""
        return frozenset(who for who, where in self.seats - self.sealed if where == stage) - self.looked

    def is_open(self, stage: int) -> bool:
        """Tell whether the debrief of a stage may begin."""
        return stage in self.opened or (any(where == stage for _, where in self.sealed) and not self.missing(stage))

    def owes(self, who: int) -> bool:
        """Tell whether somebody has still to seal a scorecard of this candidate, in whatever stage."""
        return who not in self.looked and any(one == who for one, _ in self.seats - self.sealed)

    def may_read(self, who: int, stage: int) -> bool:
        """Tell whether somebody may read what others wrote in a stage."""
        belongs = who in self.leads or any(one == who for one, _ in self.seats)
        return belongs and not self.owes(who) and self.is_open(stage)

    def can_read_something(self, who: int) -> bool:
        """Tell whether there is anything of others that somebody may read."""
        return any(other != who and self.may_read(who, stage) for other, stage in self.sealed | self.flags)

    def may_score(self, who: int, stage: int) -> bool:
        """Tell whether somebody sits in a stage and has judged alone so far."""
        return (who, stage) in self.seats and who not in self.looked
