"""A world of `docqa`: a fictitious company's documents, what one may ask about them, and the truth."""

from collections.abc import Mapping
from random import Random

from seatrial.takehomes.base import Document, Evidence, World
from seatrial.takehomes.docqa.cast import draw_cast
from seatrial.takehomes.docqa.company import KINDS, company, confidential_documents, shared_documents
from seatrial.takehomes.docqa.facts import Planned, plan_facts
from seatrial.takehomes.docqa.nonce import Mint
from seatrial.takehomes.docqa.plants import draw_plants, planted
from seatrial.takehomes.docqa.questions import questions_of, questions_without_answer
from seatrial.takehomes.docqa.render import format_of, inline
from seatrial.takehomes.docqa.telling import Telling

ENOUGH = 10_400  # words: documents that any company has are added until the clean edition is as long as this
ROOM = 560  # characters: a paragraph with a plant stays within the passage size that most retrievers use


def make_world(seed: int) -> World:
    """Return the world of a seed, always the same; seeds that differ modulo 997 share no value."""
    dice = Random(f"docqa/{seed}")
    kind = company(kind_of(seed))
    mint = Mint(seed, dice)
    cast = draw_cast(kind.sheet, mint, dice)
    plan = plan_facts(kind.sheet, cast, mint, dice)
    telling = Telling(cast, plan, mint, dice)
    hidden = telling.tell(dice.choice(confidential_documents()))
    own = [telling.tell(source) for source in kind.documents if not source.full_only]
    added = [telling.tell(source) for source in kind.documents if source.full_only]
    clean = _in_order(_filled_up([hidden, *own], telling, dice))
    facts = tuple(
        fact.placed(tuple(telling.true[fact.id]), tuple(telling.stale[fact.id]), tuple(telling.rival[fact.id]))
        for fact in plan.values()
    )
    asked = questions_of(plan.values()) + questions_without_answer(kind.sheet.gaps, cast, mint, dice)
    evidence = {fact.id: fact.evidence[0] for fact in facts}
    told_once = {fact.id: fact.evidence[0] for fact in facts if len(fact.evidence) == 1}
    plants = draw_plants(_beside(plan, told_once, clean), cast, mint, dice)
    full = [planted(document, plants, evidence, seed) for document in clean]
    return World(
        takehome="docqa",
        seed=seed,
        company=cast.company,
        clean=clean,
        full=_in_order([*full, *added]),
        facts=facts,
        questions=tuple(dice.sample(asked, len(asked))),
        plants=tuple(plants),
        secret=cast.names["secret"],
        secret_document=hidden.name,
    )


def kind_of(seed: int) -> str:
    """Return what kind of company the world of a seed is about."""
    return Random(f"docqa/{seed}/kind").choice(KINDS)


def _filled_up(documents: list[Document], telling: Telling, dice: Random) -> list[Document]:
    """Return the documents with so many of any company's added that the folder is long enough."""
    sources = shared_documents()
    for source in dice.sample(sources, len(sources)):
        if sum(len(document.text.split()) for document in documents) >= ENOUGH:
            break
        documents = [*documents, telling.tell(source)]
    return documents


def _in_order(documents: list[Document]) -> tuple[Document, ...]:
    return tuple(sorted(documents, key=lambda document: document.name))


def _beside(
    plan: Mapping[str, Planned], evidence: Mapping[str, Evidence], documents: tuple[Document, ...]
) -> list[tuple[str, Evidence]]:
    """Return the facts behind whose sentence a plant may stand: plain ones, in prose, one to a paragraph with room.

    `evidence` has only those that are told once: the answer to the others can be had without coming by the plant.
    """
    texts = {document.name: document.text for document in documents}
    found: dict[tuple[str, str], tuple[str, Evidence]] = {}
    for fact_id, at in evidence.items():
        fmt = format_of(at.document)
        if plan[fact_id].kind == "answerable" and plan[fact_id].sentence == at.sentence and fmt != "csv":
            line = next(line for line in texts[at.document].splitlines() if inline(at.sentence, fmt) in line)
            if len(line) <= ROOM:
                found.setdefault((at.document, line), (fact_id, at))
    return list(found.values())
