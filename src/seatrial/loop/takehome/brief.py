"""The brief: the words that a candidate reads, rendered from a take-home. Pure text in, pure text out.

The text is kept as it was sent. Headings start with `## `, list items with `- `; paragraphs stand between blank lines,
code between backticks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

DEFAULT_TASK: Mapping[str, str] = {
    "docqa": (
        "Build a small service that answers questions about a company from a folder of its documents, and says where in "
        "the documents each answer stands. When the documents do not answer a question, it says so.\n\n"
        "You get a kit: sample documents, a starter that runs with one command, and a local model to build against, so "
        "that nothing costs you tokens. We run your service on other documents and other questions of the same kind."
    )
}
DEFAULT_LOOKED_FOR = (
    "We care less about the demo than about how you handle the ways it can fail. The model behind your feature can be "
    "wrong, can break off, can be fooled by what it reads. We look at what a user is shown then, at how you know whether "
    "the feature is good, and at what you tell us it does not handle."
)
DEFAULT_AI_POLICY = (
    "You may use any AI help that you like, as you would at work. We talk through the code with you afterwards, so be "
    "ready to explain and change every part of it."
)
DEFAULT_WORK_POLICY = (
    "Your work stays yours. We use it to decide about this role and for nothing else, it never goes into a product, and "
    "we delete it when you ask us to, or six months after the decision."
)

_CONTRACT: Mapping[str, str] = {
    "docqa": (
        "- A folder with a `seatrial.toml` that says how to start your service. It listens on the port in `PORT` and is "
        "ready when `GET /health` answers 200.\n"
        "- The documents are in the folder named by `SEATRIAL_DOCUMENTS`: Markdown, text, HTML and CSV.\n"
        '- `POST /ask` with `{"question": "…"}` is answered within 10 seconds, either with an answer and at least one '
        'citation (file name and quoted words), or with `"status": "declined"` and a reason.\n'
        "- The model is at `OPENAI_BASE_URL`, and there is no other network.\n"
        "- `NOTES.md` names the five worst ways in which your feature can fail, the worst first, each with where in the "
        "code it is handled, or that it is not. It is read beside what we see happen.\n"
        "- Optional: a command that tells whether the feature is good enough. It is read."
    )
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the lead chose and wrote for one take-home."""

    family: str
    budget_hours: Decimal
    task: str
    looked_for: str
    ai_policy: str
    work_policy: str


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: words, or code that stood between backticks."""

    text: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the brief to show: a heading, a paragraph or a list."""

    kind: str
    lines: tuple[str, ...]

    @property
    def marked(self) -> tuple[tuple[Span, ...], ...]:
        """Return the lines cut into words and `code`."""
        return tuple(_spans(line) for line in self.lines)


def hours_in_words(hours: Decimal) -> str:
    """Write 3 as `3 hours`, 1 as `1 hour`, 2.5 as `2.5 hours`."""
    number = format(hours.normalize(), "f")
    return f"{number} hour" if number == "1" else f"{number} hours"


def render(role: str, terms: Terms) -> str:
    """Return the whole brief, as the candidate reads it."""
    hours = hours_in_words(terms.budget_hours)
    evening = (
        f"One evening is the budget: {hours}. Start when it suits you. Please stop when the time is up and write down "
        "what you would have done next; that is worth as much to us as doing it."
    )
    help_out = (
        "If you need more time, another format or anything else so that this is fair to you, ask on your own page, "
        "where you found this. Only the person who leads this hiring sees it; the people who read your work never do."
    )
    scored = (
        "We run your work on inputs that neither of us chose, and people read what happened. No program scores or "
        "rejects you: people do, each on their own first, on the same fields for everybody."
    )
    sections = (
        ("What to build", terms.task),
        ("What we look for", terms.looked_for),
        ("Your time", evening),
        ("AI help", terms.ai_policy),
        ("What happens with your work", terms.work_policy),
        ("More time, or another way", help_out),
        ("How it is read", scored),
        ("What your folder has to do", _CONTRACT[terms.family]),
    )
    parts = (f"## {heading}\n\n{text.strip()}" for heading, text in sections)
    return "\n\n".join([f"A small piece of work for the role: {role}.", *parts])


def blocks(text: str) -> tuple[Block, ...]:
    """Split a brief into the pieces to show, in order."""
    lines = [line.rstrip() for line in text.splitlines()]
    found: list[Block] = []
    for kind, group in groupby(lines, _kind_of):
        taken = tuple(group)
        if kind == "heading":
            found.extend(Block("heading", (line.removeprefix("## ").strip(),)) for line in taken)
        elif kind == "list":
            found.append(Block("list", tuple(line.lstrip().removeprefix("- ").strip() for line in taken)))
        elif kind == "paragraph":
            found.append(Block("paragraph", taken))
    return tuple(found)


def _spans(line: str) -> tuple[Span, ...]:
    pieces = line.split("`")
    if len(pieces) % 2 == 0:  # an odd backtick is a backtick
        return (Span(line),)
    return tuple(Span(text, is_code=place % 2 == 1) for place, text in enumerate(pieces) if text)


def _kind_of(line: str) -> str:
    if not line.strip():
        return "nothing"
    if line.startswith("## "):
        return "heading"
    return "list" if line.lstrip().startswith("- ") else "paragraph"
