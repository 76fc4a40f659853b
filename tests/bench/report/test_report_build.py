from types import SimpleNamespace

import pytest

from seatrial import __version__
from seatrial.bench.modes.base import Judgement, Surface
from seatrial.bench.observation import NoAnswer
from seatrial.bench.outcome import Outcome
from seatrial.bench.report.build import build_report, headline
from seatrial.bench.report.report import (
    Baseline,
    Prompt,
    Report,
    ReportedCase,
    ReportedMode,
    Scale,
    ScaleNumbers,
    Spread,
    Submitted,
    Summary,
    Tally,
)
from seatrial.bench.trial import Unstable
from seatrial.bench.verdict import Expectation, Verdict


def test_report_of_one_case_says_all_that_was_seen(make: SimpleNamespace) -> None:
    one, mode = make.judged(note="Late.", outcome=Outcome.WRONG), make.mode()
    seen = one.observation
    spent = ScaleNumbers(
        questions=1,
        calls=Spread(median=1, p95=1, largest=1),
        tokens_in=Spread(median=800, p95=800, largest=800),
        tokens_out=Spread(median=40, p95=40, largest=40),
        seconds=Spread(median=1.0, p95=1.0, largest=1.0),
        retries=0,
        retries_each=Spread(median=0, p95=0, largest=0),
        prompt_tokens=Spread(median=800, p95=800, largest=800),
    )
    assert build_report(make.trial([one]), [mode]) == Report(
        schema="seatrial.report/1",
        seatrial=__version__,
        submission=Submitted(
            name="harbour-desk",
            sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            takehome="docqa",
        ),
        seed=7,
        model="simulated (seatrial-understudy-1)",
        isolation="bubblewrap",
        started_at="2026-11-24T06:30:00+00:00",
        wall_seconds=21.4,
        cpu_seconds=30.2,
        headline="Of 1 unkind input that it met, it presented a wrong answer as right in 1 (100 %; too few modes "
        "for an interval).",
        baseline=Baseline(cases=0, correct=0),
        summary=Summary(
            cases=1,
            held=0,
            degraded=0,
            loud=0,
            silent=1,
            suspicious=0,
            not_exercised=0,
            bench_broke=0,
            silent_failure_rate=1.0,
            interval=(1.0, 1.0),
            answered_rate=None,
        ),
        judgements={
            Judgement.MODEL_OUTPUT: Tally(silent=1),
            Judgement.PROMPT_HARDENING: Tally(),
            Judgement.EVALUATION: Tally(),
            Judgement.AWARENESS: Tally(),
        },
        surfaces={
            Surface.INPUT: Tally(),
            Surface.DOCUMENTS: Tally(),
            Surface.TOOLS: Tally(),
            Surface.MODEL: Tally(),
            Surface.TRANSPORT: Tally(silent=1),
        },
        modes=(
            ReportedMode(
                slug="rate-limit",
                title="Rate limit that clears",
                surface=Surface.TRANSPORT,
                judgement=Judgement.MODEL_OUTPUT,
                verdict=Verdict.SILENT,
                cases=("rate-limit/1",),
                expected=Expectation.RECOVER,
                happens=mode.happens,
                why=mode.why,
                dependable=mode.dependable,
            ),
        ),
        cases=(
            ReportedCase(
                id="rate-limit/1",
                mode="rate-limit",
                input="How long may sealed stock be returned?",
                outcome=Outcome.WRONG,
                verdict=Verdict.SILENT,
                why="The answer states the planted value and cites the document that carries it.",
                seconds=1.0,
                model_calls=1,
                tokens_in=800,
                tokens_out=40,
                events=build_report(make.trial([one]), [mode]).cases[0].events,
                note="Late.",
                proof=(3,),
            ),
        ),
        eval=None,
        awareness=None,
        prompts=(Prompt(role="system", text=seen.events[1].prompt[0]["content"], calls=1),),
        scale=Scale(baseline=None, overall=spent, window_tokens=8192),
    )


def test_summary_counts_every_verdict_and_rates_only_what_counts(make: SimpleNamespace) -> None:
    found = [
        *[("a", Outcome.CORRECT)] * 3,
        ("a", Outcome.SUSPICIOUS),
        ("b", Outcome.WRONG),
        ("b", Outcome.ABSTAINED),
        ("b", Outcome.NOT_EXERCISED),
        ("c", Outcome.HUNG),
        ("c", Outcome.BENCH_BROKE),
        ("c", Outcome.BREACHED),
    ]
    cases = [make.judged(f"{slug}/{n}", mode=slug, outcome=outcome) for n, (slug, outcome) in enumerate(found)]
    ordinary = [make.judged(f"baseline/{n}", mode="baseline", outcome=outcome) for n, outcome in enumerate(
        [*[Outcome.CORRECT] * 3, Outcome.ABSTAINED, Outcome.BENCH_BROKE]
    )]  # fmt: skip
    report = build_report(make.trial(cases, ordinary), [make.mode(slug) for slug in "abc"])
    assert report.summary == Summary(
        cases=10,
        held=3,
        degraded=1,
        loud=1,
        silent=2,
        suspicious=1,
        not_exercised=1,
        bench_broke=1,
        silent_failure_rate=2 / 7,
        interval=report.summary.interval,
        answered_rate=3 / 4,
    )
    assert (report.baseline.cases, report.baseline.correct) == (5, 3)
    assert [mode.verdict for mode in report.modes] == [Verdict.HELD, Verdict.SILENT, Verdict.SILENT]


