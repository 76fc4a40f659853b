"""The instructions that a submission sends, found in what it sent: what stays the same from call to call."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from seatrial.bench.observation import ModelCall
from seatrial.bench.report.report import Prompt

GAP = "[…]"
_MOST_PROMPTS = 20
_MOST_CHARACTERS = 20_000
_OPENING_CHARACTERS = 24
_CONSTANT_SHARE = 0.6


def instructions(calls: Iterable[ModelCall]) -> tuple[Prompt, ...]:
    """Return the distinct instruction texts, the most used first, at most 20.

    Texts that open alike are one instruction: the lines that most of them share are kept, the rest becomes `[…]`.
    A call without a system message is represented by its first message. Texts to be embedded instruct nobody.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for call in (call for call in calls if call.route != "embeddings"):
        for role, text in _instructing(call.prompt):
            alike.setdefault((role, text.strip()[:_OPENING_CHARACTERS]), []).append(text)
    found = [
        Prompt(role=role, text=_constant_part(texts)[:_MOST_CHARACTERS], calls=len(texts))
        for (role, _), texts in alike.items()
    ]
    constant = [prompt for prompt in found if prompt.text.replace(GAP, "").strip()]
    return tuple(sorted(constant, key=lambda prompt: (-prompt.calls, prompt.role, prompt.text))[:_MOST_PROMPTS])


def text_of(message: dict[str, Any]) -> str:
    """Return the text of a chat message, whatever form its content has."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = [part.get("text") for part in parts if isinstance(part, dict)]
    return "\n".join(text for text in texts if isinstance(text, str))


def _instructing(messages: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    written = [(str(message.get("role", "")), text_of(message)) for message in messages]
    written = [(role, text) for role, text in written if text.strip()]
    return [one for one in written if one[0] in {"system", "developer"}] or written[:1]


def _constant_part(texts: Sequence[str]) -> str:
    """Keep the lines of the most common text that most texts share."""
    text, _ = Counter(texts).most_common(1)[0]
    shared: Counter[str] = Counter(line for one in texts for line in set(one.splitlines()))
    kept: list[str] = []
    for line in text.splitlines():
        if not line.strip() or shared[line] >= _CONSTANT_SHARE * len(texts):
            kept.append(line)
        else:
            _leave_gap(kept)
    return "\n".join(kept)


def _leave_gap(kept: list[str]) -> None:
    """Put a gap behind what was kept; where only blank lines stand since the last one, it is the same."""
    end = len(kept)
    while end and not kept[end - 1].strip():
        end -= 1
    if end and kept[end - 1] == GAP:
        del kept[end:]
    else:
        kept.append(GAP)
