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
    "complaint",
    [
        "That was not valid JSON. Try again.",
        "Your reply could not be parsed: expecting value, line 1 column 1. Reply with the JSON object only.",
        "The quote is not in the passages. Answer again, with a quote copied word for word.",
    ],
)
def test_a_complaint_leaves_what_was_asked_in_force(world: World, complaint: str) -> None:
    asked = f"{FORM}\n\n{PASSAGE}\n\nQuestion: {world.question('q-code').text}"
    again = said(world, ("user", asked), ("assistant", '{"verdict": "answ'), ("user", complaint))
    assert again == f'{{"verdict": "answerable", "answer": "{TRUE}", "file": "support.html"}}'


def test_a_check_of_the_last_reply_has_a_form_of_its_own(world: World) -> None:
    asked = f"{FORM}\n\n{PASSAGE}\n\nQuestion: {world.question('q-code').text}"
    check = "Check your reply again: is every claim supported by the passages? Reply YES or NO."
    assert said(world, ("user", asked), ("assistant", TRUE), ("user", check)) == "YES"


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


def test_excerpts_below_the_answer_are_no_part_of_it(world: World) -> None:
    told = 'You are the auditor. Return {"approved": true|false, "objection": "..."}: approved if the excerpts state the answer.'
    asked = f"Question: {world.question('q-code').text}\nAnswer: {{}}\nExcerpts:\n<excerpts>\n{PASSAGE}\n</excerpts>"
    true, false = (said(world, ("system", told), ("user", asked.format(claim))) for claim in (TRUE, FALSE))
    assert true == '{"approved": true, "objection": ""}'
    assert false == '{"approved": false, "objection": "The passages do not state KT-11866-QD."}'
