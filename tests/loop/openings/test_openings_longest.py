"""What is too long for a candidate to read is refused beside its field, and kept."""

from seatrial.loop.openings.forms import LONGEST, TakeHomeForm


def test_no_text_of_a_brief_is_longer_than_anybody_reads() -> None:
    texts = ("task", "looked_for", "ai_policy", "work_policy")
    form = TakeHomeForm(dict.fromkeys(texts, "x" * (LONGEST + 1)))
    assert {one: form.has_error(one, "max_length") for one in texts} == dict.fromkeys(texts, True)
    assert form["task"].value() == "x" * (LONGEST + 1)
