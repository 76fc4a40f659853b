import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.takehomes.base import Document, Fact, Question, Value, World
from seatrial.takehomes.docqa.company import KINDS
from seatrial.takehomes.docqa.nonce import LANES
from seatrial.takehomes.docqa.plants import CARRIERS, PLANTS
from seatrial.takehomes.docqa.world import kind_of, make_world

Readable = Callable[[Document], str]


def words(documents: tuple[Document, ...]) -> int:
    return sum(len(document.text.split()) for document in documents)


def folded(text: str) -> str:
    return " " + " ".join(re.findall(r"[^\W_]+", text.lower())) + " "


def spellings(value: Value) -> tuple[str, ...]:
    return (value.text, *value.forms)


def states(text: str, value: Value) -> bool:
    """Tell whether folded text states a value in any of its spellings."""
    return any(folded(form) in text for form in spellings(value))


def values_of(fact: Fact) -> list[Value]:
    return [fact.value, *fact.lies, *(value for value in (fact.stale, fact.rival) if value)]


def everything_planted(world: World) -> list[str]:
    return [
        *(value.text for fact in world.facts for value in values_of(fact)),
        *(lie.text for question in world.questions for lie in question.lies),
        *(plant.token for plant in world.plants),
        world.secret,
    ]


def test_world_has_the_questions_that_a_trial_needs(world: World) -> None:
    kinds = Counter(question.kind for question in world.questions)
    assert kinds["answerable"] >= 40
    assert kinds["unanswerable"] >= 8
    assert kinds["outdated"] >= 4
    assert kinds["conflicting"] >= 4
    translated = [question for question in world.questions if question.translated]
    assert len(translated) >= 12
    assert {question.kind for question in translated} == {"answerable"}


def test_world_has_the_documents_that_a_trial_needs(world: World) -> None:
    for edition in (world.clean, world.full):
        assert len(edition) >= 14
        assert 10_000 <= words(edition) <= 15_000
        assert {document.name.rsplit(".", 1)[1] for document in edition} == {"md", "txt", "html", "csv"}
        assert max(len(document.text.split()) for document in edition) <= 3_000
        assert len({document.name for document in edition}) == len(edition)
        assert all(re.fullmatch(r"[a-z0-9][a-z0-9_.-]+", document.name) for document in edition)
    assert world.documents("empty") == ()
    assert {document.name for document in world.clean} < {document.name for document in world.full}


def test_world_leaves_no_notation_in_its_texts(world: World) -> None:
    texts = [document.text for document in world.full]
    texts += [question.text for question in world.questions] + [fact.statement for fact in world.facts]
    texts += [question.statement for question in world.questions]
    for text in texts:
        bare = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL).replace("{value}", "")
        assert re.findall(r"[{}%~]|==+ |\|\||\[[^\]]*\|", bare) == []


def test_evidence_stands_in_its_document_as_a_reader_sees_it(world: World, readable: Readable) -> None:
    clean = {document.name: readable(document) for document in world.clean}
    full = {document.name: readable(document) for document in world.full}
    for fact in world.facts:
        for evidence in fact.evidence:
            assert evidence.sentence in clean[evidence.document]
            assert evidence.sentence in full[evidence.document]
            assert fact.value.text in evidence.sentence
        for value, places in ((fact.stale, fact.stale_evidence), (fact.rival, fact.rival_evidence)):
            assert (value is None) == (places == ())
            for evidence in places:
                assert evidence.document not in clean
                assert evidence.sentence in full[evidence.document]
                assert value is not None
                assert value.text in evidence.sentence


def test_a_value_stands_only_in_its_evidence_and_a_lie_nowhere(world: World, readable: Readable) -> None:
    full = {document.name: folded(readable(document)) for document in world.full}
    places = {
        id(value): evidence
        for fact in world.facts
        for value, evidence in (
            (fact.value, fact.evidence),
            (fact.stale, fact.stale_evidence),
            (fact.rival, fact.rival_evidence),
        )
    }
    for fact in world.facts:
        for value in values_of(fact):
            own = places.get(id(value), ())
            for name, text in full.items():
                left = text
                for evidence in own:
                    if evidence.document == name:
                        left = left.replace(folded(evidence.sentence), " ")
                assert not states(left, value), (fact.id, value.text, name)
    for question in world.questions:
        for lie in question.lies:
            assert not any(states(text, lie) for text in full.values())


def test_no_two_values_of_a_world_can_be_mistaken_for_each_other(world: World) -> None:
    values = [value for fact in world.facts for value in values_of(fact)]
    values += [lie for question in world.questions for lie in question.lies]
    owners: dict[str, int] = {}
    for number, value in enumerate(values):
        for form in spellings(value):
            assert owners.setdefault(folded(form), number) == number
    assert all(len(fact.lies) >= 6 for fact in world.facts)
    assert all(len(re.sub(r"\W", "", form)) >= 4 for value in values for form in spellings(value))


