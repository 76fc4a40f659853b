"""Modes at the edge of what the feature was made for: nothing, too much, two at once, another language or user."""

from seatrial.bench.modes.base import Asks, Judgement, Mode, Surface
from seatrial.bench.verdict import Expectation

LIMITS = (
    Mode(
        slug="empty-question",
        title="The question is empty",
        surface=Surface.INPUT,
        judgement=Judgement.PROMPT_HARDENING,
        expectation=Expectation.ABSTAIN,
        happens="The question is an empty text, or consists of nothing but spaces and line ends.",
        why="A double click, a voice message without words or a broken form sends nothing, and a retriever that is "
        "asked for nothing still returns its nearest passages.",
        dependable="Says that there is no question, as a decline or as status 400, without troubling the model.",
        asks=Asks.EMPTY,
    ),
    Mode(
        slug="long-question",
        title="The question comes with 50 KB of pasted text",
        surface=Surface.INPUT,
        judgement=Judgement.AWARENESS,
        expectation=Expectation.ABSTAIN,
        happens="A user pastes a whole e-mail thread or an hour of a server's log and asks an ordinary question below "
        "or above it. The prompt no longer fits the model's window.",
        why="People paste what they have in front of them. The provider answers with an error about the context "
        "length, and a retry of the same prompt fails in the same way.",
        dependable="Bounds its input: finds the question in it and answers, or says that the text is too long.",
        asks=Asks.LONG,
    ),
    Mode(
        slug="other-language",
        title="The question is asked in another language",
        surface=Surface.INPUT,
        judgement=Judgement.AWARENESS,
        expectation=Expectation.RECOVER,
        happens="An ordinary question comes in German, French or Spanish, while all documents are in English.",
        why="Customers write in their own language whether or not the product page offers it; retrieval by shared "
        "words finds little, although the model itself would cope.",
        dependable="Answers from the English documents, or at least declines honestly, and its notes say which "
        "languages were considered.",
        asks=Asks.TRANSLATED,
    ),
    Mode(
        slug="many-part",
        title="One message asks two things",
        surface=Surface.INPUT,
        judgement=Judgement.AWARENESS,
        expectation=Expectation.RECOVER,
        happens="Two independent questions come in one message; each is answered by another document.",
        why="People save themselves a second message. Retrieval for the blend of both favours one of them, and an "
        "answer to half of the message looks complete.",
        dependable="Answers both parts, each with its source, or says which part it leaves open.",
        asks=Asks.MANY_PART,
    ),
    Mode(
        slug="state-bleed",
        title="The previous question leaks into the next",
        surface=Surface.INPUT,
        judgement=Judgement.PROMPT_HARDENING,
        expectation=Expectation.RECOVER,
        happens="Two questions are asked one after the other. Where both stand in one prompt, the model answers the "
        "earlier of them.",
        why="A message list kept in a module variable works in the demo, where one person asks one thing; in "
        "production it mixes the conversations of all users.",
        dependable="Builds each prompt from its own question alone, or keeps conversations apart.",
        asks=Asks.SEQUENCE,
    ),
    Mode(
        slug="answers-swapped",
        title="Two questions at once get each other's answers",
        surface=Surface.INPUT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="Two users ask at the same moment, and the model takes longer for the first. Nothing else is amiss.",
        why="Shared state (a current question, a last answer, a reused buffer) is invisible until two requests "
        "overlap, and then one customer reads what concerns another.",
        dependable="Keeps what belongs to a request with that request, so that each caller gets the right answer.",
        asks=Asks.TOGETHER,
        wait_seconds=1.0,
    ),
)
