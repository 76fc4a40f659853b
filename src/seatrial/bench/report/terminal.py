"""The report in a terminal, with or without colour, from 80 columns on, on any encoding.

A stranger's words reach the console only as `Text` (never as mark-up) and with their control characters written out.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.columns import Columns
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from seatrial.bench.report.harmless import harmless
from seatrial.bench.report.report import Report, ReportedCase, ReportedMode, ScaleNumbers, Tally
from seatrial.bench.report.words import JUDGEMENTS, LOOKS, SURFACES, counted, percent, seconds
from seatrial.bench.verdict import COUNTED, Verdict

_WORST_FIRST = (
    Verdict.SILENT,
    Verdict.LOUD,
    Verdict.DEGRADED,
    Verdict.SUSPICIOUS,
    Verdict.NOT_EXERCISED,
    Verdict.BENCH_BROKE,
)
_MOST_WORDS = 400
_PLAIN = str.maketrans({"…": "...", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', " ": " ", "÷": "/"})


def show(report: Report, console: Console) -> None:
    """Print the report: headline, matrices, modes, and why each mode did not hold."""
    page = _Page(console)
    console.print(page.what_it_was(report))
    console.print(page.panel(report))
    if report.modes and report.cases:
        console.print(page.matrix("Judgement", {JUDGEMENTS[key]: tally for key, tally in report.judgements.items()}))
        console.print(page.matrix("Surface", {SURFACES[key]: tally for key, tally in report.surfaces.items()}))
        console.print(page.modes(report))
    for part in page.reasons(report):
        console.print(part)
    if report.scale.baseline:
        console.print(page.cost(report.scale.baseline))


def show_side_by_side(reports: Sequence[Report], console: Console) -> None:
    """Print the headlines and counts of several reports beside each other, or below where there is no room."""
    page = _Page(console)
    room = max(20, (console.width - len(reports) + 1) // max(1, len(reports)))
    width = room if room >= 36 else console.width
    panels = [page.panel(report, width=width) for report in reports]
    console.print(Columns(panels, padding=(0, 1), expand=False) if width == room else Group(*panels))


class _Page:
    """Puts values into what this console can show."""

    def __init__(self, console: Console) -> None:
        self._ascii = not console.encoding.lower().startswith("utf")
        self._encoding = console.encoding

    def text(self, words: str, style: str = "") -> Text:
        """Return a stranger's or our own words, safe to print here."""
        safe = harmless(words)
        if self._ascii:
            safe = safe.translate(_PLAIN).encode(self._encoding, "backslashreplace").decode(self._encoding)
        return Text(safe, style=style, overflow="fold")

    def verdict(self, verdict: Verdict) -> Text:
        look = LOOKS[verdict]
        return Text(f"{look.ascii if self._ascii else look.shape} {look.word}", style=look.colour, no_wrap=True)

    def what_it_was(self, report: Report) -> Text:
        one = report.submission
        words = (
            f"{one.name} ({one.takehome}), seed {report.seed}, {report.model}, in {report.isolation}, "
            f"{seconds(report.wall_seconds)}, seatrial {report.seatrial}"
        )
        return self.text(words, "dim")

    def panel(self, report: Report, width: int | None = None) -> Panel:
        """Return the headline with the counts beneath."""
        counts = [
            Text.assemble(self.verdict(verdict), f" {getattr(report.summary, verdict)}")
            for verdict in Verdict
            if verdict in COUNTED or getattr(report.summary, verdict)
        ]
        inside = Group(self.text(report.headline, "bold"), Text(), Columns(counts, padding=(0, 3)))
        name = self.text(report.submission.name)
        name.truncate(40)
        return Panel(inside, title=name, title_align="left", padding=(1, 2), width=width)

    def matrix(self, title: str, rows: Mapping[str, Tally]) -> Table:
        """Return counts by verdict; rows without any case are left out."""
        table = self._table()
        table.add_column(title, min_width=27)
        for verdict in COUNTED:
            table.add_column(self.verdict(verdict), justify="right", no_wrap=True)
        table.add_column("silent rate", justify="right", no_wrap=True)
        for name, tally in rows.items():
            counts = [getattr(tally, verdict) for verdict in COUNTED]
            if sum(counts):
                cells = [
                    Text(str(count), style=LOOKS[verdict].colour if count else "dim")
                    for verdict, count in zip(COUNTED, counts, strict=True)
                ]
                table.add_row(name, *cells, self.text(percent(tally.silent / sum(counts))))
        return table

    def modes(self, report: Report) -> Table:
        """Return one row per mode, in the catalogue's order, with the verdicts of its cases."""
        cases = {case.id: case for case in report.cases}
        table = self._table()
        table.add_column("Failure mode", ratio=1, overflow="fold")
        table.add_column("Surface")
        table.add_column("Cases", no_wrap=True)
        table.add_column("Verdict", no_wrap=True)
        for mode in report.modes:
            own = [cases[one] for one in mode.cases]
            table.add_row(self.text(mode.title), SURFACES[mode.surface], self._shapes(own), self.verdict(mode.verdict))
        return table

    def reasons(self, report: Report) -> Iterable[Any]:
        """Return why each mode that did not simply hold earned its verdict, the worst first."""
        cases = {case.id: case for case in report.cases}
        failed = [case for case in report.baseline.asked if case.verdict is not Verdict.HELD]
        if failed:
            yield self._heading("Ordinary questions that it did not get right", len(failed), "question")
            yield from (self._reason(self.text(case.input), [case]) for case in failed[:10])
        for verdict in _WORST_FIRST:
            found = [(mode, own) for mode in report.modes if (own := _telling(mode, verdict, cases))]
            if found:
                yield self._heading(LOOKS[verdict].meaning, len(found), "mode", verdict)
                yield from (self._mode_reason(mode, own) for mode, own in found)
        unsteady = [case for case in report.cases if case.unstable]
        if unsteady:
            yield self._heading("Unstable: the verdict differed from run to run", len(unsteady), "case")
            yield from (self._unsteady(case) for case in unsteady)

    def cost(self, spent: ScaleNumbers) -> Text:
        """Return what a question costs, in one line."""
        calls = f"{spent.calls.median:g} model call{'' if spent.calls.median == 1 else 's'}"
        return self.text(
            f"\nOne ordinary question: {calls} (p95 {spent.calls.p95:g}), "
            f"{spent.tokens_in.median:,.0f} tokens in and {spent.tokens_out.median:,.0f} out, "
            f"{seconds(spent.seconds.median)} (p95 {seconds(spent.seconds.p95)}).",
            "dim",
        )

    def _heading(self, words: str, number: int, noun: str, verdict: Verdict | None = None) -> Text:
        shown = self.text(f"{words} ({counted(number, noun)})", "bold")
        return Text.assemble("\n", self.verdict(verdict), "  ", shown) if verdict else Text.assemble("\n", shown)

    def _mode_reason(self, mode: ReportedMode, cases: Sequence[ReportedCase]) -> Padding:
        title = Text.assemble(self.text(mode.title, "bold"), "  ", self.text(mode.slug, "dim"))
        return self._reason(title, cases)

    def _reason(self, title: Text, cases: Sequence[ReportedCase]) -> Padding:
        """Return each distinct reason once, with the cases that it was given for."""
        given: dict[str, list[str]] = {}
        for case in cases:
            given.setdefault(_shortened(" ".join(filter(None, [case.why, case.note]))), []).append(case.id)
        lines = [
            Text.assemble(self.text(why), " ", self.text(f"[{', '.join(ids)}]", "dim")) for why, ids in given.items()
        ]
        return Padding(Group(title, Padding(Group(*lines), (0, 0, 0, 2))), (0, 0, 0, 2))

    def _unsteady(self, case: ReportedCase) -> Padding:
        seen = Text(", ").join(self.verdict(verdict) for verdict in case.unstable)
        return Padding(Text.assemble(self.text(case.id), ": ", seen), (0, 0, 0, 2))

    def _shapes(self, cases: Sequence[ReportedCase]) -> Text:
        looks = [LOOKS[case.verdict] for case in cases]
        return Text(" ").join(Text(look.ascii if self._ascii else look.shape, style=look.colour) for look in looks)

    def _table(self) -> Table:
        return Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style="bold")


def _telling(mode: ReportedMode, verdict: Verdict, cases: Mapping[str, ReportedCase]) -> list[ReportedCase]:
    """Return the cases of a mode to be explained under a verdict: what counts under the worst only, the rest always."""
    if verdict in COUNTED and mode.verdict is not verdict:
        return []
    return [cases[one] for one in mode.cases if cases[one].verdict is verdict]


def _shortened(words: str) -> str:
    return words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]} … ({len(words):,} characters)"
