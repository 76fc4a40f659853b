"""The brief: it makes every statement, and shows what was written, whole."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from seatrial.loop.takehome.brief import Block, Span, Terms, blocks, hours_in_words, render

TERMS = Terms(
    family="docqa",
    budget_hours=Decimal("2.5"),
    task="Build it.\n\nSend it.",
    looked_for="Failures.",
    ai_policy="Any.",
    work_policy="Deleted.",
)


def test_the_brief_has_its_sections_in_order() -> None:
    headings = [block.lines[0] for block in blocks(render("Engineer", TERMS)) if block.kind == "heading"]
    assert headings == [
        "What to build",
        "What we look for",
        "Your time",
        "AI help",
        "What happens with your work",
        "More time, or another way",
        "How it is read",
        "What your folder has to do",
    ]


def test_the_brief_names_the_role_the_evening_and_how_to_ask_for_more() -> None:
    text = render("Engineer", TERMS)
    assert text.startswith(
        "A small piece of work for the role: Engineer.\n\n## What to build\n\nBuild it.\n\nSend it.\n"
    )
    assert "One evening is the budget: 2.5 hours." in text
    assert "If you need more time, another format or anything else" in text


def test_the_brief_asks_for_the_five_worst_ways_to_fail_and_where_each_is_handled() -> None:
    *_, contract = blocks(render("Applied AI engineer", TERMS))
    (notes,) = [line for line in contract.lines if line.startswith("`NOTES.md`")]
    assert "names the five worst ways in which your feature can fail, the worst first" in notes
    assert "each with where in the code it is handled, or that it is not" in notes


def test_hours_are_written_as_people_say_them() -> None:
    assert [hours_in_words(Decimal(number)) for number in ("1.0", "3.0", "2.5", "10")] == [
        "1 hour",
        "3 hours",
        "2.5 hours",
        "10 hours",
    ]


def test_headings_lists_paragraphs_and_code_are_told_apart() -> None:
    text = "One\ntwo\n\n## Three\n- `four` five\n- six\nseven `"
    assert blocks(text) == (
        Block("paragraph", ("One", "two")),
        Block("heading", ("Three",)),
        Block("list", ("`four` five", "six")),
        Block("paragraph", ("seven `",)),
    )
    assert blocks(text)[2].marked == ((Span("four", is_code=True), Span(" five")), (Span("six"),))
    assert blocks(text)[3].marked == ((Span("seven `"),),)


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=200))
def test_no_word_is_lost_when_a_brief_is_shown(text: str) -> None:
    shown = "".join(line for block in blocks(text) for line in block.lines)
    kept = "".join(text.split()).replace("#", "").replace("-", "")
    assert "".join(shown.split()).replace("#", "").replace("-", "") == kept
