"""Whether a schema or the tools leave room for not knowing, whatever the author's words say."""

from typing import Any

from seatrial.bench.gateway.understudy.choice import says_no
from seatrial.bench.gateway.understudy.form import Form
from seatrial.bench.gateway.understudy.prompt import Prompt, Tool
from seatrial.bench.gateway.understudy.slots import Slot, slot_of

_ROOM = frozenset({Slot.FOUND, Slot.MISSING, Slot.DECLINED})


def leaves_room(form: Form, prompt: Prompt, outputs: tuple[Tool, ...]) -> bool:
    """Tell whether the form has a way to say that there is no answer."""
    if any(says_no(tool.name) for tool in outputs) and prompt.tool_choice != "none":
        return True
    if form.declining is not None:
        return True
    if form.schema is not None:
        return _in_schema(form.schema, form.schema, 0)
    return any(slot_of(field) in _ROOM for field in form.fields)


def _in_schema(schema: Any, root: dict[str, Any], depth: int) -> bool:
    if not isinstance(schema, dict) or depth > 10:
        return False
    for key, inner in (schema.get("properties") or {}).items():
        if not isinstance(inner, dict):
            continue
        slot = slot_of(key, str(inner.get("description") or ""))
        if slot in _ROOM or slot is Slot.CONFIDENCE:
            return True
        if slot in (Slot.ANSWER, Slot.VALUE) and (
            _nullable(inner) or key not in schema.get("required", list(schema["properties"]))
        ):
            return True
    options = schema.get("enum", ())
    if any(says_no(str(option)) for option in options) or says_no(str(schema.get("const", ""))):
        return True
    branches = [
        *schema.get("anyOf", ()),
        *schema.get("oneOf", ()),
        *(schema.get("properties") or {}).values(),
        *(schema.get("$defs") or {}).values(),
    ]
    return any(_in_schema(branch, root, depth + 1) for branch in branches)


def _nullable(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type")
    branches = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return (isinstance(kinds, list) and "null" in kinds) or any(
        isinstance(branch, dict) and branch.get("type") == "null" for branch in branches
    )
