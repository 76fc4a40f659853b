import json
from pathlib import Path

import pytest

from seatrial.bench.environment.node import check_lock, node_packages
from seatrial.bench.errors import BadSubmission
from seatrial.bench.submission import read_submission

FROM_REGISTRY = {"version": "1.0.0", "resolved": "https://packages.example/a/-/a-1.0.0.tgz", "integrity": "sha512-x"}


def lock(**packages: object) -> bytes:
    return json.dumps({"lockfileVersion": 3, "packages": {"": {"name": "ann"}, **packages}}).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seatrial.toml").write_text('[submission]\ntakehome = "docqa"\ncommand = ["node", "app.mjs"]\n')
    (tmp_path / "package-lock.json").write_bytes(lock())
    (tmp_path / "package.json").write_text('{"name": "ann"}')
    return tmp_path


def test_packages_of_any_registry_pass() -> None:
    check_lock(
        lock(
            **{
                "node_modules/a": FROM_REGISTRY,
                "node_modules/b/node_modules/a": FROM_REGISTRY,
                "node_modules/alias": {**FROM_REGISTRY, "name": "a"},
                "node_modules/@scope/c": {"resolved": "https://mirror.example/npm/@scope/c/-/c-2.0.0-rc.1.tgz"},
                "node_modules/@scope/d": {"resolved": "https://mirror.example/@scope%2fd/-/d-2.0.0.tgz"},
                "node_modules/bundled": {"version": "1.0.0", "inBundle": True},
            }
        )
    )


@pytest.mark.parametrize(
    ("path", "package", "words"),
    [
        ("node_modules/a", {"resolved": "git+ssh://git@example.com/a.git#1"}, "comes from git+ssh://git@example.com"),
        ("node_modules/a", {"resolved": "https://example.com/a.tgz"}, "comes from https://example.com/a.tgz"),
        ("node_modules/a", {"resolved": "file:../a.tgz"}, "comes from file:../a.tgz"),
        ("node_modules/a", {"resolved": "https://packages.example/b/-/b-1.0.0.tgz"}, "a comes from https://packages"),
        ("node_modules/a", {"resolved": "http://packages.example/a/-/a-1.0.0.tgz"}, "comes from http://packages"),
        ("node_modules/a", {"resolved": "https://ann@packages.example/a/-/a-1.tgz"}, "comes from https://ann@"),
        ("node_modules/a", {"resolved": "packages/a", "link": True}, "comes from packages/a"),
        ("packages/a", {"version": "1.0.0"}, "packages/a comes from a folder"),
    ],
)
def test_packages_from_elsewhere_are_refused(path: str, package: dict[str, object], words: str) -> None:
    with pytest.raises(BadSubmission) as caught:
        check_lock(lock(**{path: package}))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "no valid JSON"),
        (b"[]", "no valid JSON"),
        (b"\xff", "no valid JSON"),
        (b'{"packages": {"node_modules/a": "1.0.0"}}', "node_modules/a is no package"),
        (b'{"lockfileVersion": 1, "dependencies": {}}', "of an old npm"),
    ],
)
def test_a_lock_file_that_cannot_be_read_is_explained(content: bytes, words: str) -> None:
    with pytest.raises(BadSubmission, match=words):
        check_lock(content)


async def test_a_machine_without_node_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BadSubmission, match=r"this machine has no node\. Install it"):
        await node_packages(read_submission(folder), cache=folder / "cache")


async def test_a_lock_file_without_its_package_file_is_explained(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(with_node(tmp_path)))
    (folder / "package.json").unlink()
    with pytest.raises(BadSubmission, match=r"no ordinary file package\.json beside it"):
        await node_packages(read_submission(folder), cache=folder / "cache")


async def test_npm_is_told_to_run_no_scripts_and_its_words_are_passed_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{with_node(tmp_path)}:/usr/bin:/bin")
    with pytest.raises(BadSubmission, match=r"npm cannot install .* It says:\n\nci --ignore-scripts --no-audit"):
        await node_packages(read_submission(folder), cache=folder / "cache")


def with_node(tmp_path: Path) -> Path:
    """Make a node and an npm that only say what they were asked."""
    programs = tmp_path / "node_modules"  # a folder that is no part of the submission
    programs.mkdir()
    for name, does in (("node", "echo v20.0.0"), ("npm", 'echo "$@"; exit 1')):
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o755)
    return programs
