import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from seatrial.bench import submission as module
from seatrial.bench.errors import BadSubmission
from seatrial.bench.submission import Submission, read_notes, read_submission, stage
from seatrial.bench.trial import Notes

MANIFEST = '[submission]\ntakehome = "docqa"\ncommand = ["python", "app.py"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "ann"
    made.mkdir()
    (made / "seatrial.toml").write_text(MANIFEST)
    (made / "app.py").write_text("print('hello')\n")
    return made


def complaint(folder: Path) -> str:
    with pytest.raises(BadSubmission) as caught:
        read_submission(folder)
    return str(caught.value)


def test_the_smallest_submission_is_read(folder: Path) -> None:
    read = read_submission(folder)
    assert read == Submission(
        folder=folder, name="ann", takehome="docqa", command=("python", "app.py"), sha256=read.sha256
    )
    assert re.fullmatch("[0-9a-f]{64}", read.sha256)


def test_everything_a_manifest_can_say_is_read(folder: Path) -> None:
    (folder / "seatrial.toml").write_text(MANIFEST + 'eval = ["python", "evals/run.py"]\nnotes = "./docs/NOTES.md"\n')
    (folder / "docs").mkdir()
    (folder / "docs" / "NOTES.md").write_text("It can fail.")
    (folder / "requirements.txt").write_text("openai\n")
    (folder / "package-lock.json").write_text("{}")
    read = read_submission(folder)
    assert (read.eval, read.notes) == (("python", "evals/run.py"), "docs/NOTES.md")
    assert (read.has_requirements, read.has_package_lock) == (True, True)


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ("[submission\n", "seatrial.toml is no valid TOML: "),
        ("[submission]\ntakehome = \n", "(at line 2, column 12)"),
        (b"[submission]\n# \xff\n", "seatrial.toml is no UTF-8 text (line 2)"),
        ("", "needs a table [submission] (it is not there)"),
        ('takehome = "docqa"\n', "needs a table [submission] (keys stand above or outside it)"),
        ("submission = 1\n", "needs a table [submission]"),
        (MANIFEST + "comand = 1\n", "unknown key `comand` (do you mean `command`?). Known: takehome, command,"),
        (MANIFEST + "[other]\n", "unknown table `other`. Known: submission."),
        ('[submission]\ncommand = ["a"]\n', "[submission] has no `takehome`"),
        ('[submission]\ntakehome = "docqa"\n', "[submission] has no `command`"),
        ('[submission]\ntakehome = "docaq"\ncommand = ["a"]\n', 'no take-home "docaq" (do you mean `docqa`?)'),
        ('[submission]\ntakehome = 3\ncommand = ["a"]\n', "takehome must be a text, one of "),
        ('[submission]\ntakehome = "docqa"\ncommand = "python app.py"\n', 'Write command = ["python", "app.py"].'),
        ('[submission]\ntakehome = "docqa"\ncommand = "it\'s"\n', 'Write command = ["it\'s"].'),
        ('[submission]\ntakehome = "docqa"\ncommand = []\n', "command must be a list of texts"),
        ('[submission]\ntakehome = "docqa"\ncommand = ["a", 1]\n', "command must be a list of texts"),
        ('[submission]\ntakehome = "docqa"\ncommand = [" "]\n', "command has an empty program name"),
        ('[submission]\ntakehome = "docqa"\ncommand = ["a\\u0000"]\n', "or a NUL byte"),
        (MANIFEST + "eval = 1\n", "eval must be a list of texts"),
        (MANIFEST + "notes = 1\n", "notes must be the path of a file"),
        (MANIFEST + 'notes = "MISSING.md"\n', 'notes = "MISSING.md", but there is no such file'),
        (MANIFEST + 'notes = "../ann/app.py"\n', "but there is no such file"),
        (MANIFEST + "notes = " + "[" * 9_000, "seatrial.toml is nested too deeply"),
        ("#" * 70_000, "seatrial.toml is larger than 64 KB"),
    ],
)
def test_a_bad_manifest_is_explained(folder: Path, manifest: str | bytes, words: str) -> None:
    (folder / "seatrial.toml").write_bytes(manifest if isinstance(manifest, bytes) else manifest.encode())
    assert words in complaint(folder)


