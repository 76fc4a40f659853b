"""A candidate's way through the loop, as the lead sees it, and the part of it that a panelist sees."""

from dataclasses import dataclass

from seatrial.loop.candidacy.models import Candidacy, Passage
from seatrial.loop.openings.guides import Guide, guide_of
from seatrial.loop.openings.models import Stage
from seatrial.loop.openings.spine import Kind
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.models import Scorecard
from seatrial.loop.scorecard.rules import PanelState, panels_of


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the timeline. What is sealed shows as sealed, with who is missing; never what it says."""

    stage: Stage
    guide: Guide
    state: str
    passage: Passage | None
    panel: PanelState | None
    own: Scorecard | None

    @property
    def seats(self) -> int:
        """Count the seats of its panel."""
        return len(self.panel.sealed) + len(self.panel.missing) if self.panel else 0

    @property
    def is_begun(self) -> bool:
        """Tell whether it was started and is not finished."""
        return self.passage is not None and self.passage.finished_at is None


def steps_for_lead(candidacy: Candidacy, viewer: User) -> tuple[Step, ...]:
    """Return every stage with the state of its panel."""
    return _steps(candidacy, viewer, list(candidacy.opening.stages.all()), with_panel=True)


def steps_for_panelist(candidacy: Candidacy, viewer: User) -> tuple[Step, ...]:
    """Return the stages with a name that this person sits in. A blind one would tell whose alias is whose."""
    stages = Stage.objects.filter(opening=candidacy.opening_id, blind=False, seats__user=viewer, seats__removed_at=None)
    return _steps(candidacy, viewer, list(stages.order_by("position")), with_panel=False)


def _steps(candidacy: Candidacy, viewer: User, stages: list[Stage], *, with_panel: bool) -> tuple[Step, ...]:
    passages = {one.stage_id: one for one in candidacy.passages.all()}
    panels = panels_of([candidacy])[candidacy.pk]
    own = {one.stage_id: one for one in Scorecard.objects.filter(candidacy=candidacy, author=viewer, void_at=None)}
    return tuple(
        Step(
            stage=stage,
            guide=guide_of(Kind(stage.kind), stage.guide),
            state=_state(candidacy, stage, passages.get(stage.pk)),
            passage=passages.get(stage.pk),
            panel=panels.state(stage) if with_panel else None,
            own=own.get(stage.pk),
        )
        for stage in stages
    )


def _state(candidacy: Candidacy, stage: Stage, passage: Passage | None) -> str:
    if passage is not None and passage.finished_at is not None:
        return "done"
    return "now" if candidacy.is_active and stage.pk == candidacy.stage_id else "later"
