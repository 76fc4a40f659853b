"""From what one case left behind to its observation: numbered events, what was planted, what could be read."""

import json
from collections.abc import Iterable, Sequence

from msgspec import structs

from seatrial.bench.ask import HttpAnswer
from seatrial.bench.case import Case
from seatrial.bench.fleet import Put, Taken
from seatrial.bench.gateway.line import CallRecord
from seatrial.bench.matching import find_document, readable
from seatrial.bench.modes.base import Mode
from seatrial.bench.observation import (
    Answered,
    Asked,
    BenchFailed,
    Event,
    Input,
    ModelCall,
    NoAnswer,
    Observation,
)
from seatrial.bench.plan import may_refuse_input, needs_fault
from seatrial.takehomes.base import Document, World

_TAIL_CHARACTERS = 4000
_PROMPT_CHARACTERS = 60_000


def observe(taken: Taken, world: World, *, mode: Mode | None, api_key: str, system_text: str) -> Observation:
    """Build the observation of one case; `mode` is None for a baseline case."""
    case = taken.case
    documents = world.documents(case.edition)
    events = tuple(_events(taken))
    return Observation(
        case=case.id,
        mode=case.mode,
        takehome=world.takehome,
        inputs=tuple(_with_key(one, api_key) for one in case.inputs),
        events=events,
        documents=tuple(_pertinent(documents, events, case, world)),
        document_names=tuple(document.name for document in documents),
        system_text=system_text,
        needs_fault=mode is not None and needs_fault(mode),
        reachable=case.edition != "empty",
        may_refuse_input=mode is not None and may_refuse_input(mode),
        stderr_tail=taken.output_tail[-_TAIL_CHARACTERS:],
    )


def _with_key(one: Input, api_key: str) -> Input:
    return structs.replace(one, planted=structs.replace(one.planted, secrets=(*one.planted.secrets, api_key)))


def _events(taken: Taken) -> Iterable[Event]:
    """Return what happened, numbered in the order in which it happened."""
    happened: list[tuple[float, Event]] = [(0.0, BenchFailed(n=0, at=0.0, detail=taken.broke))] if taken.broke else []
    broken = (call for call in taken.calls if call.broke)
    happened += [(0.0, BenchFailed(n=0, at=0.0, detail=call.broke)) for call in broken]
    if taken.not_ready:
        happened.append((0.0, NoAnswer(n=0, at=0.0, input=0, reason="not_ready", detail=taken.not_ready)))
    for put in taken.puts:
        text = taken.case.inputs[put.input].text
        happened.append((put.at, Asked(n=0, at=put.at, input=put.input, text=text)))
        happened.append((put.at + put.seconds, _came_back(put)))
    happened += [(call.started - taken.began, _model_call(call, taken)) for call in taken.calls]
    in_order = sorted(happened, key=lambda one: one[0])
    return (structs.replace(event, n=number) for number, (_, event) in enumerate(in_order, 1))


def _came_back(put: Put) -> Event:
    at = put.at + put.seconds
    if isinstance(put.answer, HttpAnswer):
        return Answered(
            n=0, at=at, seconds=put.seconds, input=put.input, status=put.answer.status, body=put.answer.body
        )
    reason = "process_died" if put.died and put.answer.reason in {"closed", "refused"} else put.answer.reason
    return NoAnswer(n=0, at=at, input=put.input, reason=reason, detail=put.answer.detail)


def _model_call(call: CallRecord, taken: Taken) -> ModelCall:
    return ModelCall(
        n=0,
        at=call.started - taken.began,
        seconds=call.seconds,
        input=_input_of(call, taken),
        route=call.route,
        attempt=call.attempt,
        streamed=call.streamed,
        prompt=tuple(_shortened(message) for message in call.prompt),
        understood=call.understood,
        answering=call.answering,
        fault=call.fault,
        status=call.status,
        meant=call.meant,
        said=call.said,
        tokens_in=call.tokens_in,
        tokens_out=call.tokens_out,
        ended=call.ended,
        late=call.late,
        headers=dict(call.headers),
    )


def _shortened(message: dict[str, object]) -> dict[str, object]:
    content = message.get("content")
    if not isinstance(content, str) or len(content) <= _PROMPT_CHARACTERS:
        return message
    return {**message, "content": f"{content[:_PROMPT_CHARACTERS]} … ({len(content)} characters in all)"}


def _input_of(call: CallRecord, taken: Taken) -> int | None:
    """Tell which input a call belongs to: by its question, else the one that was open when it began."""
    for number, one in enumerate(taken.case.inputs):
        if set(call.questions) & set(one.questions):
            return number
    at = call.started - taken.began
    return next((put.input for put in reversed(taken.puts) if put.at <= at), None)


def _pertinent(documents: Sequence[Document], events: Sequence[Event], case: Case, world: World) -> Iterable[Document]:
    """Yield the documents that an answer names, and those that carry the evidence of what was asked."""
    names = [document.name for document in documents]
    cited = (name for event in events if isinstance(event, Answered) for name in _cited(event.body))
    named = {found for name in cited if (found := find_document(name, names)) is not None}
    for one in case.inputs:
        for question in one.questions:
            fact = world.fact(world.question(question))
            if fact is not None:
                spots = (*fact.evidence, *fact.stale_evidence, *fact.rival_evidence)
                named |= {spot.document for spot in spots}
    return (document for document in documents if document.name in named)


def _cited(body: str) -> Iterable[str]:
    """Yield what the body's citations call their documents, as far as it has the contract's shape."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return
    citations = parsed.get("citations") if isinstance(parsed, dict) else None
    for citation in citations if isinstance(citations, list) else ():
        if isinstance(citation, dict) and isinstance(citation.get("document"), str):
            yield citation["document"]


def constant_system_text(calls: Iterable[CallRecord], documents: Sequence[Document]) -> str:
    """Return the lines that stand in the system message of every answering call: the submission's own instructions."""
    systems = [
        "\n".join(_text(message) for message in call.prompt if message.get("role") in {"system", "developer"})
        for call in calls
        if call.answering
    ]
    systems = [system for system in systems if system]
    if not systems:
        return ""
    shared = set.intersection(*(set(system.splitlines()) for system in systems))
    theirs = "\n".join(readable(document) for document in documents)
    kept = [line for line in systems[0].splitlines() if line in shared and line.strip() and line.strip() not in theirs]
    return "\n".join(kept)


def _text(message: dict[str, object]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return ""
