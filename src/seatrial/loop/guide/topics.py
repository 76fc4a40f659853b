"""What a discussion can be about: question, follow-ups, what good sounds like. The numbers are put to it later."""

from dataclasses import dataclass

from seatrial.bench.verdict import Verdict

OBEYING = {
    "weak": "a model that obeys readily",
    "middling": "a model that can be told not to",
    "determined": "a model that always obeys",
}
"""How readily a model takes an order that stands in what it reads, by the name of the level."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of arithmetic: what it is, the sum as it is done, what comes out, with its unit."""

    what: str
    sum: str
    result: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What one case did, for a table: `level` is how readily the model obeyed, "" where that is no matter."""

    title: str
    level: str
    case: str
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to talk about: the numbers behind it, the question, how to go on, what good sounds like."""

    key: str
    title: str
    question: str
    follow_ups: tuple[str, ...]
    good: tuple[str, ...]
    sums: tuple[Sum, ...] = ()
    tried: tuple[Tried, ...] = ()


STORM = Topic(
    key="storm",
    title="When the provider says “not now”",
    question=(
        "The provider turns you away for ten minutes, in the busiest hour. These are the calls that one question "
        "made here when it was turned away. What do your users see, and what does the provider see?"
    ),
    follow_ups=(
        "Which of these calls would you not make?",
        "What happens to the questions that arrive meanwhile?",
        "How does it come back to normal, once the provider is there again?",
    ),
    good=(
        "They see that many clients trying again are what keeps a provider down.",
        "They bound tries for the whole feature, beyond each question: a budget, a breaker, a queue that is full.",
        "The user gets plain words at once, rather than a wait that ends in an error.",
    ),
)
VOLUME = Topic(
    key="volume",
    title="Calls and tokens",
    question=(
        "Tomorrow it meets many times as many questions. These are the sums for your own feature. What goes "
        "wrong first?"
    ),
    follow_ups=(
        "Which of these numbers would you bring down first, and what would that cost in answers?",
        "Which limit of the provider do you meet first: calls, tokens, or money?",
        "What would you measure from the first day?",
    ),
    good=(
        "They start from a number on this page and say which one bites first.",
        "They know which calls their feature makes for one question, and why each.",
        "They weigh a saving against what it does to the answers, and would measure that.",
    ),
)
WAITING = Topic(
    key="waiting",
    title="How long somebody waits, and how many wait at once",
    question=(
        "The model was simulated and answered at once, so the measured seconds are your feature's own. With a real "
        "model they become these. What does somebody in front of it see during that time?"
    ),
    follow_ups=(
        "Which of these seconds could be had back, and by what?",
        "What happens in your process while so many are under way at once?",
        "At which wait would you rather say “not now”?",
    ),
    good=(
        "They separate their own seconds from the model's.",
        "They know how many questions their process handles at once, and what the next one meets.",
        "They choose what a user sees while waiting.",
    ),
)
WINDOW = Topic(
    key="window",
    title="How much fits into the model",
    question="This is how full the window was. The documents grow to a hundred times as many. What changes?",
    follow_ups=(
        "What is left out first when it does not fit, and who decides that?",
        "How would you notice that the passage with the answer was the one left out?",
        "What does one person with a very long question do to everybody else?",
    ),
    good=(
        "They know that retrieval gets harder long before the window is full.",
        "They cut on purpose and by a rule, rather than at whatever length it happens to be.",
        "They limit what one question may cost.",
    ),
)
RARE = Topic(
    key="rare",
    title="What is rare becomes daily",
    question=(
        "Suppose that one question in a thousand meets something like what the trial put in its way. This is what "
        "that comes to. Who notices the first wrong answer, and what do they do?"
    ),
    follow_ups=(
        "How long until you would know, and from what?",
        "What can somebody do with a wrong answer before that?",
        "What would you look at every week?",
    ),
    good=(
        "They plan for wrong answers that nobody reports.",
        "They have a way to look at real answers regularly, with somebody who can tell right from wrong.",
        "They know what they would switch off, and how quickly.",
    ),
)
ORDERS = Topic(
    key="orders",
    title="A document gives orders",
    question=(
        "One of the documents that it reads was written by somebody who wants to do harm. This is what happened "
        "with a model that obeys readily, one that can be told not to, and one that always obeys. What do you make "
        "of the difference?"
    ),
    follow_ups=(
        "Suppose that the model does obey. What stops the damage?",
        "Who else can write something that your model reads?",
        "What would you see in the logs afterwards?",
    ),
    good=(
        "They read the first two columns as the work of the prompt, and the last as the work of the code.",
        "They take it as given that some model will obey, and limit what an obeying model can do.",
        "They say which of these they would not ship with.",
    ),
)
OUT = Topic(
    key="out",
    title="Getting something out, or putting something in",
    question=(
        "Here somebody asked for the hidden instructions, put an order into a question, or had a document ask for a "
        "link. What is worth stealing from this feature, and what is worth making it say?"
    ),
    follow_ups=(
        "What does your feature hold that its users must not see?",
        "Where does its answer go next, and what happens there with a link or with mark-up?",
        "Where would you want a person to agree first?",
    ),
    good=(
        "They name what is worth having: keys, other people's text, the right to send or to pay.",
        "They check what comes out as well as what goes in.",
        "They keep secrets out of what the model reads in the first place.",
    ),
)
BILL = Topic(
    key="bill",
    title="Making it expensive",
    question="Somebody wants to cost you money, or to make it slow for others. What would they send?",
    follow_ups=(
        "What is the most that one question can cost, today?",
        "Who is slowed down by it?",
        "What would you limit, and what would the honest user notice of that?",
    ),
    good=(
        "They give a bound for one question, in calls and in tokens, and where it stands in the code.",
        "They think of limits for each user, beyond those for the whole feature.",
        "They would see it happening while it happens.",
    ),
)
