"""Passages that two submissions share are found and paired; what is short, from the starter, or data is not."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from seatrial.loop.evidence.similarity import (
    LEAST,
    SURE,
    Likeness,
    Source,
    likeness,
    own_part,
    share_of_starter,
    sources_of,
)

PASSAGE = '''def answer(question, passages):
    """Say what stands there."""
    quoted = [one for one in passages if one.text in question.words]
    if not quoted or len(quoted) > LIMIT:
        return {"status": "declined", "reason": "nothing stands there"}
    best = max(quoted, key=lambda one: one.score * 2 + 1)
    return {"status": "answered", "answer": best.text, "citations": [best.source]}
'''
RENAMED = (
    PASSAGE.replace("question", "q")
    .replace("passages", "chunks")
    .replace("quoted", "hits")
    .replace("one", "c")
    .replace("Say what stands there.", "Ours.")
    .replace("    best", "    # the best\n\n    best")
)


def unlike(seed: int, lines: int = 60) -> str:
    dice = Random(seed)
    words = (
        "if",
        "while",
        "return",
        "+",
        "-",
        "*",
        "(",
        ")",
        "[",
        "]",
        "x",
        "1",
        "'s'",
        "not",
        "lambda",
        ":",
        ",",
        ".",
    )
    return "\n".join(" ".join(dice.choice(words) for _ in range(8)) for _ in range(lines))


def compared(one: dict[str, str], other: dict[str, str], starter: dict[str, str] | None = None) -> Likeness:
    mine, theirs, given = (sources_of(files) for files in (one, other, starter or {}))
    return likeness(mine, own_part(mine, given), theirs, own_part(theirs, given))


def test_a_renamed_and_moved_passage_is_found_with_its_place_in_both() -> None:
    seen = compared({"app.py": f"{unlike(1)}\n{PASSAGE}"}, {"src/core.py": f"{RENAMED}\n{unlike(2)}"})
    only = seen.passages[0]
    assert (len(seen.passages), only.path, only.line, only.other_path, only.other_line) == (
        1,
        "app.py",
        61,
        "src/core.py",
        1,
    )
    assert (only.text.startswith("def answer(question"), only.other_text.startswith("def answer(q")) == (True, True)
    assert 0.05 < seen.share < 0.3


def test_what_both_have_from_the_starter_is_nobodys() -> None:
    starter = {"starter/app.py": PASSAGE}
    mine = sources_of({"app.py": PASSAGE + unlike(1)})
    own = own_part(mine, sources_of(starter))
    assert 0.05 < share_of_starter(mine, own) < 0.3
    assert compared({"app.py": PASSAGE + unlike(1)}, {"app.py": unlike(2) + "\n" + PASSAGE}, starter) == Likeness(
        0, 0, ()
    )
    untouched = sources_of(starter)
    assert share_of_starter(untouched, own_part(untouched, sources_of(starter))) == 1


def test_data_and_unlike_programs_share_nothing() -> None:
    data = "\n".join(f'key{n} = "value"' for n in range(200))
    assert (
        compared({"data.toml": data, "a.json": "[1, 2, 3]"}, {"data.toml": data, "a.json": "[1, 2, 3]"}).passages == ()
    )
    assert compared({"a.py": unlike(3)}, {"a.py": unlike(4)}).passages == ()


def test_the_same_submission_is_all_one() -> None:
    whole = {"app.py": PASSAGE + unlike(1), "NOTES.md": "The five worst ways in which this can fail. " * 20}
    seen = compared(whole, whole)
    assert (seen.share, seen.other_share) == (1, 1)


def test_notes_are_compared_word_by_word() -> None:
    told = " ".join(f"word{n}" for n in range(SURE))
    seen = compared({"NOTES.md": f"Mine.\n{told}"}, {"docs/notes.md": f"Theirs.\n\n{told.upper()}"})
    assert [one.tokens for one in seen.passages] == [SURE]


tokens = st.lists(st.sampled_from("abcdefgh"), max_size=50)


def source(words: list[str]) -> tuple[Source, ...]:
    return (Source("a.txt", "\n".join(words), tuple(words), tuple(range(1, len(words) + 1))),)


def own(of: tuple[Source, ...]) -> list[set[int]]:
    return [set(range(len(of[0].tokens)))]


@given(tokens, tokens, tokens, tokens, st.randoms(use_true_random=False))
def test_a_passage_of_the_sure_length_is_always_found(
    a: list[str], b: list[str], c: list[str], d: list[str], dice
) -> None:
    passage = [f"{dice.random()}" for _ in range(SURE)]
    one, other = source([*a, *passage, *b]), source([*c, *passage, *d])
    seen = likeness(one, own(one), other, own(other))
    assert any(passage[0] in found.text and passage[0] in found.other_text for found in seen.passages)


@given(tokens, tokens)
def test_nothing_shorter_than_the_least_is_ever_found(a: list[str], b: list[str]) -> None:
    one, other = source(a[: LEAST - 1]), source(b)
    assert likeness(one, own(one), other, own(other)) == Likeness(0, 0, ())


def test_a_whole_evening_of_one_repeated_line_is_compared_in_a_moment() -> None:
    endless = {"app.py": "x = f(x)\n" * 5_000}
    assert compared(endless, endless).share > 0.9
