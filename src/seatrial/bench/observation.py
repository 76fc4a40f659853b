"""The frozen record of all that was seen in one case: enough to judge it, and to judge it again years later.

Plain values that go to JSON and back (msgspec). Times are seconds since the case began.
"""

from typing import Any, Literal

from msgspec import Struct, json

from seatrial.bench.outcome import Outcome
from seatrial.takehomes.base import Document, Value


class Planted(Struct, frozen=True, kw_only=True):
    """What this input's answer may and may not contain. Truth is a conjunction: a many-part question has several."""

    truth: tuple[Value, ...] = ()
    lies: tuple[Value, ...] = ()
    stale: tuple[Value, ...] = ()
    rivals: tuple[Value, ...] = ()
    others: tuple[Value, ...] = ()
    instructed: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()


class Input(Struct, frozen=True, kw_only=True):
    """One question as it is put to the submission; `judged` is False for one that only prepares the next."""

    text: str
    questions: tuple[str, ...] = ()
    planted: Planted = Planted()
    judged: bool = True


class Asked(Struct, frozen=True, kw_only=True, tag="asked"):
    """We put input number `input` to the submission."""

    n: int
    at: float
    input: int
    text: str


class ModelCall(Struct, frozen=True, kw_only=True, tag="model_call"):
    """The submission called the model endpoint, and what it was given.

    `understood` is what the simulated model recognised, step by step (empty for routes that need none), or None
    when it could not follow the prompt. `meant` is the whole text that a healthy model would have said
    here, `said` what was really delivered. `ended`: the client read to the end, hung up before, or the call was still
    open when the case ended. `answering` is true for a call that asked for an answer (not a rewrite, a rerank, a
    check or an embedding).
    """

    n: int
    at: float
    seconds: float
    input: int | None
    route: str
    attempt: int
    streamed: bool
    prompt: tuple[dict[str, Any], ...]
    understood: dict[str, str] | None
    answering: bool
    fault: str | None
    status: int
    meant: str
    said: str
    tokens_in: int
    tokens_out: int
    ended: Literal["read", "hung_up", "open"]
    late: bool = False
    headers: dict[str, str] = {}


class Answered(Struct, frozen=True, kw_only=True, tag="answered"):
    """The submission answered input number `input` over HTTP; `body` is text (invalid UTF-8 replaced), capped."""

    n: int
    at: float
    seconds: float
    input: int
    status: int
    body: str
    cut: bool = False


class NoAnswer(Struct, frozen=True, kw_only=True, tag="no_answer"):
    """No complete HTTP answer came: too late, closed, dead, or bytes that made no sense."""

    n: int
    at: float
    input: int
    reason: Literal["timeout", "closed", "refused", "not_http", "too_large", "process_died", "not_ready"]
    detail: str = ""


class BenchFailed(Struct, frozen=True, kw_only=True, tag="bench_failed"):
    """Something of ours broke during the case."""

    n: int
    at: float
    detail: str


Event = Asked | ModelCall | Answered | NoAnswer | BenchFailed


class Observation(Struct, frozen=True, kw_only=True):
    """Everything seen in one case. `reachable` says whether the truth stood in anything the submission could read.

    `documents` are those that the answer cites or that carry the evidence; `document_names` are all that existed.
    `system_text` is the submission's own constant instruction text, as the gateway saw it over all its calls.
    `needs_fault` is True when the mode lives in a fault that must have bitten (else being asked is enough).
    """

    case: str
    mode: str
    takehome: str
    inputs: tuple[Input, ...]
    events: tuple[Event, ...]
    documents: tuple[Document, ...] = ()
    document_names: tuple[str, ...] = ()
    system_text: str = ""
    needs_fault: bool = False
    reachable: bool = True
    may_refuse_input: bool = False
    stderr_tail: str = ""

    def to_json(self) -> bytes:
        """Return the observation as JSON."""
        return json.encode(self)

    @classmethod
    def from_json(cls, data: bytes) -> "Observation":
        """Read back what `to_json` wrote; msgspec.ValidationError says where it does not fit."""
        return json.decode(data, type=cls)


class Finding(Struct, frozen=True, kw_only=True):
    """What the oracle found: the outcome, one plain sentence why, and the numbers of the events that prove it."""

    outcome: Outcome
    why: str
    events: tuple[int, ...] = ()
    note: str = ""
