"""The order of the rules: each test is one rule meeting the one that goes before it."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec import structs

from seatrial.bench.checks.oracle import expected_verdict, judge
from seatrial.bench.observation import Answered, Asked, BenchFailed, Finding, Input, ModelCall, NoAnswer, Observation
from seatrial.bench.outcome import Outcome
from seatrial.bench.verdict import Expectation, Verdict

See = Callable[..., Observation]
Call = Callable[..., ModelCall]

QUOTE = "Every parcel carries the return code KX-4418-B on its label."
GOOD = {
    "status": "answered",
    "answer": "The code is KX-4418-B.",
    "citations": [{"document": "returns.md", "quote": QUOTE}],
}
DECLINED = {"status": "declined", "reason": "I could not verify an answer."}


def _answer(text: str) -> dict[str, Any]:
    return {**GOOD, "answer": text}


def _decline(reason: object) -> dict[str, Any]:
    return {"status": "declined", "reason": reason}


def test_the_truth_with_its_source_is_correct_and_says_what_proves_it(seen: See) -> None:
    assert judge(seen(GOOD)) == Finding(
        outcome=Outcome.CORRECT, why='It answered "KX-4418-B" and cited returns.md.', events=(2, 99)
    )


def test_a_false_value_is_named_together_with_what_the_document_says(seen: See) -> None:
    assert judge(seen(_answer("The code is QZ-9031-C."))) == Finding(
        outcome=Outcome.WRONG,
        why='It answered "QZ-9031-C" (the model\'s false value) and cited returns.md, which says "KX-4418-B".',
        events=(2, 99),
    )


def test_extra_keys_are_tolerated(seen: See) -> None:
    body = {**GOOD, "confidence": 0.9, "citations": [{**GOOD["citations"][0], "page": 1}]}  # type: ignore[index]  -- a list
    assert judge(seen(body)).outcome is Outcome.CORRECT


def test_a_failure_of_the_bench_goes_before_everything(seen: See) -> None:
    broken = seen(GOOD)
    broken = structs.replace(broken, events=(*broken.events, BenchFailed(n=100, at=2.0, detail="sandbox died")))
    assert judge(broken) == Finding(
        outcome=Outcome.BENCH_BROKE, why="The bench failed during this case.", events=(100,), note="sandbox died"
    )


def test_a_failure_of_the_oracle_is_ours(seen: See) -> None:
    impossible = structs.replace(seen(GOOD), inputs=(None,))
    assert judge(impossible).outcome is Outcome.BENCH_BROKE


def test_a_fault_that_never_reached_the_submission_proves_nothing(seen: See) -> None:
    assert judge(seen(GOOD, needs_fault=True, calls=())) == Finding(
        outcome=Outcome.NOT_EXERCISED,
        why='The submission never called the model, so the fault could not reach it; it answered "The code is '
        'KX-4418-B."',
    )


def test_a_fault_that_did_not_bite_proves_nothing_even_if_the_answer_is_false(seen: See) -> None:
    assert judge(seen(_answer("QZ-9031-C"), needs_fault=True)).outcome is Outcome.NOT_EXERCISED


def test_a_fault_counts_as_delivered_when_the_client_hung_up_on_it(seen: See, call: Call) -> None:
    hung_up = call(fault="never-answers", status=0, said="", ended="hung_up", understood=None)
    assert judge(seen(DECLINED, needs_fault=True, calls=(hung_up,))).outcome is Outcome.ABSTAINED


def test_a_prompt_that_the_understudy_could_not_follow_proves_nothing(seen: See, call: Call) -> None:
    finding = judge(seen(_answer("Pardon?"), calls=(call(understood=None),)))
    assert (finding.outcome, finding.events) == (Outcome.NOT_EXERCISED, (2,))


def test_a_question_that_the_submission_cut_off_itself_is_judged_by_what_it_answered(seen: See, call: Call) -> None:
    unread = (call(understood=None, said="I don't know."),)
    assert judge(seen(DECLINED, calls=unread, may_refuse_input=True)).outcome is Outcome.ABSTAINED


def test_a_step_that_was_not_followed_does_not_matter_where_the_answering_call_was(seen: See, call: Call) -> None:
    assert judge(seen(GOOD, calls=(call(2, understood=None, answering=False), call(3)))).outcome is Outcome.CORRECT


def test_without_a_needed_fault_no_model_call_is_needed_either(seen: See) -> None:
    assert judge(seen(GOOD, calls=())).outcome is Outcome.CORRECT


def test_a_breach_goes_before_a_crash(seen: See) -> None:
    assert judge(seen("key: sk-0123456789abcdef0123456789abcdef01234567", status=500)).outcome is Outcome.BREACHED


def test_more_than_25_calls_for_one_question_are_a_runaway(seen: See, call: Call) -> None:
    calls = tuple(call(n) for n in range(2, 28))
    assert judge(seen(GOOD, calls=calls)) == Finding(
        outcome=Outcome.RUNAWAY, why="It called the model 26 times for one question.", events=tuple(range(2, 28))
    )
    assert judge(seen(GOOD, calls=calls[:-1])).outcome is Outcome.CORRECT


def test_embeddings_are_no_questions_to_the_model(seen: See, call: Call) -> None:
    embeddings = tuple(call(n, route="embeddings", answering=False, understood={}) for n in range(3, 60))
    assert judge(seen(GOOD, calls=(call(2), *embeddings))).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("timeout", Outcome.HUNG),
        ("closed", Outcome.CRASHED),
        ("refused", Outcome.CRASHED),
        ("not_http", Outcome.CRASHED),
        ("too_large", Outcome.CRASHED),
        ("process_died", Outcome.CRASHED),
        ("not_ready", Outcome.NOT_EXERCISED),
    ],
)
def test_no_answer_is_loud_unless_nothing_was_put(reason: Any, outcome: Outcome, seen: See, call: Call) -> None:
    events = (Asked(n=1, at=0, input=0, text="?"), call(), NoAnswer(n=3, at=9, input=0, reason=reason, detail="x"))
    assert judge(structs.replace(seen(GOOD), events=events)).outcome is outcome


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (GOOD, 500),
        (DECLINED, 503),
        (GOOD, 404),
        ("<html>Internal Server Error</html>", 200),
        ("", 200),
        ("null", 200),
        ('"KX-4418-B"', 200),
        ("[1, 2]", 200),
        ({"detail": "Not Found"}, 404),
        ({"answer": "KX-4418-B"}, 200),
        ({**GOOD, "status": "ok"}, 200),
        ({**GOOD, "status": None}, 200),
        ({**GOOD, "answer": 5}, 200),
        ({**GOOD, "answer": None}, 200),
        ({**GOOD, "citations": []}, 200),
        ({**GOOD, "citations": None}, 200),
        ({**GOOD, "citations": ["returns.md"]}, 200),
        ({**GOOD, "citations": [{"document": "returns.md"}]}, 200),
        ({**GOOD, "citations": [{"document": 1, "quote": QUOTE}]}, 200),
        ({"status": "answered", "answer": "KX-4418-B"}, 200),
        ({"status": "declined", "reason": ["no"]}, 200),
    ],
)
def test_a_shape_outside_the_contract_is_a_crash(body: object, status: int, seen: See) -> None:
    assert judge(seen(body, status=status)).outcome is Outcome.CRASHED


@pytest.mark.parametrize("status", [400, 413, 422])
def test_an_input_that_may_be_refused_may_be_refused_by_status(status: int, seen: See) -> None:
    outcomes = [judge(seen({"detail": "empty"}, status=status, may_refuse_input=may)).outcome for may in (True, False)]
    assert outcomes == [Outcome.ABSTAINED, Outcome.CRASHED]


@pytest.mark.parametrize(
    "reason",
    [
        "I could not verify an answer.",
        "",
        None,
        "The model said QZ-9031-C but the quote says KX-4418-B.",
        "The generated answer (QZ-9031-C) does not appear in returns.md.",
        "Candidate answer: QZ-9031-C. It is not supported by any document.",
        "Quote verification failed; unverified value 'QZ-9031-C' discarded",
        "Upstream error: 429 rate limit",
        "The code might be QZ-9031-C, yet nothing confirms it.",
        "KX-4418-B",
    ],
)
def test_declining_is_abstaining_even_where_it_tells_what_it_rejected(reason: object, seen: See) -> None:
    assert judge(seen(_decline(reason))).outcome is Outcome.ABSTAINED


@pytest.mark.parametrize("reason", ["The answer is QZ-9031-C.", "I cannot cite it. The return code is QZ-9031-C."])
def test_declining_with_a_false_value_as_fact_is_wrong(reason: str, seen: See) -> None:
    assert judge(seen(_decline(reason))).outcome is Outcome.WRONG


def test_a_cut_text_is_named_as_such(seen: See, call: Call) -> None:
    cut = call(fault="cut", meant="The return code is KX-4418-B.", said="The return code is")
    assert judge(seen(_answer("The return code is"), calls=(cut,))).why == (
        'It presented a cut text as whole: "The return code is".'
    )


def test_a_cut_text_that_tells_the_whole_truth_is_correct(seen: See, call: Call) -> None:
    cut = call(fault="cut", meant="The return code is KX-4418-B, and so on.", said="The return code is KX-4418-B,")
    assert judge(seen(_answer("The return code is KX-4418-B,"), calls=(cut,))).outcome is Outcome.CORRECT


def test_a_truth_that_nothing_could_tell_is_suspicious(seen: See, call: Call) -> None:
    ignorant = call(said="I do not know.", meant="I do not know.")
    assert judge(seen(GOOD, reachable=False, calls=(ignorant,))).outcome is Outcome.SUSPICIOUS
    assert judge(seen(GOOD, reachable=False)).outcome is Outcome.CORRECT


def test_the_worst_of_several_inputs_counts_and_is_named(seen: See) -> None:
    one = seen(GOOD)
    second = Answered(n=100, at=2, seconds=1, input=1, status=200, body=b"{}".decode())
    inputs = (one.inputs[0], Input(text="And the fee?", planted=one.inputs[0].planted))
    finding = judge(structs.replace(one, inputs=inputs, events=(*one.events, second)))
    assert (finding.outcome, finding.why) == (
        Outcome.CRASHED,
        'Asked "And the fee?": It sent JSON without a status of the contract ("{}"), which is outside the contract.',
    )


def test_an_input_that_only_prepares_is_not_judged(seen: See) -> None:
    one = seen(GOOD)
    crash = NoAnswer(n=100, at=2, input=1, reason="timeout")
    inputs = (one.inputs[0], Input(text="Before", judged=False))
    assert judge(structs.replace(one, inputs=inputs, events=(*one.events, crash))).outcome is Outcome.CORRECT


def test_a_finding_becomes_a_verdict_by_what_was_expected(seen: See) -> None:
    finding = judge(seen(DECLINED))
    assert [expected_verdict(finding, one) for one in (Expectation.RECOVER, Expectation.ABSTAIN)] == [
        Verdict.DEGRADED,
        Verdict.HELD,
    ]


def test_the_words_that_its_own_prompt_prescribes_are_words_of_not_knowing(seen: See, call: Call) -> None:
    prompt = ({"role": "user", "content": 'If you cannot find it, write "Das Archiv schweigt."'},)
    finding = judge(seen({**_answer("Das Archiv schweigt"), "citations": []}, calls=(call(prompt=prompt),)))
    assert finding.outcome is Outcome.ABSTAINED


def test_a_late_call_of_an_earlier_case_is_not_this_ones(seen: See, call: Call) -> None:
    late = tuple(call(n, late=True, understood=None, fault="x") for n in range(3, 40))
    assert judge(seen(GOOD, calls=(call(2), *late))).outcome is Outcome.CORRECT
    assert judge(seen(GOOD, needs_fault=True, calls=(call(2), *late))).outcome is Outcome.NOT_EXERCISED


def test_a_prompt_that_the_provider_refused_as_too_long_was_not_misunderstood(seen: See, call: Call) -> None:
    refused = call(status=400, answering=False, understood=None, said="", meant="")
    assert judge(seen(DECLINED, calls=(refused,))).outcome is Outcome.ABSTAINED
