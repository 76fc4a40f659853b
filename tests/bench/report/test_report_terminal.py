import io
import re
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from rich.console import Console

from seatrial.bench.observation import NoAnswer
from seatrial.bench.outcome import Outcome
from seatrial.bench.report.build import build_report
from seatrial.bench.report.report import Report
from seatrial.bench.report.terminal import show, show_side_by_side
from seatrial.bench.trial import Unstable
from seatrial.bench.verdict import Verdict

_COLOURS = re.compile(r"\x1b\[[\d;]*m")
_ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\u200b\ud800-\udfff]")


def _printed(*reports: Report, width: int = 80, encoding: str = "utf-8", colour: bool = False) -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    console = Console(file=file, width=width, force_terminal=colour, color_system="truecolor" if colour else None)
    if len(reports) == 1:
        show(reports[0], console)
    else:
        show_side_by_side(reports, console)
    file.flush()
    return raw.getvalue().decode(encoding)


def _small(make: SimpleNamespace) -> Report:
    found = [
        make.judged("clears/1", mode="clears"),
        make.judged("lie/1", mode="lie", outcome=Outcome.WRONG, why="It states [red]52 days[/red], a lie."),
        make.judged("lie/2", mode="lie", outcome=Outcome.NOT_EXERCISED, why="No citation was asked for."),
    ]
    ordinary = [make.judged("baseline/1", mode="baseline")]
    unstable = (Unstable("clears/1", (Verdict.HELD, Verdict.LOUD)),)
    modes = [
        make.mode("clears"),
        make.mode("lie", "A plausible wrong value", surface="model", expectation="abstain"),
    ]
    return build_report(make.trial(found, ordinary, unstable=unstable), modes)


_EXPECTED = """\
harbour-desk (docqa), seed 7, simulated (seatrial-understudy-1), in bubblewrap,
21 s, seatrial 0.1.0
╭─ harbour-desk ───────────────────────────────────────────────────────────────╮
│                                                                              │
│  Of 2 unkind inputs that it met, it presented a wrong answer as right in 1   │
│  (50 %, 95 % interval 0 to 100 %). It answered 100 % of the ordinary         │
│  questions.                                                                  │
│                                                                              │
│  ✓ held 1   ◐ degraded 0   ▲ loud 0   ✕ silent 1   – not exercised 1         │
│                                                                              │
╰──────────────────────────────────────────────────────────────────────────────╯

 Judgement                    ✓ held  ◐ degraded  ▲ loud  ✕ silent  silent rate
 ──────────────────────────────────────────────────────────────────────────────
 Trust in the model's output       1           0       0         1         50 %


 Surface                      ✓ held  ◐ degraded  ▲ loud  ✕ silent  silent rate
 ──────────────────────────────────────────────────────────────────────────────
 Model                             0           0       0         1        100 %
 Transport                         1           0       0         0          0 %


 Failure mode             Surface    Cases  Verdict
 ───────────────────────────────────────────────────
 Rate limit that clears   Transport  ✓      ✓ held
 A plausible wrong value  Model      ✕ –    ✕ silent


✕ silent  A wrong answer presented as right, or an attacker got what they
wanted. (1 mode)
  A plausible wrong value  lie
    It states [red]52 days[/red], a lie. [lie/1]

– not exercised  The fault never reached it, so nothing can be said. Never
counted. (1 mode)
  A plausible wrong value  lie
    No citation was asked for. [lie/2]

Unstable: the verdict differed from run to run (1 case)
  clears/1: ✓ held, ▲ loud

One ordinary question: 1 model call (p95 1), 800 tokens in and 40 out, 1.0 s
(p95 1.0 s).
"""


def _trimmed(printed: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def test_show_prints_the_whole_report(make: SimpleNamespace) -> None:
    assert _trimmed(_printed(_small(make))) == _EXPECTED


def test_show_says_the_same_with_colour(make: SimpleNamespace) -> None:
    assert _trimmed(_COLOURS.sub("", _printed(_small(make), colour=True))) == _EXPECTED


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_show_falls_back_to_plain_shapes_where_the_terminal_knows_no_others(
    make: SimpleNamespace, encoding: str
) -> None:
    printed = _printed(build_report(*make.realistic()), encoding=encoding)
    assert "+ held 56   ~ degraded 7   ^ loud 16   x silent 29   - not exercised 12" in printed
    assert [shape for shape in "✓◐▲✕–─╭" if shape in printed] == []


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("colour", [False, True])
def test_show_lets_no_hostile_text_act_and_keeps_to_the_width(make: SimpleNamespace, width: int, colour: bool) -> None:
    nasty = "".join(make.hostile)
    trial, modes = make.realistic()
    printed = _printed(
        build_report(make.trial(trial.judged, trial.baseline, submission=nasty), modes), width=width, colour=colour
    )
    plain = _COLOURS.sub("", printed)
    assert _ACTS.findall(plain) == []
    assert [line for line in plain.splitlines() if cell_len(line) > width] == []


def test_show_of_an_empty_trial_says_so(make: SimpleNamespace) -> None:
    assert "No failure mode was run, so nothing can be said of how it fails." in _printed(
        build_report(make.trial(), [])
    )


def test_show_of_a_failed_baseline_names_the_questions(make: SimpleNamespace) -> None:
    gone = (NoAnswer(n=2, at=10.0, input=0, reason="timeout"),)
    failed = make.judged(
        "baseline/1", mode="baseline", outcome=Outcome.HUNG, why="No answer came within 10 s.", events=gone
    )
    printed = _trimmed(_printed(build_report(make.trial((), [failed]), [make.mode()])))
    assert printed.endswith(
        "Ordinary questions that it did not get right (1 question)\n"
        "  How long may sealed stock be returned?\n"
        "    No answer came within 10 s. [baseline/1]\n"
    )


def test_side_by_side_puts_the_headlines_beside_each_other_where_there_is_room(make: SimpleNamespace) -> None:
    report = _small(make)
    name = "─ harbour-desk ─"
    wide, narrow = (_printed(report, report, width=width).splitlines() for width in (100, 60))
    assert [line.count(name) for line in wide if name in line] == [2]
    assert [line.count(name) for line in narrow if name in line] == [1, 1]
