from types import SimpleNamespace

from msgspec import structs

from seatrial.bench.observation import Asked, Input, NoAnswer, Observation
from seatrial.bench.report.report import ScaleNumbers, Spread
from seatrial.bench.report.scale import Cost, costs_of, is_retry, numbers, seconds_of


def _seen(*events: object, questions: int = 1) -> Observation:
    inputs = tuple(Input(text=f"Question {n}") for n in range(questions))
    return Observation(case="c/1", mode="m", takehome="docqa", inputs=inputs, events=events)  # type: ignore[arg-type]  -- events of the fixtures


def _asked(n: int, at: float, of: int = 0) -> Asked:
    return Asked(n=n, at=at, input=of, text="?")


def test_cost_of_each_question_of_a_case_is_its_own(make: SimpleNamespace) -> None:
    seen = _seen(
        _asked(1, 0.5),
        _asked(2, 0.5, 1),
        make.call(3, tokens_in=100),
        make.call(4, input=1, tokens_in=7, tokens_out=1),
        make.call(5, input=None, tokens_in=10),
        make.answer(6, at=2.0),
        NoAnswer(n=7, at=10.5, input=1, reason="timeout"),
        questions=2,
    )
    assert costs_of(seen) == [Cost(2, 110, 80, 1.5, 0, (100, 10)), Cost(1, 7, 1, 10.0, 0, (7,))]
    assert seconds_of(seen) == 10.0


def test_retry_is_the_same_prompt_again_or_an_unreadable_one_after_a_failure(make: SimpleNamespace) -> None:
    first = make.call(2, prompt=({"role": "user", "content": "a"},))
    other = make.call(3, prompt=({"role": "user", "content": "b"},))
    bare = make.call(4, route="/v1/embeddings", prompt=())
    refused = structs.replace(bare, status=429)
    assert [is_retry(first, []), is_retry(first, [first]), is_retry(other, [first])] == [False, True, False]
    assert [is_retry(bare, [bare]), is_retry(bare, [refused]), is_retry(bare, [first])] == [False, True, False]


def test_numbers_are_spread_over_questions(make: SimpleNamespace) -> None:
    cases = [_seen(_asked(1, 0.0), make.call(2, tokens_in=n), make.answer(3, at=n / 10)) for n in range(1, 22)]
    assert numbers(cases) == ScaleNumbers(
        questions=21,
        calls=Spread(median=1, p95=1, largest=1),
        tokens_in=Spread(median=11, p95=20, largest=21),
        tokens_out=Spread(median=40, p95=40, largest=40),
        seconds=Spread(median=1.1, p95=2.0, largest=2.1),
        retries=0,
        retries_each=Spread(median=0, p95=0, largest=0),
        prompt_tokens=Spread(median=11, p95=20, largest=21),
    )


def test_retries_are_spread_and_embeddings_are_no_prompts(make: SimpleNamespace) -> None:
    said = ({"role": "user", "content": "a"},)
    patient = _seen(
        _asked(1, 0.0), *(make.call(n, prompt=said, tokens_in=9) for n in (2, 3, 4)), make.answer(5, at=1.0)
    )
    looking = _seen(_asked(1, 0.0), make.call(2, route="embeddings", tokens_in=500), make.answer(3, at=1.0))
    found = numbers([patient, looking])
    assert found is not None
    assert (found.retries, found.retries_each, found.prompt_tokens) == (
        2,
        Spread(median=1.0, p95=1.9, largest=2),
        Spread(median=9, p95=9.0, largest=9),
    )


def test_numbers_of_nothing_are_none() -> None:
    assert (numbers([]), numbers([_seen()]), seconds_of(_seen())) == (None, None, 0.0)
