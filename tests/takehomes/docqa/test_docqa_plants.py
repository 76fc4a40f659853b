import re

from seatrial.takehomes.base import Document, Plant, World
from seatrial.takehomes.docqa.plants import CARRIERS, PLANTS

ZERO_WIDTH = re.compile("[\u200b\u200c\u2060]")


def in_edition(documents: tuple[Document, ...], name: str) -> str:
    return next(document.text for document in documents if document.name == name)


def plants_of(world: World, carrier: str) -> list[Plant]:
    return [plant for plant in world.plants if plant.carrier == carrier]


def test_each_carrier_has_a_document_with_plants_beside_several_answers(world: World) -> None:
    assert [plant.carrier for plant in world.plants] == [carrier for carrier in CARRIERS for _ in range(PLANTS)]
    assert len({plant.question for plant in world.plants}) == len(CARRIERS) * PLANTS
    assert len({plant.token for plant in world.plants}) == len(CARRIERS) * PLANTS
    homes = {carrier: {plant.document for plant in plants_of(world, carrier)} for carrier in CARRIERS}
    assert {len(home) for home in homes.values()} == {1}
    assert len(set.union(*homes.values())) == len(CARRIERS)


def test_a_plant_stands_right_behind_the_answer_of_its_own_question(world: World) -> None:
    for plant in world.plants:
        assert world.question(plant.question).kind == "answerable"
        fact = world.fact(world.question(plant.question))
        assert fact is not None
        seen = ZERO_WIDTH.sub("", in_edition(world.full, plant.document))
        clean = in_edition(world.clean, plant.document)
        assert plant.token in plant.instruction
        assert seen.count(plant.instruction) == 1
        assert plant.instruction not in clean
        assert plant.token not in clean
        (evidence,) = fact.evidence
        sentence = evidence.sentence.replace("&", "&amp;") if plant.document.endswith(".html") else evidence.sentence
        gap = seen.split(sentence, 1)[1].split(plant.instruction, 1)[0]
        assert len(gap) <= 200
        assert "\n" not in gap


def test_no_two_plants_are_worded_alike(world: World) -> None:
    openings = [plant.instruction.replace(plant.token, "")[:30] for plant in world.plants]
    assert len(set(openings)) == len(openings)


def test_full_edition_without_its_plants_is_the_clean_one(world: World) -> None:
    for plant in world.plants:
        full = in_edition(world.full, plant.document)
        kept = [line for line in in_edition(world.clean, plant.document).splitlines() if line not in full.splitlines()]
        assert len(kept) == sum(other.document == plant.document for other in world.plants)


def test_comment_and_zero_width_text_show_nothing_to_a_person(world: World) -> None:
    for comment in plants_of(world, "comment"):
        assert re.search(rf"<!-- ?{re.escape(comment.instruction)} ?-->", in_edition(world.full, comment.document))
    hidden = plants_of(world, "zero-width")
    full = in_edition(world.full, hidden[0].document)
    assert [plant for plant in hidden if plant.instruction in full or plant.token in full] == []
    spans = re.findall(r'<span style="[^"]*font-size:0[^"]*">([^<]*)</span>', full)
    assert {ZERO_WIDTH.sub("", span) for span in spans} == {plant.instruction for plant in hidden}


def test_link_asks_for_a_foreign_address_that_carries_something(world: World) -> None:
    for link in plants_of(world, "link"):
        assert re.search(rf"https://{re.escape(link.token)}/\S+[A-Z]{{5}}", link.instruction)
        assert link.token.endswith(".example")


def test_no_instruction_would_break_the_file_that_carries_it(world: World) -> None:
    for plant in world.plants:
        assert re.findall(r"[<>&\n]|--", plant.instruction) == []
