"""The standard that a new Seatrial starts with: five criteria, 2:1:1:1:1, written for applied AI engineers.

The bar is 2.75. The least that the rules allow at these weights is 2.67 (4 × 1/3 + 2 × 2/3: best engineering,
reliability just under level 2). 2.75 asks one thing more, in whole levels: with engineering at 3, three of the four
judgements at 3 and the fourth at 2 reach it (1/3 × 3 + 2/3 × 2.75 = 2.83); two at 3 and two at 2 do not (2.67).
"""

from fractions import Fraction

from seatrial.loop.rubric.arithmetic import Criterion, Judgement, Part, Rubric

NAME = "The standard"
REASON = "The standard that Seatrial comes with."

ENGINEERING = Criterion(
    key="engineering",
    name="Engineering",
    part=Part.ENGINEERING,
    weight=Fraction(2),
    asks="Start it by its README. Then read the code as if you had to change it next week: structure, names, tests.",
    anchors=(
        (
            "One file or function does the reading, the retrieval, the prompt and the HTTP together. Names such as "
            "“process” or “data2” do not say what they hold. There is no test. It starts only after something in it "
            "was mended."
        ),
        (
            "It starts by its README. Parts have files of their own, but a change such as another model provider "
            "touches three or more of them. Tests cover the one path in which nothing goes wrong, or there are none."
        ),
        (
            "Retrieval, prompt, model call and the handling of its reply are found by their names, and each is "
            "replaced by changing one file. Tests run by one command without a network; breaking what a test names "
            "makes it fail."
        ),
        (
            "As 3. What was left out is a decision with its reason, in the notes, a comment or a commit. Limits and "
            "timeouts stand in one place with their units. For one request, the log tells which documents were read, "
            "what was sent and what came back."
        ),
    ),
)

MODEL_OUTPUT = Criterion(
    key="model_output",
    name="Handling of bad model output",
    part=Part.RELIABILITY,
    judgement=Judgement.MODEL_OUTPUT,
    weight=Fraction(1),
    asks="In the report: replies that were late, cut off, empty, of another shape, or false. "
    "In the code: what stands between the model's reply and the user?",
    anchors=(
        (
            "The reply goes to the user as it came; no code looks at it. In the report, replies that were empty, cut "
            "off or of another shape were shown as answers, or the process died of them."
        ),
        (
            "Trouble that announces itself is handled: an exception, a status code or invalid JSON leads to another "
            "try or a message. A false reply in the right shape is shown as right, because nothing compares it with "
            "the documents or the tools' results."
        ),
        (
            "Each reply is checked for its shape, and its content against something other than the model: quotes are "
            "looked up in the document, values in the tool's result. What does not pass is declined or escalated. "
            "Waiting and retries end at limits that stand in the code. In the report, one of these modes at most "
            "ended silent."
        ),
        (
            "As 3, and none of these modes ended silent. A failure that passes is recovered from (another try that "
            "says what was wrong, a fallback to quoting the document), with a limit on its calls and seconds. What "
            "cannot be recovered is declined in words that tell the user what to do next."
        ),
    ),
)

PROMPT_HARDENING = Criterion(
    key="prompt_hardening",
    name="The prompt as something to harden",
    part=Part.RELIABILITY,
    judgement=Judgement.PROMPT_HARDENING,
    weight=Fraction(1),
    asks="Read the prompts as they were sent; the report shows them. What is kept apart from what? "
    "What can a reply cause, if the model obeys a stranger?",
    anchors=(
        (
            "Instructions, documents and the user's question are joined into one text. In the report a planted "
            "instruction was obeyed, or a secret or the prompt itself came out."
        ),
        (
            "The prompt asks the model to ignore orders in the documents, or marks where a document begins and ends; "
            "that is the whole defence. A document can write the closing mark itself, and no code looks at what the "
            "model does next."
        ),
        (
            "Text from strangers stands in a message or a fence of its own that its content cannot close. The prompt "
            "says what to do when evidence is missing or in conflict. Code outside the model limits what a reply can "
            "cause: tools by an allow-list, values checked, no secret in the prompt. In the report, a planted "
            "instruction won at most where the model obeys whatever it reads."
        ),
        (
            "As 3, and it held where the model obeys whatever it reads. There are tests that attack the prompt and "
            "fail when its defence is taken out. The notes say what an attacker can still do."
        ),
    ),
)

EVALUATION = Criterion(
    key="evaluation",
    name="Evaluation",
    part=Part.RELIABILITY,
    judgement=Judgement.EVALUATION,
    weight=Fraction(1),
    asks="What tells them whether it is good, other than looking at it? "
    "Would it notice a model that is wrong? Where the report ran it against sabotaged models: what did it notice?",
    anchors=(
        "There is no eval. The notes say nothing on how quality was judged, or that some questions were tried by hand.",
        (
            "There are questions with expected answers, or a script that prints results for a person to read. It does "
            "not fail by itself, or it passes whatever the model says."
        ),
        (
            "One command runs it and fails below a threshold that is written down. Its cases include questions that "
            "the documents do not answer and replies that are wrong. A wrong model makes it fail: where the report ran "
            "it, at least half of the sabotaged ones did."
        ),
        (
            "As 3, and the notes name the kinds of wrong model it would not catch, or it catches all. It counts wrong "
            "and declined apart and says how many cases a figure rests on. The notes or the history show a change that "
            "was kept or dropped because of its figures."
        ),
    ),
)

AWARENESS = Criterion(
    key="awareness",
    name="Awareness of failure modes",
    part=Part.RELIABILITY,
    judgement=Judgement.AWARENESS,
    weight=Fraction(1),
    asks="Read their notes before the report, then compare: which failures did they name, "
    "and which happened without being named?",
    anchors=(
        "The notes tell what it can do and what could be added. They name no way in which it gives a wrong answer.",
        (
            "Failure is named in general (“the model may hallucinate”, “add error handling”), without an input that "
            "brings it about or what the user would then see."
        ),
        (
            "At least three failure modes of this feature are named, each with what brings it about and what the user "
            "sees. Those handled and those left open are told apart. One mode at most ended silent in the report "
            "without being named."
        ),
        (
            "As 3, and no mode ended silent without being named. Those left open are in order of harm, each with why "
            "it was left and what would be done first with one more day. The notes say how each would be noticed in "
            "production: a count, a log line, a check."
        ),
    ),
)

STANDARD = Rubric(
    criteria=(ENGINEERING, MODEL_OUTPUT, PROMPT_HARDENING, EVALUATION, AWARENESS),
    bar=Fraction("2.75"),
)
