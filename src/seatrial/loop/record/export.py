"""Everything that is kept of one candidate, as one value that goes to JSON.

What peers wrote is in it only where the lead who asks may read it: an export is no way around the seal. The candidate
reads what others wrote once it is decided. Colleagues are numbered, referees are not named.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import is_settled
from seatrial.loop.decision.models import Decision
from seatrial.loop.evidence.models import Evening, Run, Trial
from seatrial.loop.openings.models import Stage
from seatrial.loop.openings.rules import reads_requests
from seatrial.loop.people.models import User
from seatrial.loop.reference.models import Reference
from seatrial.loop.scorecard.models import EarlyOpening, Entry, Flag, Scorecard
from seatrial.loop.scorecard.rules import may_read_peers, readable_flags, readable_scorecards

SCHEMA = "seatrial.candidate/1"
SEALED = "What others wrote in this stage is sealed from you for now and left out, if there is anything."
UNDECIDED = "What others wrote here stands here once it is decided, or, if you withdrew, once the opening is closed."
_OF_TIME = Q(about__startswith="accommodation:") | Q(verb__startswith="evening ") | Q(facts__has_key="told_minutes")
_OF_EVENING = ("kit_seed", "consented_at", "started_at", "ended_at", "paused_seconds", "told_minutes")
_SAID = ("at", "mode", "typed", "shown", "expected", "words", "ran_at")
_OF_THE_CANDIDATE = ("uid", "name", "email", "alias", "created_at", "withdrawn_at", "closed_at", "keep_until")


def sealed_stages(candidacy: Candidacy, viewer: User) -> list[Stage]:
    """Return the stages whose panel this person may not read yet; after a decision, those with anything to read."""
    unread = [one for one in candidacy.opening.stages.all() if not may_read_peers(viewer, candidacy, one)]
    if candidacy.closed_at is None:
        return unread
    written = {
        *candidacy.scorecards.exclude(author=viewer).values_list("stage", flat=True),
        *candidacy.flags.exclude(by=viewer).values_list("stage", flat=True),
    }
    return [one for one in unread if one.pk in written]


@dataclass(frozen=True, slots=True)
class _Eyes:
    """Who reads: the stages sealed from them, the scorecards and flags that they may read, the acts that are theirs."""

    sealed: frozenset[int]
    cards: Callable[[Stage], QuerySet[Scorecard]]
    flags: Callable[[Stage], QuerySet[Flag]]
    acts: Q
    own: bool = False
    undecided: bool = False
    reads_reports: bool = True
    reads_requests: bool = True

    @property
    def seeds_sealed(self) -> bool:
        """Whether the worlds that the work is tried on are still to be met: a seed would tell all their answers."""
        return self.own and self.undecided


def export(candidacy: Candidacy, viewer: User, *, at: datetime) -> dict[str, Any]:
    """Return the candidate's data as far as this lead may read it."""
    eyes = _Eyes(
        sealed=frozenset(stage.pk for stage in sealed_stages(candidacy, viewer)),
        cards=lambda stage: readable_scorecards(viewer, candidacy, stage),
        flags=lambda stage: readable_flags(viewer, candidacy, stage),
        acts=Q(by=f"user:{viewer.uid}"),
        reads_requests=reads_requests(viewer, candidacy.opening),
    )
    return _export(candidacy, eyes, at)


def export_own(candidacy: Candidacy, *, at: datetime) -> dict[str, Any]:
    """Return the candidate's data as they may read it themselves: what others wrote, once it is decided."""
    undecided = not is_settled(candidacy)
    stages = frozenset(candidacy.opening.stages.values_list("pk", flat=True))
    cards = candidacy.scorecards.filter(sealed_at__isnull=False, void_at=None)
    eyes = _Eyes(
        sealed=stages if undecided else frozenset(),
        cards=lambda stage: cards.none() if undecided else cards.filter(stage=stage),
        flags=lambda stage: candidacy.flags.none() if undecided else candidacy.flags.filter(stage=stage),
        acts=Q(),
        own=True,
        undecided=undecided,
        reads_reports=not undecided or candidacy.opening.takehome.shows_report,
    )
    return _export(candidacy, eyes, at)


