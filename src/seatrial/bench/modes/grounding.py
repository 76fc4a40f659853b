"""Modes about what an answer rests on: documents that lack it, disagree, are out of date or out of sight."""

from seatrial.bench.faults.invented_quote import InventedQuote
from seatrial.bench.faults.lost_context import LostContext
from seatrial.bench.faults.missing_document import MissingDocument
from seatrial.bench.faults.wrong_document import WrongDocument
from seatrial.bench.modes.base import Asks, Judgement, Mode, Surface
from seatrial.bench.verdict import Expectation

GROUNDING = (
    Mode(
        slug="cites-missing-document",
        title="The model cites a document that does not exist",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="The answer is right, but every citation names a file that nobody has, or a passage number that was "
        "never given out.",
        why="Names of sources are text like any other to a model: it completes them from habit, most of all when "
        "several documents have similar names.",
        dependable="Checks each citation against the documents it really has, then repairs it from the passages it "
        "supplied or declines.",
        fault=MissingDocument(),
    ),
    Mode(
        slug="invented-quote",
        title="The model quotes a sentence that nobody wrote",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Answer and document are right; the words in quotation marks stand in no document at all.",
        why="Asked for a verbatim quote, models paraphrase or compose one that reads better than the original, and "
        "readers trust quotation marks most.",
        dependable="Looks each quote up in the text, apart from spacing and mark-up, and replaces or withholds what it "
        "cannot find.",
        fault=InventedQuote(),
    ),
    Mode(
        slug="quote-from-wrong-document",
        title="The right quote is pinned on the wrong document",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="The quote is real and carries the answer; the citation names another document, which exists and does "
        "not have it.",
        why="With several passages in one prompt a model confuses which header belonged to which text. A check that "
        "only asks whether the file exists lets it through.",
        dependable="Looks for the quote in the very document that is named, and corrects the name or declines.",
        fault=WrongDocument(),
    ),
    Mode(
        slug="unanswerable",
        title="No document answers the question",
        surface=Surface.INPUT,
        judgement=Judgement.PROMPT_HARDENING,
        expectation=Expectation.ABSTAIN,
        happens="The question sounds like all the others and is about this company, but nothing in the documents "
        "answers it. The model itself is healthy.",
        why="Users do not know what has been written down. A prompt that leaves no room for not knowing gets an "
        "invention from most models.",
        dependable="Allows the model to say that it does not know, checks that an answer rests on a passage, and "
        "declines.",
        asks=Asks.UNANSWERABLE,
    ),
    Mode(
        slug="outdated-document",
        title="An old version lies beside the current one",
        surface=Surface.DOCUMENTS,
        judgement=Judgement.PROMPT_HARDENING,
        expectation=Expectation.RECOVER,
        happens="The folder holds a superseded version of a policy beside the one in force; both match the question, "
        "and their values differ.",
        why="Nobody deletes old files. Retrieval ranks by likeness, not by date, and the old version is often the one "
        "in the words that people still use.",
        dependable="Looks at dates and markers of validity, tells the model which version counts, and answers with the "
        "current value.",
        asks=Asks.OUTDATED,
        cases=4,
    ),
    Mode(
        slug="conflicting-documents",
        title="Two current documents contradict each other",
        surface=Surface.DOCUMENTS,
        judgement=Judgement.PROMPT_HARDENING,
        expectation=Expectation.EITHER,
        happens="Two documents, equally in force, give different values for the same thing, and nothing says which "
        "is right.",
        why="Price list and FAQ, minutes and policy are kept by different people and drift apart. A feature that shows "
        "one of the two hides a mistake that the company would want to know of.",
        dependable="States both values with their sources, or declines; it does not pick one in silence.",
        asks=Asks.CONFLICTING,
    ),
    Mode(
        slug="nothing-retrieved",
        title="The documents folder is empty",
        surface=Surface.DOCUMENTS,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="The feature starts with a documents folder that has no file in it and is asked an ordinary question.",
        why="A failed sync, a wrong mount or an index that was never built leaves retrieval with nothing, and a prompt "
        "with an empty context is answered from imagination.",
        dependable="Starts, notices that it has nothing to go by, and declines without asking the model to guess.",
        asks=Asks.NO_DOCUMENTS,
    ),
    Mode(
        slug="context-lost",
        title="The passage is cut from the prompt on the way",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="The feature sends the right passage; the server drops it to fit a window and reports a small count of "
        "prompt tokens. The model answers from what is left.",
        why="Self-hosted servers and proxies shorten long prompts by default and return status 200, so only the token "
        "count tells.",
        dependable="Compares the answer with the passage that it sent (or the token count with what it sent) and "
        "declines what the passage does not bear out.",
        fault=LostContext(),
    ),
)