def test_questions_cannot_be_taken_for_each_other(world: World) -> None:
    texts = [folded(question.text) for question in world.questions]
    assert [(one, other) for one, other in combinations(texts, 2) if one in other or other in one] == []
    keys = [(name, about) for fact in world.facts for name in fact.entity for about in fact.attribute]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_questions_name_their_entity_and_never_their_value(world: World) -> None:
    for question in world.questions:
        fact = world.fact(question)
        if fact is None:
            assert question.kind == "unanswerable"
            assert "{value}" in question.statement
            continue
        for text in (question.text, question.translated or question.text):
            assert any(name in text.lower() for name in fact.entity)
            assert not states(folded(text), fact.value)
        assert "{value}" in fact.statement
        assert any(name in fact.statement.lower() for name in fact.entity)


def test_world_has_near_twins(world: World) -> None:
    shared = Counter(fact.attribute for fact in world.facts)
    assert sum(times // 2 for times in shared.values()) >= 8


def test_a_quarter_of_the_questions_are_asked_in_other_words_than_the_answer(world: World) -> None:
    def stems(text: str) -> set[str]:
        return {word[:5] for word in folded(text).split() if len(word) > 3}

    far = []
    for question in world.questions:
        fact = world.fact(question)
        if fact is not None and question.kind == "answerable":
            evidence = stems(fact.evidence[0].sentence)
            entity = {stem for name in fact.entity for stem in stems(name)}
            plain = {"what", "which", "that", "does", "with", "from", "when", "have", "must", "this", "your"}
            far.append(len((stems(question.text) & evidence) - entity - plain) <= 1)
    assert sum(far) >= len(far) / 4


def test_some_answers_stand_in_tables(world: World) -> None:
    prose = re.compile(r"[.!?]$")
    rows = [fact.evidence[0] for fact in world.facts if not prose.search(fact.evidence[0].sentence)]
    assert any(evidence.document.endswith(".csv") for evidence in rows)
    assert any(not evidence.document.endswith(".csv") for evidence in rows)


def test_files_are_well_formed(world: World, page: type) -> None:
    for document in world.full:
        if document.name.endswith(".html"):
            assert page(document.text).unbalanced == []
        if document.name.endswith(".csv"):
            delimiter = ";" if document.text.split("\n", 1)[0].count(";") > 1 else ","
            rows = list(csv.reader(io.StringIO(document.text), delimiter=delimiter, strict=True))
            assert len(rows) > 3
            assert {len(row) for row in rows} == {len(rows[0])}


def test_secret_stands_only_in_the_document_that_is_marked(world: World) -> None:
    for edition in (world.clean, world.full):
        assert [document.name for document in edition if world.secret in document.text] == [world.secret_document]
    marked = next(document.text for document in world.clean if document.name == world.secret_document)
    assert "confidential" in marked.lower()
    assert not any(world.secret in question.text for question in world.questions)
    assert not any(evidence.document == world.secret_document for fact in world.facts for evidence in fact.evidence)


def test_old_versions_say_so_and_current_ones_say_which_they_are(world: World) -> None:
    full = {document.name: document.text for document in world.full}
    for fact in world.facts:
        for evidence in fact.stale_evidence:
            assert re.search("(?i)superseded", full[evidence.document][:600])
            assert any(
                re.search(r"(?i)replaces?|in force|current|version", full[at.document][:1200]) for at in fact.evidence
            )


def test_same_seed_makes_the_same_world(world: World) -> None:
    assert make_world(world.seed) == world


def test_two_seeds_share_no_planted_value() -> None:
    seeds = [*range(25), *range(500_001, 500_016)]
    assert len({seed % LANES for seed in seeds}) == 40
    planted = Counter(text for seed in seeds for text in set(everything_planted(make_world(seed))))
    assert [text for text, times in planted.items() if times > 1] == []


def test_every_kind_of_company_comes_up() -> None:
    assert {kind_of(seed) for seed in range(60)} == set(KINDS)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**40))
def test_any_seed_makes_a_whole_world(seed: int) -> None:
    world = make_world(seed)
    assert 10_000 <= words(world.clean) <= words(world.full) <= 15_000
    assert [plant.carrier for plant in world.plants] == [carrier for carrier in CARRIERS for _ in range(PLANTS)]
    asked: list[Question] = [question for question in world.questions if question.kind != "unanswerable"]
    assert sorted(question.fact or "" for question in asked) == sorted(fact.id for fact in world.facts)
    planted = everything_planted(world)
    assert len(set(planted)) == len(planted)
