"""A reply of one line with several places: which prompts ask for one, and what stands between the places."""

import pytest

from seatrial.bench.gateway.understudy.row import Row, row_of
from seatrial.bench.gateway.understudy.slots import Slot


@pytest.mark.parametrize(
    ("told", "row"),
    [
        (
            "End with one line: FINAL: <answer> (<doc>)",
            Row(("FINAL: ", " (", ")"), (Slot.ANSWER, Slot.DOCUMENT)),
        ),
        (
            "Write exactly one line like this:\nFINAL: <answer> (<doc>)\n",
            Row(("FINAL: ", " (", ")"), (Slot.ANSWER, Slot.DOCUMENT)),
        ),
        (
            "Reply with `<answer> || <file name> || <exact quote>`, no more.",
            Row(("", " || ", " || ", ""), (Slot.ANSWER, Slot.DOCUMENT, Slot.QUOTE)),
        ),
        ("Output format: VALUE | FILE", Row(("", " | ", ""), (Slot.VALUE, Slot.DOCUMENT))),
        ('Answer as "answer|file|quote".', Row(("", "|", "|", ""), (Slot.ANSWER, Slot.DOCUMENT, Slot.QUOTE))),
        (
            "Respond in this form: {answer} -- {source}",
            Row(("", " -- ", ""), (Slot.ANSWER, Slot.CITATIONS)),
        ),
        (
            "Reply in the format <answer> [source number].",
            Row(("", " [", "]"), (Slot.ANSWER, Slot.NUMBER)),
        ),
        (
            "Format: ANSWER: <answer> | SOURCE: <file>",
            Row(("ANSWER: ", " | SOURCE: ", ""), (Slot.ANSWER, Slot.DOCUMENT)),
        ),
        ("Answer:\nANSWER: <answer>\nSOURCE: <file> (<quote>)", None),
        ("Each passage has the format <file>: <text>", None),
        ("Reply with ANSWER: <answer> and SOURCE: <file>", None),
        ("Answer with supported | unsupported.", None),
        ("Status is answered | declined.", None),
        ("Rank them, output like [2] > [1] > [3].", None),
        ("Reply in <answer>...</answer> <source>...</source> tags.", None),
        ("Use the columns | Answer | Source | in a table.", None),
    ],
)
def test_a_line_with_several_places_is_read_as_it_is_written(told: str, row: Row | None) -> None:
    assert row_of(told) == row


def test_a_filled_row_keeps_what_stands_between() -> None:
    assert Row(("FINAL: ", " (", ")"), (Slot.ANSWER, Slot.DOCUMENT)).filled(("42", "a.md")) == "FINAL: 42 (a.md)"
