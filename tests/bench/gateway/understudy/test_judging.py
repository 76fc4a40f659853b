"""Judging a reply is told from replying once more; its word is the prompt's own."""

import pytest

from seatrial.bench.gateway.understudy.perform import from_request, perform
from seatrial.bench.script import Script
from seatrial.takehomes.base import World

PASSAGE = (
    "[support.html]\nThe escalation code of the Marlow desk is KT-40917-VX; it is changed whenever somebody leaves."
)
TRUE = "The escalation code of the Marlow desk is KT-40917-VX."
FALSE = "The escalation code of the Marlow desk is KT-11866-QD."
FORM = (
    "Answer from the passages; every claim must be supported by them. Reply in JSON: "
    '{"verdict": "answerable|unanswerable", "answer": "...", "file": "..."}'
)


def said(world: World, *messages: tuple[str, str]) -> str:
    body = {"messages": [{"role": role, "content": text} for role, text in messages]}
    script = Script(questions=("q-code",))
    return str(perform(from_request(body), world, script, strike=False).completion.text)


@pytest.mark.parametrize(
    "complaint",
    [
        "answer: KT-11866-QD is not in the passages. Fix the errors and return the JSON again.",
        "Your answer is not supported by the passages. Please try once more.",
        "Validation error: the answer is not grounded. Correct the JSON.",
    ],
)
def test_a_complaint_about_a_reply_asks_for_another(world: World, complaint: str) -> None:
    asked = f"{PASSAGE}\n\nQuestion: {world.question('q-code').text}"
    first = f'{{"verdict": "answerable", "answer": "{FALSE}", "file": "support.html"}}'
    again = said(world, ("system", FORM), ("user", asked), ("assistant", first), ("user", complaint))
    assert again == f'{{"verdict": "answerable", "answer": "{TRUE}", "file": "support.html"}}'


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("Reply with exactly ENTAILED or NOT_ENTAILED.", ("ENTAILED", "NOT_ENTAILED")),
        ("Does the passage support the claim? Answer only CONFIRMED or REJECTED.", ("CONFIRMED", "REJECTED")),
    ],
)
def test_a_verdict_is_one_of_the_two_words_in_capitals(world: World, told: str, words: tuple[str, str]) -> None:
    told = f"You are a strict fact checker: is the claim supported by the passage? {told}"
    asked = f"{PASSAGE}\n\nQuestion: {world.question('q-code').text}\nClaim: "
    found = tuple(said(world, ("system", told), ("user", asked + claim)) for claim in (TRUE, FALSE))
    assert found == words
