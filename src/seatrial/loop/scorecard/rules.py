"""When sealed scorecards may be read, by whom. One rule, asked by every page, export and statistic.

Judge alone, then debrief: a stage's scorecards, flags and notes are for nobody but their author until every seat of
the stage has sealed, and for no panelist who still owes a scorecard of this candidate in any stage. A lead may open a
stage early for a recorded reason; then the panelists who owe nothing may read too, and that lead scores no more.
`blindness` decides; here its history is fetched.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Exists, Max, Min, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from seatrial.loop.candidacy import rules as candidacy_rules
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.openings.models import Membership, Seat, Stage
from seatrial.loop.people.models import User
from seatrial.loop.rubric.arithmetic import Levels, Rubric
from seatrial.loop.scorecard.blindness import Act, History, Role
from seatrial.loop.scorecard.fields import EMPTY, Cited, Field, Filled, fields_of
from seatrial.loop.scorecard.models import Amendment, Citation, EarlyOpening, Entry, Flag, Scorecard
from seatrial.loop.scorecard.seal import holds

ON_EVIDENCE = (Stage.Kind.TAKEHOME, Stage.Kind.REVIEW, Stage.Kind.DISCUSSION)
"""The stages that are held on what the candidate's submission did."""


@dataclass(frozen=True, slots=True)
class PanelState:
    """How far the panel of one stage is with one candidate: seats by whether they have sealed.

    `recused` could read what others wrote before they scored: nobody waits for them. `left` gave up their seat without
    having sealed.
    """

    sealed: tuple[Seat, ...]
    missing: tuple[Seat, ...]
    opened_early: bool
    is_open: bool
    recused: tuple[Seat, ...] = ()
    left: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class Panels:
    """The panels of all stages for one candidate, fetched at once: for pages that show several stages."""

    history: History
    seats: tuple[Seat, ...]

    def state(self, stage: Stage) -> PanelState:
        """Return who of a stage's panel has sealed and who is still missing."""
        now, here = self.history.present, [seat for seat in self.seats if seat.stage_id == stage.pk]
        missing, sealed = now.missing(stage.pk), {who for who, where in now.sealed if where == stage.pk}
        held = [seat for seat in here if seat.removed_at is None]
        holders = {seat.user_id for seat in held}
        return PanelState(
            sealed=tuple(seat for seat in held if seat.user_id in sealed),
            missing=tuple(seat for seat in held if seat.user_id in missing),
            opened_early=stage.pk in now.opened,
            is_open=now.is_open(stage.pk),
            recused=tuple(seat for seat in held if seat.user_id not in sealed | missing),
            left=tuple(_last_of_each(seat for seat in here if seat.user_id not in holders | sealed)),
        )

    def recused(self, stage: int) -> list[Seat]:
        """Return the seats of a stage whose holders have not sealed and score no more: they have looked."""
        now = self.history.present
        held = (seat for seat in self.seats if seat.stage_id == stage and seat.removed_at is None)
        return [seat for seat in held if seat.user_id in now.looked and (seat.user_id, stage) not in now.sealed]

    def open_to(self, viewer: User) -> frozenset[int]:
        """Return the stages, by primary key, in which this person may read what others wrote."""
        now = self.history.present
        written = {stage for _, stage in now.sealed | now.flags}
        return frozenset(stage for stage in written if now.may_read(viewer.pk, stage))

    def may_read_peers(self, viewer: User, stage: Stage) -> bool:
        """Tell whether this person may read what others wrote in a stage."""
        return self.history.present.may_read(viewer.pk, stage.pk)


def panels_of(candidacies: Iterable[Candidacy]) -> dict[int, Panels]:
    """Return the panels of several candidates by their primary key, in five queries whatever their number."""
    openings = {one.pk: one.opening_id for one in candidacies}
    theirs = {"candidacy__in": list(openings)}
    seats, roles = defaultdict(list), defaultdict(list)
    for seat in Seat.objects.filter(stage__opening__in=set(openings.values())).select_related("user", "stage"):
        seats[seat.stage.opening_id].append(seat)
        roles[seat.stage.opening_id].append(Role(seat.user_id, seat.stage_id, seat.added_at, seat.removed_at))
    for lead in Membership.objects.filter(opening__in=set(openings.values())):
        roles[lead.opening_id].append(Role(lead.user_id, None, lead.added_at, lead.removed_at))
    sealed = _acts(Scorecard.objects.filter(**theirs, sealed_at__isnull=False), "author_id", "sealed_at")
    flags = _acts(Flag.objects.filter(**theirs), "by_id", "at")
    opened = _acts(EarlyOpening.objects.filter(**theirs), "by_id", "at")
    return {
        pk: Panels(
            history=History(tuple(roles[opening]), tuple(sealed[pk]), tuple(flags[pk]), tuple(opened[pk])),
            seats=tuple(sorted(seats[opening], key=lambda seat: seat.pk)),
        )
        for pk, opening in openings.items()
    }


