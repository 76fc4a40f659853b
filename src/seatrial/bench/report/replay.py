"""A case as a conversation: what each party said when, cut to what a reader can take in, and what proves the outcome.

Nothing is cut in silence: every cut says how many characters, calls or citations are left out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seatrial.bench.observation import Answered, Asked, BenchFailed, Event, ModelCall, NoAnswer
from seatrial.bench.report.prompts import text_of
from seatrial.bench.report.report import ReportedCase
from seatrial.bench.report.scale import is_retry

_MOST_PROOFS = 6
_MOSTLY_OTHER = 0.75
_MOST_CITATIONS = 12
_MOST_MESSAGES = 12
_SPOKEN = ("answer", "reply", "reason")
_CONTRACT = {"status", "citations", *_SPOKEN}
_REASONS = {
    "timeout": "Nothing came back in time",
    "closed": "The connection was closed without an answer",
    "refused": "The connection was refused",
    "not_http": "What came back was no HTTP",
    "too_large": "The answer was too large to read",
    "process_died": "Its process died",
    "not_ready": "It did not get ready",
}
_ENDED = {
    "read": "read to the end",
    "hung_up": "it hung up before the end",
    "open": "still open when the case ended",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A text cut in its middle: `left_out` characters are missing between `head` and `tail`."""

    head: str
    left_out: int = 0
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the model said, with the part that a healthy model would have said otherwise in the middle."""

    before: Shown
    changed: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt; `prompt` is the number of the instruction text that it equals, 0 for none."""

    role: str
    text: Shown
    characters: int
    prompt: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """We asked."""

    n: int
    at: float
    proves: bool
    text: Shown
    kind: str = "question"


@dataclass(frozen=True, slots=True)
class Call:
    """It called the model. `again`: with the same prompt as before, which is then not repeated."""

    n: int
    at: float
    proves: bool
    call: ModelCall
    again: bool
    messages: tuple[Message, ...]
    messages_left_out: int
    meant: Shown
    said: Delivered
    differs: bool
    ended: str
    kind: str = "call"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where the answer says that its claim stands."""

    document: Shown
    quote: Shown


@dataclass(frozen=True, slots=True)
class Reply:
    """It answered: in the contract's shape (`status`, `text`, `citations`), or with something else in it (`raw`)."""

    n: int
    at: float
    proves: bool
    http: int
    seconds: float
    status: str
    text: Shown
    citations: tuple[Citation, ...]
    citations_left_out: int
    raw: Shown | None
    cut: bool
    kind: str = "reply"


