"""Content faults stay in the form that the prompt asks for, and a wrong document is another document."""

import re

import pytest

from seatrial.bench.faults.another_question import AnotherQuestion
from seatrial.bench.faults.base import MeaningFault
from seatrial.bench.faults.wrong_document import WrongDocument
from seatrial.bench.gateway.understudy.perform import Performance, from_request, perform
from seatrial.bench.script import Script
from seatrial.takehomes.base import World

BY_NUMBER = "Answer from the sources below. Cite the sources using their corresponding numbers, such as [1]."
BY_FILE = "Answer from the sources below. Cite the file name in brackets, such as [notes.md]."


def chunks(world: World, name: str) -> list[str]:
    text = next(document.text for document in world.clean if document.name == name)
    if name.endswith(".html"):
        return [re.sub(r"<[^>]+>", "", line) for line in text.splitlines() if line.startswith("<p>")]
    return [part for part in text.split("\n\n") if not part.startswith("#")]


def numbered(passages: list[tuple[str, str]]) -> str:
    parts = (f"file_name: {name}\n\nSource {at}:\n{text}" for at, (name, text) in enumerate(passages, 1))
    return "\n\n".join(parts)


def play(world: World, told: str, passages: list[tuple[str, str]], fault: MeaningFault) -> Performance:
    asked = world.question("q-code")
    prompt = f"{told}\n------\n{numbered(passages)}\n------\nQuery: {asked.text}\nAnswer: "
    script = Script(mode="a mode", fault=fault, questions=(asked.id,), other="q-visitor", seed="1/a case")
    return perform(from_request({"messages": [{"role": "user", "content": prompt}]}), world, script, strike=True)


@pytest.fixture
def own(world: World) -> list[tuple[str, str]]:
    return [("support.html", text) for text in chunks(world, "support.html")]


@pytest.fixture
def foreign(world: World) -> list[tuple[str, str]]:
    return [("travel-policy.md", text) for text in chunks(world, "travel-policy.md")]


def test_a_wrong_document_is_never_another_passage_of_the_right_one(
    world: World, own: list[tuple[str, str]], foreign: list[tuple[str, str]]
) -> None:
    said = play(world, BY_NUMBER, [*own, *foreign], WrongDocument())
    assert (said.meant, said.completion.text, said.bitten) == (
        "The escalation code of the Marlow desk is KT-40917-VX. [2]",
        f"The escalation code of the Marlow desk is KT-40917-VX. [{len(own) + 1}]",
        True,
    )


def test_there_is_no_wrong_number_among_passages_of_one_document(world: World, own: list[tuple[str, str]]) -> None:
    said = play(world, BY_NUMBER, own, WrongDocument())
    assert (said.completion.text, said.bitten) == ("The escalation code of the Marlow desk is KT-40917-VX. [2]", False)


def test_a_wrong_document_may_be_any_of_the_world_where_files_are_named(
    world: World, own: list[tuple[str, str]]
) -> None:
    said = play(world, BY_FILE, own, WrongDocument())
    assert (said.meant, said.completion.text, said.bitten) == (
        "The escalation code of the Marlow desk is KT-40917-VX. [support.html]",
        "The escalation code of the Marlow desk is KT-40917-VX. [travel-policy.md]",
        True,
    )


def test_another_answer_keeps_to_the_numbers_of_the_prompt(world: World, own: list[tuple[str, str]]) -> None:
    said = play(world, BY_NUMBER, own, AnotherQuestion())
    assert said.completion.text == "A visitor may stay for 104,233 minutes. [1]"


def test_another_answer_names_its_own_file_where_files_are_named(world: World, own: list[tuple[str, str]]) -> None:
    said = play(world, BY_FILE, own, AnotherQuestion())
    assert said.completion.text == "A visitor may stay for 104,233 minutes. [faq.txt]"
