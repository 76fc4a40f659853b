"""Places in a report that can be cited, by a key: headline, mode:SLUG, case:ID, event:ID:N, prompt:N, note:N. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from seatrial.bench.observation import Answered, Asked, ModelCall
from seatrial.bench.report.notes import passages
from seatrial.bench.report.report import Report, ReportedCase, ReportedMode


@dataclass(frozen=True, slots=True)
class Found:
    """A place that the report has: what it is in words, and the mode that it is about, if it is about one."""

    title: str
    mode: ReportedMode | None = None


def found(report: Report, key: str) -> Found | None:
    """Return what a key stands for in this report; None when it has no such place."""
    kind, _, which = key.partition(":")
    return _KINDS[kind](report, which) if kind in _KINDS else None


def case_in(key: str) -> str:
    """Return the id of the case that a place is in; "" where it is in none."""
    kind, _, which = key.partition(":")
    return which if kind == "case" else which.rpartition(":")[0] if kind == "event" else ""


def anchor_of(key: str) -> str:
    """Return the place's anchor on its page."""
    kind, _, which = key.partition(":")
    return "" if kind == "headline" else f"{kind}-{which.replace(':', '-')}"


def cases_of(report: Report) -> dict[str, ReportedCase]:
    """Return every case by its id: the faulted ones and the ordinary questions."""
    return {case.id: case for case in (*report.cases, *report.baseline.asked)}


def _headline(report: Report, which: str) -> Found | None:
    return Found("The headline") if report.headline and not which else None


def _mode_itself(report: Report, slug: str) -> Found | None:
    mode = _mode(report, slug)
    return Found(f"Mode: {mode.title}", mode) if mode else None


def _prompt(report: Report, number: str) -> Found | None:
    return Found(f"Instruction {number}") if _is_one_of(number, len(report.prompts)) else None


def _note(report: Report, number: str) -> Found | None:
    count = len(passages(report.notes.text)) if report.notes else 0
    return Found(f"The candidate's notes, passage {number}") if _is_one_of(number, count) else None


def _case(report: Report, case_id: str) -> Found | None:
    case = cases_of(report).get(case_id)
    if case is None:
        return None
    mode = _mode(report, case.mode)
    return Found(f"Case {case.id}: {mode.title if mode else 'an ordinary question'}", mode)


def _event(report: Report, which: str) -> Found | None:
    case_id, _, number = which.rpartition(":")
    inside, case = _case(report, case_id), cases_of(report).get(case_id)
    event = next((one for one in case.events if str(one.n) == number), None) if case else None
    if inside is None or event is None:
        return None
    match event:
        case Asked():
            what = "what was asked"
        case ModelCall():
            what = "a call of the model"
        case Answered():
            what = "its answer"
        case _:
            what = "no answer"
    return Found(f"{inside.title}; {what}, at {event.at:.2f} s", inside.mode)


def _mode(report: Report, slug: str) -> ReportedMode | None:
    return next((mode for mode in report.modes if mode.slug == slug), None)


def _is_one_of(number: str, count: int) -> bool:
    return number.isascii() and number.isdecimal() and str(int(number)) == number and 1 <= int(number) <= count


_KINDS: Mapping[str, Callable[[Report, str], Found | None]] = {
    "headline": _headline,
    "mode": _mode_itself,
    "case": _case,
    "event": _event,
    "prompt": _prompt,
    "note": _note,
}