@dataclass(frozen=True, slots=True)
class Nothing:
    """No answer came, or the bench broke: why, in words."""

    n: int
    at: float
    proves: bool
    reason: str
    detail: Shown
    kind: str = "nothing"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Model calls that are not shown here, because they were many."""

    calls: int
    first_at: float
    last_at: float
    proves: bool = False
    kind: str = "left_out"


Turn = Question | Call | Reply | Nothing | LeftOut


@dataclass(frozen=True, slots=True)
class Replay:
    """The turns of one case, in order."""

    turns: tuple[Turn, ...]
    output: Shown | None


def replay(case: ReportedCase, *, prompts: Mapping[str, int], cap: int, most_calls: int = 8) -> Replay:
    """Return a case as a conversation with no text longer than `cap`; `prompts` numbers the known instruction texts.

    Of more than `most_calls` model calls the first, the last two and the first six that prove the outcome are kept.
    """
    calls = [event for event in case.events if isinstance(event, ModelCall)]
    middle = [call.n for call in calls[most_calls - 2 : -2]] if len(calls) > most_calls else []
    kept = [n for n in middle if n in case.proof][:_MOST_PROOFS]
    hidden = set(middle) - set(kept)
    turns: list[Turn] = []
    for event in case.events:
        proves = event.n in case.proof
        if event.n in hidden:
            before = turns.pop() if turns and isinstance(turns[-1], LeftOut) else None
            turns.append(_left_out(event.at, before, proves=proves))
        else:
            turns.append(_turn(event, calls, proves=proves, prompts=prompts, cap=cap))
    return Replay(tuple(turns), shown(case.output.strip(), cap) if case.output.strip() else None)


def shown(text: str, cap: int) -> Shown:
    """Return the text, cut in its middle when it is longer than `cap`: instructions open a prompt, questions end it."""
    if len(text) <= cap:
        return Shown(text)
    head = cap * 2 // 3
    tail = cap - head
    return Shown(text[:head], len(text) - cap, text[-tail:])


def difference(meant: str, said: str) -> tuple[str, str, str]:
    """Split what was said into what comes before, within and after the part that differs from what was meant."""
    limit = min(len(meant), len(said))
    start = next((i for i in range(limit) if meant[i] != said[i]), limit)
    left = limit - start
    end = next((i for i in range(left) if meant[-1 - i] != said[-1 - i]), left)
    while start and said[start - 1].isalnum():
        start -= 1
    stop = len(said) - end
    while stop < len(said) and said[stop].isalnum():
        stop += 1
    if stop - start > _MOSTLY_OTHER * len(said):
        return "", said, ""
    return said[:start], said[start:stop], said[stop:]


def _left_out(at: float, before: Turn | None, *, proves: bool) -> LeftOut:
    if isinstance(before, LeftOut):
        return LeftOut(before.calls + 1, before.first_at, at, before.proves or proves)
    return LeftOut(1, at, at, proves)


def _turn(event: Event, calls: Sequence[ModelCall], *, proves: bool, prompts: Mapping[str, int], cap: int) -> Turn:
    match event:
        case Asked():
            return Question(event.n, event.at, proves, shown(event.text, cap))
        case ModelCall():
            return _call(event, [call for call in calls if call.n < event.n], proves=proves, prompts=prompts, cap=cap)
        case Answered():
            return _reply(event, proves=proves, cap=cap)
        case NoAnswer():
            return Nothing(event.n, event.at, proves, _REASONS[event.reason], shown(event.detail, cap))
        case BenchFailed():
            return Nothing(event.n, event.at, proves, "The bench broke", shown(event.detail, cap))


def _call(call: ModelCall, before: Sequence[ModelCall], *, proves: bool, prompts: Mapping[str, int], cap: int) -> Call:
    again = bool(call.prompt) and is_retry(call, before)
    messages = () if again else tuple(_message(message, prompts, cap) for message in call.prompt)
    kept = messages if len(messages) <= _MOST_MESSAGES else (*messages[:2], *messages[2 - _MOST_MESSAGES :])
    differs = call.said != call.meant
    parts = difference(call.meant, call.said) if differs else (call.said, "", "")
    room = cap if len(call.said) <= cap else cap // 3
    return Call(
        n=call.n,
        at=call.at,
        proves=proves,
        call=call,
        again=again,
        messages=kept,
        messages_left_out=len(messages) - len(kept),
        meant=shown(call.meant, cap),
        said=Delivered(*(shown(part, room) for part in parts)),
        differs=differs,
        ended=_ENDED[call.ended],
    )


def _message(message: dict[str, Any], prompts: Mapping[str, int], cap: int) -> Message:
    text = text_of(message) or json.dumps(
        {key: value for key, value in message.items() if key != "role"}, ensure_ascii=False
    )
    return Message(str(message.get("role", "")), shown(text, cap), len(text), prompts.get(text, 0))


def _reply(event: Answered, *, proves: bool, cap: int) -> Reply:
    parsed = _contract_shape(event.body) if event.status == 200 else None
    found = parsed.get("citations") if parsed else None
    cited = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    spoken = [parsed[key] for key in _SPOKEN if isinstance(parsed.get(key), str)] if parsed else []
    return Reply(
        n=event.n,
        at=event.at,
        proves=proves,
        http=event.status,
        seconds=event.seconds,
        status=str(parsed["status"])[:40] if parsed else "",
        text=shown("\n".join(spoken), cap),
        citations=tuple(
            Citation(shown(str(one.get("document", "")), 200), shown(str(one.get("quote", "")), cap))
            for one in cited[:_MOST_CITATIONS]
        ),
        citations_left_out=max(0, len(cited) - _MOST_CITATIONS),
        raw=None if parsed and parsed.keys() <= _CONTRACT else shown(event.body, cap),
        cut=event.cut,
    )


def _contract_shape(body: str) -> dict[str, Any] | None:
    """Return the body as the contract's object, or None when it has another shape."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    fits = isinstance(parsed, dict) and isinstance(parsed.get("status"), str) and _speaks(parsed)
    return parsed if fits else None


def _speaks(parsed: dict[str, Any]) -> bool:
    return any(isinstance(parsed.get(key), str) for key in _SPOKEN)