def test_no_rate_when_over_forty_per_cent_of_the_modes_were_not_exercised(make: SimpleNamespace) -> None:
    slugs = [f"m{n}" for n in range(10)]

    def summary_with(missed: int) -> Summary:
        outcomes = [Outcome.NOT_EXERCISED] * missed + [Outcome.WRONG] * (10 - missed)
        cases = [make.judged(s, mode=s, outcome=o) for s, o in zip(slugs, outcomes, strict=True)]
        return build_report(make.trial(cases), [make.mode(slug) for slug in slugs]).summary

    enough, missed, none = summary_with(4), summary_with(5), summary_with(10)
    assert (enough.silent_failure_rate, enough.interval, enough.no_headline) == (1.0, (1.0, 1.0), "")
    assert (missed.silent_failure_rate, missed.interval, missed.no_headline) == (
        None,
        None,
        (
            "No silent-failure rate is given: 5 of 10 failure modes never reached it, and a rate over the rest would "
            "flatter or wrong it."
        ),
    )
    assert (none.silent_failure_rate, none.interval, none.silent) == (None, None, 0)


def test_empty_trial_reports_that_nothing_was_run(make: SimpleNamespace) -> None:
    report = build_report(make.trial(), [])
    assert headline(report) == "No failure mode was run, so nothing can be said of how it fails."
    assert (report.summary.cases, report.summary.answered_rate, report.cases, report.scale) == (
        0,
        None,
        (),
        Scale(baseline=None, overall=None, window_tokens=8192),
    )


def test_failed_baseline_is_said_first_and_no_mode_is_judged(make: SimpleNamespace) -> None:
    ordinary = [make.judged(f"baseline/{n}", mode="baseline", outcome=Outcome.HUNG) for n in range(4)]
    report = build_report(make.trial((), ordinary), [make.mode()])
    assert (report.headline, report.modes[0].verdict, report.modes[0].cases, report.summary.answered_rate) == (
        (
            "It answered 0 of 4 ordinary questions correctly on a healthy model. A feature has to work before it can "
            "be judged on inputs nobody chose, so no failure mode was run."
        ),
        Verdict.NOT_EXERCISED,
        (),
        0.0,
    )


def test_passed_baseline_without_any_mode_is_no_failure(make: SimpleNamespace) -> None:
    report = build_report(make.trial((), [make.judged("baseline/1", mode="baseline")]), [])
    assert report.headline == (
        "No failure mode was run, so nothing can be said of how it fails. It answered 100 % of the ordinary questions."
    )


def test_modes_keep_the_order_they_were_given_in_and_their_worst_verdict(make: SimpleNamespace) -> None:
    cases = [
        make.judged("a/1", mode="a"),
        make.judged("b/1", mode="b", outcome=Outcome.CRASHED),
        make.judged("b/2", mode="b"),
    ]
    report = build_report(make.trial(cases), [make.mode("b"), make.mode("a"), make.mode("never")])
    assert [(mode.slug, mode.verdict, mode.cases) for mode in report.modes] == [
        ("b", Verdict.LOUD, ("b/1", "b/2")),
        ("a", Verdict.HELD, ("a/1",)),
        ("never", Verdict.NOT_EXERCISED, ()),
    ]


def test_unstable_cases_carry_all_their_verdicts(make: SimpleNamespace) -> None:
    seen = (Verdict.HELD, Verdict.SILENT)
    report = build_report(make.trial([make.judged()], unstable=(Unstable("rate-limit/1", seen),)), [make.mode()])
    assert report.cases[0].unstable == seen


def test_output_is_kept_only_where_it_did_not_answer(make: SimpleNamespace) -> None:
    gone = NoAnswer(n=2, at=3.0, input=0, reason="process_died")
    cases = [
        make.judged("a/1", mode="a", output="all fine"),
        make.judged("a/2", mode="a", output="Traceback", outcome=Outcome.CRASHED),
        make.judged("a/3", mode="a", output="Killed", events=(make.judged().observation.events[0], gone)),
    ]
    report = build_report(make.trial(cases), [make.mode("a")])
    assert [case.output for case in report.cases] == ["", "Traceback", "Killed"]


def test_a_case_of_an_unknown_mode_is_refused_by_name(make: SimpleNamespace) -> None:
    with pytest.raises(ValueError, match=r"modes that were not given: rate-limit$"):
        build_report(make.trial([make.judged()]), [])


def test_same_trial_gives_the_same_report(make: SimpleNamespace) -> None:
    assert build_report(*make.realistic()) == build_report(*make.realistic())
