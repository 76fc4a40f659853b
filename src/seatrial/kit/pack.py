"""Lays a kit out: brief, documents, questions with answers, contract, starter, and the simulated model to work with."""

import json
from pathlib import Path
from random import Random

from seatrial.bench.errors import SeatrialError
from seatrial.kit.wheel import PACKAGE, pack_wheel, wheel_name
from seatrial.takehomes.base import Question, World
from seatrial.takehomes.families import FAMILIES, make_world

PARTS = Path(__file__).parent
ANSWERABLE, UNANSWERABLE = 20, 4
_PAGES = {"CONTRACT.md": "submission.md", "UNDERSTUDY.md": "understudy.md"}
_REFERENCE = PACKAGE.parents[1] / "docs" / "reference"


class NoKit(SeatrialError):
    """The kit could not be made here."""


def write_kit(takehome: str, seed: int, out: Path, *, brief: str = "") -> None:
    """Write the kit of one world into the folder `out`, which must be new or empty; NoKit says why it cannot be.

    `brief` replaces the general one; it is the text that an opening sends.
    """
    if takehome not in FAMILIES:
        raise NoKit(f"There is no take-home {takehome!r}; there is {', '.join(FAMILIES)}.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise NoKit(f"{out} exists and is not an empty folder. Name a new one with --out.")
    for path, content in kit_files(takehome, seed, brief=brief).items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def kit_files(takehome: str, seed: int, *, brief: str = "") -> dict[str, bytes]:
    """Return the files of a kit by their path in it."""
    world = make_world(takehome, seed)
    parts = PARTS / takehome
    files = {f"documents/{document.name}": document.text.encode() for document in world.documents("clean")}
    files |= {
        path.relative_to(parts).as_posix(): path.read_bytes()
        for path in sorted(parts.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.name not in _PAGES
    }
    files |= {name: text.encode() for name, text in _pages(takehome).items()}
    files["README.md"] = (
        files["README.md"].decode().replace("{seed}", str(seed)).replace("{wheel}", wheel_name()).encode()
    )
    files["try_it.py"] = files["try_it.py"].decode().replace("SEED = 0", f"SEED = {seed}").encode()
    if brief:
        files["BRIEF.md"] = brief.encode()
    files["questions.json"] = json.dumps(_questions(world), indent=2, ensure_ascii=False).encode()
    inside = {f"seatrial/kit/{takehome}/{name}": text for name, text in _pages(takehome).items()}
    files[wheel_name()] = pack_wheel(inside)
    return files


def _pages(takehome: str) -> dict[str, str]:
    """Return the pages of the reference that belong in a kit: beside this file in a wheel, in docs/ in a checkout."""
    return {
        name: _first(PARTS / takehome / name, _REFERENCE / page).read_text(encoding="utf-8")
        for name, page in _PAGES.items()
    }


def _first(*paths: Path) -> Path:
    return next(path for path in paths if path.is_file())


def _questions(world: World) -> list[dict[str, str | None]]:
    dice = Random(f"{world.seed}/kit")
    chosen = [
        *_some(world, "answerable", ANSWERABLE, dice),
        *_some(world, "unanswerable", UNANSWERABLE, dice),
    ]
    return [_with_answer(world, question) for question in dice.sample(chosen, len(chosen))]


def _some(world: World, kind: str, number: int, dice: Random) -> list[Question]:
    fitting = [question for question in world.questions if question.kind == kind]
    return dice.sample(fitting, min(number, len(fitting)))


def _with_answer(world: World, question: Question) -> dict[str, str | None]:
    fact = world.fact(question)
    if fact is None:
        return {"question": question.text, "answer": None, "document": None, "quote": None}
    stands = fact.evidence[0]
    return {
        "question": question.text,
        "answer": fact.value.text,
        "document": stands.document,
        "quote": stands.sentence,
    }
