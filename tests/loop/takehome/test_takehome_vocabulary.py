"""The page of documentation lists the whole vocabulary of the checks, and nothing else."""

import re
from pathlib import Path

from seatrial.loop.takehome import vocabulary

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "brief-checks.md"
NO_PHRASES = {
    "*",
    "_",
    "don't",
    "do not",
    *vocabulary.TRIGGERS,
    "over-used",
    "past-evening",
    ".",
    "!",
    "?",
    ";",
    ":",
    "but",
}


def test_the_page_lists_every_phrase_and_no_other() -> None:
    text = PAGE.read_text(encoding="utf-8")
    written = set(re.findall(r"`([^`]+)`", text))
    lists = [
        *vocabulary.TRIGGERS.values(),
        *(words for rules in vocabulary.REQUIRED.values() for _, lists in rules for words in lists),
        vocabulary.NEGATIONS,
        vocabulary.NO_NEGATIONS,
        vocabulary.DENIALS,
    ]
    known = {phrase for phrases in lists for phrase in phrases}
    assert (known - written, written - known - NO_PHRASES) == (set(), set())


def test_the_page_states_the_limits() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    stated = (
        f"at least {vocabulary.LEAST_TASK_WORDS} words",
        f"at most {vocabulary.EVENING_HOURS} hours",
        f"at most {vocabulary.NEGATION_REACH} words away",
    )
    assert [words for words in stated if words not in text] == []