def where_somebody_looked(openings: Iterable[int]) -> dict[int, Panels]:
    """Return the panels of the active candidates of whom somebody may have read: for all others nobody has looked.

    That is who opened early, and who was seated after the first seal; the history says which of these could read.
    """
    active = {"candidacy__withdrawn_at": None, "candidacy__closed_at": None, "candidacy__erased_at": None}
    here = set(openings)
    early = EarlyOpening.objects.filter(**active, candidacy__opening__in=here).order_by()
    opened = set(early.values_list("candidacy_id", flat=True))
    last = Seat.objects.filter(stage__opening__in=here).order_by().values_list("stage__opening")
    seated = dict(last.annotate(at=Max("added_at")))
    newest = max(seated.values(), default=timezone.now())  # with nobody seated, there is no opening to look at
    sealed = Scorecard.objects.filter(**active, candidacy__opening__in=seated, sealed_at__lte=newest)
    first = sealed.order_by().values_list("candidacy_id", "candidacy__opening").annotate(at=Min("sealed_at"))
    late = {candidacy for candidacy, opening, at in first if at <= seated[opening]}
    return panels_of(Candidacy.objects.filter(pk__in=opened | late)) if opened | late else {}


def panel_state(candidacy: Candidacy, stage: Stage) -> PanelState:
    """Return who of the stage's panel has sealed and who is still missing."""
    return panels_of([candidacy])[candidacy.pk].state(stage)


def open_panels(stage: Stage) -> set[int]:
    """Return the candidates, by primary key, whose panel of a stage is complete or was opened early."""
    begun = Candidacy.objects.filter(scorecards__stage=stage, scorecards__sealed_at__isnull=False).distinct()
    return {pk for pk, panels in panels_of(begun).items() if panels.history.present.is_open(stage.pk)}


def owes_scorecard(viewer: User, candidacy: Candidacy) -> bool:
    """Tell whether this person sits in any stage of the candidate's loop and has not sealed there yet."""
    return panels_of([candidacy])[candidacy.pk].history.present.owes(viewer.pk)


def may_read_peers(viewer: User, candidacy: Candidacy, stage: Stage) -> bool:
    """Tell whether this person may read the scorecards and flags that others made of a candidate in a stage."""
    if stage.opening_id != candidacy.opening_id:
        return False
    return panels_of([candidacy])[candidacy.pk].may_read_peers(viewer, stage)


def readable_scorecards(viewer: User, candidacy: Candidacy, stage: Stage) -> QuerySet[Scorecard]:
    """Return the sealed scorecards of a stage that this person may read: their own, and the others' once all is in."""
    sealed = Scorecard.objects.filter(candidacy=candidacy, stage=stage, sealed_at__isnull=False)
    return sealed if may_read_peers(viewer, candidacy, stage) else sealed.filter(author=viewer)


def readable_flags(viewer: User, candidacy: Candidacy, stage: Stage) -> QuerySet[Flag]:
    """Return the flags of a stage that this person may read."""
    flags = Flag.objects.filter(candidacy=candidacy, stage=stage, withdrawn_at=None)
    return flags if may_read_peers(viewer, candidacy, stage) else flags.filter(by=viewer)


def peers_scorecards(viewer: User, candidacy: Candidacy, panels: Panels) -> QuerySet[Scorecard]:
    """Return the sealed scorecards of all stages whose debrief is open to this person."""
    stages = panels.open_to(viewer)
    return Scorecard.objects.filter(candidacy=candidacy, stage__in=stages, sealed_at__isnull=False)


