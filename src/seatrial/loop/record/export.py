"""Everything that is kept of one candidate, as one value that goes to JSON.

What peers wrote is in it only where the lead who asks may read it: an export is no way around the seal. Colleagues are
numbered, referees are not named: the file is about the candidate and may be handed to them.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.decision.models import Decision
from seatrial.loop.evidence.models import Evening
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.models import User
from seatrial.loop.reference.models import Reference
from seatrial.loop.scorecard.models import EarlyOpening, Entry, Flag, Scorecard
from seatrial.loop.scorecard.rules import may_read_peers, readable_flags, readable_scorecards

SCHEMA = "seatrial.candidate/1"
SEALED = "What others wrote in this stage is sealed from you for now and left out, if there is anything."
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


def export(candidacy: Candidacy, viewer: User, *, at: datetime) -> dict[str, Any]:
    """Return the candidate's data as far as this lead may read it."""
    sealed = {stage.pk for stage in sealed_stages(candidacy, viewer)}
    people = _People()
    stages = [_stage(candidacy, one, viewer, people, sealed=one.pk in sealed) for one in candidacy.opening.stages.all()]
    decisions = [] if sealed else [_decision(one, people) for one in candidacy.decisions.order_by("decided_at")]
    return {
        "schema": SCHEMA,
        "exported_at": at,
        "candidate": _values(
            candidacy, ["uid", "name", "email", "alias", "created_at", "withdrawn_at", "closed_at", "keep_until"]
        ),
        "opening": _values(candidacy.opening, ("title", "about")),
        "brief": _brief(candidacy),
        "accommodations": [
            _values(one, ("asked", "asked_at", "granted", "time_factor", "answered_at"))
            for one in candidacy.accommodations.order_by("asked_at")
        ],
        "evenings": [
            _values(
                one, ("kit_seed", "seed", "consented_at", "started_at", "ended_at", "paused_seconds", "told_minutes")
            )
            for one in Evening.objects.filter(candidacy=candidacy)
        ],
        "submissions": [
            _values(one, ("file_name", "size", "sha256", "received_at", "late", "handed_in_at"))
            for one in candidacy.submissions.order_by("received_at")
        ],
        "trials": [_values(one, ("finished_at", "report")) for one in candidacy.trials.all()],
        "stages": stages,
        "references": [_reference(one) for one in candidacy.references.prefetch_related("readings")],
        "decisions": decisions,
        "rubrics": [
            {"name": one.name, "version": one.number, "reason": one.reason, "content": one.content}
            for one in _rubrics(candidacy)
        ],
        "record": [
            _values(one, ("number", "at", "verb", "by", "about", "facts"))
            for one in _entries(candidacy, viewer, whole=not sealed)
        ],
        "left_out": _left_out(sealed=bool(sealed)),
    }


class _People:
    """Numbers colleagues in the order in which they come up."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def __call__(self, user_id: int) -> str:
        return f"colleague {self._numbers.setdefault(user_id, len(self._numbers) + 1)}"


def _left_out(*, sealed: bool) -> list[str]:
    said = [
        "Colleagues stand under numbers, and referees without name, address or relation.",
        "Drafts that were never sealed are read by nobody but their author.",
    ]
    if sealed:
        said.append(
            "Scorecards, flags, decisions and acts of others, as long as a stage is sealed from who exported this."
        )
    return said


def _values(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _brief(candidacy: Candidacy) -> dict[str, Any] | None:
    sent = getattr(candidacy, "sent_brief", None)
    return _values(sent, ("text", "sent_at")) if sent else None


def _stage(candidacy: Candidacy, stage: Stage, viewer: User, people: _People, *, sealed: bool) -> dict[str, Any]:
    passage = candidacy.passages.filter(stage=stage).first()
    cards = readable_scorecards(viewer, candidacy, stage).select_related("rubric_version").order_by("sealed_at")
    flags = readable_flags(viewer, candidacy, stage).order_by("at")
    early = EarlyOpening.objects.filter(candidacy=candidacy, stage=stage)
    return {
        **_values(stage, ("title", "kind", "blind")),
        "started_at": passage and passage.started_at,
        "finished_at": passage and passage.finished_at,
        "scorecards": [_scorecard(one, people) for one in cards.prefetch_related("entries__amendments")],
        "flags": [_flag(one, people) for one in flags],
        "opened_early": [{"by": people(one.by_id), "reason": one.reason, "at": one.at} for one in early],
        "sealed": SEALED if sealed else None,
    }


def _scorecard(card: Scorecard, people: _People) -> dict[str, Any]:
    return {
        "by": people(card.author_id),
        "rubric": str(card.rubric_version),
        "sealed_at": card.sealed_at,
        "entries": [_entry(one) for one in card.entries.all()],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    changed = [_values(one, ("level", "reason", "at")) for one in entry.amendments.all()]
    return {**_values(entry, ("field", "level", "choice", "note", "evidence")), "changed_after_discussion": changed}


def _flag(flag: Flag, people: _People) -> dict[str, Any]:
    return {"by": people(flag.by_id), **_values(flag, ("kind", "words", "prompted", "at"))}


def _reference(reference: Reference) -> dict[str, Any]:
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


def _entries(candidacy: Candidacy, viewer: User, *, whole: bool) -> Iterable[AuditEntry]:
    """Return the acts about the candidate. Of those by peers even the number tells something while they are sealed."""
    entries = AuditEntry.objects.filter(about__in=sorted(_names(candidacy))).order_by("number")
    own = (
        Q(by=f"user:{viewer.uid}")
        | Q(by="system")
        | Q(by=f"candidacy:{candidacy.uid}")
        | Q(by__startswith="reference:")
    )
    return entries if whole else entries.filter(own)


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
