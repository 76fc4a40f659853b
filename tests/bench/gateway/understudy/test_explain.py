from seatrial.bench.gateway.understudy.explain import explain
from seatrial.bench.gateway.understudy.perform import from_request, perform
from seatrial.bench.script import Script
from seatrial.takehomes.base import World


def test_explains_each_step_in_plain_words(world: World) -> None:
    body = {
        "messages": [
            {"role": "user", "content": "Say so if you do not know. What does the Fathom plan cost per month?"}
        ]
    }
    assert explain(perform(from_request(body), world, Script(), strike=False)).splitlines() == [
        "which question               q-price (What does the Fathom plan cost per month?): known question, word for word",
        "what is asked                answer",
        "what it sees                 no evidence",
        "what it knows                sees no evidence and says so: the prompt leaves room for that",
        "in which form                plain",
    ]


def test_says_what_to_do_when_it_could_not_follow(world: World) -> None:
    body = {"messages": [{"role": "user", "content": "Tell me something nice."}]}
    told = explain(perform(from_request(body), world, Script(questions=("q-price",)), strike=False))
    assert told.splitlines()[-1] == (
        "Put the question into the last user message as it came in, or behind a label such as `Question:`."
    )
