"""Cases are handed out longest wait first, and no instance is asked the same question twice if that can be helped."""

from dataclasses import replace

from seatrial.bench.ask import HttpAnswer, HttpFailure
from seatrial.bench.case import Case
from seatrial.bench.fleet import Put, Queue, Taken, _failed_unasked, book_late_calls
from seatrial.bench.gateway.line import CallRecord
from seatrial.bench.observation import Input
from seatrial.bench.script import Script
from seatrial.takehomes.base import Edition


def _case(name: str, question: str, *, wait: float = 0.0, edition: Edition = "clean") -> Case:
    asked = Input(text=f"{question}?", questions=(question,))
    return Case(id=name, mode="m", inputs=(asked,), script=Script(), edition=edition, wait_seconds=wait)


def test_the_longest_wait_goes_first() -> None:
    queue = Queue([_case("a", "q1"), _case("b", "q2", wait=8.0), _case("c", "q3", wait=2.0)])
    taken = [queue.take("clean", avoid=set()) for _ in range(4)]
    assert [case and case.id for case in taken] == ["b", "c", "a", None]


def test_a_question_asked_before_is_avoided_while_another_waits() -> None:
    queue = Queue([_case("a", "q1"), _case("b", "q2")])
    taken = [queue.take("clean", avoid={"q1"}) for _ in range(2)]
    assert [case and case.id for case in taken] == ["b", "a"]


def test_an_edition_is_kept_while_cases_of_it_wait() -> None:
    queue = Queue([_case("a", "q1"), _case("b", "q2", edition="full")])
    assert queue.prefers("full") == "full"
    queue.take("full", avoid=set())
    assert queue.prefers("full") == "clean"
    queue.take("clean", avoid=set())
    assert queue.prefers("full") is None


def test_a_late_call_is_booked_to_the_case_whose_question_it_carries() -> None:
    earlier, newest = Taken(_case("a", "q1"), began=0.0), Taken(_case("b", "q2"), began=1.0)
    late = CallRecord(route="chat", started=1.1, questions=("q1",), late=True)
    own = CallRecord(route="chat", started=1.2, questions=("q2",))
    newest.calls = [late, own]
    book_late_calls([earlier, newest])
    assert (earlier.calls, newest.calls) == ([late], [own])


def test_a_case_asks_all_its_questions() -> None:
    case = replace(_case("a", "q1"), inputs=(Input(text="?", questions=("q1", "q2")), Input(text="?")))
    assert case.questions == {"q1", "q2"}


def test_what_failed_before_the_model_was_asked_is_worth_another_try() -> None:
    hung = Put(input=0, at=0.0, seconds=10.0, answer=HttpFailure("timeout", "Nothing came."), died=False)
    answered = replace(hung, answer=HttpAnswer(status=200, body="{}"))
    call = CallRecord(route="chat", started=1.0)
    tried = [
        Taken(_case("a", "q1"), began=0.0, puts=(hung,)),
        Taken(_case("a", "q1"), began=0.0, puts=(hung,), calls=[call]),
        Taken(_case("a", "q1"), began=0.0, puts=(answered,)),
    ]
    assert [_failed_unasked(one) for one in tried] == [True, False, False]
