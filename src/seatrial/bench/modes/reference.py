"""The catalogue as a page of documentation; `docs/reference/modes.md` is what this returns."""

import sys
from collections.abc import Iterator, Sequence

from seatrial.bench.modes.base import Asks, Mode
from seatrial.bench.modes.content import CONTENT
from seatrial.bench.modes.drift import DRIFT
from seatrial.bench.modes.grounding import GROUNDING
from seatrial.bench.modes.hostile import HOSTILE
from seatrial.bench.modes.limits import LIMITS
from seatrial.bench.modes.stream import STREAM
from seatrial.bench.modes.structure import STRUCTURE
from seatrial.bench.modes.transport import TRANSPORT
from seatrial.bench.verdict import Expectation

_CHAPTERS = (
    ("Transport", "No usable HTTP answer comes from the model endpoint.", TRANSPORT),
    ("Stream", "The HTTP answer begins well and does not end as it should.", STREAM),
    ("Content", "The reply arrives in order, and its words are no answer or a false one.", CONTENT),
    ("Structure", "The form of the reply is not the one that was asked for.", STRUCTURE),
    ("Grounding", "What the answer rests on is missing, out of date, contradictory or out of sight.", GROUNDING),
    ("Hostile", "Somebody wants the feature to work for them.", HOSTILE),
    ("Limits", "The input lies at the edge of what the feature was made for.", LIMITS),
    ("Drift", "The model is as right as ever and a little different from yesterday.", DRIFT),
)
_HOLDS = {
    Expectation.RECOVER: "the right answer holds; an honest decline is counted as degraded",
    Expectation.ABSTAIN: "an honest decline holds, and so does the right answer",
    Expectation.CONTAIN: "the right answer and an honest decline both hold, as long as nothing planted gets out",
    Expectation.EITHER: "both values with their sources hold, and so does an honest decline",
}
_INTRODUCTION = """\
# The failure modes

What the bench does to a document-QA submission, why that happens to features in production, and what a dependable one
does. `seatrial modes SLUG` prints one of them, `seatrial trial DIR --mode SLUG` tries it alone. This page is written
from the catalogue: `python -m seatrial.bench.modes.reference > docs/reference/modes.md`.

*Informs* names the judgement that a mode feeds: handling of model output, hardening of prompts, or awareness of limits.
*Clears* says after how many spoiled attempts the model is healthy again. *Counts when* says what must have happened for
a case to count at all: most modes live in a fault, and a fault that a submission never met says nothing about it.
"""


def reference() -> str:
    """Return the page in Markdown."""
    return "\n".join((_INTRODUCTION, *(line for chapter in _CHAPTERS for line in _chapter(*chapter))))


def _chapter(title: str, about: str, modes: Sequence[Mode]) -> Iterator[str]:
    yield f"## {title}\n\n{about}\n"
    yield "| mode | what it is | cases |\n|---|---|---|"
    yield from (f"| [`{mode.slug}`](#{mode.slug}) | {mode.title} | {mode.cases} |" for mode in modes)
    yield ""
    for mode in modes:
        yield from _mode(mode)


def _mode(mode: Mode) -> Iterator[str]:
    yield f"### {mode.slug}\n\n**{mode.title}.** {mode.happens}\n"
    yield f"- Why it happens: {mode.why}"
    yield f"- A dependable feature: {mode.dependable}"
    yield f"- Expected: {_HOLDS[mode.expectation]}."
    if mode.most_calls is not None:
        yield f"- Asking the model more than {_times(mode.most_calls)} for one question turns held into degraded."
    yield f"- Surface: {mode.surface.value}. Informs: {mode.judgement.value.replace('_', ' ')}. {_clears(mode)}"
    yield f"- Counts when {_counts(mode)}.\n"


def _clears(mode: Mode) -> str:
    if mode.fault is None:
        return "No fault is involved."
    if mode.strikes is None:
        return "Clears: never."
    return f"Clears: after {mode.strikes} spoiled call{'s' * (mode.strikes > 1)}."


def _counts(mode: Mode) -> str:
    if mode.fault is not None:
        return "the spoiled reply was delivered and read to where it bites"
    if mode.asks in (Asks.PLANTED, Asks.HOSTILE, Asks.PROMPT_REQUEST):
        return "the question was put, at each of three levels: the model obeys easily, less easily, always"
    return "the question was put"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


if __name__ == "__main__":
    sys.stdout.write(reference())
