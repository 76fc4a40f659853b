import json
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.bench.observation import Asked, BenchFailed, NoAnswer
from seatrial.bench.outcome import Outcome
from seatrial.bench.report.build import build_report
from seatrial.bench.report.replay import (
    Call,
    Citation,
    Delivered,
    LeftOut,
    Message,
    Nothing,
    Question,
    Replay,
    Reply,
    Shown,
    Turn,
    difference,
    replay,
    shown,
)


def _replayed(make: SimpleNamespace, *events: Any, cap: int = 1000, **judged: Any) -> Replay:
    one = make.judged(events=events, **judged)
    report = build_report(make.trial([one]), [make.mode()])
    return replay(report.cases[0], prompts={prompt.text: 1 for prompt in report.prompts}, cap=cap)


def _reply(make: SimpleNamespace, body: Any, status: int = 200) -> Reply:
    (turn,) = _replayed(make, make.answer(1, body=body, status=status)).turns
    assert isinstance(turn, Reply)
    return turn


def test_a_case_reads_as_a_conversation(make: SimpleNamespace) -> None:
    asked = Asked(n=1, at=0.0, input=0, text="How long?")
    call = make.call(2, fault="wrong-value", meant="It is 47 days.", said="It is 52 days.")
    found = _replayed(make, asked, call, make.answer(3), proof=(2, 3))
    assert found.turns == (
        Question(n=1, at=0.0, proves=False, text=Shown("How long?")),
        Call(
            n=2,
            at=0.2,
            proves=True,
            call=call,
            again=False,
            messages=(
                Message("system", Shown(call.prompt[0]["content"]), len(call.prompt[0]["content"]), 1),
                Message("user", Shown("Question 2"), 10),
            ),
            messages_left_out=0,
            meant=Shown("It is 47 days."),
            said=Delivered(Shown("It is "), Shown("52"), Shown(" days.")),
            differs=True,
            ended="read to the end",
        ),
        Reply(
            n=3,
            at=1.0,
            proves=True,
            http=200,
            seconds=1.0,
            status="answered",
            text=Shown("Within 47 days."),
            citations=(Citation(Shown("returns.md"), Shown("Returns of sealed stock are accepted within 47 days")),),
            citations_left_out=0,
            raw=None,
            cut=False,
        ),
    )


def test_a_retry_does_not_repeat_its_prompt(make: SimpleNamespace) -> None:
    prompt = make.call(1).prompt
    turns = _replayed(make, make.call(2, prompt=prompt), make.call(3, prompt=prompt, attempt=2)).turns
    assert [(turn.again, len(turn.messages)) for turn in turns if isinstance(turn, Call)] == [(False, 2), (True, 0)]


def _kept(turns: Iterable[Turn]) -> list[object]:
    return [turn.n if isinstance(turn, Call) else (turn.calls, turn.proves) for turn in turns
            if isinstance(turn, Call | LeftOut)]  # fmt: skip


def test_a_runaway_leaves_out_its_middle_but_not_what_proves(make: SimpleNamespace) -> None:
    calls = [make.call(n) for n in range(2, 32)]
    turns = _replayed(make, *calls, proof=(20,), outcome=Outcome.RUNAWAY).turns
    assert _kept(turns) == [2, 3, 4, 5, 6, 7, (12, False), 20, (9, False), 30, 31]


def test_a_runaway_that_is_all_proof_says_that_more_of_it_is_left_out(make: SimpleNamespace) -> None:
    calls = [make.call(n) for n in range(2, 32)]
    turns = _replayed(make, *calls, proof=tuple(range(2, 32)), outcome=Outcome.RUNAWAY).turns
    assert _kept(turns) == [*range(2, 14), (16, True), 30, 31]


def test_an_answer_of_another_shape_is_shown_as_it_came(make: SimpleNamespace) -> None:
    bodies: list[Any] = ["oops", "[1, 2]", '{"status": 3, "answer": "x"}', '{"status": "answered"}', "[" * 5000, "{"]
    assert [(reply.status, reply.raw) for reply in (_reply(make, body) for body in bodies)] == [
        ("", shown(body, 1000)) for body in bodies
    ]


def test_an_error_status_is_never_read_as_an_answer(make: SimpleNamespace) -> None:
    body = json.dumps({"status": "answered", "answer": "x"})
    assert (_reply(make, body, 500).status, _reply(make, body, 500).raw) == ("", Shown(body))


def test_an_answer_with_more_in_it_than_the_contract_is_also_shown_whole(make: SimpleNamespace) -> None:
    body = json.dumps({"status": "done", "reply": "Refunded.", "debug": "the key is 7"})
    reply = _reply(make, body)
    assert (reply.status, reply.text, reply.raw) == ("done", Shown("Refunded."), Shown(body))


def test_odd_citations_do_not_break_the_page(make: SimpleNamespace) -> None:
    body = {"status": "answered", "answer": "x", "citations": [1, {"document": 7}, *[{"quote": "q"}] * 20]}
    reply = _reply(make, body)
    assert (len(reply.citations), reply.citations_left_out, reply.citations[0]) == (
        12,
        9,
        Citation(Shown("7"), Shown("")),
    )
    assert _reply(make, {"status": "answered", "answer": "x", "citations": "none"}).citations == ()


def test_what_never_came_is_said_in_words(make: SimpleNamespace) -> None:
    found = _replayed(
        make,
        NoAnswer(n=1, at=10.0, input=0, reason="timeout", detail="10 s"),
        BenchFailed(n=2, at=11.0, detail="the socket was gone"),
        output="Traceback",
    )
    assert found == Replay(
        (
            Nothing(1, 10.0, False, "Nothing came back in time", Shown("10 s")),
            Nothing(2, 11.0, False, "The bench broke", Shown("the socket was gone")),
        ),
        Shown("Traceback"),
    )


def test_messages_without_text_are_shown_as_what_they_are(make: SimpleNamespace) -> None:
    call = make.call(2, prompt=({"role": "assistant", "content": None, "tool_calls": [{"id": "a"}]},))
    (turn,) = _replayed(make, call).turns
    assert isinstance(turn, Call)
    assert turn.messages[0].text == Shown('{"content": null, "tool_calls": [{"id": "a"}]}')


def test_difference_keeps_words_whole_and_marks_what_is_missing() -> None:
    assert difference("It is 47 days.", "It is 42 days.") == ("It is ", "42", " days.")
    assert difference("All of it.", "All") == ("", "All", "")
    assert difference("All of it.", "All of") == ("All ", "of", "")
    assert difference('{"answer": "47"}', '{"error": "overloaded"}') == ("", '{"error": "overloaded"}', "")
    assert difference("same", "") == ("", "", "")


@settings(deadline=None, max_examples=100)
@given(st.text(), st.text())
def test_difference_loses_nothing(meant: str, said: str) -> None:
    assert "".join(difference(meant, said)) == said


@settings(deadline=None, max_examples=100)
@given(st.text(), st.integers(3, 50))
def test_a_cut_text_keeps_both_ends_and_says_how_much_is_gone(text: str, cap: int) -> None:
    cut = shown(text, cap)
    assert len(cut.head) + cut.left_out + len(cut.tail) == len(text)
    assert len(cut.head) + len(cut.tail) <= cap
    assert text.startswith(cut.head)
    assert text.endswith(cut.tail)