def _export(candidacy: Candidacy, eyes: _Eyes, at: datetime) -> dict[str, Any]:
    people = _People()
    stages = [_stage(candidacy, one, eyes, people) for one in candidacy.opening.stages.all()]
    decisions = [] if eyes.sealed else [_decision(one, people) for one in candidacy.decisions.order_by("decided_at")]
    return {
        "schema": SCHEMA,
        "exported_at": at,
        "candidate": _values(
            candidacy, ["uid", "name", "email", "alias", "created_at", "withdrawn_at", "closed_at", "keep_until"]
        ),
        "opening": _values(candidacy.opening, ("title", "about")),
        "brief": _brief(candidacy),
        "accommodations": [
            _values(one, ("asked", "asked_at", "granted", "time_factor", "untimed", "answered_at"))
            for one in candidacy.accommodations.order_by("asked_at")
            if eyes.reads_requests
        ],
        "evenings": [
            {**_values(one, _OF_EVENING), "seed": None if eyes.seeds_sealed else one.seed}
            for one in Evening.objects.filter(candidacy=candidacy)
            if eyes.reads_requests
        ],
        "submissions": [
            {
                **_values(one, ("file_name", "size", "sha256", "received_at", "handed_in_at")),
                "late": one.late if eyes.reads_requests else None,
                "shared_with_the_starter_kit": getattr(getattr(one, "comparison", None), "from_starter", None),
                "shared_with_others": [
                    _values(like, ("share",)) for like in one.likenesses.all() if eyes.reads_requests
                ],
                "runs": [_run(run, eyes) for run in one.runs.order_by("queued_at")],
            }
            for one in candidacy.submissions.prefetch_related("runs").order_by("received_at")
        ],
        "trials": [_trial(one, whole=eyes.reads_reports) for one in candidacy.trials.all()],
        "predictions": [
            _values(one, (*_SAID, "result") if eyes.reads_reports else _SAID)
            for one in candidacy.predictions.order_by("at", "pk")
        ],
        "stages": stages,
        "references": [_reference(one, eyes) for one in candidacy.references.prefetch_related("readings")],
        "decisions": decisions,
        "rubrics": [
            {"name": one.name, "version": one.number, "reason": one.reason, "content": one.content}
            for one in (() if eyes.undecided else _rubrics(candidacy))
        ],
        "record": [_values(one, ("number", "at", "verb", "by", "about", "facts")) for one in _entries(candidacy, eyes)],
        "left_out": _left_out(eyes),
    }


