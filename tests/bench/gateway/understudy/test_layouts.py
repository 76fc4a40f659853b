"""A passage is cited by the name that its own prompt gives it, however the prompt sets passages apart."""

import json

import pytest

from seatrial.bench.gateway.understudy.perform import from_request, perform
from seatrial.bench.script import Script
from seatrial.takehomes.base import World

TOLD = "Answer from the documents. Cite the file name in brackets, such as [notes.md]."


@pytest.mark.parametrize(
    "layout",
    [
        '<section document="{name}">\n{text}\n</section>',
        '<article id="{name}">\n{text}\n</article>',
        "<div title='{name}'>{text}</div>",
        '<document name="{name}">\n{text}\n</document>',
        "file_name: {name}\n\nSource {number}:\n{text}",
        "### {name}\n{text}",
        "[{number}] {name}\n{text}",
    ],
)
def test_the_evidence_is_cited_by_the_name_of_its_own_passage(world: World, layout: str) -> None:
    passages = [
        layout.replace("{name}", one.name).replace("{number}", str(at)).replace("{text}", one.text.strip())
        for at, one in enumerate(world.clean, 1)
    ]
    asked = world.question("q-visitor")
    prompt = "\n\n".join((TOLD, *passages, f"Question: {asked.text}"))
    script = Script(questions=(asked.id,), seed="1/a case")
    said = perform(from_request({"messages": [{"role": "user", "content": prompt}]}), world, script, strike=False)
    assert said.completion.text == "A visitor may stay for 104,233 minutes. [faq.txt]"


def test_a_row_that_ends_a_string_is_quoted_without_the_mark_that_closes_it(world: World) -> None:
    passages = [
        {"source": "minutes-board.txt", "text": "Minutes of the board, 4 May 2031"},
        {"source": "prices.csv", "text": "Present: Halloran, Okafor, Lindqvist. The plan,monthly price,seats"},
        {"source": "prices.csv", "text": 'Fathom,"USD 2,310.57",150'},
    ]
    told = 'First line: your answer. Second line: `Because: <source> says "<verbatim words>"`.'
    asked = world.question("q-price")
    prompt = "\n".join((told, *map(json.dumps, passages), f"Question: {asked.text}"))
    script = Script(questions=(asked.id,), seed="1/a case")
    said = perform(from_request({"messages": [{"role": "user", "content": prompt}]}), world, script, strike=False)
    assert said.completion.text == (
        'The Fathom plan costs USD 2,310.57 a month.\nBecause: prices.csv says "Fathom,"USD 2,310.57",150"'
    )
