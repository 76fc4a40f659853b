"""What there is to say, of whatever task, before a form is put on it."""

from dataclasses import dataclass, field

from seatrial.bench.gateway.understudy.labels import Label
from seatrial.bench.gateway.understudy.task import Task
from seatrial.bench.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Ranked:
    """One passage with how relevant it is, 0 to 1."""

    label: Label
    place: int
    relevance: float
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a form may have a place for.

    For an answering task `meaning` counts; for a chore `lines` (queries, keywords, extracted sentences), `verdict`,
    `ranking` or `choice`. `labels` gives each cited document's other names, `nothing` the exact words asked for when
    there is no answer (None: any words; "" : nothing at all). `disputed` says that the documents were found to disagree.
    """

    task: Task
    meaning: Meaning
    question: str = ""
    lines: tuple[str, ...] = ()
    verdict: bool | None = None
    ranking: tuple[Ranked, ...] = ()
    choice: str = ""
    reason: str = ""
    given: str = ""
    labels: dict[str, Label] = field(default_factory=dict)
    nothing: str | None = None
    disputed: bool = False
    language: str = ""

    @property
    def good(self) -> bool:
        """Return what a status or a verdict is chosen by: known, supported, relevant."""
        return self.meaning.known if self.verdict is None else self.verdict
