"""Hostile archives are refused in words and leave nothing behind; honest ones come out whole."""

import stat
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.intake.errors import BadArchive
from seatrial.intake.unpack import unpack
from tests.intake.hostile import HOSTILE, MANIFEST, file, flipped, tarred, zipped

APP = b"print('hello')\n"


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(tmp_path: Path, content: bytes) -> Path:
    archive = tmp_path / "upload"
    archive.write_bytes(content)
    return archive


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_archive_is_refused_and_leaves_nothing(what: str, tmp_path: Path) -> None:
    archive = put(tmp_path, HOSTILE[what]())
    with pytest.raises(BadArchive) as refused:
        unpack(archive, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["upload"]
    assert str(refused.value).isprintable()
    assert str(refused.value).count(".") >= 1


def test_there_are_sixty_of_them_and_more() -> None:
    assert len(HOSTILE) >= 60


HONEST = {
    "zip": zipped(("app.py", APP), ("evals/run.py", b"")),
    "zip in a folder": zipped(
        ("my-feature/seatrial.toml", MANIFEST),
        ("my-feature/app.py", APP),
        ("my-feature/evals/run.py", b""),
        manifest=False,
    ),
    "zip from Windows": zipped(("app.py", APP), ("evals\\run.py", b"")),
    "zip from macOS": zipped(
        ("app.py", APP), ("evals/run.py", b""), ("__MACOSX/._app.py", b"\0\5\x16\7"), (".DS_Store", b"\0")
    ),
    "zip with what does not belong": zipped(
        ("app.py", APP), ("evals/run.py", b""), (".git/HEAD", b"ref"), (".venv/bin/python", b"\x7fELF")
    ),
    "tar.gz": tarred(file("app.py", APP), file("evals/run.py", b"")),
    "tar.gz with ./": tarred(
        file("./seatrial.toml", MANIFEST), file("./app.py", APP), file("./evals/run.py", b""), manifest=False
    ),
}


@pytest.mark.parametrize("what", HONEST)
def test_an_honest_archive_comes_out_whole(what: str, tmp_path: Path) -> None:
    took = unpack(put(tmp_path, HONEST[what]), tmp_path / "out")
    assert files_in(tmp_path / "out") == {"seatrial.toml": MANIFEST, "app.py": APP, "evals/run.py": b""}
    assert sorted(took.files) == ["app.py", "evals/run.py", "seatrial.toml"]


def test_what_does_not_belong_is_left_out_and_named(tmp_path: Path) -> None:
    took = unpack(put(tmp_path, HONEST["zip with what does not belong"]), tmp_path / "out")
    assert took.left_out == (".git", ".venv")


def test_names_in_other_alphabets_survive(tmp_path: Path) -> None:
    unpack(put(tmp_path, zipped(("größe.py", b"1"), ("資料/説明.md", b"2"))), tmp_path / "out")
    assert files_in(tmp_path / "out") == {"seatrial.toml": MANIFEST, "größe.py": b"1", "資料/説明.md": b"2"}


def test_utf8_names_that_do_not_say_so_are_read_as_meant(tmp_path: Path) -> None:
    made = zipped(("gr####e.py", b"1")).replace(b"gr####e.py", "größe.py".encode())
    unpack(put(tmp_path, made), tmp_path / "out")
    assert "größe.py" in files_in(tmp_path / "out")


def test_no_file_comes_out_executable(tmp_path: Path) -> None:
    info, content = file("run.sh", b"#!/bin/sh\n")
    info.mode = 0o4777
    unpack(put(tmp_path, tarred((info, content))), tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out" / "run.sh").stat().st_mode) & 0o7133 == 0


def test_a_large_archive_is_read_in_small_pieces(tmp_path: Path) -> None:
    archive = put(
        tmp_path, zipped(*((f"{n}.txt", bytes(range(256)) * 40_000) for n in range(4)), method=zipfile.ZIP_STORED)
    )
    tracemalloc.start()
    unpack(archive, tmp_path / "out")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4_000_000


@settings(max_examples=300, deadline=None)
@given(data=st.data(), what=st.sampled_from(sorted(HONEST)))
def test_whatever_is_flipped_or_cut_it_is_refused_or_comes_out_inside(
    data: st.DataObject, what: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = HONEST[what]
    for _ in range(data.draw(st.integers(1, 4))):
        made = flipped(made, data.draw(st.integers(0, len(made) - 1)))
    made = made[: data.draw(st.integers(len(made) - 60, len(made)))]
    folder = tmp_path_factory.mktemp("fuzz")
    try:
        took = unpack(put(folder, made), folder / "out")
    except BadArchive:
        assert [path.name for path in folder.iterdir()] == ["upload"]
    else:
        assert sorted(files_in(folder / "out")) == sorted(took.files)
        assert {path.name for path in folder.iterdir()} == {"upload", "out"}


@settings(max_examples=200, deadline=None)
@given(name=st.text(min_size=1, max_size=60))
def test_whatever_the_name_nothing_is_written_outside(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("names")
    try:
        made = zipped((name, b"x"))
    except UnicodeEncodeError:
        return
    try:
        took = unpack(put(folder, made), folder / "out")
    except BadArchive:
        assert [path.name for path in folder.iterdir()] == ["upload"]
    else:
        assert sorted(files_in(folder / "out")) == sorted(took.files)
