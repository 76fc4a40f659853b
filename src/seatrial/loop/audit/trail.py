"""Reads the audit trail from the database, a few rows at a time."""

from collections.abc import Iterator
from datetime import UTC

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.audit.rules import Link

_AT_ONCE = 2000


def links() -> Iterator[Link]:
    """Return the links of the chain in their order, holding few in memory however long it is."""
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=_AT_ONCE):
        yield Link(
            number=entry.number,
            at=entry.at.astimezone(UTC),
            verb=entry.verb,
            by=entry.by,
            about=entry.about,
            facts=entry.facts,
            before=entry.before,
            hash=entry.hash,
        )
