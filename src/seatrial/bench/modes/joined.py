"""How one person asks two things at once."""

_FRAMES = (
    "{first} And while you are at it: {second}",
    "I have two questions about this. {first} Also, {second}",
    "Could you help me with two things? First, {first} Second, {second}",
    "{first}\n\nOne more thing that my colleague wanted to know. {second}",
)


def joined(first: str, second: str, *, style: int) -> str:
    """Return one text that asks both questions, each in its own words."""
    return _FRAMES[style % len(_FRAMES)].format(first=first, second=second)
