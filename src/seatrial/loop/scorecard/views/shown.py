"""What several pages of a scorecard show the same way: its filled fields, and the stage that they belong to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import reads_work
from seatrial.loop.evidence.rules import handed_in, shown_before, shown_trial, trial_run
from seatrial.loop.openings.guides import ONE_QUESTION, guide_of
from seatrial.loop.openings.models import Stage
from seatrial.loop.openings.spine import Kind
from seatrial.loop.people.models import User
from seatrial.loop.scorecard import rules
from seatrial.loop.scorecard.fields import EMPTY, Field, Filled, Option, is_complete
from seatrial.loop.scorecard.flags import BY_SLUG, FlagKind
from seatrial.loop.scorecard.models import Amendment, Flag, Scorecard


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as it is read: what was asked, what was answered, what was changed after the debrief."""

    field: Field
    filled: Filled
    option: Option | None
    is_complete: bool
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownFlag:
    """A flag with the kind that it is of."""

    flag: Flag
    kind: FlagKind


def filled_fields(
    fields: Iterable[Field],
    filled: Mapping[str, Filled],
    *,
    only: Collection[str] | None = None,
    amendments: Mapping[str, tuple[Amendment, ...]] | None = None,
) -> list[Shown]:
    """Return fields with their answers, in their order; with `only`, some of them."""
    return [
        Shown(
            field=field,
            filled=(answer := filled.get(field.key, EMPTY)),
            option=field.option(answer.chosen),
            is_complete=is_complete(field, answer),
            amendments=(amendments or {}).get(field.key, ()),
        )
        for field in fields
        if only is None or field.key in only
    ]


def as_read(scorecard: Scorecard) -> list[Shown]:
    """Return a sealed scorecard with its amendments; it has to be fetched by `rules.with_entries`."""
    amendments = {entry.field: tuple(entry.amendments.all()) for entry in scorecard.entries.all()}
    return filled_fields(rules.fields_for(scorecard), rules.filled_in(scorecard), amendments=amendments)


def shown_flags(viewer: User, candidacy: Candidacy, stage: Stage) -> list[ShownFlag]:
    """Return the flags of a stage that this person may read."""
    flags = rules.readable_flags(viewer, candidacy, stage).select_related("by")
    return [ShownFlag(flag, BY_SLUG[flag.kind]) for flag in flags]


def evidence_context(viewer: User, candidacy: Candidacy, stage: Stage) -> dict[str, Any]:
    """Return what `scorecard/_trial.html` needs: the trial and what was handed in, where this person may read them.

    With the work and without a trial also its run, which tells why there is no report.
    """
    may_read = stage.kind in rules.ON_EVIDENCE and reads_work(viewer, candidacy)
    trial = shown_trial(candidacy) if may_read else None
    work = candidacy if may_read and handed_in(candidacy) else None
    return {
        "trial": trial,
        "shown_before": shown_before(candidacy) if trial else (),
        "work": work,
        "run": trial_run(candidacy) if work and trial is None else None,
    }


def stage_context(candidacy: Candidacy, stage: Stage) -> dict[str, object]:
    """Return what every page of a stage shows: what the candidate is called there, and the guide."""
    return {
        "candidacy": candidacy,
        "stage": stage,
        "called": rules.called(candidacy, stage),
        "guide": guide_of(Kind(stage.kind), stage.guide),
        "question": ONE_QUESTION,
    }
