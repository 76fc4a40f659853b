"""Hostile archives are refused in words and leave nothing behind; honest ones come out whole."""

import stat
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.intake.errors import BadArchive
from seatrial.intake.limits import Limits
from seatrial.intake.unpack import unpack
from tests.intake.bundles import bundled, with_index
from tests.intake.hostile import HOSTILE, MANIFEST, file, flipped, member, special, tarred, zipped, zipped_as

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


DEEP = "node_modules/" + "a/" * 40 + "what: a name?.js"


@pytest.mark.parametrize(
    "archive",
    [
        zipped_as(".venv/bin/python", stat.S_IFLNK | 0o777),
        special(".venv/bin/python", tarfile.SYMTYPE, "/usr/bin/python3"),
        special("node_modules/.bin/tool", tarfile.SYMTYPE, "../tool/cli.js"),
        special("feature/node_modules", tarfile.SYMTYPE, "../elsewhere"),
        special(".venv/lib64", tarfile.LNKTYPE, ".venv/lib"),
        special("__pycache__/pipe", tarfile.FIFOTYPE),
        tarred(file(DEEP), file("node_modules/\u200bodd.js")),
        zipped((DEEP, b"x")),
        with_index("120000", "node_modules/.bin/tool"),
        with_index("160000", ".venv/src/other", b""),
    ],
)
def test_whatever_lies_below_what_is_left_out_is_left_out_too(archive: bytes, tmp_path: Path) -> None:
    took = unpack(put(tmp_path, archive), tmp_path / "out")
    assert files_in(tmp_path / "out") == {"seatrial.toml": MANIFEST}
    assert took.left_out in ((".venv",), ("node_modules",), ("feature/node_modules",), ("__pycache__",))


LINKS = tarred(
    (member("f/env/bin/python", kind=tarfile.SYMTYPE, link="/usr/bin/python3"), b""),
    (member("f/env/lib64", kind=tarfile.SYMTYPE, link="lib"), b""),
    file("f/env/lib/fast.so", b"\x7fELF"),
    file("f/env/pyvenv.cfg", b"home = /usr/bin\n"),
    file("f/seatrial.toml", MANIFEST),
    manifest=False,
)


@pytest.mark.parametrize(
    ("archive", "named"),
    [
        (LINKS, "f/env"),
        (zipped(("My Env\\Scripts\\python.exe", b"MZ"), ("My Env\\pyvenv.cfg", b"")), "My Env"),
        (bundled({"seatrial.toml": MANIFEST, "env/bin/python": b"\x7fELF", "env/pyvenv.cfg": b""}), "env"),
    ],
)
def test_an_environment_is_left_out_whatever_it_is_called(archive: bytes, named: str, tmp_path: Path) -> None:
    took = unpack(put(tmp_path, archive), tmp_path / "out")
    assert (files_in(tmp_path / "out"), took.left_out) == ({"seatrial.toml": MANIFEST}, (named,))


def test_a_submission_in_its_own_environment_is_not_left_out(tmp_path: Path) -> None:
    own = ("f/seatrial.toml", MANIFEST), ("f/pyvenv.cfg", b""), ("f/app.py", APP)
    unpack(put(tmp_path, zipped(*own, manifest=False)), tmp_path / "out")
    assert "app.py" in files_in(tmp_path / "out")


@pytest.mark.parametrize(
    "name", ["node_modules/../../tool", "/node_modules/tool", "C:/.venv/tool", "\u200b/.venv/tool"]
)
def test_what_is_left_out_hides_no_name_that_leads_elsewhere(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadArchive):
        unpack(put(tmp_path, tarred(file(name))), tmp_path / "out")


def test_what_is_left_out_counts_as_well(tmp_path: Path) -> None:
    links = [(member(f".venv/{number}", kind=tarfile.SYMTYPE, link="x"), b"") for number in range(40)]
    with pytest.raises(BadArchive, match="more than 40 entries"):
        unpack(put(tmp_path, tarred(*links)), tmp_path / "out", Limits(entries=40))
    zeros = tarred(file(".venv/zeros", bytes(3_000_000)))
    with pytest.raises(BadArchive, match="Unpacked, this is more than"):
        unpack(put(tmp_path, zeros), tmp_path / "out", Limits(unpacked=1_000_000))


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
