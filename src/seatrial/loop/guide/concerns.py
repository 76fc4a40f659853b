"""What failure modes have in common, seen from the candidate's chair: one concern is one thing to talk about.

Ten modes that one missing check would have caught are one probe, not ten. Each mode of the catalogue stands in exactly
one concern. Later entries are easier to hold; the one held case that a guide asks about is taken from the front.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to talk about: the modes that belong to it, how to go deeper, what good sounds like."""

    key: str
    title: str
    modes: tuple[str, ...]
    follow_ups: tuple[str, ...]
    good: tuple[str, ...]


CONCERNS = (
    Concern(
        key="orders",
        title="Text that gives orders",
        modes=(
            "injection-visible",
            "injection-in-comment",
            "injection-zero-width",
            "exfiltration-link",
            "hostile-question",
            "system-prompt-requested",
        ),
        follow_ups=(
            "Who can write something that the model reads here?",
            "Suppose that the model obeys whatever the prompt says. What happens next, in your code?",
            "What would the person who asked have seen, and believed?",
        ),
        good=(
            "They separate what the prompt asks for from what the code makes sure of.",
            "They look at the reply for what should never leave, instead of trusting that it is not there.",
            "They say what still gets through, and what that would cost.",
        ),
    ),
    Concern(
        key="untrue",
        title="A reply that is not true",
        modes=(
            "wrong-value-once",
            "wrong-value-persists",
            "answers-another-question",
            "cites-missing-document",
            "invented-quote",
            "quote-from-wrong-document",
        ),
        follow_ups=(
            "What does your code compare the reply with before it goes out?",
            "Which other replies would come through the same way?",
            "What does that check refuse that was right?",
        ),
        good=(
            "They check the words of the answer against the document, beyond whether a document of that name exists.",
            "They prefer no answer to one that nothing supports, and say what that costs.",
            "They rate it by what somebody would have believed.",
        ),
    ),
    Concern(
        key="knowing",
        title="Nothing to answer from",
        modes=("unanswerable", "nothing-retrieved", "context-lost", "empty-question"),
        follow_ups=(
            "How does your feature know that it does not know?",
            "What does somebody do next who gets that reply?",
            "How often would you expect this among real questions?",
        ),
        good=(
            "Not knowing is an outcome of its own in the code, and the reply says so in plain words.",
            "They thought about retrieval that finds nothing, apart from a model that says nothing.",
            "They have an idea how often it declines where it need not.",
        ),
    ),
    Concern(
        key="versions",
        title="Documents that disagree",
        modes=("outdated-document", "conflicting-documents"),
        follow_ups=(
            "How would somebody tell, from this answer, that another document says something else?",
            "Where does your feature learn which document is current?",
            "What should happen if that cannot be known?",
        ),
        good=(
            "They would rather show both values with their sources than pick one quietly.",
            "They look for dates and versions where documents carry them, and say when they do not.",
            "They know which passages reach the model, and in which order.",
        ),
    ),
    Concern(
        key="visitors",
        title="Questions that meet each other",
        modes=("state-bleed", "answers-swapped"),
        follow_ups=(
            "What is kept between two questions, and where?",
            "What happens to that when two people ask at the same moment?",
            "How would you have found this before a user did?",
        ),
        good=(
            "They can name everything that outlives one question.",
            "They see it as somebody reading what was meant for another person.",
            "They would try two at once on purpose.",
        ),
    ),
    Concern(
        key="cut",
        title="A reply that is not whole",
        modes=(
            "cut-by-length",
            "stream-ends-early-once",
            "stream-ends-early-persists",
            "reply-dropped-once",
            "reply-dropped-persists",
            "error-after-200",
            "empty-answer-once",
            "empty-answer-persists",
        ),
        follow_ups=(
            "How does your code know that it has the whole reply?",
            "What does half an answer look like to the person who asked?",
            "What is asked again, and how often?",
        ),
        good=(
            "They look at why the model stopped, and treat silence in the middle as unfinished.",
            "They know what their library does on its own and what it leaves to them.",
            "A second try is bounded, and they say what happens after the last one.",
        ),
    ),
    Concern(
        key="shape",
        title="A reply in another shape",
        modes=("broken-json-once", "broken-json-persists", "wrong-schema", "json-in-prose"),
        follow_ups=(
            "Where in the code is the shape of the reply decided on?",
            "What is done with a reply that does not fit, the first time and the third?",
            "Which shapes would still pass although their content is missing?",
        ),
        good=(
            "They check the content after the shape: a field may be there and empty.",
            "They repair what is harmless and refuse what would be guessing.",
            "They say what the user gets when it never fits.",
        ),
    ),
    Concern(
        key="refusal",
        title="A model that declines",
        modes=("refusal-field", "refusal-in-words"),
        follow_ups=(
            "How does your code tell a refusal from an answer?",
            "What did the person who asked see?",
            "Which wordings would get past that?",
        ),
        good=(
            "They read the field that is made for it, and do not rely on it alone.",
            "A refusal reaches the user as “no answer”, never as an answer.",
            "They know that any list of phrases has gaps.",
        ),
    ),
    Concern(
        key="waiting",
        title="A model that keeps you waiting",
        modes=("no-answer-once", "no-answer-ever", "reply-stalls-once", "reply-stalls-persists"),
        follow_ups=(
            "How long does your feature wait for the model, and where is that written?",
            "What is the person who asked looking at meanwhile?",
            "How many of these can wait at once before others are held up?",
        ),
        good=(
            "They know every time limit on the way and that their sum fits what a user waits.",
            "They say something honest before the user gives up.",
            "A stalled stream counts as waiting, even after its first words.",
        ),
    ),
    Concern(
        key="errors",
        title="Errors from the provider",
        modes=(
            "rate-limit-clears",
            "rate-limit-persists",
            "quota-exhausted",
            "server-error-clears",
            "server-error-persists",
            "overloaded-clears",
            "connection-reset-clears",
            "connection-reset-persists",
            "retry-after-hour",
            "key-revoked",
            "html-instead-of-json",
        ),
        follow_ups=(
            "Which errors are worth a second try here, and which are not?",
            "What do many users at once do to the provider while this lasts?",
            "Who on your side learns of it, and how?",
        ),
        good=(
            "They tell passing errors from lasting ones.",
            "Tries are bounded and spaced, and they know what their library adds of its own.",
            "The user gets plain words, and nothing of the error's own text that should stay inside.",
        ),
    ),
    Concern(
        key="inputs",
        title="Questions that nobody wrote down",
        modes=("long-question", "other-language", "many-part"),
        follow_ups=(
            "Which questions did you try yourself, and how did you choose them?",
            "What should happen here, in your view?",
            "Where would you set the limit, and what would you say beyond it?",
        ),
        good=(
            "They have a picture of who asks, and how that differs from their own test questions.",
            "They decide on a limit and say so, where another would let it happen.",
            "Half an answer is marked as half.",
        ),
    ),
    Concern(
        key="oddities",
        title="Replies that are fine and look odd",
        modes=("benign-oddities", "new-enum-value", "chatty-preamble"),
        follow_ups=(
            "What does your code expect of a reply that nobody promised?",
            "What happens on the day on which the model behind the name is replaced?",
            "How would you find out that answers are being refused that were right?",
        ),
        good=(
            "They are strict about content and easy about form.",
            "They read what the protocol promises, beyond what it happened to send.",
            "They notice when their own checks cost good answers.",
        ),
    ),
)

OTHER = Concern(
    key="other",
    title="Something else",
    modes=(),
    follow_ups=(
        "Which other inputs would do the same?",
        "What would the person who asked have believed?",
        "Where would you have found out, in production?",
    ),
    good=(
        "They look before they explain.",
        "They find the kind of failure, beyond this one input.",
        "They rate it by what a user would have believed.",
    ),
)
"""For modes that this version does not know: a report may be newer or older than the guide."""


def concern_of(mode: str) -> Concern:
    """Return the concern that a failure mode belongs to."""
    return next((one for one in CONCERNS if mode in one.modes), OTHER)
