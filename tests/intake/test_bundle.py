"""A git bundle is read by a git that obeys nobody: no hook, no configuration, no filter, no time without end."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.intake import bundle
from seatrial.intake.errors import BadArchive
from seatrial.intake.unpack import unpack
from tests.intake.bundles import HOSTILE_BUNDLES, bundled, endless_folders, git, plain
from tests.intake.hostile import MANIFEST


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(tmp_path: Path, content: bytes) -> Path:
    archive = tmp_path / "upload"
    archive.write_bytes(content)
    return archive


@pytest.mark.parametrize("what", HOSTILE_BUNDLES)
def test_a_hostile_bundle_is_refused_and_leaves_nothing(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    archive = put(tmp_path, HOSTILE_BUNDLES[what]())
    with pytest.raises(BadArchive) as refused:
        unpack(archive, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["scratch", "upload"]
    assert str(refused.value).isprintable()


def test_folders_without_end_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_LONGEST_SECONDS", 1.0)
    with pytest.raises(BadArchive, match="takes too long"):
        unpack(put(tmp_path, endless_folders()), tmp_path / "out")


def test_the_files_of_the_last_commit_come_out_without_author_or_history(tmp_path: Path) -> None:
    def rewrite(folder: Path) -> None:
        git(folder, "commit", "-q", "-m", "before")
        (folder / "app.py").write_bytes(b"now")
        git(folder, "add", "app.py")

    made = bundled({"seatrial.toml": MANIFEST, "app.py": b"before", "notes/größe.md": b"n"}, prepare=rewrite)
    unpack(put(tmp_path, made), tmp_path / "out")
    found = files_in(tmp_path / "out")
    assert found == {"seatrial.toml": MANIFEST, "app.py": b"now", "notes/größe.md": b"n"}
    assert b"Ann Archer" not in b"".join(found.values())


@pytest.mark.parametrize("refs", [("HEAD",), ("main",), ("HEAD", "main"), ("--all",)])
def test_each_usual_way_of_making_one_is_understood(refs: tuple[str, ...], tmp_path: Path) -> None:
    unpack(put(tmp_path, bundled({"seatrial.toml": MANIFEST}, *refs)), tmp_path / "out")
    assert files_in(tmp_path / "out") == {"seatrial.toml": MANIFEST}


def test_attributes_in_the_tree_change_nothing(tmp_path: Path) -> None:
    attributes = b"*.py filter=evil export-subst\nhidden.md export-ignore\n"
    made = bundled(
        {"seatrial.toml": MANIFEST, ".gitattributes": attributes, "a.py": b"$Format:%an$", "hidden.md": b"h"}
    )
    unpack(put(tmp_path, made), tmp_path / "out")
    found = files_in(tmp_path / "out")
    assert (found["a.py"], found["hidden.md"]) == (b"$Format:%an$", b"h")


def test_no_hook_and_no_configuration_of_anybody_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = tmp_path / "ran"
    script = f"#!/bin/sh\ntouch {ran}\n"
    home, template = tmp_path / "home", tmp_path / "template"
    for folder in (home, template / "hooks", tmp_path / "hooks"):
        folder.mkdir(parents=True)
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        for folder in (template / "hooks", tmp_path / "hooks"):
            (folder / hook).write_text(script)
            (folder / hook).chmod(0o755)
    evil = tmp_path / "hooks" / "post-checkout"
    (home / ".gitconfig").write_text(
        f"[init]\ntemplateDir={template}\n[core]\nhooksPath={tmp_path / 'hooks'}\nfsmonitor={evil}\nsshCommand={evil}\n"
        f"[alias]\nindex-pack=!{evil}\n[trace2]\neventTarget={ran}\n"
    )
    for name, value in {
        "HOME": str(home),
        "GIT_TEMPLATE_DIR": str(template),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.hooksPath",
        "GIT_CONFIG_VALUE_0": str(tmp_path / "hooks"),
        "GIT_TRACE": str(ran),
        "GIT_EXTERNAL_DIFF": str(evil),
        "GIT_DIR": str(tmp_path / "elsewhere"),
    }.items():
        monkeypatch.setenv(name, value)
    made = b"".join(_made_elsewhere(monkeypatch))
    unpack(put(tmp_path, made), tmp_path / "out")
    assert files_in(tmp_path / "out") == {"seatrial.toml": MANIFEST, "app.py": b"x"}
    assert not ran.exists()


def _made_elsewhere(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Make the bundle in the environment of before, so that only the reading of it is tried."""
    with monkeypatch.context() as clean:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            clean.delenv(name)
        return [plain()]


@pytest.fixture(scope="module")
def made() -> bytes:
    return bundled({"seatrial.toml": MANIFEST, "app.py": b"print('hello')\n", "evals/run.py": b"x" * 500})


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_is_flipped_or_cut_it_is_refused_or_comes_out_inside(
    data: st.DataObject, made: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    spoilt = bytearray(made)
    for _ in range(data.draw(st.integers(1, 3))):
        spoilt[data.draw(st.integers(0, len(made) - 1))] ^= data.draw(st.integers(1, 255))
    end = data.draw(st.integers(len(made) - 40, len(made)))
    folder = tmp_path_factory.mktemp("fuzz")
    try:
        took = unpack(put(folder, bytes(spoilt[:end])), folder / "out")
    except BadArchive:
        assert [path.name for path in folder.iterdir()] == ["upload"]
    else:
        assert sorted(files_in(folder / "out")) == sorted(took.files)


def test_without_git_the_sender_is_told_what_to_send_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = plain()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(BadArchive, match="Pack the folder as zip"):
        unpack(put(tmp_path, made), tmp_path / "out")
