"""Modes in which the reply arrives in order and its words are no answer, or a false one."""

from seatrial.bench.faults.another_question import AnotherQuestion
from seatrial.bench.faults.cut_by_length import CutByLength
from seatrial.bench.faults.empty_answer import EmptyAnswer
from seatrial.bench.faults.refusal_field import RefusalField
from seatrial.bench.faults.refusal_in_words import RefusalInWords
from seatrial.bench.faults.wrong_value import WrongValue
from seatrial.bench.modes.base import Judgement, Mode, Surface
from seatrial.bench.verdict import Expectation

CONTENT = (
    Mode(
        slug="empty-answer-once",
        title="The first reply is empty",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first answering call returns status 200, finish reason `stop` and no text: an empty string in one "
        "case, a null in the other. The next call is healthy.",
        why="Models stop before their first word when sampling goes astray, when hidden reasoning used up all tokens, "
        "or when a replica is being swapped out; nothing in the protocol calls that an error.",
        dependable="Treats a reply without text like a failed call and asks again once.",
        fault=EmptyAnswer(),
        variants=(EmptyAnswer(null=True),),
        strikes=1,
    ),
    Mode(
        slug="empty-answer-persists",
        title="Every reply is empty",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every answering call ends at once with finish reason `stop` and nothing in it.",
        why="A prompt that a new model version reads as finished, or a filter that strips the whole text, yields "
        "nothing as often as it is asked.",
        dependable="Gives up after a few attempts and declines; an empty text never reaches the user as an answer.",
        fault=EmptyAnswer(),
        variants=(EmptyAnswer(null=True),),
    ),
    Mode(
        slug="cut-by-length",
        title="The reply is cut off at the token limit",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every reply breaks off inside the value that was asked for, with finish reason `length`.",
        why="A limit on output tokens that was ample in the demo is reached once answers get longer or a model spends "
        "its allowance on reasoning. Many client libraries return such a stump without a word.",
        dependable="Reads the finish reason (or sees that the reply is incomplete) and declines rather than show the "
        "beginning of a sentence.",
        fault=CutByLength(),
    ),
    Mode(
        slug="refusal-field",
        title="The model declines by the field made for it",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every reply has no content; the message carries a `refusal` text instead, with finish reason `stop`.",
        why="Safety training misfires on harmless questions, and providers report it in a field of its own that code "
        "written for `content` never looks at.",
        dependable="Tells a refusal from an answer and from a crash, and declines.",
        fault=RefusalField(),
    ),
    Mode(
        slug="refusal-in-words",
        title="The model declines in the place of the answer",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every reply is a courteous refusal in plain words, put where the answer belongs, with nothing cited.",
        why="Most models refuse in prose and keep to the form that they were given, so the reply parses, fits the "
        "schema and says nothing about the documents.",
        dependable="Notices that the reply rests on no document and declines, instead of passing a refusal on as the "
        "company's answer.",
        fault=RefusalInWords(),
    ),
    Mode(
        slug="wrong-value-once",
        title="The first reply states a value that no document has",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first answer carries a plausible value that stands nowhere, beside a real quote that says "
        "otherwise. Asked again, the model is right.",
        why="Language models misread a row or swap a digit now and then, with the same fluency and the same citation "
        "as when they are right.",
        dependable="Compares what is claimed with the passage that is cited, finds that they disagree, and asks again.",
        fault=WrongValue(),
        strikes=1,
    ),
    Mode(
        slug="wrong-value-persists",
        title="Every reply states a value that no document has",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every answer carries the same invented value in the words of the right one, with the right citation.",
        why="When a model holds a belief from its training or misreads a table, asking again yields the same mistake; "
        "agreement between two calls proves nothing.",
        dependable="Does not let a claim pass that its own citation contradicts: declines or answers from the passage.",
        fault=WrongValue(),
    ),
    Mode(
        slug="answers-another-question",
        title="The reply answers a question that was not asked",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every reply is a complete and healthy answer, with its citation, to another question about the same "
        "company.",
        why="Caches keyed too coarsely, batches delivered to the wrong caller and models drawn to a more prominent "
        "passage all produce answers that are true and beside the point.",
        dependable="Checks that the answer concerns what was asked and rests on a passage that it supplied, and "
        "declines otherwise.",
        fault=AnotherQuestion(),
    ),
)
