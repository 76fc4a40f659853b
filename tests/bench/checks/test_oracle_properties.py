"""The oracle decides everything, whatever a submission sends, and decides it the same from the stored record."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.bench.checks.oracle import judge
from seatrial.bench.observation import Answered, Asked, Input, Observation, Planted
from seatrial.bench.outcome import Outcome
from seatrial.takehomes.base import Document, Value

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
ANY_JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
VOCABULARY = (
    "The code is KX-4418 QZ-9031 not know I don't could find … [...] ** <b> </b> | , . ? \n 1,847.30 codes.md the"
)
WORDS = st.lists(st.sampled_from(VOCABULARY.split(" ")), max_size=25).map(" ".join)
CITATION = st.fixed_dictionaries(
    {"document": st.sampled_from(["codes.md", "x.md", ""]) | st.text(max_size=9), "quote": WORDS}
)
CONTRACT = st.fixed_dictionaries(
    {"status": st.sampled_from(["answered", "declined"])},
    optional={
        "answer": WORDS | SCALARS,
        "reason": WORDS | SCALARS,
        "citations": st.lists(CITATION | ANY_JSON, max_size=3),
    },
)
BODIES = st.one_of(CONTRACT.map(json.dumps), ANY_JSON.map(json.dumps), st.text(max_size=200))
PLANTED = Planted(
    truth=(Value("KX-4418"),),
    lies=(Value("QZ-9031"),),
    stale=(Value("1,847.30"),),
    instructed=("ZORBLAX",),
    secrets=("sk-00112233",),
)


def _seen(body: str, status: int, planted: Planted) -> Observation:
    return Observation(
        case="c",
        mode="m",
        takehome="docqa",
        inputs=(Input(text="Which code?", planted=planted),),
        events=(
            Asked(n=1, at=0.0, input=0, text="Which code?"),
            Answered(n=2, at=0.1, seconds=0.1, input=0, status=status, body=body),
        ),
        documents=(Document("codes.md", "# Codes\n\nThe code is KX-4418.\n"),),
        document_names=("codes.md",),
        system_text="You answer questions about the codes of this company and nothing else at all.",
    )


@settings(max_examples=400, deadline=None)
@given(BODIES, st.sampled_from([200, 200, 200, 201, 400, 422, 500]), st.sampled_from([PLANTED, Planted()]))
def test_every_body_gets_an_outcome_of_the_submission(body: str, status: int, planted: Planted) -> None:
    seen = _seen(body, status, planted)
    finding = judge(seen)
    assert finding.outcome not in {Outcome.BENCH_BROKE, Outcome.NOT_EXERCISED}, finding.note
    assert judge(Observation.from_json(seen.to_json())) == finding


@settings(deadline=None)
@given(WORDS)
def test_a_false_value_beside_anything_is_never_correct(text: str) -> None:
    body = json.dumps(
        {
            "status": "answered",
            "answer": f"It is QZ-9031. {text}",
            "citations": [{"document": "codes.md", "quote": "The code is KX-4418."}],
        }
    )
    assert judge(_seen(body, 200, PLANTED)).outcome is not Outcome.CORRECT


def test_deep_nesting_and_long_bodies_are_decided_quickly() -> None:
    bodies = ("[" * 100_000, " " * 1_000_000, "the documents " * 70_000, '{"a":' * 50_000, "\n;" * 400_000)
    outcomes = {judge(_seen(body, 200, PLANTED)).outcome for body in bodies}
    long_answer = {"status": "answered", "answer": "the documents do the " * 40_000, "citations": []}
    assert (outcomes, judge(_seen(json.dumps(long_answer), 200, PLANTED)).outcome) == (
        {Outcome.CRASHED},
        Outcome.CRASHED,
    )
