"""Erases a candidate, notes until when their data is kept, and records that it was handed out."""

from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from seatrial.loop.audit.actions import record
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import over_before
from seatrial.loop.evidence.actions import cancel
from seatrial.loop.evidence.models import Run, Trial
from seatrial.loop.evidence.reading import copy_of
from seatrial.loop.evidence.store import path_of
from seatrial.loop.identity import new_uid
from seatrial.loop.people.actions import revoke_links
from seatrial.loop.people.models import User
from seatrial.loop.record.traces import DELETED, TRACES, counts_of
from seatrial.loop.reference.models import Reference
from seatrial.loop.scorecard.models import Scorecard


class AlreadyErased(Exception):
    """Somebody erased the candidate before; there is nothing left to erase, keep or hand out."""


@transaction.atomic
def erase(candidacy: Candidacy, *, by: User | str) -> None:
    """Empty everything personal of one candidacy, for good. Levels, outcomes and times stay, with nobody's name."""
    now = timezone.now()
    unnamed = {"name": "", "email": "", "alias": f"Erased {new_uid()}"}
    if Candidacy.objects.filter(pk=candidacy.pk, erased_at=None).update(erased_at=now, **unnamed) != 1:
        raise AlreadyErased
    # Who still writes is stopped first, so that nothing comes after the emptying: autosaves, workers, links.
    Scorecard.objects.filter(candidacy=candidacy, sealed_at=None, void_at=None).update(void_at=now)
    for run in Run.objects.filter(submission__candidacy=candidacy, state__in=(Run.State.WAITING, Run.State.RUNNING)):
        cancel(run, by=by)
    for reference in Reference.objects.filter(candidacy=candidacy):
        revoke_links(reference, by=by)
    revoke_links(candidacy, by=by)
    for model, path in ((model, path) for model, paths in DELETED.items() for path in paths):
        model._default_manager.filter(**{path: candidacy}).delete()  # noqa: SLF001  -- Django's name for it
    for trace in TRACES:
        if trace.emptied:
            rows = trace.model._default_manager.filter(**{trace.path: candidacy})  # noqa: SLF001  -- as above
            rows.update(**trace.emptied)
    for trial in Trial.objects.filter(candidacy=candidacy):
        trial.report = counts_of(trial.report)
        trial.save(update_fields=["report"])
    record("candidate erased", by=by, about=candidacy)
    archives = [where(one.uid) for one in candidacy.submissions.all() for where in (path_of, copy_of)]
    transaction.on_commit(lambda: _forget(archives))


def erase_expired(today: date) -> int:
    """Erase everybody whose last day of keeping is over; returns how many they were."""
    erased = 0
    for candidacy in over_before(today).order_by("pk"):
        try:
            erase(candidacy, by="system")
        except AlreadyErased:
            continue
        erased += 1
    return erased


@transaction.atomic
def keep_until(candidacy: Candidacy, day: date, *, by: User) -> None:
    """Note the last day on which a candidate's data is kept."""
    if Candidacy.objects.filter(pk=candidacy.pk, erased_at=None).update(keep_until=day) != 1:
        raise AlreadyErased
    record("kept until", by=by, about=candidacy, day=day.isoformat())


@transaction.atomic
def note_export(candidacy: Candidacy, *, whole: bool, by: User | Candidacy) -> None:
    """Record that a candidate's data was taken out, and whether anything sealed was left out."""
    record("candidate exported", by=by, about=candidacy, whole=whole)


def _forget(archives: list[Path]) -> None:
    """Remove what was handed in, and empty SQLite's write-ahead log, which still holds the pages as they were."""
    for archive in archives:
        archive.unlink(missing_ok=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
