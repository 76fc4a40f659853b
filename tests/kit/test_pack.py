"""A kit is whole, its questions have their answers in its documents, and it gives nothing away."""

import json
import re
from pathlib import Path

import pytest

from seatrial.bench.matching import normalise
from seatrial.bench.modes import MODES
from seatrial.kit.pack import NoKit, kit_files, write_kit

SEEDS = (0, 1, 2, 3)


@pytest.fixture(scope="module", params=SEEDS)
def kit(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return kit_files("docqa", request.param)


def test_a_kit_holds_its_parts(kit: dict[str, bytes]) -> None:
    parts = {path for path in kit if not path.startswith("documents/")}
    assert parts == {
        "BRIEF.md",
        "CONTRACT.md",
        "FAULTS.md",
        "README.md",
        "UNDERSTUDY.md",
        "questions.json",
        "seatrial-0.1.0-py3-none-any.whl",
        "starter/NOTES.md",
        "starter/app.py",
        "starter/seatrial.toml",
        "try_it.py",
    }
    assert len(kit) - len(parts) >= 14


def test_every_answer_and_quote_stands_where_the_kit_says(kit: dict[str, bytes]) -> None:
    questions = json.loads(kit["questions.json"])
    answered = [one for one in questions if one["answer"] is not None]
    missing = [
        one["question"]
        for one in answered
        if normalise(one["answer"]) not in normalise(one["quote"]) and one["answer"] not in one["quote"]
    ]
    nowhere = [one for one in answered if f"documents/{one['document']}" not in kit]
    assert (len(answered), len(questions) - len(answered), missing, nowhere) == (20, 4, [], [])


def test_the_texts_name_two_faults_and_no_more(kit: dict[str, bytes]) -> None:
    texts = b"\n".join(content for path, content in kit.items() if path.endswith((".md", ".py", ".toml"))).decode()
    named = {mode.slug for mode in MODES if re.search(rf"(?<![\w-]){mode.slug}(?![\w-])", texts)}
    assert named == {"rate-limit-clears", "empty-answer-once"}


def test_a_brief_of_ones_own_takes_the_place_of_the_general_one() -> None:
    assert kit_files("docqa", 1, brief="Ours.")["BRIEF.md"] == b"Ours."


def test_the_same_seed_gives_the_same_kit() -> None:
    assert kit_files("docqa", 5) == kit_files("docqa", 5)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(NoKit, match="not an empty folder"):
        write_kit("docqa", 1, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_unknown_family_is_named_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(NoKit, match="'poetry'; there is docqa"):
        write_kit("poetry", 1, tmp_path / "kit")
