import pytest
from msgspec import structs

from seatrial.loop.report.masking import mask_of, mask_of_code, mask_of_file, masked
from tests.loop.evidence_report import TELLING


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Author: Ann Archer <ann@example.com>", "Author: [author]"),
        ("  Signed-off-by: Somebody Else <a@b.org>", "  Signed-off-by: [author]"),
        ("> **Written by:** A. A.", "> **Written by:** [author]"),
        ("© 2026 whoever", "© [author]"),
        ("Ann thinks; ANN ARCHER and ann  archer too", "[name] thinks; [name] and [name] too"),
        ("Mail ann@example.com or annie+x@mail.example.co.uk.", "Mail [address] or [address]."),
        ("See https://github.com/ann-archer/take-home, and gitlab.com/x", "See [address] and [address]"),
        (
            "An annual answer, channelled; the archer's author: none",
            "An annual answer, channelled; the archer's author: none",
        ),
        ("The author is not handled: see guards.py", "The author is not handled: see guards.py"),
    ],
)
def test_notes_lose_what_tells_who_wrote_them(written: str, read: str) -> None:
    assert mask_of("Ann Archer", "ann@example.com")(written) == read


def test_a_name_that_is_also_a_word_is_taken_out_only_as_a_name() -> None:
    mask = mask_of("Max", "max@example.com")
    assert (
        mask("Max says: max tokens are 300, and at most Maxine")
        == "[name] says: max tokens are 300, and at most Maxine"
    )


@pytest.mark.parametrize(
    "written", ["Archer, Ann", "ann_archer", "annarcher", "a.archer", "AArcher", "Jose Nunez", "José Núñez", "jnunez"]
)
def test_a_name_is_known_in_the_usual_ways_of_writing_it(written: str) -> None:
    masks = [mask_of(name, "")(f"/home/{written}/app.py") for name in ("Ann Archer", "José Núñez")]
    assert "/home/[name]/app.py" in masks


def test_somebody_without_a_name_loses_nothing() -> None:
    assert mask_of("", "")("Ann Archer wrote this.") == "Ann Archer wrote this."


def test_prompts_and_conversations_lose_the_whole_name_alone() -> None:
    case = TELLING.cases[0]
    named = structs.replace(
        TELLING,
        submission=structs.replace(TELLING.submission, name="ann-archer"),
        cases=(structs.replace(case, output="by ann archer, for Ann of the world"), *TELLING.cases[1:]),
        prompts=(structs.replace(TELLING.prompts[0], text="You are Ann Archer's helper; Ann knows."),),
    )
    found = masked(named, "Ann Archer", "ann@example.com")
    assert (found.submission.name, found.prompts[0].text) == ("submission", "You are [name]'s helper; Ann knows.")
    assert found.cases[0] == structs.replace(case, output="by [name], for Ann of the world")
    assert found.baseline == TELLING.baseline


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("x: int = Field(gt=0)  # by Grace", "x: int = Field(gt=0)  # by [name]"),
        ("const x = new Field();  // Grace's, see Field", "const x = new Field();  // [name]'s, see [name]"),
        ("body { margin: 0 } /* Grace */", "body { margin: 0 } /* [name] */"),
        ("LIMIT = 3  # Author: G. F.", "LIMIT = 3  # Author: [author]"),
        ('def ask(): return """Grace wrote this."""', 'def ask(): return """[name] wrote this."""'),
        ('fetch("https://docs.io/#Grace", Field)', 'fetch("https://docs.io/#Grace", Field)'),
    ],
)
def test_a_remark_behind_code_is_no_code(written: str, read: str) -> None:
    assert mask_of_code("Grace Field", "grace@example.com")(written) == read


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("NOTES.md", "which is why [name]\nwrote it"),
        ("docs/AUTHORS", "which is why [name]\nwrote it"),
        ("app.py", "which is why Grace\nwrote it"),
    ],
)
def test_prose_is_read_as_such_wherever_its_lines_break(path: str, read: str) -> None:
    assert mask_of_file("Grace Field", "grace@example.com", path)("which is why Grace\nwrote it") == read
