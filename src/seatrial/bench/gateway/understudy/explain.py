"""What `--explain` prints for each reply: what was recognised and why, and what to do when it could not follow."""

from seatrial.bench.gateway.understudy.perform import Performance

_TITLES = {
    "question": "which question",
    "asked": "what is asked",
    "sees": "what it sees",
    "knows": "what it knows",
    "form": "in which form",
    "sight": "sight",
    "obeys": "planted instruction",
    "leaks": "demand for its instructions",
}
_LOST = (
    "It could not follow this prompt: no question of this world was found in the user's message.",
    "It looked for a question of the kit word for word, for the name of a thing together with what is asked of it, and for",
    "an earlier question in the conversation.",
    "Put the question into the last user message as it came in, or behind a label such as `Question:`.",
)


def explain(performance: Performance) -> str:
    """Return in plain lines how a reply came about."""
    if performance.understood is None:
        return "\n".join(_LOST)
    width = max(map(len, _TITLES.values()))
    steps = performance.understood.items()
    lines = [f"{_TITLES.get(step, step):<{width}}  {found}" for step, found in steps]
    if not performance.questions and performance.answering:
        lines += _LOST[1:]
    if performance.bitten:
        lines.append("This reply was spoiled on purpose.")
    if performance.completion.text is not None and performance.meant != performance.completion.text:
        lines.append(f"A healthy model would have said: {performance.meant}")
    return "\n".join(lines)
