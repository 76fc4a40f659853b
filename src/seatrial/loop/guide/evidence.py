"""What a case of a report showed, in the few values that a guide quotes. Pure: a report in, values out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from seatrial.bench.observation import Answered, Asked, NoAnswer
from seatrial.bench.outcome import Outcome
from seatrial.bench.report.report import Report, ReportedCase, ReportedMode
from seatrial.bench.verdict import COUNTED, Verdict, worst

_LONGEST = 280

NO_ANSWER: Mapping[str, str] = {
    "timeout": "no answer within the time limit",
    "closed": "the connection closed without an answer",
    "refused": "nothing listened on its port any more",
    "not_http": "bytes that are no HTTP",
    "too_large": "an answer larger than anybody reads",
    "process_died": "the process was gone",
    "not_ready": "it did not get ready",
}


class Noted(StrEnum):
    """What the candidate's notes say of a failure mode, as a panelist ticked it."""

    HANDLED = "handled"
    LEFT = "left"
    NOT_NAMED = "not_named"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was put to the feature and what came back; `declined` when it said that it would not answer."""

    asked: str
    came: str
    answered: bool
    declined: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One case as a guide shows it."""

    case: str
    mode: str
    title: str
    verdict: Verdict
    outcome: Outcome
    exchanges: tuple[Exchange, ...]
    why: str
    model_calls: int
    seconds: float

    @property
    def judged(self) -> Exchange | None:
        """The exchange that the verdict is about: the last one."""
        return self.exchanges[-1] if self.exchanges else None


@dataclass(frozen=True, slots=True)
class Seen:
    """One failure mode as the trial saw it; `verdict` is the worst of its cases that count and are not unstable."""

    mode: ReportedMode
    verdict: Verdict
    cases: tuple[Evidence, ...]
    noted: Noted | None

    @property
    def counts(self) -> bool:
        """Whether it says anything about the candidate."""
        return self.verdict in COUNTED

    @property
    def fell(self) -> bool:
        """Whether it did other than a dependable feature does."""
        return self.counts and self.verdict is not Verdict.HELD

    @property
    def worst_case(self) -> Evidence:
        """The case that the verdict rests on."""
        return next(one for one in self.cases if one.verdict is self.verdict)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A mode that says nothing about the candidate, and why."""

    title: str
    verdict: Verdict
    why: str


def seen_modes(report: Report, noted: Mapping[str, Noted]) -> tuple[Seen, ...]:
    """Return every mode of a report that says something, each with the cases that count."""
    return tuple(one for one in (_seen(mode, report, noted) for mode in report.modes) if one.counts)


def unsaid_modes(report: Report) -> tuple[Unsaid, ...]:
    """Return every mode of a report that says nothing, with the reason: ours, or the fault never got there."""
    return tuple(
        Unsaid(mode.title, mode.verdict, _why_unsaid(mode, report))
        for mode in report.modes
        if not _seen(mode, report, {}).counts
    )


def evidence_of(case: ReportedCase, title: str) -> Evidence:
    """Return what a case showed."""
    return Evidence(
        case=case.id,
        mode=case.mode,
        title=title,
        verdict=case.verdict,
        outcome=case.outcome,
        exchanges=tuple(_exchanges(case)),
        why=case.why,
        model_calls=case.model_calls,
        seconds=case.seconds,
    )


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return a text on one line, cut in the middle of nothing that matters: its end."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _seen(mode: ReportedMode, report: Report, noted: Mapping[str, Noted]) -> Seen:
    cases = tuple(
        evidence_of(case, mode.title)
        for case in report.cases
        if case.mode == mode.slug and case.verdict in COUNTED and not case.unstable
    )
    verdict = worst(tuple(one.verdict for one in cases)) if cases else Verdict.NOT_EXERCISED
    return Seen(mode, verdict, cases, noted.get(mode.slug))


def _why_unsaid(mode: ReportedMode, report: Report) -> str:
    cases = [case for case in report.cases if case.mode == mode.slug]
    if any(case.unstable for case in cases):
        return "It came out differently when it was repeated."
    return cases[0].why if cases else "It was not tried."


def _exchanges(case: ReportedCase) -> Iterable[Exchange]:
    asked = [event for event in case.events if isinstance(event, Asked)]
    for one in asked:
        came = [e for e in case.events if isinstance(e, Answered | NoAnswer) and e.input == one.input]
        if came:
            yield _exchange(one, came[-1])


def _exchange(asked: Asked, came: Answered | NoAnswer) -> Exchange:
    question = shortened(asked.text) or "(nothing: an empty question)"
    seconds = max(0.0, came.at - asked.at)
    if isinstance(came, NoAnswer):
        return Exchange(question, NO_ANSWER[came.reason], answered=False, declined=False, seconds=seconds)
    status, words = said_in(came.body)
    if came.status >= 400 or not status:
        words = f"HTTP {came.status}: {shortened(came.body)}"
    return Exchange(question, shortened(words), status == "answered", status == "declined", seconds)


def said_in(body: str) -> tuple[str, str]:
    """Return the status of an answer and its words; an empty status for what has not the contract's shape."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return "", body
    if not isinstance(parsed, dict):
        return "", body
    match parsed.get("status"):
        case "answered":
            return "answered", str(parsed.get("answer", ""))
        case "declined":
            return "declined", str(parsed.get("reason", ""))
        case _:
            return "", body
