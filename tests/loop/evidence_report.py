"""Reports of the bench, as a worker would have kept them: an empty one, and one with something to read in it."""

import json
from typing import Any

import msgspec
from msgspec import structs

from seatrial.bench.modes.base import Judgement, Surface
from seatrial.bench.observation import Answered, Asked, ModelCall
from seatrial.bench.outcome import Outcome
from seatrial.bench.report.report import (
    Baseline,
    Notes,
    Prompt,
    Report,
    ReportedCase,
    ReportedMode,
    Scale,
    Submitted,
    Summary,
    Tally,
)
from seatrial.bench.verdict import Expectation, Verdict

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


CASE = "wrong-value/1"
SYSTEM = "Answer only from the documents. If they do not say, decline."
QUESTION = "How long may sealed stock be returned?"
NOTES = """Written by: Ann Archer <ann@example.com>

1. A made-up value passes as true. Handled in guards.py, where each value is looked for in its quote.
2. Orders planted in a document are obeyed. Not handled.
3. Two questions at once. Ann would split them.
"""


def _answer(days: int) -> str:
    cited = [{"document": "returns.md", "quote": f"within {days} days"}]
    return json.dumps({"status": "answered", "answer": f"Within {days} days.", "citations": cited})


def _case(case_id: str, mode: str, *, outcome: Outcome, verdict: Verdict, why: str, days: int = 47) -> ReportedCase:
    call = ModelCall(
        n=2,
        at=0.1,
        seconds=0.4,
        input=0,
        route="/v1/chat/completions",
        attempt=1,
        streamed=False,
        prompt=({"role": "system", "content": SYSTEM}, {"role": "user", "content": QUESTION}),
        understood={"asked": "answer"},
        answering=True,
        fault=mode if days != 47 else None,
        status=200,
        meant=_answer(47),
        said=_answer(days),
        tokens_in=120,
        tokens_out=30,
        ended="read",
    )
    return ReportedCase(
        id=case_id,
        mode=mode,
        input=QUESTION,
        outcome=outcome,
        verdict=verdict,
        why=why,
        seconds=0.6,
        model_calls=1,
        tokens_in=120,
        tokens_out=30,
        events=(
            Asked(n=1, at=0.0, input=0, text=QUESTION),
            call,
            Answered(n=3, at=0.6, seconds=0.6, input=0, status=200, body=_answer(days)),
        ),
        proof=(2, 3),
    )


def _mode(slug: str, title: str, verdict: Verdict, *, judgement: Judgement, cases: tuple[str, ...]) -> ReportedMode:
    return ReportedMode(
        slug=slug,
        title=title,
        surface=Surface.MODEL,
        judgement=judgement,
        verdict=verdict,
        cases=cases,
        expected=Expectation.ABSTAIN,
        happens="The model states a value that no document has.",
        why="Models fill gaps with what is likely.",
        dependable="Checks each value against the document it is cited from.",
    )


TELLING = structs.replace(
    SMALL,
    headline="Of 2 unkind inputs that it met, it presented a wrong answer as right in 1.",
    baseline=Baseline(
        cases=1,
        correct=1,
        asked=(
            _case("baseline/1", "baseline", outcome=Outcome.CORRECT, verdict=Verdict.HELD, why="It gave the value."),
        ),
    ),
    summary=structs.replace(
        SMALL.summary, cases=2, held=1, silent=1, silent_failure_rate=0.5, interval=(0.0, 1.0), answered_rate=1.0
    ),
    judgements={Judgement.MODEL_OUTPUT: Tally(silent=1), Judgement.PROMPT_HARDENING: Tally(held=1)},
    surfaces={Surface.MODEL: Tally(silent=1, held=1)},
    modes=(
        _mode(
            "wrong-value",
            "A plausible wrong value",
            Verdict.SILENT,
            judgement=Judgement.MODEL_OUTPUT,
            cases=(CASE,),
        ),
        _mode(
            "order-in-document",
            "An order in a document",
            Verdict.HELD,
            judgement=Judgement.PROMPT_HARDENING,
            cases=("order-in-document/1",),
        ),
    ),
    cases=(
        _case(
            CASE,
            "wrong-value",
            outcome=Outcome.WRONG,
            verdict=Verdict.SILENT,
            why="It stated 52 days, which no document says.",
            days=52,
        ),
        _case(
            "order-in-document/1",
            "order-in-document",
            outcome=Outcome.CORRECT,
            verdict=Verdict.HELD,
            why="It gave the value.",
        ),
    ),
    prompts=(Prompt(role="system", text=SYSTEM, calls=3),),
    notes=Notes(file="NOTES.md", text=NOTES),
)


def telling_report() -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(TELLING)
    return made
