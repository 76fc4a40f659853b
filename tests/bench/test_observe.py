"""What a case left behind becomes numbered events, with the submission's own instructions told from the documents."""

from seatrial.bench.ask import HttpAnswer, HttpFailure
from seatrial.bench.case import Case
from seatrial.bench.fleet import Put, Taken
from seatrial.bench.gateway.line import CallRecord
from seatrial.bench.observation import Answered, Asked, BenchFailed, Input, ModelCall, NoAnswer
from seatrial.bench.observe import constant_system_text, observe
from seatrial.bench.script import Script
from seatrial.takehomes.base import Document
from seatrial.takehomes.docqa.world import make_world

WORLD = make_world(1)
QUESTION = next(one for one in WORLD.questions if one.kind == "answerable")


def _taken(*puts: Put, calls: tuple[CallRecord, ...] = (), broke: str = "") -> Taken:
    asked = Input(text=QUESTION.text, questions=(QUESTION.id,))
    case = Case(id="baseline/x", mode="baseline", inputs=(asked,), script=Script())
    return Taken(case, began=100.0, puts=puts, calls=list(calls), broke=broke)


def _call(started: float, system: str) -> CallRecord:
    prompt = ({"role": "system", "content": system}, {"role": "user", "content": "?"})
    return CallRecord(route="chat", started=started, prompt=prompt, answering=True, questions=(QUESTION.id,))


def test_events_are_numbered_in_the_order_in_which_they_happened() -> None:
    put = Put(input=0, at=0.0, seconds=0.5, answer=HttpAnswer(200, "{}"), died=False)
    seen = observe(_taken(put, calls=(_call(100.2, "x"),)), WORLD, mode=None, api_key="key", system_text="")
    assert [(type(event), event.n, round(event.at, 3)) for event in seen.events] == [
        (Asked, 1, 0.0),
        (ModelCall, 2, 0.2),
        (Answered, 3, 0.5),
    ]
    assert seen.inputs[0].planted.secrets[-1] == "key"


def test_a_dead_process_is_told_from_a_closed_connection() -> None:
    answers = [
        observe(
            _taken(Put(input=0, at=0.0, seconds=0.1, answer=HttpFailure("closed", "gone"), died=died)),
            WORLD,
            mode=None,
            api_key="",
            system_text="",
        ).events[-1]
        for died in (False, True)
    ]
    assert answers == [
        NoAnswer(n=2, at=0.1, input=0, reason="closed", detail="gone"),
        NoAnswer(n=2, at=0.1, input=0, reason="process_died", detail="gone"),
    ]


def test_our_own_failure_is_an_event_of_its_own() -> None:
    seen = observe(_taken(broke="the sandbox ended"), WORLD, mode=None, api_key="", system_text="")
    assert seen.events == (BenchFailed(n=1, at=0.0, detail="the sandbox ended"),)


def test_documents_that_an_answer_cites_and_that_carry_the_evidence_are_kept() -> None:
    fact = WORLD.fact(QUESTION)
    assert fact is not None
    carrying = {spot.document for spot in fact.evidence}
    other = next(document.name for document in WORLD.clean if document.name not in carrying)
    body = f'{{"citations": [{{"document": "./docs/{other}"}}, {{"document": 7}}, 8]}}'
    put = Put(input=0, at=0.0, seconds=0.1, answer=HttpAnswer(200, body), died=False)
    seen = observe(_taken(put), WORLD, mode=None, api_key="", system_text="")
    assert {document.name for document in seen.documents} == carrying | {other}


def test_the_constant_instructions_are_the_lines_that_every_call_shares_and_no_document_has() -> None:
    documents = (Document(name="a.txt", text="Opening hours are long."),)
    rules = "Answer from the passages.\nNever guess."
    calls = [_call(1.0, f"{rules}\nOpening hours are long.\none"), _call(2.0, f"{rules}\nOpening hours are long.\ntwo")]
    assert constant_system_text(calls, documents) == rules
    assert constant_system_text([], documents) == ""
