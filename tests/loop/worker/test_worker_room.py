"""A run that does not fit waits, and the worker says what is lacking."""

from pathlib import Path

import pytest

from seatrial.loop.worker.room import MB, Room, _group, room

GB = 1024 * MB


@pytest.mark.parametrize(
    ("found", "check", "trial"),
    [
        (Room(memory=4 * GB, whole_memory=16 * GB, disk=9 * GB), "", ""),
        (
            Room(memory=1 * GB, whole_memory=16 * GB, disk=9 * GB),
            "",
            "1024 MB of memory are free, a trial needs 1536",
        ),
        (
            Room(memory=100 * MB, whole_memory=16 * GB, disk=9 * GB),
            "100 MB of memory are free, a check needs 512",
            "100 MB of memory are free, a trial needs 1536",
        ),
        (Room(memory=1100 * MB, whole_memory=2 * GB, disk=9 * GB), "", ""),
        (
            Room(memory=4 * GB, whole_memory=16 * GB, disk=10 * MB),
            "10 MB of disk are free for temporary files, a check needs 512",
            "10 MB of disk are free for temporary files, a trial needs 512",
        ),
    ],
)
def test_a_run_needs_memory_and_disk_and_on_a_small_machine_half_of_it(found: Room, check: str, trial: str) -> None:
    assert (found.lacking("check"), found.lacking("trial")) == (check, trial)


def test_this_machine_tells_what_is_free(tmp_path: Path) -> None:
    found = room(tmp_path)
    assert 0 < found.memory <= found.whole_memory
    assert found.disk > 0


def test_a_containers_limit_is_read_in_both_hierarchies_and_no_limit_is_none(tmp_path: Path) -> None:
    old = tmp_path / "old" / "memory"
    old.mkdir(parents=True)
    (old / "memory.limit_in_bytes").write_text("1000\n")
    (old / "memory.usage_in_bytes").write_text("400\n")
    new = tmp_path / "new"
    new.mkdir()
    (new / "memory.max").write_text("2000\n")
    (new / "memory.current").write_text("2500\n")
    free = tmp_path / "free"
    free.mkdir()
    (free / "memory.max").write_text("max\n")
    (free / "memory.current").write_text("2500\n")
    assert [_group(tmp_path / name) for name in ("old", "new", "free", "none")] == [(600, 1000), (0, 2000), None, None]
