import os
from pathlib import Path

import pytest

from seatrial.bench.sandbox.base import Limits
from seatrial.bench.sandbox.cgroup import Groups, Hierarchy, find_hierarchies, make_groups_in, sweep

LIMITS = Limits(memory_bytes=123 << 20, processes=40)
V1 = "4:memory:/\n8:pids:/\n1:name=systemd:/init.scope\n0::/\n"


def unified(folder: Path, *, controllers: str) -> Path:
    (folder / "app").mkdir()
    (folder / "app" / "cgroup.procs").touch()
    (folder / "app" / "cgroup.subtree_control").write_text(controllers)
    return folder / "app"


def test_the_old_memory_hierarchy_is_used_when_its_top_group_is_ours(tmp_path: Path) -> None:
    (tmp_path / "memory").mkdir()
    assert find_hierarchies(tmp_path, V1) == (Hierarchy(tmp_path / "memory", frozenset({"memory"})),)


def test_a_group_that_another_program_manages_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "memory" / "someone").mkdir(parents=True)
    unified(tmp_path, controllers="memory pids")
    assert find_hierarchies(tmp_path, "4:memory:/someone\n0::/app\n") == ()


def test_a_delegated_group_is_used_with_the_controllers_that_it_hands_on(tmp_path: Path) -> None:
    folder = unified(tmp_path, controllers="cpu memory pids\n")
    os.setxattr(folder, "user.delegate", b"1")
    assert find_hierarchies(tmp_path, "0::/app\n") == (
        Hierarchy(folder, frozenset({"memory", "pids", "cpu"}), unified=True),
    )


def test_limits_are_written_into_a_group_of_its_own(tmp_path: Path) -> None:
    old, new = tmp_path / "memory", tmp_path / "unified"
    for folder in (old, new):
        folder.mkdir()
    both = (
        Hierarchy(old, frozenset({"memory"})),
        Hierarchy(new, frozenset({"memory", "pids", "cpu"}), unified=True),
    )
    groups = make_groups_in(both, LIMITS)
    (first, _), (second, _) = groups.made
    assert {file.name: file.read_text() for file in first.iterdir()} == {"memory.limit_in_bytes": str(123 << 20)}
    assert {file.name: file.read_text() for file in second.iterdir()} == {
        "memory.max": str(123 << 20),
        "pids.max": "42",
    }
    assert groups.counts_memory is True


def test_a_group_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    groups = make_groups_in((Hierarchy(tmp_path / "missing", frozenset({"memory"})),), LIMITS)
    assert (groups, groups.counts_memory, groups.cpu_seconds(), groups.open()) == (Groups(), False, None, ())


def test_cpu_seconds_come_from_the_unified_hierarchy(tmp_path: Path) -> None:
    (tmp_path / "cpu.stat").write_text("usage_usec 1500000\nuser_usec 1\n")
    hierarchy = Hierarchy(tmp_path.parent, frozenset({"cpu"}), unified=True)
    assert Groups(((tmp_path, hierarchy),)).cpu_seconds() == 1.5


@pytest.mark.parametrize(("owner", "stays"), [("1", True), ("4194304", False), ("nobody", True)])
def test_groups_of_benches_that_are_no_more_are_swept(tmp_path: Path, owner: str, stays: bool) -> None:
    left = tmp_path / f"seatrial-{owner}-1"
    left.mkdir()
    sweep(tmp_path)
    assert left.exists() is stays


def test_removing_twice_does_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "seatrial-1-1"
    folder.mkdir()
    groups = Groups(((folder, Hierarchy(tmp_path, frozenset())),))
    groups.remove()
    groups.remove()
    assert not folder.exists()
