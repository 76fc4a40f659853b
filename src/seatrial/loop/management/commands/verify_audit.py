"""Does the audit trail hold, from the first entry to the last? python -m seatrial.loop.manage verify_audit."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from seatrial.loop.audit.rules import FIRST, verified
from seatrial.loop.audit.trail import links


class Command(BaseCommand):
    """Verifies the chain and prints its head, or names the first broken link and exits with 1."""

    help = "Verify the audit trail. Note the head it prints somewhere else: with --head, a later run finds a cut tail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the head that was noted at an earlier run."""
        parser.add_argument("--head", default=FIRST, help="a hash printed by an earlier run, which must still be there")

    def handle(self, *args: Any, head: str, **options: Any) -> None:  # noqa: ANN401  -- as Django's own
        """Walk the chain."""
        del args, options
        found = verified(links(), noted=head.strip().lower())
        if found.broken:
            whole = f"{found.entries} before it hold" if found.entries else "nothing before it"
            raise CommandError(f"The audit trail is broken: {found.broken} ({whole}).")
        self.stdout.write(f"{found.entries} entries, whole.\nHead: {found.head}")
