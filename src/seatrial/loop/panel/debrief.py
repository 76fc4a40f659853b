"""What a debrief shows to one viewer: gathered only from what the rules of scorecards let this person read."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.openings.models import Stage
from seatrial.loop.panel.disagreement import LEVELS, Dot, Vote, agenda, dots, initials, mean, spread
from seatrial.loop.people.models import User
from seatrial.loop.report.ticks import NoteRead, counted, notes_read
from seatrial.loop.rubric.arithmetic import Criterion, Levels, Rubric
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.rubric.spelled import Spelled, spelled_panel
from seatrial.loop.scorecard import rules
from seatrial.loop.scorecard.fields import Cited
from seatrial.loop.scorecard.flags import BY_SLUG, FlagKind
from seatrial.loop.scorecard.models import Amendment, EarlyOpening, Entry, Flag, Scorecard
from seatrial.loop.scorecard.views.shown import Shown, as_read


@dataclass(frozen=True, slots=True)
class Said:
    """What one panelist said on one criterion, and how they changed their level."""

    card: Scorecard
    mark: str
    entry: Entry
    cited: tuple[Cited, ...]
    vote: Vote
    amendments: tuple[Amendment, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion across the panel."""

    criterion: Criterion
    cells: tuple[tuple[int, str, tuple[Dot, ...]], ...]
    spread: int
    first: Fraction | None
    now: Fraction | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The take-home across the panel: its criteria by disagreement, and the arithmetic before and after discussion."""

    rubric: Rubric
    rows: tuple[Row, ...]
    marks: tuple[tuple[str, User], ...]
    mechanical: Spelled | None
    discussed: Spelled | None
    moved: bool
    elsewhere: tuple[Scorecard, ...]
    """Scorecards that were made with another version of the rubric, or lack a level: shown, not added up."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a stage, and what each panelist put there, in the order of the columns."""

    name: str
    group: str
    by: tuple[tuple[Scorecard, Shown], ...]


@dataclass(frozen=True, slots=True)
class StagePart:
    """One stage in the debrief: how far its panel is, and, where this viewer may read it, what was written."""

    stage: Stage
    state: rules.PanelState
    may_read: bool
    may_open_early: bool
    early: tuple[EarlyOpening, ...]
    cards: tuple[Scorecard, ...]
    answers: tuple[Answer, ...]

    @property
    def seats_to_fill(self) -> int:
        """Return how many scorecards make the panel complete."""
        return len(self.state.sealed) + len(self.state.missing)

    @property
    def columns(self) -> int:
        """Return how many columns the answers take, with their names."""
        return len(self.cards) + 1


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A flag with its kind."""

    flag: Flag
    kind: FlagKind


@dataclass(frozen=True, slots=True)
class Debrief:
    """All that one viewer may read of one candidate, stage by stage."""

    candidacy: Candidacy
    blind: bool
    """Whether the candidate stands here as an alias."""
    parts: tuple[StagePart, ...]
    flags: tuple[RaisedFlag, ...]
    owes: tuple[Stage, ...]
    numbers: Numbers | None
    notes: tuple[NoteRead, ...] = ()
    """How the panel reads the candidate's notes, mode by mode."""

    @property
    def notes_counted(self) -> list[tuple[str, int]]:
        """Return for how many modes the panel reads the notes in which way."""
        return counted(self.notes)

    @property
    def called(self) -> str:
        """Return what the candidate is called here."""
        return self.candidacy.alias if self.blind else str(self.candidacy)

    @property
    def uid(self) -> str:
        """Return what stands for the candidate in the addresses of the debrief and the decision."""
        return self.candidacy.blind_uid if self.blind else self.candidacy.uid

    @property
    def takehome(self) -> StagePart | None:
        """Return the stage whose levels are added up."""
        return next((part for part in self.parts if part.stage.kind == Stage.Kind.TAKEHOME), None)

    @property
    def is_open(self) -> bool:
        """Tell whether this viewer may read the take-home's scorecards, so that there is something to decide on."""
        return self.takehome is not None and self.takehome.may_read

    @property
    def readable(self) -> tuple[StagePart, ...]:
        """Return the stages that this viewer may read."""
        return tuple(part for part in self.parts if part.may_read)

    @property
    def sealed(self) -> tuple[StagePart, ...]:
        """Return the stages that this viewer may not read."""
        return tuple(part for part in self.parts if not part.may_read)


