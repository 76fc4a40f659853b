import pytest

from seatrial.bench.gateway.understudy.index import index_of
from seatrial.bench.gateway.understudy.prompt import Message, Prompt
from seatrial.bench.gateway.understudy.question import which_question
from seatrial.bench.gateway.understudy.reading import read
from seatrial.bench.script import Script
from seatrial.takehomes.base import World

CODE = "What is the escalation code of the Marlow desk?"
PRICE = "What does the Fathom plan cost per month?"
VISITOR = "How long may a visitor stay on the premises?"


def found(world: World, *messages: tuple[str, str], script: Script | None = None) -> tuple[str, ...]:
    index = index_of(world)
    prompt = Prompt(tuple(Message(role, text) for role, text in messages))
    found = which_question(read(prompt, index), index, script or Script())
    return tuple(known.id for known in found.questions)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (CODE, ("q-code",)),
        (f"Question: {CODE}\nAnswer:", ("q-code",)),
        ("WHAT IS the *escalation code* of the “Marlow” desk", ("q-code",)),
        ("What is the escalation code\n   of the Marlow desk??", ("q-code",)),
        ("marlow desk escalation code", ("q-code",)),
        ("Could you tell me the escalaton code that the Marlow desk uses?", ("q-code",)),
        ("Wie hoch ist die tägliche Verpflegungspauschale für das Ostrava office?", ("q-meal",)),
        (f"{CODE} Also, {PRICE}", ("q-code", "q-price")),
        (f"1. {CODE}\n2. {VISITOR}", ("q-code", "q-visitor")),
        (f"Answer this: {PRICE}\n\nOnce more: {PRICE}", ("q-price",)),
        ("Tell me a joke.", ()),
        ("", ()),
    ],
)
def test_finds_the_question_in_the_users_words(world: World, text: str, ids: tuple[str, ...]) -> None:
    assert found(world, ("user", text)) == ids


def test_takes_no_heading_of_an_faq_for_the_question(world: World) -> None:
    faq = next(document.text for document in world.clean if document.name == "faq.txt")
    assert found(world, ("user", f"{faq}\n\nQuestion: {PRICE}")) == ("q-price",)
    assert found(world, ("user", f"Question: {PRICE}\n\nContext:\n{faq}")) == ("q-price",)


def test_takes_the_faqs_heading_when_that_is_what_is_asked(world: World) -> None:
    faq = next(document.text for document in world.clean if document.name == "faq.txt")
    assert found(world, ("user", f"{faq}\n\n{CODE}")) == ("q-code",)


def test_takes_the_last_question_of_a_conversation(world: World) -> None:
    history = (("user", CODE), ("assistant", "I do not know."), ("user", PRICE))
    assert found(world, *history) == ("q-price",)
    assert found(world, ("user", f"User: {CODE}\nBot: No idea.\nUser: {PRICE}\nBot:")) == ("q-price",)


def test_takes_the_earlier_question_for_a_follow_up(world: World) -> None:
    assert found(world, ("user", PRICE), ("assistant", "Hm."), ("user", "Are you sure?")) == ("q-price",)


def test_takes_the_first_question_when_the_script_says_so(world: World) -> None:
    history = (("user", CODE), ("assistant", "I do not know."), ("user", PRICE))
    script = Script(prefers_earlier=True, questions=("q-code", "q-price"))
    assert found(world, *history, script=script) == ("q-code",)
    older = (("user", VISITOR), ("assistant", "I do not know."))
    assert found(world, *older, *history, script=script) == ("q-code",)


def test_the_armed_question_breaks_a_tie(world: World) -> None:
    text = f"Similar question: {CODE}\n\nUser: {PRICE}\n\nSimilar question: {VISITOR}"
    assert found(world, ("user", text)) == ("q-visitor",)
    assert found(world, ("user", text), script=Script(questions=("q-price",))) == ("q-price",)


def test_finds_a_question_that_stands_in_the_system_message(world: World) -> None:
    assert found(world, ("system", f"The user asks: {PRICE}"), ("user", "Go.")) == ("q-price",)


def test_recognises_an_armed_question_by_a_value_in_a_claim(world: World) -> None:
    claim = "Claim: it is USD 3,164.20."
    assert found(world, ("user", claim), script=Script(questions=("q-price",))) == ("q-price",)