def peers_flags(viewer: User, candidacy: Candidacy, panels: Panels) -> QuerySet[Flag]:
    """Return the flags of all stages whose debrief is open to this person."""
    stages = panels.open_to(viewer)
    return Flag.objects.filter(candidacy=candidacy, stage__in=stages, withdrawn_at=None)


def has_reached(candidacy: Candidacy, stage: Stage) -> bool:
    """Tell whether the candidate has come to a stage, or is past it."""
    return (
        candidacy.stage is not None
        and stage.opening_id == candidacy.opening_id
        and stage.position <= candidacy.stage.position
    )


def may_score(author: User, candidacy: Candidacy, stage: Stage) -> bool:
    """Tell whether this person may score: seated, the candidate in the loop and come so far, nothing of others read."""
    if not (candidacy.is_active and has_reached(candidacy, stage)):
        return False
    return panels_of([candidacy])[candidacy.pk].history.present.may_score(author.pk, stage.pk)


def scorable(author: User, stage: Stage, candidacies: Iterable[Candidacy]) -> list[Candidacy]:
    """Return those of several candidates that this person may score in a stage."""
    active = [one for one in candidacies if one.is_active and has_reached(one, stage)]
    panels = panels_of(active)
    return [one for one in active if panels[one.pk].history.present.may_score(author.pk, stage.pk)]


def to_be_scored(author: User, stage: Stage) -> list[Candidacy]:
    """Return the candidates for whom this person has not begun a scorecard in a stage, though they may."""
    begun = Scorecard.objects.filter(author=author, stage=stage).values("candidacy")
    active = Candidacy.objects.filter(opening=stage.opening_id, withdrawn_at=None, closed_at=None, erased_at=None)
    return scorable(author, stage, active.exclude(pk__in=begun).select_related("stage", "opening").order_by("pk"))


def may_flag(viewer: User, candidacy: Candidacy, stage: Stage) -> bool:
    """Tell whether this person may raise a flag: seated in the stage or leading, the candidate in the loop."""
    if not candidacy.is_active or stage.opening_id != candidacy.opening_id:
        return False
    now = panels_of([candidacy])[candidacy.pk].history.present
    return viewer.pk in now.leads or (viewer.pk, stage.pk) in now.seats


def may_open_early(viewer: User, candidacy: Candidacy, stage: Stage) -> bool:
    """Tell whether this person leads the loop and there is something sealed that they may not read yet."""
    if stage.opening_id != candidacy.opening_id or candidacy.erased_at:
        return False
    now = panels_of([candidacy])[candidacy.pk].history.present
    others = any(who != viewer.pk and where == stage.pk for who, where in now.sealed)
    return viewer.pk in now.leads and others and not now.may_read(viewer.pk, stage.pk)


def own_scorecards(author: User) -> QuerySet[Scorecard]:
    """Return the scorecards that this person made. Nobody else's has a page."""
    return Scorecard.objects.filter(author=author).select_related(
        "candidacy__stage", "candidacy__opening", "stage__opening", "author", "rubric_version"
    )


def leads(viewer: User, candidacy: Candidacy) -> bool:
    """Tell whether this person leads the candidate's opening."""
    return candidacy_rules.led_by(viewer).filter(pk=candidacy.pk).exists()


def is_seated(viewer: User, candidacy: Candidacy) -> bool:
    """Tell whether this person sits in any stage of the candidate's loop."""
    return candidacy_rules.scored_by(viewer).filter(pk=candidacy.pk).exists()


def stages_for(viewer: User) -> QuerySet[Stage]:
    """Return the stages whose pages this person may open: a lead all, a panelist their own."""
    led = Membership.objects.filter(opening=OuterRef("opening"), user=viewer, removed_at=None)
    held = Seat.objects.filter(stage=OuterRef("pk"), user=viewer, removed_at=None)
    return Stage.objects.filter(Exists(led) | Exists(held)).select_related("opening")


def met_in(stage: Stage, uid: str) -> QuerySet[Candidacy]:
    """Return the candidacy of an address of a stage: blind stages have addresses of their own."""
    by = {"blind_uid": uid} if stage.blind else {"uid": uid}
    return Candidacy.objects.filter(**by, opening=stage.opening_id).select_related("stage", "opening")


