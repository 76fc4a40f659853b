from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from seatrial import doctor
from seatrial.doctor import Check, State, examine, print_doctor

pytestmark = pytest.mark.sandbox

NAMES = [
    *("system", "bubblewrap", "user namespaces", "seccomp", "Python for submissions", "uv", "control groups"),
    *("Node (optional)", "git (optional)", "disk", "test start"),
]


def printed(*, deep: bool = False) -> tuple[int, str]:
    console = Console(file=StringIO(), width=200)
    code = print_doctor(deep, console)
    assert isinstance(console.file, StringIO)
    return code, console.file.getvalue()


def test_a_machine_that_can_run_trials_is_told_so() -> None:
    code, said = printed()
    assert code == 0
    assert "Trials can run safely on this machine." in said
    assert [check.name for check in examine()] == NAMES
    assert {check.name: check.state for check in examine()}["test start"] is State.FINE


def test_without_bubblewrap_it_says_what_to_install_and_exits_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    code, said = printed()
    assert code == 1
    assert "sudo apt-get install bubblewrap" in said
    assert "Trials cannot run safely on this machine: bubblewrap, test start." in said


def test_a_missing_node_is_only_noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bwrap").symlink_to("/usr/bin/bwrap")
    monkeypatch.setenv("PATH", str(tmp_path))
    code, said = printed()
    assert code == 0
    assert "sudo apt-get install nodejs npm" in said


@pytest.mark.parametrize(
    ("settings", "state", "todo"),
    [
        ({}, State.FINE, ""),
        ({"user/max_user_namespaces": "0"}, State.MISSING, "sudo sysctl user.max_user_namespaces=10000"),
        ({"kernel/unprivileged_userns_clone": "0"}, State.MISSING, "sudo sysctl kernel.unprivileged_userns_clone=1"),
        (
            {"kernel/apparmor_restrict_unprivileged_userns": "1"},
            State.NOTE,
            "If the test start below fails: See docs/how-to/run-on-ubuntu.md.",
        ),
    ],
)
def test_switches_that_forbid_user_namespaces_are_found(
    settings: dict[str, str], state: State, todo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_setting", lambda path: settings.get(path, ""))
    check = doctor._namespaces()
    assert (check.state, check.todo) == (state, todo)


def test_a_cache_that_cannot_be_written_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEATRIAL_CACHE", "/proc/cache")
    check = doctor._disk()
    assert (check.name, check.state, check.todo) == (
        "disk",
        State.MISSING,
        "Set SEATRIAL_CACHE to a folder of your own.",
    )


def test_another_processor_is_told_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    assert doctor._system().todo == "There is a system call filter only for x86_64 and aarch64."
    assert doctor._trial_start().state is State.MISSING


def test_what_is_found_is_no_markup() -> None:
    assert Check("name", State.FINE, "[bold]x").found in "[bold]x"
