"""Appends to the audit trail, inside the caller's transaction."""

from datetime import UTC
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.audit.rules import FIRST, hash_of

_LOCK = 7_325_482  # one arbitrary number for this table's advisory lock
Fact = str | int | bool | list[str] | None


class Named(Protocol):
    """Anything with a random uid: a user, a candidacy, a scorecard."""

    uid: str


def record(verb: str, *, by: Named | str, about: Named, **facts: Fact) -> None:
    """Append an act to the trail; facts are numbers, words of ours and uids, never a person's own text."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb!r} must be recorded in the transaction of the act")
    _wait_for_turn()
    last = AuditEntry.objects.order_by("-number").values_list("number", "hash").first()
    number, before = (last[0] + 1, last[1]) if last else (1, FIRST)
    at = timezone.now().astimezone(UTC)
    who, what = _named(by), _named(about)
    made = hash_of(number=number, at=at, verb=verb, by=who, about=what, facts=facts, before=before)
    AuditEntry.objects.create(
        number=number, at=at, verb=verb, by=who, about=what, facts=facts, before=before, hash=made
    )


def _named(somebody: Named | str) -> str:
    if isinstance(somebody, str):
        return somebody
    kind = somebody.__class__.__name__  # type() would name the lazy wrapper around a request's user
    return f"{kind.lower()}:{somebody.uid}"


def _wait_for_turn() -> None:
    """Let one writer at a time extend the chain; SQLite's transactions already do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
