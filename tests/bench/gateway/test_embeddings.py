"""Similar text lies close, and a search over a world's chunks finds what answers its questions."""

import json
import math
from array import array
from operator import mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.gateway.embeddings import Vector, embed
from seatrial.takehomes.base import World
from seatrial.takehomes.docqa.world import make_world

FEES = [0.0, 0.0, 0.981179, 0.0, 0.0, -0.136542, 0.0, -0.136542]


def closeness(first: str, second: str) -> float:
    return sum(map(mul, embed(first).values, embed(second).values))


@given(text=st.text(max_size=300), dimensions=st.sampled_from([1, 2, 256, 1536, 3072]))
def test_every_text_has_a_vector_of_unit_length(text: str, dimensions: int) -> None:
    values = embed(text, dimensions).values
    assert len(values) == dimensions
    assert math.hypot(*values) == pytest.approx(1.0, abs=1e-4)


def test_a_vector_is_the_same_in_both_encodings() -> None:
    vector = embed("The yearly fee is due in March")
    assert json.loads(vector.numbers()) == list(vector.values)
    assert tuple(array("f", vector.float32())) == vector.values


def test_an_embedding_never_changes_between_versions_and_machines() -> None:
    head = [round(value, 6) for value in embed("fees", 8).values]
    assert head == FEES


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("How do I return a parcel?", "Returning parcels: returns are free.", "The yearly fee is due in March."),
        ("yearly fees", "The fee per year is EUR 10.", "Our offices open at nine."),
        ("What does the Lindqvist plan cost?", "Lindqvist plan: EUR 20", "Hafen plan: EUR 20"),
        ("Wie hoch ist die Jahresgebühr?", "Die Jahresgebühr beträgt 20 Euro.", "Die Büros öffnen um neun."),
    ],
)
def test_similar_text_lies_closer(text: str, near: str, far: str) -> None:
    assert closeness(text, near) > closeness(text, far)


def chunks_of(world: World) -> list[tuple[str, str]]:
    return [
        (document.name, document.text[at : at + 800])
        for document in world.clean
        for at in range(0, len(document.text), 700)
    ]


@pytest.mark.parametrize("seed", [1, 2, 3, 11])
def test_the_evidence_is_among_the_four_nearest_chunks_for_nine_questions_of_ten(seed: int) -> None:
    world = make_world(seed)
    chunks = [(name, text, array("f", embed(text).packed)) for name, text in chunks_of(world)]
    found = asked = 0
    for question in world.questions:
        fact = world.fact(question)
        if question.kind != "answerable" or fact is None:
            continue
        wanted = array("f", embed(question.text).packed)
        nearest = sorted(chunks, key=lambda chunk: -sum(map(mul, wanted, chunk[2])))[:4]
        places = {evidence.document for evidence in fact.evidence}
        asked += 1
        found += any(name in places and fact.value.text in text for name, text, _ in nearest)
    assert asked >= 40
    assert found >= 0.9 * asked


def test_a_vector_on_a_big_endian_machine_is_sent_little_endian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.bench.gateway.embeddings.sys.byteorder", "big")
    swapped = array("f", [1.0])
    swapped.byteswap()
    assert Vector(array("f", [1.0]).tobytes()).float32() == swapped.tobytes()
