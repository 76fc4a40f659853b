"""What a finished trial is made of: every case with its observation, its finding and its verdict."""

from dataclasses import dataclass

from seatrial.bench.case import Case
from seatrial.bench.observation import Finding, Observation
from seatrial.bench.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """One case, what was seen in it, what that was, and what it means."""

    case: Case
    observation: Observation
    finding: Finding
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Unstable:
    """A case whose verdict differed over repeats: all verdicts, in the order in which they were seen."""

    case: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """What the submission's author wrote about how it can fail; `left_out` counts the characters that were too many."""

    file: str
    text: str
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of a submission over all cases; times in seconds, `started_at` is ISO 8601 in UTC.

    `baseline` holds the healthy cases (their verdict is HELD when correct, else what their outcome is worth);
    `isolation` names the sandbox that it ran in; `cpu_seconds` is what the submission's own processes used.
    """

    submission: str
    sha256: str
    takehome: str
    seed: int
    model: str
    started_at: str
    wall_seconds: float
    cpu_seconds: float
    isolation: str
    baseline: tuple[Judged, ...]
    judged: tuple[Judged, ...]
    unstable: tuple[Unstable, ...] = ()
    system_text: str = ""
    notes: Notes | None = None
