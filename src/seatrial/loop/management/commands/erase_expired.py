"""Erases whom the retention date has passed. A worker does so every hour; this is for where none runs."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from seatrial.loop.record.actions import erase_expired


class Command(BaseCommand):
    """Erases every candidate whose last day of keeping is over."""

    help = "Erase what is personal of every candidate whose last day of keeping is over. Nothing brings it back."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  -- as Django's own
        """Erase, and say how many."""
        del args, options
        self.stdout.write(f"{erase_expired(timezone.now().date())} erased.")
