"""Single cases on a warm submission: judged as in a trial, shown where there is no truth, silent where peace fails."""

import asyncio
from pathlib import Path

import pytest

from seatrial.bench.live import TYPED, dealt, live, typed
from seatrial.bench.sandbox.bubblewrap import find_sandbox

PLAIN = Path(__file__).parents[1] / "flow" / "plain"
SEED = 5


def silent(_: str) -> None:
    """Say nothing."""


def test_typed_words_meet_the_fault_of_a_case_and_nothing_that_was_planted() -> None:
    first = next(case for case in dealt("docqa", SEED).cases if case.id == "wrong-value-persists/1")
    made = typed(first, "Who are you?")
    assert (made.id, made.script.fault, made.script.questions) == ("wrong-value-persists/typed", first.script.fault, ())
    assert [(one.text, one.questions, one.planted.truth) for one in made.inputs] == [("Who are you?", (), ())]


@pytest.mark.sandbox
def test_cases_are_judged_and_typed_words_are_only_shown() -> None:
    async def room() -> list[tuple[str, str, bool]]:
        async with live(PLAIN, find_sandbox(), SEED, say=silent) as session:
            cases = [
                await session.run("wrong-value-persists/1"),
                await session.run("nothing-retrieved/1"),
                await session.show("wrong-value-persists/1", "Who are you?"),
            ]
        return [(case.id, str(case.verdict), case.why == TYPED) for case in cases]

    assert asyncio.run(room()) == [
        ("wrong-value-persists/1", "silent", False),
        ("nothing-retrieved/1", "held", False),
        ("wrong-value-persists/typed", "not_exercised", True),
    ]
