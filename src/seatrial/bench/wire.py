"""What passes over the model's wire, as plain values: the gateway decides with these, only its server acts on them.

A reply is a tuple of steps. A delay is a value (`Wait(2.0)`), a reset is a value (`Reset()`): nothing here sleeps.
Those that are made for every request are msgspec structs, which cost a tenth of a frozen dataclass.
"""

from dataclasses import dataclass, field

from msgspec import Struct


class Request(Struct, frozen=True):
    """One HTTP request of the submission to the model endpoint; header names are lower case, `path` has no query."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Send(Struct, frozen=True):
    """Write these bytes as they are."""

    data: bytes


class Wait(Struct, frozen=True):
    """Do nothing for so many seconds."""

    seconds: float


class HangUp(Struct, frozen=True):
    """Close the connection in good order (FIN), whatever was still promised."""


class Reset(Struct, frozen=True):
    """Break the connection (RST)."""


Step = Send | Wait | HangUp | Reset
Reply = tuple[Step, ...]


class Draft(Struct, frozen=True):
    r"""An HTTP answer before it is put into steps: what a transport or stream fault spoils.

    `body` is sent whole with a content length. When `streamed`, `events` are sent instead, one chunk of a
    chunked body each (every element is one complete server-sent event, `data: {...}\n\n`). `value` is the value that a
    healthy answer states, so that a cut need not leave it whole ("" when unknown). It is sent after `after_seconds`.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    events: tuple[bytes, ...] = ()
    streamed: bool = False
    value: str = ""
    after_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One function that the model asks to be called; `arguments` is the JSON text as the model wrote it."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model says, before any protocol dresses it: what a content fault spoils."""

    text: str | None
    finish: str = "stop"
    refusal: str | None = None
    tool_calls: tuple[ToolCall, ...] = field(default=())
