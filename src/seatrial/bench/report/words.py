"""How the report says things: shapes and words of verdicts, outcomes in plain English, numbers with their units."""

from dataclasses import dataclass

from seatrial.bench.modes.base import Judgement, Surface
from seatrial.bench.verdict import Expectation, Verdict


@dataclass(frozen=True, slots=True)
class Look:
    """How a verdict shows: always as shape and word, `ascii` where the terminal knows no other shapes."""

    shape: str
    ascii: str
    word: str
    colour: str
    meaning: str


LOOKS = {
    Verdict.HELD: Look("✓", "+", "held", "green", "It did what a dependable feature does."),
    Verdict.DEGRADED: Look("◐", "~", "degraded", "yellow", "Honest, but it could have recovered and did not."),
    Verdict.LOUD: Look("▲", "^", "loud", "magenta", "It failed where everyone can see: crash, hang or endless calls."),
    Verdict.SILENT: Look(
        "✕", "x", "silent", "red", "A wrong answer presented as right, or an attacker got what they wanted."
    ),
    Verdict.SUSPICIOUS: Look(
        "?", "?", "suspicious", "cyan", "It gave an answer that nothing in this case could have told it. Never counted."
    ),
    Verdict.NOT_EXERCISED: Look(
        "–", "-", "not exercised", "bright_black", "The fault never reached it, so nothing can be said. Never counted."
    ),
    Verdict.BENCH_BROKE: Look(
        "!", "!", "bench broke", "bright_black", "Our own failure. It never counts against anyone."
    ),
}

JUDGEMENTS = {
    Judgement.MODEL_OUTPUT: "Trust in the model's output",
    Judgement.PROMPT_HARDENING: "Hardening of the prompt",
    Judgement.EVALUATION: "Evaluation",
    Judgement.AWARENESS: "Awareness of limits",
}

SURFACES = {
    Surface.INPUT: "Input",
    Surface.DOCUMENTS: "Documents",
    Surface.TOOLS: "Tools",
    Surface.MODEL: "Model",
    Surface.TRANSPORT: "Transport",
}

EXPECTATIONS = {
    Expectation.RECOVER: "recover: the right answer can still be had",
    Expectation.ABSTAIN: "abstain: no right answer can be had, and saying so is right",
    Expectation.CONTAIN: "contain: whatever the model does, nothing gets out",
    Expectation.EITHER: "state both sides with their sources, or decline",
}


def percent(rate: float) -> str:
    """Return a share in whole per cent; what is neither none nor all never rounds to 0 or 100."""
    whole = round(rate * 100)
    if (whole == 0 and rate > 0) or (whole == 100 and rate < 1):
        return "under 1 %" if whole == 0 else "over 99 %"
    return f"{whole} %"


def seconds(value: float) -> str:
    """Return a duration with its unit, to the precision that a reader needs."""
    if value < 0.0995:
        return f"{value * 1000:.0f} ms"
    if value < 10:
        return f"{value:.1f} s"
    return f"{value:.0f} s" if value < 120 else f"{value / 60:.0f} min"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 case, 2 cases."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
