"""What a page of the report shows, and in which order; every page is made of the same parts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from seatrial.bench.report import words
from seatrial.bench.report.interval import most_compatible
from seatrial.bench.report.notes import passages
from seatrial.bench.report.replay import Replay, replay, shown
from seatrial.bench.report.report import Report, ReportedCase, ReportedMode, Tally
from seatrial.bench.verdict import COUNTED, Verdict

ORDER = (
    Verdict.SILENT,
    Verdict.LOUD,
    Verdict.DEGRADED,
    Verdict.SUSPICIOUS,
    Verdict.NOT_EXERCISED,
    Verdict.BENCH_BROKE,
    Verdict.HELD,
)
_FEWEST_CHARACTERS_OF_A_PROMPT = 4000


@dataclass(frozen=True, slots=True)
class Room:
    """How much may stand on a page: characters of one text, model calls of one case."""

    cap: int
    most_calls: int


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page leads that shows the report in parts: functions from a name to an address.

    `replay`: from a case's id to its replay. `cite`: from a place in the report ("headline", "mode:SLUG", "case:ID",
    "event:ID:N", "prompt:N", "note:N") to where it is cited; without it nothing can be. `report`: the address of the
    report's own page, "" on that page. `beside`: what the page around it puts beside a mode, by slug; trusted as it is.
    """

    replay: Callable[[str], str]
    cite: Callable[[str], str] | None = None
    report: str = ""
    beside: Mapping[str, Markup] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case with its conversation, or without where the page only leads to it."""

    case: ReportedCase
    replay: Replay | None


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


def shown_report(report: Report, room: Room, *, with_replays: bool) -> dict[str, Any]:
    """Return what the parts of a report's page show."""

    def show(case: ReportedCase) -> ShownCase:
        return shown_case(report, case, room) if with_replays else ShownCase(case, None)

    cases = {case.id: case for case in report.cases}
    modes = [ShownMode(mode, _worst_first(show(cases[one]) for one in mode.cases)) for mode in report.modes]
    held = (case for case in report.baseline.asked if case.verdict is Verdict.HELD)
    return {
        "report": report,
        "judgements": _rows({words.JUDGEMENTS[key]: tally for key, tally in report.judgements.items()}),
        "surfaces": _rows({words.SURFACES[key]: tally for key, tally in report.surfaces.items()}),
        "groups": [(verdict, own) for verdict in ORDER if (own := [m for m in modes if m.mode.verdict is verdict])],
        "failed": [show(case) for case in report.baseline.asked if case.verdict is not Verdict.HELD],
        "healthy": next(map(show, held), None),
        "unstable": [case for case in report.cases if case.unstable],
        "uncounted": _uncounted(report),
        "prompts": [
            (number, prompt, shown(prompt.text, max(room.cap, _FEWEST_CHARACTERS_OF_A_PROMPT)))
            for number, prompt in enumerate(report.prompts, 1)
        ],
        "passages": [shown(one, room.cap) for one in passages(report.notes.text)] if report.notes else [],
        "share": _share(report),
        "bounds": _bounds(report),
    }


def shown_case(report: Report, case: ReportedCase, room: Room) -> ShownCase:
    """Return a case with its conversation."""
    numbers = {prompt.text: number for number, prompt in enumerate(report.prompts, 1)}
    return ShownCase(case, replay(case, prompts=numbers, cap=room.cap, most_calls=room.most_calls))


def _bounds(report: Report) -> tuple[float, float] | None:
    """Return what to draw as the interval; the bootstrap's own would be a point where nothing failed."""
    if report.summary.interval is None or report.summary.silent:
        return report.summary.interval
    return 0.0, most_compatible(sum(mode.verdict in COUNTED for mode in report.modes))


def _worst_first(cases: Iterable[ShownCase]) -> tuple[ShownCase, ...]:
    return tuple(sorted(cases, key=lambda one: ORDER.index(one.case.verdict)))


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
