"""The model writes valid JSON of another shape than the one asked for."""

import json
from dataclasses import dataclass
from enum import StrEnum

from seatrial.bench.faults.base import Scene
from seatrial.bench.faults.payload import Json, parsed, payload, with_payload
from seatrial.bench.wire import Completion

_OTHER_NAMES = {
    "answer": "final_response_text",
    "value": "val",
    "citations": "evidence_used",
    "sources": "evidence_used",
    "document": "origin_ref",
    "quote": "passage_body",
    "status": "state_code",
}


class Bend(StrEnum):
    """How the shape is missed: keys have other names, values other types, or all stands one level too deep."""

    RENAMED = "renamed"
    RETYPED = "retyped"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class WrongSchema:
    """Keep the JSON valid and miss the shape."""

    bend: Bend = Bend.RENAMED

    def garble(self, completion: Completion, scene: Scene) -> Completion | None:
        """Return the completion in another shape, or None when no JSON with anything in it was asked for."""
        text = payload(completion, scene)
        shape = parsed(text) if text is not None else None
        if not shape:
            return None
        return with_payload(completion, json.dumps(_bent(shape, self.bend), ensure_ascii=False))


def _bent(shape: Json, bend: Bend) -> object:
    match bend:
        case Bend.RENAMED:
            return _renamed(shape) if isinstance(shape, dict) else {"entries": _renamed(shape)}
        case Bend.RETYPED:
            pairs = shape.items() if isinstance(shape, dict) else ((str(at), one) for at, one in enumerate(shape))
            return {key: _retyped(value) for key, value in pairs}
        case Bend.NESTED:
            return {"result": {"data": shape}}


def _renamed(shape: object) -> object:
    if isinstance(shape, list):
        return [_renamed(one) for one in shape]
    if not isinstance(shape, dict):
        return shape
    renamed: dict[str, object] = {}
    for key, value in shape.items():
        name = _OTHER_NAMES.get(key.lower(), f"{key}_field")
        while name in shape or name in renamed:
            name += "_"
        renamed[name] = _renamed(value)
    return renamed


def _retyped(value: object) -> object:
    """Return the same content as a type that nothing turns back by itself."""
    match value:
        case bool() | dict():
            return [value]
        case list():
            return {"items": value}
        case None:
            return {}
        case _:
            return {"value": value}
