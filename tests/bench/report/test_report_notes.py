from types import SimpleNamespace

from seatrial.bench.report.build import build_report
from seatrial.bench.report.html import report_html
from seatrial.bench.report.notes import passages
from seatrial.bench.trial import Notes


def test_notes_are_cut_where_a_reader_would_put_a_finger() -> None:
    text = """# Notes
The worst
first.

1. A wrong value: checked in
   guards.py.
2. A reset, tried again
- not handled: two questions

| what | where |
|------|-------|
| 429  | llm.py |
---
    an indented block
    of two lines
"""
    assert passages(text) == (
        "# Notes",
        "The worst\nfirst.",
        "1. A wrong value: checked in\n   guards.py.",
        "2. A reset, tried again",
        "- not handled: two questions",
        "| what | where |",
        "| 429  | llm.py |",
        "an indented block\n    of two lines",
    )


def test_notes_stand_in_the_report_as_text_that_does_nothing(make: SimpleNamespace) -> None:
    text = "1. <script>alert(1)</script>\n2. [x](javascript:alert(1)) \x1b[31m"
    page = report_html(build_report(make.trial(notes=Notes("NOTES.md", text, 7)), []))
    assert 'id="note-1"' in page
    assert "1. &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "2. [x](javascript:alert(1)) ⟨U+001B⟩[31m" in page
    assert "7 characters more left out here." in page


def test_without_notes_the_report_has_no_such_section(make: SimpleNamespace) -> None:
    assert "What its author named" not in report_html(build_report(make.trial(), []))
