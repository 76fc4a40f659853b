"""An anchor that rests on another one is understood alone."""

from dataclasses import replace

import pytest

from seatrial.loop.rubric.anchors import alone, beyond
from seatrial.loop.rubric.arithmetic import Criterion
from seatrial.loop.rubric.default import EVALUATION, STANDARD

PLAIN = replace(EVALUATION, anchors=("One.", "Two.", "Three.", "As 3, and four. Also more."))


def with_last(last: str) -> Criterion:
    return replace(PLAIN, anchors=(*PLAIN.anchors[:3], last))


@pytest.mark.parametrize(
    ("last", "read_alone", "read_after"),
    [
        ("As 3, and four. Also more.", "Three. Beyond that, four. Also more.", "Four. Also more."),
        ("As 3. NOTES.md says why.", "Three. NOTES.md says why.", "NOTES.md says why."),
        ("as level 2: two times.", "Two. Beyond that, two times.", "Two. Beyond that, two times."),
        ("As 4, and itself.", "As 4, and itself.", "As 4, and itself."),
        ("As 30 people saw, it holds.", "As 30 people saw, it holds.", "As 30 people saw, it holds."),
        ("Four.", "Four.", "Four."),
    ],
)
def test_what_it_rests_on_comes_first(last: str, read_alone: str, read_after: str) -> None:
    assert (alone(with_last(last), 4), beyond(with_last(last), 4)) == (read_alone, read_after)


def test_one_may_rest_on_one_that_rests_on_another() -> None:
    chained = replace(PLAIN, anchors=("One.", "As 1, and two.", "As 2. Three.", "As 3, and four."))
    assert alone(chained, 4) == "One. Beyond that, two. Three. Beyond that, four."


def test_nobody_who_reads_one_anchor_of_the_standard_needs_another_nor_is_the_one_who_scores() -> None:
    read = [alone(one, level) for one in STANDARD.criteria for level in (1, 2, 3, 4)]
    assert [words for words in read if "As 3" in words or "you" in words.lower().split()] == []
