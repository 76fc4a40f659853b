"""A small report of the bench, as a worker would have kept it."""

from typing import Any

import msgspec

from seatrial.bench.report.report import Baseline, Report, Scale, Submitted, Summary

SMALL = Report(
    schema="seatrial.report/1",
    seatrial="0.1.0",
    submission=Submitted(name="submission", sha256="0" * 64, takehome="docqa"),
    seed=1,
    model="simulated (gpt-4)",
    isolation="bubblewrap",
    started_at="2026-11-24T20:00:00+00:00",
    wall_seconds=1.0,
    cpu_seconds=1.0,
    headline="Nothing was tried.",
    baseline=Baseline(cases=0, correct=0, asked=()),
    summary=Summary(
        cases=0,
        held=0,
        degraded=0,
        loud=0,
        silent=0,
        suspicious=0,
        not_exercised=0,
        bench_broke=0,
        silent_failure_rate=None,
        interval=None,
        answered_rate=0.0,
        no_headline="",
    ),
    judgements={},
    surfaces={},
    modes=(),
    cases=(),
    eval=None,
    awareness=None,
    prompts=(),
    scale=Scale(baseline=None, overall=None),
)


def small_report() -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(SMALL)
    return made
