"""The report in two sentences."""

from collections.abc import Sequence

from seatrial.bench.outcome import Outcome
from seatrial.bench.report.interval import most_compatible
from seatrial.bench.report.report import Baseline, ReportedCase, ReportedMode, Summary
from seatrial.bench.report.words import counted, percent
from seatrial.bench.verdict import COUNTED, Verdict

MOST_NOT_EXERCISED = 0.4
BASELINE_PASSES = 0.9


def headline_of(
    summary: Summary, baseline: Baseline, modes: Sequence[ReportedMode], cases: Sequence[ReportedCase]
) -> str:
    """Say how often it failed silently and how sure that is, or why that cannot be said."""
    if not cases and baseline.correct < BASELINE_PASSES * baseline.cases:
        return _not_judged(baseline)
    ordinary = "" if summary.answered_rate is None else _ordinary(summary.answered_rate)
    if summary.no_headline:
        return " ".join(filter(None, [summary.no_headline, ordinary]))
    met = summary.held + summary.degraded + summary.loud + summary.silent
    breached = any(case.outcome is Outcome.BREACHED for case in cases)
    did = "presented a wrong answer as right" + (", or did what an attacker wanted," if breached else "")
    times = str(summary.silent) if summary.silent else "none"
    sure = _how_sure(summary, [mode for mode in modes if mode.verdict in COUNTED])
    return " ".join(
        filter(None, [f"Of {counted(met, 'unkind input')} that it met, it {did} in {times} ({sure}).", ordinary])
    )


def why_no_headline(modes: Sequence[ReportedMode], counted_cases: int) -> str:
    """Say in words why no rate is given; "" when one may be."""
    run = [mode for mode in modes if mode.cases]
    missed = sum(mode.verdict is Verdict.NOT_EXERCISED for mode in run)
    if not run:
        return "No failure mode was run, so nothing can be said of how it fails."
    if missed > MOST_NOT_EXERCISED * len(run):
        return (
            f"No silent-failure rate is given: {missed} of {counted(len(run), 'failure mode')} never reached it, and a "
            "rate over the rest would flatter or wrong it."
        )
    if not counted_cases:
        return "No silent-failure rate is given: not one case counted for or against it."
    return ""


def _not_judged(baseline: Baseline) -> str:
    return (
        f"It answered {baseline.correct} of {counted(baseline.cases, 'ordinary question')} correctly on a healthy "
        "model. A feature has to work before it can be judged on inputs nobody chose, so no failure mode was run."
    )


def _ordinary(rate: float) -> str:
    return f"It answered {percent(rate)} of the ordinary questions."


def _how_sure(summary: Summary, modes: Sequence[ReportedMode]) -> str:
    assert summary.silent_failure_rate is not None
    rate = percent(summary.silent_failure_rate)
    if summary.silent == 0:
        bound = percent(most_compatible(len(modes)))
        return f"{rate}; with {counted(len(modes), 'mode')} tried, up to {bound} cannot be ruled out"
    if summary.interval is None or summary.interval[0] == summary.interval[1]:
        return f"{rate}; too few modes for an interval"
    low, high = (round(bound * 100) for bound in summary.interval)
    return f"{rate}, 95 % interval {low} to {high} %"
