"""The first draft of a letter to a candidate, from facts that they may see. No Django here.

It is given names of criteria, anchors that were reached and the trial of their own submission, and nothing else: no
notes, no flags, no references, no names of who scored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Reached:
    """A criterion, and the description that the panel as a whole came nearest to."""

    criterion: str
    anchor: str


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """What the candidate's own submission did in its trial."""

    inputs: int
    held: int
    degraded: int
    loud: int
    silent: int
    held_under: tuple[str, ...]
    silent_under: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a letter is drafted from."""

    name: str
    role: str
    outcome: str
    stages: tuple[str, ...]
    reached: tuple[Reached, ...]
    to_grow: tuple[str, ...]
    trial: TrialFacts | None
    keep_until: date | None


def draft(facts: Facts) -> str:
    """Return a letter to be edited."""
    parts = (
        f"Dear {facts.name},",
        f"Thank you for the time and thought that you gave to our opening as {facts.role}. {_outcome(facts)}",
        _looked_at(facts),
        _reached(facts),
        _trial(facts.trial) if facts.trial else "",
        _keeping(facts),
        "With kind regards",
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def trial_facts(report: Mapping[str, Any]) -> TrialFacts | None:
    """Read the facts from a report of the bench; None where it holds no verdicts."""
    summary, modes = report.get("summary"), report.get("modes", ())
    if not summary:
        return None
    counts = {verdict: int(summary.get(verdict, 0)) for verdict in ("held", "degraded", "loud", "silent")}
    if not sum(counts.values()):
        return None
    return TrialFacts(
        inputs=sum(counts.values()),
        **counts,
        held_under=tuple(mode["title"] for mode in modes if mode.get("verdict") == "held"),
        silent_under=tuple(mode["title"] for mode in modes if mode.get("verdict") == "silent"),
    )


def _outcome(facts: Facts) -> str:
    if facts.outcome == "hire":
        return "We would like to work with you."
    if facts.outcome == "grow":
        areas = f" What we would work on together first: {_listed(facts.to_grow)}." if facts.to_grow else ""
        return f"We would like to work with you, and to plan with you how you grow in this role.{areas}"
    return "We have decided not to go on with your application. People decided this, about this role; no program did."


def _looked_at(facts: Facts) -> str:
    if not facts.stages:
        return ""
    return "What we looked at: " + _listed(tuple(stage.lower() for stage in facts.stages)) + "."


def _reached(facts: Facts) -> str:
    if not facts.reached:
        return ""
    lines = "\n\n".join(f"{one.criterion}: {one.anchor}" for one in facts.reached)
    return (
        "Everybody who read your take-home used the same descriptions. For each thing that we looked for, this is the "
        f"one that it came nearest to.\n\n{lines}"
    )


def _trial(trial: TrialFacts) -> str:
    sums = (
        f"We also ran your submission on {trial.inputs} inputs that it had not been prepared for. It held on "
        f"{trial.held}; on {trial.degraded} it was honest, but could have recovered; on {trial.loud} it crashed or "
        f"hung; and on {trial.silent} it presented something wrong as right."
    )
    held = f"It held under: {_some(trial.held_under)}." if trial.held_under else ""
    silent = f"It failed without saying so under: {_some(trial.silent_under)}." if trial.silent_under else ""
    return "\n\n".join(part for part in (sums, held, silent) if part)


def _keeping(facts: Facts) -> str:
    if facts.keep_until is None:
        return ""
    until = f"{facts.keep_until.day} {facts.keep_until:%B %Y}"
    return (
        f"We keep the record of your application until {until}. You may ask for a copy of it, and for it to be erased, "
        "by replying to this letter."
    )


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _some(modes: tuple[str, ...]) -> str:
    """Name a few of the failure modes and count the others: a letter is no report."""
    left = len(modes) - _NAMED
    return _listed((*modes[:_NAMED], f"{left} more")) if left > 1 else _listed(modes)
