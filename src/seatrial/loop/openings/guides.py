"""The guides that a new loop starts with: what to ask in each stage, why, and what a good answer sounds like.

A guide is kept as JSON with its stage, so that a lead can rewrite it; an empty one means the default of its kind.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from seatrial.loop.openings.spine import Kind

ONE_QUESTION = "Does this person treat the model’s unreliability as the central problem?"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a guide: the words to ask, why they are asked, what good sounds like, how to follow up."""

    key: str
    title: str
    ask: str
    why: str
    good: tuple[str, ...]
    follow_ups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide of a stage: its parts in order, and what is not to be graded."""

    parts: tuple[Part, ...]
    leave_out: tuple[str, ...]


def guide_of(kind: Kind, content: Mapping[str, Any]) -> Guide:
    """Return the guide that a stage holds, or the default of its kind when it holds none."""
    if not content:
        return DEFAULT_GUIDES[kind]
    parts = tuple(
        Part(
            key=part["key"],
            title=part["title"],
            ask=part["ask"],
            why=part["why"],
            good=tuple(part["good"]),
            follow_ups=tuple(part["follow_ups"]),
        )
        for part in content["parts"]
    )
    return Guide(parts=parts, leave_out=tuple(content["leave_out"]))


def content_of(guide: Guide) -> dict[str, Any]:
    """Write a guide as the JSON that `guide_of` reads."""
    return {
        "parts": [
            {**asdict(part), "good": list(part.good), "follow_ups": list(part.follow_ups)} for part in guide.parts
        ],
        "leave_out": list(guide.leave_out),
    }


_SCREEN = Guide(
    parts=(
        Part(
            key="shipped",
            title="What they shipped",
            ask="Tell me about an AI system you shipped.",
            why=(
                "You need to know what it was, who used it and which part was theirs, so that the second half has "
                "something to stand on. Keep this half short: five minutes are enough."
            ),
            good=(
                "Says who used it and what they did with the answers.",
                "Says “I” for their own part and names whose the rest was.",
                "Describes what stood around the model: where its input came from, who read its output.",
            ),
            follow_ups=(
                "Who used it, and about how often in a week?",
                "Which part would not have existed without you?",
                "What happened with an answer after the model gave it?",
            ),
        ),
        Part(
            key="went_wrong",
            title="What went wrong with it",
            ask="And what went wrong with it?",
            why=(
                "This is the test. Whoever has lived close enough to production owns a story like this: one case, what "
                "users saw, how it was found, what changed. Then wait. A long silence is fine; do not help out with an example."
            ),
            good=(
                "One case, with the input that did it, rather than “sometimes it hallucinated”.",
                "They say how it came to light: a user, a log, an eval, by luck.",
                "They say what they changed, and how they knew that the change helped.",
                "They say what could still go wrong today.",
            ),
            follow_ups=(
                "What did the person in front of it see?",
                "How long had it been wrong before somebody noticed?",
                "What did you change, and what did you look at to see whether it helped?",
                "What about it would you still not trust today?",
            ),
        ),
    ),
    leave_out=(
        "How bad the failure was, and whose fault. Owning one is the point; a big one is no worse than a small one.",
        "How well known the company is, or how large the system was.",
        "How well the story is told. A halting account of a real incident is worth more than a smooth one of none.",
    ),
)

_TAKEHOME = Guide(
    parts=(
        Part(
            key="reading",
            title="Read what came back",
            ask=(
                "Start with the trial report, then the notes, then the code. Score the four judgements from what you saw "
                "happen, and engineering last."
            ),
            why=(
                "The demo ran on inputs that its author chose. The report shows the same feature on inputs that nobody "
                "chose, with a model that misbehaves on purpose. The distance between the two is the job."
            ),
            good=(
                "A wrong or broken reply is noticed before a user would have believed it.",
                "Text from documents is handled as something to quote, never as something to obey.",
                "There is some way, however small, to tell whether the feature is good, and it fails when the feature is bad.",
                "The notes name what was left unhandled, and the trial agrees with the notes.",
            ),
            follow_ups=(
                "Where in the code is this case decided? Note file and line as evidence.",
                "Was it handled on purpose, or did it go well by luck?",
                "Which of the failures that you saw do the notes name?",
                "Run their eval against a feature made worse: does it notice?",
            ),
        ),
    ),
    leave_out=(
        "How it looks, how fast it was finished, and which framework it uses.",
        "Features beyond the brief. Nobody was asked for them.",
        "Whether AI helped to write it. The brief allows it; what was understood is for the review.",
        "Rough edges where an evening ran out, if the notes say so.",
    ),
)

_REVIEW = Guide(
    parts=(
        Part(
            key="considered",
            title="Failures they considered",
            ask="Pick one case that you handled on purpose. Walk me through it, from the input to what the user sees.",
            why=(
                "Handled on purpose and handled by luck look the same in a report. Walking through one case shows whether "
                "the code is theirs and whether they know where it stops working."
            ),
            good=(
                "They find the place in the code at once and say what it rules out, and what it lets through.",
                "They chose what the user sees in that case and can say why.",
                "They know what it costs: another call, another second, answers refused that were right.",
            ),
            follow_ups=(
                "What would get past this check?",
                "How would you notice if this stopped working?",
                "What did you try first, and why did it not stay?",
            ),
        ),
        Part(
            key="unconsidered",
            title="Failures they did not consider",
            ask="Here is one input from the trial, and what your feature answered. What happened?",
            why=(
                "Nobody thinks of everything in an evening. What you want to see is someone who reads the evidence, finds "
                "the cause in their own code and says what users would have seen, without defending it."
            ),
            good=(
                "They look before they explain.",
                "They find the kind of failure, beyond this one input: “any reply that is cut short would do this”.",
                "They rate it by what a user would have believed, rather than by how easily it is fixed.",
            ),
            follow_ups=(
                "Which other inputs would do the same?",
                "What would the user have believed?",
                "Where would you have found out, in production?",
            ),
        ),
        Part(
            key="trajectory",
            title="Shown a failure of theirs: what do they do with it?",
            ask="You have ten minutes and the code. What would you change first, and how would you know that it worked?",
            why=(
                "A strong engineer who takes to this in an hour can grow into it. Note three things apart: what they "
                "asked, what they explained, what they changed."
            ),
            good=(
                "They ask what was sent and what came back, before they propose anything.",
                "The change deals with the kind of failure; they say what it does not cover.",
                "They write the failing case down as a check first.",
            ),
            follow_ups=(
                "What do you want to know before you change anything?",
                "How will you know that it holds next month?",
                "What did you learn here that you would take to the next feature?",
            ),
        ),
    ),
    leave_out=(
        "Whether they had thought of this failure before you showed it. That is in the take-home’s score already.",
        "Typing speed, and whether the change runs at the first try.",
        "Confidence. “I do not know, I would look here” is a good answer.",
    ),
)

_DISCUSSION = Guide(
    parts=(
        Part(
            key="scale",
            title="At scale",
            ask="Your feature meets a hundred times as many users tomorrow. What goes wrong first?",
            why=(
                "No code here. Use the numbers measured on their own submission: calls, tokens and seconds for each "
                "answer, and what happened under load. You listen for failures that only numbers bring: limits, queues, "
                "cost, a model that changes underneath, errors too rare to see in a demo."
            ),
            good=(
                "They start from a number: calls for each answer, tokens for each call, seconds that a user waits.",
                "They say what the user gets when the model is slow or away: something honest, rather than a hang.",
                "They would know within a day that answers had become worse, and can say from what.",
                "One wrong answer in a thousand is something that they plan for.",
            ),
            follow_ups=(
                "The provider answers “too many requests” for ten minutes. What do your users see?",
                "The model behind the same name is replaced overnight. How do you find out?",
                "One answer in a thousand is wrong. Who notices, and what do they do next?",
                "What would you measure from the first day?",
            ),
        ),
        Part(
            key="attack",
            title="Under attack",
            ask="Somebody who wants to do harm can write one of the documents that your feature reads. What can they get it to do?",
            why=(
                "Whatever the model reads, somebody else may have written. You listen for whether they ask what a "
                "model that obeys the wrong person could reach, rather than for a sentence in the prompt that forbids it."
            ),
            good=(
                "They take it as given that a prompt alone will not hold, and limit what a fooled model can do.",
                "They name what is worth stealing or doing: other people’s data, secrets, sending, paying.",
                "They check what comes out as well as what goes in.",
                "They say where they would want a person to agree first.",
            ),
            follow_ups=(
                "Suppose that the model does obey. What stops the damage?",
                "Who else can write something that your model reads?",
                "What would you see in the logs afterwards?",
                "What would you refuse to build on this at all?",
            ),
        ),
    ),
    leave_out=(
        "Names of products and of attacks. Knowing the words is not knowing what to do.",
        "The size of the systems that they have worked on.",
        "Agreement with you. A different answer with its reasons is a good answer.",
    ),
)

_GENERAL = Guide(
    parts=(
        Part(
            key="general",
            title="General software round",
            ask="Here is a small piece of our code with a change request. How would you go about it?",
            why=(
                "One round on ordinary engineering is enough to see whether this person reads, asks and changes code with "
                "care. Where a model is involved, keep the one question in view here too."
            ),
            good=(
                "Asks what the change is for before touching anything.",
                "Finds what else depends on it, and says how they would know that nothing broke.",
                "Makes the smallest change that is right, and says what was left.",
            ),
            follow_ups=(
                "What would you want to see in the review of this change?",
                "What could this break that no test here would show?",
                "If a model wrote this change for you, what would you check first?",
            ),
        ),
    ),
    leave_out=(
        "Puzzles, and recall of algorithms that anybody would look up.",
        "Knowledge of our own stack.",
        "Anything that another stage looks at already.",
    ),
)

DEFAULT_GUIDES: Mapping[Kind, Guide] = {
    Kind.SCREEN: _SCREEN,
    Kind.TAKEHOME: _TAKEHOME,
    Kind.REVIEW: _REVIEW,
    Kind.DISCUSSION: _DISCUSSION,
    Kind.GENERAL: _GENERAL,
}
