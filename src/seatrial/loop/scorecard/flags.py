"""The flags that can be raised: what each means and what it sounds like. Read, never counted. No Django here."""

from dataclasses import dataclass
from enum import StrEnum


class Colour(StrEnum):
    """Which way a flag points."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class FlagKind:
    """One kind of thing that is said and matters."""

    slug: str
    colour: Colour
    title: str
    sounds_like: str


KINDS = (
    FlagKind(
        "raises_failures",
        Colour.GREEN,
        "Raises failure modes unprompted",
        "“Before I show you the demo: this is what it does when the document is out of date.”",
    ),
    FlagKind(
        "evaluates",
        Colour.GREEN,
        "Evaluation is a normal part of building",
        "“I wrote the forty questions first, then the prompt.”",
    ),
    FlagKind(
        "surprised",
        Colour.GREEN,
        "A model surprised them in production, and they changed something",
        "“It answered in French on a Monday. Since then we check the language before anything is sent.”",
    ),
    FlagKind(
        "capability_first",
        Colour.YELLOW,
        "Capability-first talk",
        "“With the new model you can do all of this in one call.”",
    ),
    FlagKind("no_eval", Colour.RED, "No evaluation", "“You can tell that it works when you try it.”"),
    FlagKind(
        "no_opinion",
        Colour.RED,
        "No opinion on hallucination",
        "“The next model will not have that problem.”",
    ),
    FlagKind(
        "no_hostile_input",
        Colour.RED,
        "Never thought about a model reading hostile input",
        "“The documents are our own, why would there be anything in them?”",
    ),
    FlagKind(
        "never_a_limit",
        Colour.RED,
        "Every answer a capability, never a limitation",
        "Asked what it cannot do, they say what else it can do.",
    ),
    FlagKind(
        "someone_elses",
        Colour.RED,
        "Reliability is someone else’s problem",
        "Brilliant on what it can do; and “the platform team does the guardrails”.",
    ),
)

BY_SLUG = {kind.slug: kind for kind in KINDS}
