"""A failure mode: a named way in which the world is unkind."""

from dataclasses import dataclass
from enum import StrEnum

from seatrial.bench.faults.base import Fault
from seatrial.bench.verdict import Expectation


class Surface(StrEnum):
    """Where the unchosen thing enters."""

    INPUT = "input"
    DOCUMENTS = "documents"
    TOOLS = "tools"
    MODEL = "model"
    TRANSPORT = "transport"


class Judgement(StrEnum):
    """The judgement that a mode informs."""

    MODEL_OUTPUT = "model_output"
    PROMPT_HARDENING = "prompt_hardening"
    EVALUATION = "evaluation"
    AWARENESS = "awareness"


class Asks(StrEnum):
    """What kind of input a mode puts to the submission; the plan draws fitting ones from the world."""

    ANSWERABLE = "answerable"
    UNANSWERABLE = "unanswerable"
    OUTDATED = "outdated"
    CONFLICTING = "conflicting"
    NO_DOCUMENTS = "no_documents"
    PLANTED = "planted"
    PROMPT_REQUEST = "prompt_request"
    HOSTILE = "hostile"
    EMPTY = "empty"
    LONG = "long"
    TRANSLATED = "translated"
    MANY_PART = "many_part"
    SEQUENCE = "sequence"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Mode:
    """One entry of the catalogue. `strikes` None: the fault stays; a number: it clears after so many attempts.

    `most_calls` bounds how often a dependable feature asks a model that said it must not be asked again (None: no
    bound). `wait_seconds` is the longest that a careful submission may wait in one case of it. `variants` are other
    shapes of the same fault: the cases take `fault` and these in turn, so that every seed meets every shape.
    """

    slug: str
    title: str
    surface: Surface
    judgement: Judgement
    expectation: Expectation
    happens: str
    why: str
    dependable: str
    fault: Fault | None = None
    strikes: int | None = None
    asks: Asks = Asks.ANSWERABLE
    carrier: str = ""
    cases: int = 2
    most_calls: int | None = None
    wait_seconds: float = 0.0
    variants: tuple[Fault, ...] = ()
