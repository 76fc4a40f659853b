"""The report as one self-contained page: no request leaves it, no script runs in it, nothing in it is trusted.

Every value passes `harmless` and the autoescaping of Jinja2; the one style sheet is allowed by its hash.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from seatrial.bench.report import words
from seatrial.bench.report.harmless import harmless
from seatrial.bench.report.interval import most_compatible
from seatrial.bench.report.replay import Replay, replay, shown
from seatrial.bench.report.report import Report, ReportedCase, ReportedMode, Tally
from seatrial.bench.verdict import COUNTED, Verdict

_ROOM = (
    (4000, 8),
    (2500, 8),
    (1500, 8),
    (900, 6),
    (500, 5),
    (250, 4),
    (100, 4),
)  # characters of a text, calls of a case
_MOST_BYTES = 2_800_000
_ORDER = (
    Verdict.SILENT,
    Verdict.LOUD,
    Verdict.DEGRADED,
    Verdict.SUSPICIOUS,
    Verdict.NOT_EXERCISED,
    Verdict.BENCH_BROKE,
    Verdict.HELD,
)


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case with its conversation."""

    case: ReportedCase
    replay: Replay


@dataclass(frozen=True, slots=True)
class ShownMode:
    """A mode with its cases."""

    mode: ReportedMode
    cases: tuple[ShownCase, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a matrix."""

    name: str
    tally: Tally
    total: int


def report_html(report: Report) -> str:
    """Return the page; long texts are cut (and say so), the shorter the more there is to show."""
    page = ""
    for cap, most_calls in _ROOM:
        page = _page(report, cap, most_calls)
        if len(page.encode()) <= _MOST_BYTES:
            break
    return page


@cache
def environment() -> Environment:
    """Return the templates with their filters, for this page and for whoever shows parts of it elsewhere."""
    made = Environment(
        loader=PackageLoader("seatrial.bench.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    made.filters |= {"percent": words.percent, "seconds": words.seconds}
    made.globals |= {
        "LOOKS": words.LOOKS,
        "JUDGEMENTS": words.JUDGEMENTS,
        "SURFACES": words.SURFACES,
        "EXPECTATIONS": words.EXPECTATIONS,
        "COUNTED": COUNTED,
        "counted": words.counted,
    }
    return made


def style_sheet() -> str:
    """Return the page's CSS."""
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), "report.css")[0]


def _finalized(value: object) -> object:
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _page(report: Report, cap: int, most_calls: int) -> str:
    style = style_sheet()
    numbers = {prompt.text: number for number, prompt in enumerate(report.prompts, 1)}
    show = partial(_shown, prompts=numbers, cap=cap, most_calls=most_calls)
    cases = {case.id: case for case in report.cases}
    modes = [ShownMode(mode, _worst_first(show(cases[one]) for one in mode.cases)) for mode in report.modes]
    failed = [show(case) for case in report.baseline.asked if case.verdict is not Verdict.HELD]
    healthy = next((show(case) for case in report.baseline.asked if case.verdict is Verdict.HELD), None)
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            style=Markup(style),  # noqa: S704  -- our own file
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            judgements=_rows({words.JUDGEMENTS[key]: tally for key, tally in report.judgements.items()}),
            surfaces=_rows({words.SURFACES[key]: tally for key, tally in report.surfaces.items()}),
            groups=[(verdict, own) for verdict in _ORDER if (own := [m for m in modes if m.mode.verdict is verdict])],
            failed=failed,
            healthy=healthy,
            unstable=[case for case in report.cases if case.unstable],
            uncounted=_uncounted(report),
            prompts=[
                (number, prompt, shown(prompt.text, max(cap, 4000))) for number, prompt in enumerate(report.prompts, 1)
            ],
            share=_share(report),
            bounds=_bounds(report),
        )
    )


def _bounds(report: Report) -> tuple[float, float] | None:
    """Return what to draw as the interval; the bootstrap's own would be a point where nothing failed."""
    if report.summary.interval is None or report.summary.silent:
        return report.summary.interval
    return 0.0, most_compatible(sum(mode.verdict in COUNTED for mode in report.modes))


def _shown(case: ReportedCase, *, prompts: Mapping[str, int], cap: int, most_calls: int) -> ShownCase:
    return ShownCase(case, replay(case, prompts=prompts, cap=cap, most_calls=most_calls))


def _worst_first(cases: Iterable[ShownCase]) -> tuple[ShownCase, ...]:
    return tuple(sorted(cases, key=lambda one: _ORDER.index(one.case.verdict)))


def _rows(tallies: Mapping[str, Tally]) -> list[Row]:
    rows = [Row(name, one, one.held + one.degraded + one.loud + one.silent) for name, one in tallies.items()]
    return [row for row in rows if row.total]


def _share(report: Report) -> Sequence[tuple[Verdict, int, float, float]]:
    """Return each counted verdict with its number, where its part of a bar begins and how long it is, in per cent."""
    numbers = {verdict: getattr(report.summary, verdict) for verdict in COUNTED}
    total = sum(numbers.values())
    parts: list[tuple[Verdict, int, float, float]] = []
    begins = 0.0
    for verdict, number in numbers.items():
        width = 100 * number / total if total else 0.0
        parts.append((verdict, number, round(begins, 3), round(width, 3)))
        begins += width
    return [part for part in parts if part[1]]


def _uncounted(report: Report) -> list[tuple[Verdict, list[dict[str, Any]]]]:
    """Return the cases that count neither for nor against, by verdict and then by the reason given."""
    titles = {mode.slug: mode.title for mode in report.modes}
    found: list[tuple[Verdict, list[dict[str, Any]]]] = []
    for verdict in (Verdict.SUSPICIOUS, Verdict.NOT_EXERCISED, Verdict.BENCH_BROKE):
        reasons: dict[str, dict[str, int]] = {}
        for case in report.cases:
            if case.verdict is verdict:
                by_mode = reasons.setdefault(case.why, {})
                by_mode[case.mode] = by_mode.get(case.mode, 0) + 1
        if reasons:
            found.append(
                (
                    verdict,
                    [
                        {"why": why, "modes": [(slug, titles[slug], number) for slug, number in by_mode.items()]}
                        for why, by_mode in reasons.items()
                    ],
                )
            )
    return found