def work_in(viewer: User, stage: Stage, uid: str) -> QuerySet[Candidacy]:
    """Return the candidacy of an address of a stage if this person, who may enter the stage, may read the work."""
    return met_in(stage, uid).filter(candidacy_rules.open_work(viewer))


def called(candidacy: Candidacy, stage: Stage) -> str:
    """Return what a candidate is called in a stage: blind ones know the alias only."""
    return candidacy.alias if stage.blind else str(candidacy)


def fields_for(scorecard: Scorecard) -> tuple[Field, ...]:
    """Return the fields of a scorecard, by the version of the rubric that it was made with."""
    return stage_fields(scorecard.stage, scorecard.rubric_version.rubric)


def stage_fields(stage: Stage, rubric: Rubric) -> tuple[Field, ...]:
    """Return the fields of a stage under a rubric."""
    return fields_of(stage.kind, rubric, reliability_first=stage.reliability_first)


def filled_in(scorecard: Scorecard) -> dict[str, Filled]:
    """Return what stands in a scorecard, by field."""
    cited: dict[str, list[Cited]] = defaultdict(list)
    for one in scorecard.citations.all():
        cited[one.field].append(_cited(one))
    entries = {entry.field: filled(entry) for entry in scorecard.entries.all()}
    return {
        key: replace(entries.get(key, EMPTY), cited=tuple(cited.get(key, ())))
        for key in dict.fromkeys((*entries, *cited))
    }


def filled(entry: Entry) -> Filled:
    """Return one entry as a value."""
    return Filled(entry.level, entry.choice, entry.note, tuple(entry.evidence))


def _cited(one: Citation) -> Cited:
    return Cited(
        uid=one.uid,
        trial_uid=one.trial.uid,
        trial_blind_uid=one.trial.blind_uid,
        place=one.place,
        title=one.title,
        words=one.words,
    )


def with_entries(scorecards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """Fetch scorecards with all that stands in them, in six queries whatever their number."""
    changes = Prefetch("amendments", Amendment.objects.order_by("at", "pk"))
    return scorecards.select_related("author", "stage", "rubric_version").prefetch_related(
        Prefetch("entries", Entry.objects.prefetch_related(changes)), "citations", "ticks"
    )


def first_levels(scorecard: Scorecard) -> Levels:
    """Return the levels that were sealed, per criterion."""
    return {entry.field: entry.level for entry in scorecard.entries.all() if entry.level is not None}


def levels_after_discussion(scorecard: Scorecard) -> Levels:
    """Return the levels with the last change after the debrief, per criterion."""
    return {entry.field: level_now(entry) for entry in scorecard.entries.all() if entry.level is not None}


def level_now(entry: Entry) -> int:
    """Return the level of an entry after the last change; the entry must have one."""
    changes = list(entry.amendments.all())
    assert entry.level is not None
    return changes[-1].level if changes else entry.level


def seal_holds(scorecard: Scorecard) -> bool:
    """Tell whether a sealed scorecard still says what was sealed."""
    return holds(scorecard.seal, sealed_content(scorecard), settings.SECRET_KEY)


def sealed_content(scorecard: Scorecard) -> dict[str, Any]:
    """Return all that a seal covers."""
    assert scorecard.sealed_at is not None
    entries = scorecard.entries.order_by("field").values_list("field", "level", "choice", "note", "evidence")
    citations = scorecard.citations.order_by("pk").values_list("field", "trial__uid", "place", "title", "words")
    return {
        "scorecard": scorecard.uid,
        "candidacy": scorecard.candidacy.uid,
        "stage": scorecard.stage.uid,
        "author": scorecard.author.uid,
        "rubric_version": scorecard.rubric_version.uid,
        "sealed_at": round(scorecard.sealed_at.timestamp() * 1_000_000),
        "entries": [list(entry) for entry in entries],
        "citations": [list(one) for one in citations],
        "ticks": [list(one) for one in scorecard.ticks.order_by("mode").values_list("mode", "stand")],
    }


def _acts(rows: QuerySet[Any], who: str, at: str) -> dict[int, list[Act]]:
    found = defaultdict(list)
    for candidacy, *act in rows.values_list("candidacy_id", who, "stage_id", at):
        found[candidacy].append(Act(*act))
    return found


def _last_of_each(seats: Iterable[Seat]) -> Iterable[Seat]:
    return {seat.user_id: seat for seat in seats}.values()
