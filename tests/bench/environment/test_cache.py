import asyncio
import os
from pathlib import Path

import pytest

from seatrial.bench.environment.cache import built_once, cache_folder, key_of


async def test_side_by_side_it_is_built_once(tmp_path: Path) -> None:
    built = 0

    async def build(folder: Path) -> None:
        nonlocal built
        built += 1
        await asyncio.sleep(0)
        (folder / "done").touch()

    kept = await asyncio.gather(*(built_once(tmp_path / "new", "key", build) for _ in range(5)))
    assert (built, set(kept)) == (1, {tmp_path / "new" / "key"})
    assert [path.name for path in kept[0].iterdir()] == ["done"]
    assert kept[0].stat().st_mode & 0o777 == 0o755


async def test_a_build_that_fails_leaves_nothing_and_is_tried_again(tmp_path: Path) -> None:
    async def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise RuntimeError("no")

    async def build(folder: Path) -> None:
        (folder / "whole").touch()

    with pytest.raises(RuntimeError):
        await built_once(tmp_path, "key", fail)
    assert sorted(os.listdir(tmp_path)) == ["key.lock"]  # noqa: PTH208  -- pathlib would block the loop just as long
    kept = await built_once(tmp_path, "key", build)
    assert os.listdir(kept) == ["whole"]  # noqa: PTH208  -- as above


async def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "key.building").mkdir()
    (tmp_path / "key.building" / "half").touch()

    async def build(folder: Path) -> None:
        assert list(folder.iterdir()) == []  # noqa: ASYNC240  -- a test

    assert (await built_once(tmp_path, "key", build)).is_dir()


def test_keys_tell_parts_apart() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("a", "b") == key_of("a", "b")


@pytest.mark.parametrize(
    ("variables", "user", "folder"),
    [
        ({"SEATRIAL_CACHE": "/srv/cache"}, 0, "/srv/cache"),
        ({}, 0, "/var/cache/seatrial"),
        ({"XDG_CACHE_HOME": "/home/ann/.c"}, 1000, "/home/ann/.c/seatrial"),
        ({"HOME": "/home/ann"}, 1000, "/home/ann/.cache/seatrial"),
    ],
)
def test_the_cache_lies_where_its_user_may_write(
    variables: dict[str, str], user: int, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SEATRIAL_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert cache_folder() == Path(folder)
