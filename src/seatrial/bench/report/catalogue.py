"""The catalogue of failure modes, for a terminal and as plain values."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from seatrial.bench.modes.base import Mode


def described(mode: Mode) -> dict[str, str | int | None]:
    """Return a mode's texts as plain values."""
    return {
        "slug": mode.slug,
        "title": mode.title,
        "surface": mode.surface.value,
        "judgement": mode.judgement.value,
        "expectation": mode.expectation.value,
        "happens": mode.happens,
        "why": mode.why,
        "dependable": mode.dependable,
        "clears_after": mode.strikes,
    }


def show_catalogue(modes: Sequence[Mode], console: Console, *, whole: bool) -> None:
    """Print the modes as a table, or each one in full."""
    if whole:
        for mode in modes:
            for name, text in described(mode).items():
                console.print(Text.assemble((f"{name:>12}  ", "bold"), "" if text is None else str(text)))
        return
    table = Table("mode", "what it is", "surface", "informs", "a dependable feature", box=None, pad_edge=False)
    for mode in modes:
        table.add_row(mode.slug, mode.title, mode.surface.value, mode.judgement.value, mode.expectation.value)
    console.print(table)
    console.print(f"{len(modes)} failure modes; `seatrial modes SLUG` tells one of them in full.")