class _People:
    """Numbers colleagues in the order in which they come up."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def __call__(self, user_id: int) -> str:
        return f"colleague {self._numbers.setdefault(user_id, len(self._numbers) + 1)}"


def _left_out(eyes: _Eyes) -> list[str]:
    said = [
        "Colleagues stand under numbers, and referees without name, address or relation.",
        "Drafts that were never sealed are read by nobody but their author.",
    ]
    if not eyes.reads_requests:
        said.append("Requests for more time, the clock and likenesses, which nobody who scores reads.")
    if eyes.undecided:
        said.append(
            "What others did and wrote about you, as long as nothing is decided. Everybody judges on their own first; "
            "once it is decided, all of it stands here."
        )
        said.append("The numbers of the worlds that your work is tried on, as long as nothing is decided.")
    elif eyes.sealed:
        said.append(
            "Scorecards, flags, decisions and acts of others, as long as a stage is sealed from who exported this."
        )
    return said


def _values(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _brief(candidacy: Candidacy) -> dict[str, Any] | None:
    sent = getattr(candidacy, "sent_brief", None)
    return _values(sent, ("text", "sent_at")) if sent else None


def _stage(candidacy: Candidacy, stage: Stage, eyes: _Eyes, people: _People) -> dict[str, Any]:
    passage = candidacy.passages.filter(stage=stage).first()
    cards = eyes.cards(stage).select_related("rubric_version").order_by("sealed_at")
    flags = eyes.flags(stage).order_by("at")
    early = () if eyes.undecided else EarlyOpening.objects.filter(candidacy=candidacy, stage=stage)
    return {
        **_values(stage, ("title", "kind", "blind")),
        "started_at": passage and passage.started_at,
        "finished_at": passage and passage.finished_at,
        "scorecards": [
            _scorecard(one, people) for one in cards.prefetch_related("entries__amendments", "citations", "ticks")
        ],
        "flags": [_flag(one, people) for one in flags],
        "opened_early": [{"by": people(one.by_id), "reason": one.reason, "at": one.at} for one in early],
        "sealed": (UNDECIDED if eyes.undecided else SEALED) if stage.pk in eyes.sealed else None,
    }


def _scorecard(card: Scorecard, people: _People) -> dict[str, Any]:
    return {
        "by": people(card.author_id),
        "rubric": str(card.rubric_version),
        "sealed_at": card.sealed_at,
        "entries": [_entry(one) for one in card.entries.all()],
        "citations": [_values(one, ("field", "title", "place", "words")) for one in card.citations.all()],
        "notes_read": {one.mode: one.stand for one in card.ticks.all()},
    }


def _entry(entry: Entry) -> dict[str, Any]:
    changed = [_values(one, ("level", "reason", "at")) for one in entry.amendments.all()]
    return {**_values(entry, ("field", "level", "choice", "note", "evidence")), "changed_after_discussion": changed}


def _flag(flag: Flag, people: _People) -> dict[str, Any]:
    return {"by": people(flag.by_id), **_values(flag, ("kind", "words", "prompted", "at"))}


def _run(run: Run, eyes: _Eyes) -> dict[str, Any]:
    """Return a run; what a check said is between it and the candidate, what our machine said is about nobody."""
    values = _values(run, ("kind", "state", "queued_at", "started_at", "finished_at"))
    seed = None if eyes.seeds_sealed and run.kind != Run.Kind.CHECK else run.seed
    return {**values, "seed": seed, "words": run.words if eyes.own and run.state == Run.State.REFUSED else ""}


def _trial(trial: Trial, *, whole: bool) -> dict[str, Any]:
    report = trial.report if whole else {"left_out": "Its report, which the lead does not show before a decision."}
    return {"finished_at": trial.finished_at, "report": report}


def _reference(reference: Reference, eyes: _Eyes) -> dict[str, Any]:
    if eyes.undecided:
        return _values(reference, ("asked_at", "declined_at", "answered_at"))
    readings = [_values(one, ("says", "reason", "at")) for one in reference.readings.all()]
    return {
        **_values(reference, ("asked_at", "consented_at", "declined_at", "answered_at", "what_broke", "how_handled")),
        "readings": readings,
    }


def _decision(decision: Decision, people: _People) -> dict[str, Any]:
    letter = getattr(decision, "letter", None)
    return {
        "by": people(decision.decided_by_id),
        **_values(decision, ("outcome", "reasons", "departure", "arithmetic", "decided_at")),
        "plan": [_values(one, ("judgement", "gap", "closed_by", "due", "who")) for one in decision.gaps.all()],
        "dissent": [{"by": people(one.by_id), "words": one.words, "at": one.at} for one in decision.dissents.all()],
        "letter": _values(letter, ("text", "sent_at")) if letter else None,
    }


def _rubrics(candidacy: Candidacy) -> Iterable[Any]:
    versions = {card.rubric_version for card in candidacy.scorecards.select_related("rubric_version")}
    return sorted(versions or {candidacy.opening.rubric_version}, key=lambda one: (one.name, one.number))


def _entries(candidacy: Candidacy, eyes: _Eyes) -> Iterable[AuditEntry]:
    """Return the acts about the candidate. Of those by peers even the number tells something while they are sealed."""
    entries = AuditEntry.objects.filter(about__in=sorted(_names(candidacy))).order_by("number")
    if not eyes.reads_requests:
        entries = entries.exclude(_OF_TIME)
    own = eyes.acts | Q(by="system") | Q(by=f"candidacy:{candidacy.uid}") | Q(by__startswith="reference:")
    return entries.filter(own) if eyes.sealed else entries


def _names(candidacy: Candidacy) -> Iterable[str]:
    """Return every name under which the audit trail speaks of this candidate."""
    yield f"candidacy:{candidacy.uid}"
    of_decisions = candidacy.decisions.values_list("uid", "letter__uid", "dissents__uid")
    for decision, letter, dissent in of_decisions:
        yield f"decision:{decision}"
        if letter:
            yield f"letter:{letter}"
        if dissent:
            yield f"dissent:{dissent}"
    for kind, rows in (
        ("accommodation", candidacy.accommodations),
        ("earlyopening", candidacy.early_openings),
        ("flag", candidacy.flags),
        ("passage", candidacy.passages),
        ("reference", candidacy.references),
        ("scorecard", candidacy.scorecards),
        ("submission", candidacy.submissions),
        ("trial", candidacy.trials),
    ):
        for uid in rows.values_list("uid", flat=True):
            yield f"{kind}:{uid}"
