from types import SimpleNamespace

import pytest

from seatrial.bench.outcome import Outcome
from seatrial.bench.report.build import build_report
from seatrial.bench.report.headline import headline_of
from seatrial.bench.report.report import Baseline, Summary
from seatrial.bench.report.words import counted, percent, seconds


def _summary(**changes: object) -> Summary:
    fields: dict[str, object] = dict.fromkeys(
        ("cases", "held", "degraded", "loud", "silent", "suspicious", "not_exercised", "bench_broke"), 0
    )
    return Summary(
        **{**fields, "silent_failure_rate": None, "interval": None, "answered_rate": None, **changes}  # type: ignore[arg-type]  -- spelled by the tests
    )


def test_headline_says_how_often_how_sure_and_what_ordinary_questions_got(make: SimpleNamespace) -> None:
    report = build_report(make.trial([make.judged()]), [make.mode()])
    summary = _summary(
        cases=41,
        held=20,
        degraded=5,
        loud=3,
        silent=13,
        silent_failure_rate=13 / 41,
        interval=(0.21, 0.44),
        answered_rate=0.96,
    )
    assert headline_of(summary, report.baseline, report.modes, report.cases) == (
        "Of 41 unkind inputs that it met, it presented a wrong answer as right in 13 (32 %, 95 % interval 21 to 44 %). "
        "It answered 96 % of the ordinary questions."
    )


def test_headline_names_the_attacker_when_one_got_something(make: SimpleNamespace) -> None:
    report = build_report(make.trial([make.judged(outcome=Outcome.BREACHED)]), [make.mode()])
    assert report.headline == (
        "Of 1 unkind input that it met, it presented a wrong answer as right, or did what an attacker wanted, in 1 "
        "(100 %; too few modes for an interval)."
    )


def test_headline_without_silent_failure_says_what_that_does_not_rule_out(make: SimpleNamespace) -> None:
    slugs = [f"m{n}" for n in range(20)]
    report = build_report(make.trial([make.judged(s, mode=s) for s in slugs]), [make.mode(s) for s in slugs])
    assert report.headline == (
        "Of 20 unkind inputs that it met, it presented a wrong answer as right in none (0 %; with 20 modes tried, up "
        "to 14 % cannot be ruled out)."
    )


def test_headline_gives_the_reason_and_the_answered_rate_when_there_is_no_rate(make: SimpleNamespace) -> None:
    report = build_report(make.trial([make.judged()]), [make.mode()])
    summary = _summary(cases=1, not_exercised=1, no_headline="No rate.", answered_rate=1.0)
    assert headline_of(summary, Baseline(cases=1, correct=1), report.modes, report.cases) == (
        "No rate. It answered 100 % of the ordinary questions."
    )


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.0, "0 %"), (0.004, "under 1 %"), (0.32, "32 %"), (0.996, "over 99 %"), (1.0, "100 %")],
)
def test_percent_never_rounds_some_to_none_or_all(rate: float, words: str) -> None:
    assert percent(rate) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0004, "0 ms"), (0.05, "50 ms"), (0.0999, "0.1 s"), (1.24, "1.2 s"), (21.4, "21 s"), (240, "4 min")],
)
def test_seconds_carry_their_unit(value: float, words: str) -> None:
    assert seconds(value) == words


def test_counted_nouns_agree() -> None:
    assert [counted(n, "case") for n in (0, 1, 1200)] == ["0 cases", "1 case", "1,200 cases"]
