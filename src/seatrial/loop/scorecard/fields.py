"""The fields of a scorecard: fixed by the stage's kind, the same for every panelist. No Django here.

A take-home is scored by the rubric's criteria: levels that are added up. The other stages have choices and words of
their own, which inform the debrief and are never added into the number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from seatrial.loop.rubric.arithmetic import Criterion, Part, Rubric

LEVEL_WORDS = ("Level 1", "Level 2", "Level 3", "Level 4")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen: what is stored, its short name, and what it looks like."""

    value: str
    name: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that every panelist of a stage answers. `counts`: its options are levels of the rubric.

    Without options it takes words only.
    """

    key: str
    group: str
    name: str
    asks: str
    options: tuple[Option, ...] = ()
    counts: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """Return what may be stored as its choice; nothing where the choice is a level."""
        return () if self.counts else tuple(option.value for option in self.options)

    @property
    def needs(self) -> str:
        """Say what has to stand in the field before the scorecard can be sealed."""
        if self.counts:
            return "a level, and a note or a piece of evidence that it rests on"
        return "a choice" if self.options else "a few words"

    def option(self, value: str) -> Option | None:
        """Return the option of that value, if there is one."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True, slots=True)
class Cited:
    """A place of a trial's report that a field rests on; `title` says it in words, the uids are its two addresses."""

    uid: str
    trial_uid: str
    trial_blind_uid: str
    place: str
    title: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody put into a field. Empty is None, "" and no evidence; what was cited is no part of its form."""

    level: int | None = None
    choice: str = ""
    note: str = ""
    evidence: tuple[Mapping[str, str], ...] = ()
    cited: tuple[Cited, ...] = ()

    @property
    def chosen(self) -> str:
        """Return the value of the option that was picked, level or choice."""
        return str(self.level) if self.level is not None else self.choice

    @property
    def typed(self) -> "Filled":
        """Return what was typed or picked, without what was cited from a report."""
        return replace(self, cited=())


EMPTY = Filled()


def fields_of(kind: str, rubric: Rubric, *, reliability_first: bool) -> tuple[Field, ...]:
    """Return the fields of a stage of that kind, in the order in which they are to be filled."""
    return by_rubric(rubric, reliability_first=reliability_first) if kind == "takehome" else OF_KIND[kind]


def by_rubric(rubric: Rubric, *, reliability_first: bool) -> tuple[Field, ...]:
    """Return one field per criterion, reliability before engineering or after it."""
    parts = (Part.RELIABILITY, Part.ENGINEERING) if reliability_first else (Part.ENGINEERING, Part.RELIABILITY)
    return tuple(_criterion(one) for part in parts for one in rubric.part(part))


def is_complete(field: Field, filled: Filled) -> bool:
    """Tell whether a field holds what it needs for sealing."""
    if field.counts:
        return filled.level is not None and bool(filled.note.strip() or filled.evidence or filled.cited)
    return bool(filled.choice) if field.options else bool(filled.note.strip())


def missing(fields: tuple[Field, ...], filled: Mapping[str, Filled]) -> tuple[Field, ...]:
    """Return the fields that keep a scorecard from being sealed."""
    return tuple(field for field in fields if not is_complete(field, filled.get(field.key, EMPTY)))


def _criterion(one: Criterion) -> Field:
    options = tuple(
        Option(str(level), word, anchor)
        for level, (word, anchor) in enumerate(zip(LEVEL_WORDS, one.anchors, strict=True), 1)
    )
    return Field(one.key, one.part.value.capitalize(), one.name, one.asks, options, counts=True)


def _options(*options: tuple[str, str, str]) -> tuple[Option, ...]:
    return tuple(Option(*option) for option in options)


_NOT_ASKED = ("not_asked", "Not asked", "It did not come up. This says nothing about the candidate.")
_SHIPPED, _WRONG = "First half: what was shipped", "Second half: what went wrong"
_PROBES, _OWN, _TRAJECTORY = "Failure modes", "Ownership", "Trajectory: shown a failure of theirs"
_SCALE, _ATTACK, _GENERAL = "At scale", "Under attack", "Engineering"

SCREEN = (
    Field(
        "shipped",
        _SHIPPED,
        "What they shipped",
        "Which AI system, who used it, what was theirs. Context for the second half; it is not graded.",
    ),
    Field(
        "went_wrong",
        _WRONG,
        "What went wrong, in their words",
        "The failure itself is not graded. Having been close enough to production to own one is what counts.",
    ),
    Field(
        "concrete",
        _WRONG,
        "Concrete",
        "Could you draw the failure from what they said?",
        _options(
            ("no", "No", "A topic, not an event: “hallucinations are a challenge”."),
            ("partly", "Partly", "One event, but the input, the output or the damage stayed open after a follow-up."),
            ("yes", "Yes", "An input, what the system did with it, who met it, and how it was noticed."),
            _NOT_ASKED,
        ),
    ),
    Field(
        "lived",
        _WRONG,
        "Lived",
        "Were they there when it happened?",
        _options(
            ("no", "No", "Read or heard about; the details are those of an article."),
            ("partly", "Partly", "It happened on their team; they know the outline from others."),
            (
                "yes",
                "Yes",
                "They saw it: what the log, the user or the dashboard said, and what they thought it was first.",
            ),
            _NOT_ASKED,
        ),
    ),
    Field(
        "theirs",
        _WRONG,
        "Theirs",
        "Whose failure was it, when they tell it?",
        _options(
            ("no", "No", "The model's, the vendor's or another team's, to the end."),
            ("partly", "Partly", "Theirs when asked: they name a decision of their own after a follow-up."),
            ("yes", "Yes", "They name the decision of their own that let it through, without being asked."),
            _NOT_ASKED,
        ),
    ),
    Field(
        "changed",
        _WRONG,
        "What they changed",
        "What was different afterwards, in the system or in how they build?",
        _options(
            ("no", "Nothing", "Nothing named, or “we improved the prompt” and no way to tell whether that helped."),
            ("partly", "The case", "The one case was fixed; the next of its kind would get through again."),
            (
                "yes",
                "The kind",
                "Something that catches the kind: a check, a test set, a limit, an alarm; and how they knew it worked.",
            ),
            _NOT_ASKED,
        ),
    ),
)

REVIEW = (
    Field(
        "considered",
        _PROBES,
        "Failure modes that their code considers",
        "Probe one that they handle: do they know why it is handled this way, and where it stops?",
        _options(
            ("cannot_say", "Cannot say", "Cannot point to the code that handles it, or not say what it does."),
            ("what", "Says what", "Says what the code does; not which failure made it necessary."),
            ("why", "Says why", "Says which failure it is for, and shows it in the code."),
            ("limits", "Knows its limits", "Also says what still gets through it, and what they would do about that."),
            _NOT_ASKED,
        ),
    ),
    Field(
        "unconsidered",
        _PROBES,
        "Failure modes that their code does not consider",
        "Show one case in which it presented something wrong as right. What do they do with it?",
        _options(
            ("defends", "Defends it", "Calls the input unfair, unlikely or the model's business."),
            ("accepts", "Accepts it", "Agrees that it is wrong; looks for the cause only when led to it."),
            ("finds", "Finds the cause", "Finds by themselves where in the code it gets through."),
            (
                "generalises",
                "Finds the kind",
                "Names other inputs that would get through the same way, and one place that would hold them all.",
            ),
            _NOT_ASKED,
        ),
    ),
    Field(
        "ownership",
        _OWN,
        "Ownership of the code",
        "With whatever help it was written: is it theirs now?",
        _options(
            ("foreign", "Foreign to them", "Cannot find their way in it, or explains lines by reading them aloud."),
            ("parts", "In parts", "Knows some parts; others are a surprise to them."),
            ("whole", "Theirs", "Goes to the right place at once and says why it is so and not otherwise."),
            _NOT_ASKED,
        ),
    ),
    Field(
        "asked",
        _TRAJECTORY,
        "What did they ask?",
        "Shown the failure, before they explained anything.",
        _options(
            ("nothing", "Nothing", "No question; an answer at once."),
            ("case", "About the case", "What was the input, what did the model reply, can I see it again?"),
            (
                "kind",
                "About the kind",
                "How often, on which inputs, what else would do this, how would we have noticed?",
            ),
            _NOT_ASKED,
        ),
    ),
    Field(
        "explained",
        _TRAJECTORY,
        "What did they explain?",
        "How they accounted for it.",
        _options(
            ("away", "Away", "The model should not do that."),
            ("mechanism", "The mechanism", "How the reply travelled through their code to the user."),
            ("assumption", "The assumption", "Which assumption of theirs it broke, and where else they made it."),
            _NOT_ASKED,
        ),
    ),
    Field(
        "change",
        _TRAJECTORY,
        "What would they change?",
        "Or did change, in front of you.",
        _options(
            ("nothing", "Nothing", "Nothing, or a sentence more in the prompt."),
            ("case", "This case", "A guard for this very input."),
            (
                "kind",
                "The kind",
                "A check at the place where all inputs of the kind pass, and a test that would have shown it.",
            ),
            _NOT_ASKED,
        ),
    ),
)

DISCUSSION = (
    Field(
        "scale",
        _SCALE,
        "How it behaves at scale",
        "With a hundred times the load: what gives way first, what does it cost, who notices?",
        _options(
            ("works", "“It scales”", "More machines; the model is assumed to answer as before."),
            ("names", "Names a limit", "Names rate limits, latency or cost, without numbers."),
            (
                "reasons",
                "Reasons from numbers",
                "Works from calls, tokens and seconds of their own feature to what gives way first.",
            ),
            ("degrades", "Plans the bad day", "Also says what users get when it gives way, and how it comes back."),
            _NOT_ASKED,
        ),
    ),
    Field(
        "attack",
        _ATTACK,
        "How it behaves under attack",
        "Somebody writes the documents, the questions or the tool results on purpose. What can they reach?",
        _options(
            ("never", "Never thought of it", "Hostile input is news to them, or a job for others."),
            ("prompt", "Asks the model", "Tells the model in the prompt to ignore it."),
            ("boundary", "Draws a boundary", "Says which text is not trusted, and keeps it apart from instructions."),
            ("contains", "Contains it", "Assumes that the model will obey some day, and limits what that could do."),
            _NOT_ASKED,
        ),
    ),
    Field("beyond", "Beyond", "What else they brought up", "Unasked. “Nothing” is an answer."),
)

GENERAL = (
    Field(
        "approach",
        _GENERAL,
        "Approach",
        "From the task to a plan.",
        _options(
            ("stuck", "Stuck", "No plan that would work, also with help."),
            ("helped", "With help", "A plan that works, after hints."),
            ("alone", "Alone", "A plan that works, by themselves, and why it does."),
            ("weighs", "Weighs", "Two plans, and a reason for the one they took."),
            _NOT_ASKED,
        ),
    ),
    Field(
        "code",
        _GENERAL,
        "Code",
        "Sound, structured, readable.",
        _options(
            ("fails", "Does not run", "Does not do what was asked."),
            ("runs", "Runs", "Does what was asked on the inputs at hand."),
            ("sound", "Sound", "Also on empty, large and wrong inputs; a reader finds their way."),
            ("tested", "Shown to be sound", "Also tested by them, unasked."),
            _NOT_ASKED,
        ),
    ),
    Field("notes", _GENERAL, "Engineering notes", "What you saw, so that somebody who was not there can follow."),
)

OF_KIND: Mapping[str, tuple[Field, ...]] = {
    "screen": SCREEN,
    "review": REVIEW,
    "discussion": DISCUSSION,
    "general": GENERAL,
}