def test_a_manifest_that_begins_with_a_mark_is_read(folder: Path) -> None:
    (folder / "seatrial.toml").write_text(MANIFEST, encoding="utf-8-sig")
    assert read_submission(folder).command == ("python", "app.py")


@pytest.mark.parametrize("name", ["seatrial.toml", "requirements.txt", "package-lock.json"])
def test_what_must_be_a_file_is_no_folder_and_no_link(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to("app.py")
    assert f"{name} must be an ordinary file" in complaint(folder)
    (folder / name).unlink()
    (folder / name).mkdir()
    assert f"{name} must be an ordinary file" in complaint(folder)


def test_folders_may_not_lie_too_deep(folder: Path) -> None:
    (folder / "/".join("d" * (module.MOST_DEPTH + 2))).mkdir(parents=True)
    assert "holds folders more than 64 deep" in complaint(folder)


def test_a_folder_that_is_missing_or_none_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "does not exist. Give the folder" in complaint(tmp_path / "missing")
    assert "is no folder. Give the folder" in complaint(tmp_path / "file")


def test_a_missing_manifest_is_explained_with_an_example(folder: Path) -> None:
    (folder / "seatrial.toml").unlink()
    assert "has no seatrial.toml. It says what to run, for example:\n\n[submission]\ntakehome =" in complaint(folder)


def test_a_manifest_of_nearly_that_name_is_pointed_out(folder: Path) -> None:
    (folder / "seatrial.toml").rename(folder / "seatrail.toml")
    assert "(seatrail.toml looks like it: rename it.)" in complaint(folder)


def test_a_manifest_one_folder_deeper_is_pointed_out(folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "seatrial.toml").rename(folder / "inner" / "seatrial.toml")
    assert "there is one in inner/seatrial.toml. Give that folder instead." in complaint(folder)


@pytest.mark.parametrize("target", ["/etc/passwd", "../secret", "docs/../../secret"])
def test_a_link_out_of_the_folder_is_refused(folder: Path, target: str) -> None:
    (folder.parent / "secret").write_text("not yours")
    (folder / "docs").mkdir()
    (folder / "link").symlink_to(target)
    assert f"link is a symbolic link to {target}, which leads out of the submission." in complaint(folder)


def test_a_chain_of_links_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "up").symlink_to("..")
    (folder / "b").symlink_to("a/up/../secret")
    assert "b is a symbolic link to a/up/../secret, which leads out of the submission." in complaint(folder)


def test_links_that_stay_inside_are_copied_as_links(folder: Path) -> None:
    (folder / "latest.py").symlink_to("app.py")
    (folder / "loop").symlink_to("loop")
    stage(read_submission(folder), folder.parent / "copy")
    copied = folder.parent / "copy"
    assert {path.name: str(path.readlink()) for path in copied.iterdir() if path.is_symlink()} == {
        "latest.py": "app.py",
        "loop": "loop",
    }


def make_socket(path: Path) -> None:
    os.mknod(path, stat.S_IFSOCK | 0o600)


@pytest.mark.parametrize("make", [os.mkfifo, make_socket])
def test_what_is_no_ordinary_file_is_refused_without_waiting_for_it(folder: Path, make: Callable[[Path], None]) -> None:
    make(folder / "pipe")
    assert complaint(folder) == "pipe is no ordinary file (a pipe, socket or device). Remove it."


def test_a_manifest_that_is_a_pipe_is_refused(folder: Path) -> None:
    (folder / "seatrial.toml").unlink()
    os.mkfifo(folder / "seatrial.toml")
    assert "seatrial.toml is no ordinary file" in complaint(folder)


def test_a_name_that_is_no_text_is_refused(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "w"):  # noqa: PTH123  -- pathlib has no names in bytes
        pass
    assert complaint(folder) == "The file name b'caf\\xe9.txt' is no UTF-8. Rename the file."


def test_a_huge_folder_is_refused_without_being_read(folder: Path) -> None:
    with (folder / "weights.bin").open("wb") as file:
        file.truncate(2 << 30)
    assert "holds more than 100 MB (counted up to weights.bin)" in complaint(folder)


