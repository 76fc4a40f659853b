"""Cases are handed out longest wait first, and no instance is asked the same question twice if that can be helped."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from seatrial.bench.ask import HttpAnswer, HttpFailure
from seatrial.bench.case import Case
from seatrial.bench.fleet import Hand, Put, Queue, Taken, _failed_unasked, book_late_calls
from seatrial.bench.gateway.line import CallRecord
from seatrial.bench.observation import Input
from seatrial.bench.script import Script
from seatrial.takehomes.base import Edition

EDITIONS: st.SearchStrategy[Edition] = st.sampled_from(("clean", "full", "empty"))


def _case(name: str, question: str, *, wait: float = 0.0, edition: Edition = "clean") -> Case:
    asked = Input(text=f"{question}?", questions=(question,))
    return Case(id=name, mode="m", inputs=(asked,), script=Script(), edition=edition, wait_seconds=wait)


def test_the_longest_wait_goes_first() -> None:
    queue = Queue([_case("a", "q1"), _case("b", "q2", wait=8.0), _case("c", "q3", wait=2.0)])
    assert _taken(queue, Hand("clean"), times=4) == ["b", "c", "a", None]


def test_a_question_asked_before_is_avoided_while_another_waits() -> None:
    queue = Queue([_case("a", "q1"), _case("b", "q2")])
    assert _taken(queue, Hand("clean", frozenset({"q1"})), times=2) == ["b", "a"]


def test_an_edition_is_kept_while_cases_of_it_wait() -> None:
    queue = Queue([_case("a", "q1"), _case("b", "q2", edition="full")])
    assert _taken(queue, Hand("full"), times=3) == ["b", "a", None]


def test_a_question_asked_before_is_left_to_whoever_was_not_asked_it() -> None:
    queue = Queue([_case("a", "q1"), _case("b", "q1")])
    asked, fresh = Hand("clean", frozenset({"q1"})), Hand("clean", frozenset({"q2"}))
    assert _taken(queue, asked, fresh) == [None]
    assert _taken(queue, fresh, asked) == ["a"]
    assert _taken(queue, asked, Hand("clean", frozenset({"q1"}))) == ["b"]


def test_nobody_starts_again_for_the_few_cases_that_others_can_do() -> None:
    queue = Queue([_case("a", "q1"), _case("b", "q2"), _case("c", "q3")])
    tired, other, elsewhere = Hand("clean", must_start=True), Hand("clean"), Hand("full")
    assert _taken(queue, tired, other) == ["a"]  # three are more than one can do meanwhile
    assert _taken(queue, tired, other) == [None]
    assert _taken(queue, elsewhere, other, elsewhere) == [None]
    assert _taken(queue, elsewhere, tired, elsewhere) == ["b"]
    assert _taken(queue, tired) == ["c"]


@given(
    st.lists(st.tuples(st.sampled_from(["q1", "q2", "q3"]), EDITIONS), max_size=12),
    st.lists(st.tuples(EDITIONS, st.booleans()), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_whoever_leaves_everything_is_done(
    asked: list[tuple[str, Edition]], started: list[tuple[Edition, bool]], dice: Random
) -> None:
    queue = Queue([_case(str(at), question, edition=edition) for at, (question, edition) in enumerate(asked)])
    hands = [Hand(edition, must_start=must_start) for edition, must_start in started]
    done = []
    while hands:
        mine = hands.pop(dice.randrange(len(hands)))
        if (case := queue.take(mine, hands)) is not None:
            done.append(case.id)
            kept = mine.asked if mine.edition == case.edition and not mine.must_start else frozenset[str]()
            hands.append(Hand(case.edition, kept | case.questions, must_start=dice.random() < 0.3))
    assert sorted(done, key=int) == [str(at) for at in range(len(asked))]


def _taken(queue: Queue, mine: Hand, *others: Hand, times: int = 1) -> list[str | None]:
    return [case.id if (case := queue.take(mine, others)) else None for _ in range(times)]


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