def debrief_for(viewer: User, candidacy: Candidacy, *, blind: bool = False) -> Debrief:
    """Gather a debrief, by the name or by the alias; what the viewer may not read is not fetched."""
    panels = rules.panels_of([candidacy])[candidacy.pk]
    stages = list(candidacy.opening.stages.all())
    cards = rules.with_entries(rules.peers_scorecards(viewer, candidacy, panels)).order_by("sealed_at", "pk")
    flags = rules.peers_flags(viewer, candidacy, panels).select_related("by", "stage").order_by("stage__position", "at")
    early = EarlyOpening.objects.filter(candidacy=candidacy).select_related("by").order_by("at")
    by_stage: dict[int, list[Scorecard]] = {}
    for card in cards:
        by_stage.setdefault(card.stage_id, []).append(card)
    leads, now = rules.leads(viewer, candidacy), panels.history.present
    parts = tuple(
        StagePart(
            stage=stage,
            state=panels.state(stage),
            may_read=(may_read := panels.may_read_peers(viewer, stage)),
            may_open_early=leads and not may_read and any(where == stage.pk for _, where in now.sealed),
            early=tuple(one for one in early if one.stage_id == stage.pk),
            cards=(written := tuple(by_stage.get(stage.pk, ()))),
            answers=() if stage.kind == Stage.Kind.TAKEHOME else _side_by_side(written),
        )
        for stage in stages
    )
    takehome = next((part for part in parts if part.stage.kind == Stage.Kind.TAKEHOME), None)
    owed = {stage for who, stage in now.seats - now.sealed if who == viewer.pk and who not in now.looked}
    return Debrief(
        candidacy=candidacy,
        blind=blind,
        parts=parts,
        flags=tuple(RaisedFlag(flag, BY_SLUG[flag.kind]) for flag in flags),
        owes=tuple(stage for stage in stages if stage.pk in owed),
        numbers=_numbers(candidacy, takehome.cards) if takehome and takehome.may_read else None,
        notes=notes_read(takehome.cards) if takehome and takehome.may_read else (),
    )


def version_of(candidacy: Candidacy) -> RubricVersion:
    """Return the version of the standard that a candidate is held to."""
    return candidacy.rubric_version or candidacy.opening.rubric_version


def _numbers(candidacy: Candidacy, cards: Sequence[Scorecard]) -> Numbers:
    version = version_of(candidacy)
    rubric = version.rubric
    keys = {one.key for one in rubric.criteria}
    counted = [one for one in cards if one.rubric_version_id == version.pk and keys <= rules.first_levels(one).keys()]
    marks = initials({str(one.pk): str(one.author) for one in cards})
    said = {one.key: tuple(_said(card, one.key, marks[str(card.pk)]) for card in counted) for one in rubric.criteria}
    first = [(str(card.author), _only(keys, rules.first_levels(card))) for card in counted]
    now = [(str(card.author), _only(keys, rules.levels_after_discussion(card))) for card in counted]
    order = agenda({key: [one.vote for one in by] for key, by in said.items()})
    return Numbers(
        rubric=rubric,
        rows=tuple(_row(rubric.criterion(key), said[key]) for key in order),
        marks=tuple((marks[str(card.pk)], card.author) for card in counted),
        mechanical=spelled_panel(rubric, first),
        discussed=spelled_panel(rubric, now),
        moved=first != now,
        elsewhere=tuple(card for card in cards if card not in counted),
    )


def _row(criterion: Criterion, said: tuple[Said, ...]) -> Row:
    votes = [one.vote for one in said]
    placed = dots(votes)
    first = [vote.first for vote in votes]
    return Row(
        criterion=criterion,
        cells=tuple((level, criterion.anchors[level - 1], placed[level]) for level in LEVELS),
        spread=spread(first),
        first=mean(first),
        now=mean([vote.now for vote in votes]),
        said=said,
    )


def _said(card: Scorecard, key: str, mark: str) -> Said:
    entry = next(one for one in card.entries.all() if one.field == key)
    assert entry.level is not None
    return Said(
        card=card,
        mark=mark,
        entry=entry,
        cited=rules.filled_in(card)[key].cited,
        vote=Vote(mark, first=entry.level, now=rules.level_now(entry)),
        amendments=tuple(entry.amendments.all()),
    )


def _side_by_side(cards: Sequence[Scorecard]) -> tuple[Answer, ...]:
    columns = [(card, as_read(card)) for card in cards]
    if not columns:
        return ()
    return tuple(
        Answer(row[0].field.name, row[0].field.group, tuple(zip(cards, row, strict=True)))
        for row in zip(*(shown for _, shown in columns), strict=True)
    )


def _only(keys: set[str], levels: Levels) -> Levels:
    return {key: level for key, level in levels.items() if key in keys}
