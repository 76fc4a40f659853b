"""When sealed scorecards may be read, by whom. One rule, asked by every page, export and statistic.

Judge alone, then debrief: a stage's scorecards, flags and notes are for nobody but their author until every seat of
the stage has sealed, and for no panelist who still owes a scorecard of this candidate in any stage. A lead may open a
stage early for a recorded reason; then the panelists who owe nothing may read too, and that lead scores no more.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.openings.models import Membership, Seat, Stage
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.models import EarlyOpening, Flag, Scorecard


@dataclass(frozen=True, slots=True)
class PanelState:
    """How far the panel of one stage is with one candidate: seats by whether they have sealed."""

    sealed: tuple[Seat, ...]
    missing: tuple[Seat, ...]
    opened_early: bool

    @property
    def is_open(self) -> bool:
        """Tell whether the debrief of this stage may begin."""
        return self.opened_early or (not self.missing and bool(self.sealed))


def panel_state(candidacy: Candidacy, stage: Stage) -> PanelState:
    """Return who of the stage's panel has sealed and who is still missing."""
    seats = tuple(stage.seats.filter(removed_at=None).select_related("user").order_by("pk"))
    sealed = set(_sealed(candidacy, stage).values_list("author_id", flat=True))
    early = EarlyOpening.objects.filter(candidacy=candidacy, stage=stage).exists()
    return PanelState(
        sealed=tuple(seat for seat in seats if seat.user_id in sealed),
        missing=tuple(seat for seat in seats if seat.user_id not in sealed),
        opened_early=early,
    )


def owes_scorecard(viewer: User, candidacy: Candidacy) -> bool:
    """Tell whether this person sits in any stage of the candidate's loop and has not sealed there yet."""
    sealed = Scorecard.objects.filter(
        candidacy=candidacy, stage=OuterRef("stage"), author=viewer, sealed_at__isnull=False
    )
    gave_up = EarlyOpening.objects.filter(candidacy=candidacy, stage=OuterRef("stage"), by=viewer)
    seats = Seat.objects.filter(stage__opening=candidacy.opening_id, user=viewer, removed_at=None)
    return seats.filter(~Exists(sealed), ~Exists(gave_up)).exists()


def may_read_peers(viewer: User, candidacy: Candidacy, stage: Stage) -> bool:
    """Tell whether this person may read the scorecards and flags that others made of a candidate in a stage."""
    if not _belongs(viewer, candidacy, stage) or owes_scorecard(viewer, candidacy):
        return False
    return panel_state(candidacy, stage).is_open


def readable_scorecards(viewer: User, candidacy: Candidacy, stage: Stage) -> QuerySet[Scorecard]:
    """Return the sealed scorecards of a stage that this person may read: their own, and the others' once all is in."""
    sealed = _sealed(candidacy, stage)
    return sealed if may_read_peers(viewer, candidacy, stage) else sealed.filter(author=viewer)


def readable_flags(viewer: User, candidacy: Candidacy, stage: Stage) -> QuerySet[Flag]:
    """Return the flags of a stage that this person may read."""
    flags = Flag.objects.filter(candidacy=candidacy, stage=stage, withdrawn_at=None)
    return flags if may_read_peers(viewer, candidacy, stage) else flags.filter(by=viewer)


def may_score(author: User, candidacy: Candidacy, stage: Stage) -> bool:
    """Tell whether this person may score here: seated, the candidate still in the loop, nothing looked at early."""
    seated = Seat.objects.filter(stage=stage, stage__opening=candidacy.opening_id, user=author, removed_at=None)
    looked = EarlyOpening.objects.filter(candidacy=candidacy, by=author)
    return candidacy.is_active and seated.exists() and not looked.exists()


def _sealed(candidacy: Candidacy, stage: Stage) -> QuerySet[Scorecard]:
    return Scorecard.objects.filter(candidacy=candidacy, stage=stage, sealed_at__isnull=False, void_at=None)


def _belongs(viewer: User, candidacy: Candidacy, stage: Stage) -> bool:
    """Tell whether the stage is of this loop, and the viewer leads it or sits, or sat and sealed, in it."""
    if stage.opening_id != candidacy.opening_id:
        return False
    lead = Membership.objects.filter(opening=candidacy.opening_id, user=viewer, removed_at=None)
    seat = Seat.objects.filter(stage__opening=candidacy.opening_id, user=viewer, removed_at=None)
    return lead.exists() or seat.exists()
