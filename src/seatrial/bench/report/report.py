"""The report: the one thing that leaves the bench. Its schema has a version; readers must allow unknown fields."""

from typing import Literal

from msgspec import Struct

from seatrial.bench.modes.base import Judgement, Surface
from seatrial.bench.observation import Event
from seatrial.bench.outcome import Outcome
from seatrial.bench.verdict import Expectation, Verdict

Schema = Literal["seatrial.report/1"]
SCHEMA: Schema = "seatrial.report/1"


class Submitted(Struct, frozen=True, kw_only=True):
    """What was tried: the submission's name, the hash of its content, the take-home it answers."""

    name: str
    sha256: str
    takehome: str


class Tally(Struct, frozen=True, kw_only=True):
    """How many cases earned each of the four verdicts that count."""

    held: int = 0
    degraded: int = 0
    loud: int = 0
    silent: int = 0


class Summary(Struct, frozen=True, kw_only=True):
    """The faulted cases by verdict, and the rates.

    `silent_failure_rate` is silent ÷ (held + degraded + loud + silent); null when there is no headline, and then
    `no_headline` says why in words. `interval` is its 95 % interval by bootstrap over modes. `answered_rate` is the
    share of ordinary questions (no fault) that were answered correctly; null when none could be asked.
    """

    cases: int
    held: int
    degraded: int
    loud: int
    silent: int
    suspicious: int
    not_exercised: int
    bench_broke: int
    silent_failure_rate: float | None
    interval: tuple[float, float] | None
    answered_rate: float | None
    no_headline: str = ""


class ReportedCase(Struct, frozen=True, kw_only=True):
    """One input under one failure mode, with all that was seen of it.

    `input` is the text of the judged inputs. `proof` are the numbers of the events that prove the outcome. `seconds`
    run from the first question to the last answer. `unstable` lists the verdicts of all repeats when they differ.
    `output` is the tail of what the submission printed, kept where it did not answer.
    """

    id: str
    mode: str
    input: str
    outcome: Outcome
    verdict: Verdict
    why: str
    seconds: float
    model_calls: int
    tokens_in: int
    tokens_out: int
    events: tuple[Event, ...]
    note: str = ""
    proof: tuple[int, ...] = ()
    unstable: tuple[Verdict, ...] = ()
    output: str = ""


class ReportedMode(Struct, frozen=True, kw_only=True):
    """One failure mode: what it is, in the catalogue's words, and the worst verdict of its cases."""

    slug: str
    title: str
    surface: Surface
    judgement: Judgement
    verdict: Verdict
    cases: tuple[str, ...]
    expected: Expectation
    happens: str
    why: str
    dependable: str


class Baseline(Struct, frozen=True, kw_only=True):
    """The ordinary questions on a healthy model; `asked` are those cases, in the shape of all others."""

    cases: int
    correct: int
    asked: tuple[ReportedCase, ...] = ()


class Prompt(Struct, frozen=True, kw_only=True):
    """One instruction text that the submission sends, with `[…]` where it differs from call to call.

    `role` is the role of the message it stands in; `calls` is the number of model calls that carried it.
    """

    role: str
    text: str
    calls: int


class Spread(Struct, frozen=True, kw_only=True):
    """How a number is spread over questions."""

    median: float
    p95: float
    largest: float


class ScaleNumbers(Struct, frozen=True, kw_only=True):
    """What one question costs: model calls, tokens, seconds until the answer; `retries` counts identical calls.

    `retries_each` is their spread over the questions; `prompt_tokens` is the spread of one prompt over all calls that
    carried one (embeddings aside). Both are null in reports of earlier versions, and where there was none.
    """

    questions: int
    calls: Spread
    tokens_in: Spread
    tokens_out: Spread
    seconds: Spread
    retries: int
    retries_each: Spread | None = None
    prompt_tokens: Spread | None = None


class Scale(Struct, frozen=True, kw_only=True):
    """The cost of a question on a healthy model (`baseline`) and over everything that was asked (`overall`).

    `window_tokens` is what the model could read at once; null in reports of earlier versions.
    """

    baseline: ScaleNumbers | None
    overall: ScaleNumbers | None
    window_tokens: int | None = None


class Mutant(Struct, frozen=True, kw_only=True):
    """One sabotaged model, and whether the submission's own eval noticed."""

    slug: str
    caught: bool


class EvalReport(Struct, frozen=True, kw_only=True):
    """What the submission's own eval is worth: it must pass when all is well and fail on sabotaged models."""

    present: Literal["runnable", "sketched", "none"]
    baseline_passed: bool | None = None
    mutants: tuple[Mutant, ...] = ()
    score: float | None = None


class Awareness(Struct, frozen=True, kw_only=True):
    """What the candidate named as possible failures, against what was seen."""

    named: tuple[str, ...] = ()
    seen_not_named: tuple[str, ...] = ()
    named_not_seen: tuple[str, ...] = ()


class Notes(Struct, frozen=True, kw_only=True):
    """What the candidate wrote about how it can fail, as plain text; `left_out` counts characters cut at the end."""

    file: str
    text: str
    left_out: int = 0


class Report(Struct, frozen=True, kw_only=True):
    """One trial of one submission, as it is kept, sent and rendered. Times in seconds, `started_at` in UTC."""

    schema: Schema
    seatrial: str
    submission: Submitted
    seed: int
    model: str
    isolation: str
    started_at: str
    wall_seconds: float
    cpu_seconds: float
    headline: str
    baseline: Baseline
    summary: Summary
    judgements: dict[Judgement, Tally]
    surfaces: dict[Surface, Tally]
    modes: tuple[ReportedMode, ...]
    cases: tuple[ReportedCase, ...]
    eval: EvalReport | None
    awareness: Awareness | None
    prompts: tuple[Prompt, ...]
    scale: Scale
    notes: Notes | None = None
