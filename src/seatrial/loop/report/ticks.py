"""The candidate's notes held against what was tried: per failure mode, what one panelist reads in them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from seatrial.bench.modes import MODES
from seatrial.bench.report.report import ReportedMode
from seatrial.bench.report.shown import ORDER
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.models import User
from seatrial.loop.report.citing import Citable, citable
from seatrial.loop.report.proposal import Proposal, proposals
from seatrial.loop.report.rules import Opened
from seatrial.loop.scorecard import rules as scorecards
from seatrial.loop.scorecard.models import Scorecard, Tick


@dataclass(frozen=True, slots=True)
class Row:
    """One mode with this panelist's tick, or with what the words of the notes propose where there is none yet."""

    mode: ReportedMode
    stand: str
    proposal: Proposal | None

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Return what can be ticked: the value, in words, whether it is ticked."""
        return [(value, label, value == self.stand) for value, label in Tick.Stand.choices]


@dataclass(frozen=True, slots=True)
class Reading:
    """All modes against the notes, the worst first. `place` is where a tick goes; None for who has none to give."""

    rows: tuple[Row, ...]
    place: Citable | None

    @property
    def ticked(self) -> int:
        """Return for how many modes something is ticked."""
        return sum(bool(row.stand) for row in self.rows)

    def row(self, slug: str) -> Row | None:
        """Return the row of a mode."""
        return next((row for row in self.rows if row.mode.slug == slug), None)


def reading(viewer: User, read: Opened) -> Reading:
    """Return the notes as this person reads them; what others ticked is in the debrief."""
    places = citable(viewer, read)
    place = next((one for one in places if one.stage.kind == Stage.Kind.TAKEHOME), None)
    own = scorecards.own_scorecards(viewer).filter(
        candidacy=read.trial.candidacy, stage__kind=Stage.Kind.TAKEHOME, stage__blind=read.is_blind
    )
    ticked = ticked_in(own.first())
    proposed = proposals(read.report) if place else {}
    rows = (
        Row(mode, ticked.get(mode.slug, ""), None if mode.slug in ticked else proposed.get(mode.slug))
        for mode in sorted(read.report.modes, key=lambda mode: ORDER.index(mode.verdict))
    )
    return Reading(tuple(rows), place)


def ticked_in(card: Scorecard | None) -> Mapping[str, str]:
    """Return what is ticked in a scorecard, by the mode's slug."""
    return {tick.mode: tick.stand for tick in card.ticks.all()} if card else {}


@dataclass(frozen=True, slots=True)
class NoteRead:
    """What the panel reads in the notes about one mode: who says what, and whether they agree."""

    mode: str
    title: str
    by: tuple[tuple[Scorecard, str], ...]

    @property
    def agreed(self) -> bool:
        """Tell whether all who ticked it ticked the same."""
        return len({stand for _, stand in self.by}) == 1


def notes_read(cards: Iterable[Scorecard]) -> tuple[NoteRead, ...]:
    """Return what sealed scorecards say of the notes, where they differ first; they must be readable by who asks."""
    titles = {mode.slug: mode.title for mode in MODES}
    by_mode: dict[str, list[tuple[Scorecard, str]]] = {}
    for card in cards:
        for tick in card.ticks.all():
            by_mode.setdefault(tick.mode, []).append((card, Tick.Stand(tick.stand).label))
    read = [NoteRead(mode, titles.get(mode, mode), tuple(by)) for mode, by in by_mode.items()]
    return tuple(sorted(read, key=lambda one: (one.agreed, one.title)))


def counted(read: tuple[NoteRead, ...]) -> list[tuple[str, int]]:
    """Return for how many modes all who ticked agree on a stand, per stand, and for how many they do not."""
    agreed = Counter(one.by[0][1] for one in read if one.agreed)
    differ = sum(not one.agreed for one in read)
    counts = [(str(label), agreed[label]) for _, label in Tick.Stand.choices]
    return [*counts, *([("read differently", differ)] if differ else [])]
