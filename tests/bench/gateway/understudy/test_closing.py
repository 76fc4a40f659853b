"""The mark behind which the answer is looked for stands in the reply, once."""

import pytest

from seatrial.bench.gateway.understudy.closing import closing_of
from seatrial.bench.gateway.understudy.perform import from_request, perform
from seatrial.bench.script import Script
from seatrial.takehomes.base import World

SEEN = "The escalation code of the Marlow desk is KT-40917-VX; it is changed whenever somebody leaves."
UNSEEN = "Nobody pays for a room on a private card unless the desk says so in writing."
SHORT = "The escalation code of the Marlow desk is KT-40917-VX."

HASHES = "Think step by step, then write `#### ` followed by the final answer. If it is not there: `#### UNKNOWN`."
BOXED = "Put your final answer within \\boxed{}. If the text does not say it, use \\boxed{unknown}."
THEREFORE = 'Conclude with "Therefore, the answer is <answer>." If it is not there, say NOT FOUND.'
SIGN = "After your notes write '>>>' followed by the answer. If it is missing write '>>> NONE'."
LINE = (
    "Let's think step by step. End your reply with a line 'FINAL: <answer>' (or 'FINAL: unknown' if it is not there)."
)


@pytest.mark.parametrize(
    ("told", "seen", "unseen"),
    [
        (HASHES, f"#### {SHORT}", "#### UNKNOWN"),
        (BOXED, "\\boxed{KT-40917-VX}", "\\boxed{unknown}"),
        (THEREFORE, "Therefore, the answer is KT-40917-VX.", "NOT FOUND"),
        (SIGN, f">>> {SHORT}", ">>> NONE"),
        (LINE, f"FINAL: {SHORT}", "FINAL: unknown"),
    ],
)
def test_the_answer_stands_at_the_mark(world: World, told: str, seen: str, unseen: str) -> None:
    for passage, wanted in ((SEEN, seen), (UNSEEN, unseen)):
        asked = f"[1] (support.html)\n{passage}\n\nQ: What is the escalation code of the Marlow desk?"
        body = {"messages": [{"role": "system", "content": told}, {"role": "user", "content": asked}]}
        completion = perform(from_request(body), world, Script(questions=("q-code",)), strike=False).completion
        assert (completion.text or "").splitlines()[-1] == wanted


@pytest.mark.parametrize(
    "told",
    [
        "Answer from the context.\n\n#### Context\nNo one knows.\n\n#### Question\nWho?\n\n#### Answer",
        "The passages stand between ### marks. Answer the question.",
        "Answer the question by the text that is delimited with ### below.",
        "Who leads it? Let's think step by step. Therefore, the answer is",
    ],
)
def test_headings_fences_and_a_begun_sentence_are_no_mark(told: str) -> None:
    assert closing_of(told) == ""