def test_too_many_files_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 3)
    for number in range(3):
        (folder / f"{number}.txt").touch()
    assert "holds more than 3 files" in complaint(folder)


@pytest.mark.parametrize("left_out", [".git", ".venv", "node_modules", "__pycache__", "env"])
def test_what_is_no_part_of_it_is_neither_counted_nor_hashed_nor_copied(folder: Path, left_out: str) -> None:
    before = read_submission(folder)
    (folder / left_out).mkdir()
    (folder / left_out / "pyvenv.cfg").touch()
    (folder / left_out / "python").symlink_to("/usr/bin/python3")
    with (folder / left_out / "big").open("wb") as file:
        file.truncate(1 << 30)
    assert read_submission(folder) == before
    stage(before, folder.parent / "copy")
    assert sorted(path.name for path in (folder.parent / "copy").iterdir()) == ["app.py", "seatrial.toml"]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "app.py").write_text("print('other')\n"),
        lambda folder: (folder / "app.py").chmod(0o755),
        lambda folder: (folder / "app.py").rename(folder / "main.py"),
        lambda folder: (folder / "empty").mkdir(),
        lambda folder: (folder / "link").symlink_to("app.py"),
    ],
)
def test_the_hash_changes_with_whatever_would_be_run(folder: Path, change: Callable[[Path], object]) -> None:
    before = read_submission(folder).sha256
    assert read_submission(folder).sha256 == before
    change(folder)
    assert read_submission(folder).sha256 != before


def test_the_copy_can_be_read_by_everyone_and_written_by_nobody_else(folder: Path) -> None:
    (folder / "run.sh").write_text("#!/bin/sh\n")
    (folder / "run.sh").chmod(0o700)
    (folder / "data").mkdir(mode=0o700)
    (folder / "data" / "a.txt").write_text("a")
    (folder / "data" / "a.txt").chmod(0o600)
    (folder / "package-lock.json").write_text("{}")
    stage(read_submission(folder), folder.parent / "copy")
    copied = folder.parent / "copy"
    seen = {str(path.relative_to(copied)): oct(path.stat().st_mode & 0o777) for path in copied.rglob("*")}
    assert seen == {
        "app.py": "0o644",
        "data": "0o755",
        "data/a.txt": "0o644",
        "node_modules": "0o755",
        "package-lock.json": "0o644",
        "run.sh": "0o755",
        "seatrial.toml": "0o644",
    }
    assert (copied / "data" / "a.txt").read_text() == "a"


def with_notes(folder: Path, content: bytes) -> Submission:
    (folder / "seatrial.toml").write_text(MANIFEST + 'notes = "NOTES.md"\n')
    (folder / "NOTES.md").write_bytes(content)
    return read_submission(folder)


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"\xef\xbb\xbf1. It lies.\r\n2. It stalls.\n", Notes("NOTES.md", "1. It lies.\n2. It stalls.")),
        (b"caf\xe9", Notes("NOTES.md", "caf\ufffd")),
        (b"x" * 20_005, Notes("NOTES.md", "x" * 20_000, 5)),
        (b"\n  \n", None),
        (b"%PDF-1.7\0\0", None),
    ],
    ids=["text", "no UTF-8", "long", "empty", "no text"],
)
def test_notes_are_read_as_text_and_only_so_many_characters(folder: Path, content: bytes, read: Notes | None) -> None:
    assert read_notes(with_notes(folder, content)) == read


def test_without_notes_there_is_nothing_to_read(folder: Path) -> None:
    assert read_notes(read_submission(folder)) is None


def test_notes_that_are_a_link_or_a_folder_are_refused(folder: Path) -> None:
    with_notes(folder, b"")
    (folder / "NOTES.md").unlink()
    (folder / "NOTES.md").symlink_to("app.py")
    assert complaint(folder).startswith("NOTES.md must be an ordinary file")
    (folder / "NOTES.md").unlink()
    (folder / "NOTES.md").mkdir()
    assert complaint(folder).startswith("NOTES.md must be an ordinary file")
