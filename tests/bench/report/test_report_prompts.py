from types import SimpleNamespace

from seatrial.bench.report.prompts import instructions
from seatrial.bench.report.report import Prompt


def _call(make: SimpleNamespace, *messages: tuple[str, object]) -> object:
    return make.call(2, prompt=tuple({"role": role, "content": content} for role, content in messages))


def test_the_same_instruction_over_many_calls_is_one_prompt(make: SimpleNamespace) -> None:
    calls = [_call(make, ("system", "You answer.\nBe brief."), ("user", f"Question {n}")) for n in range(5)]
    assert instructions(calls) == (Prompt(role="system", text="You answer.\nBe brief.", calls=5),)


def test_what_differs_from_call_to_call_becomes_a_gap(make: SimpleNamespace) -> None:
    calls = [
        _call(
            make,
            ("user", f"Answer only from the context below.\n\nContext {n}\nmore {n}\n\nQuestion {n}\nReply with JSON."),
        )
        for n in range(6)
    ]
    text = "Answer only from the context below.\n\n[…]\nReply with JSON."
    assert instructions(calls) == (Prompt(role="user", text=text, calls=6),)


def test_every_step_of_a_chain_has_its_own_prompt_and_the_most_used_comes_first(make: SimpleNamespace) -> None:
    rewrite = _call(make, ("system", "Rewrite the question for search."), ("user", "x"))
    answer = _call(make, ("developer", "Answer from the passages."), ("user", "x"))
    assert instructions([rewrite, answer, answer]) == (
        Prompt(role="developer", text="Answer from the passages.", calls=2),
        Prompt(role="system", text="Rewrite the question for search.", calls=1),
    )


def test_content_parts_are_read_as_text_and_calls_without_text_say_nothing(make: SimpleNamespace) -> None:
    parts = [{"type": "text", "text": "Be kind."}, {"type": "image_url"}, "odd"]
    calls = [_call(make, ("system", parts)), _call(make, ("system", None)), make.call(2, prompt=())]
    assert instructions(calls) == (Prompt(role="system", text="Be kind.", calls=1),)


def test_there_are_never_more_than_twenty(make: SimpleNamespace) -> None:
    calls = [_call(make, ("user", f"{n} is where each of these prompts begins")) for n in range(100)]
    assert len(instructions(calls)) == 20


def test_a_text_to_be_embedded_instructs_nobody(make: SimpleNamespace) -> None:
    embedded = make.call(2, route="embeddings", prompt=({"role": "input", "content": "What does it cost?"},))
    assert instructions([embedded, embedded]) == ()


def test_messages_that_share_no_line_hold_no_instruction(make: SimpleNamespace) -> None:
    opening = "A context that opens alike, and then "
    assert instructions([_call(make, ("user", f"{opening}{n}")) for n in range(5)]) == ()
