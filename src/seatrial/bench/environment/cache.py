"""Builds something once, keeps it under a key, and lets trials that run side by side share it."""

import asyncio
import fcntl
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

_TRY_AGAIN_SECONDS = 0.05


def cache_folder() -> Path:
    """Return where environments are kept: $SEATRIAL_CACHE, a system folder for root, else the user's own cache."""
    if chosen := os.environ.get("SEATRIAL_CACHE"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        return Path("/var/cache/seatrial")
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "seatrial"


def key_of(*parts: str) -> str:
    """Return a name that stands for all of `parts` together."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(f"{len(part)}:{part}".encode())
    return whole.hexdigest()[:32]


async def built_once(folder: Path, key: str, build: Callable[[Path], Awaitable[None]]) -> Path:
    """Return the folder kept under `key`; when there is none, `build` fills one aside and it is put in place whole."""
    kept = folder / key
    if kept.is_dir():
        return kept
    make_readable_folder(folder)
    async with _alone(folder / f"{key}.lock"):
        if kept.is_dir():
            return kept
        aside = folder / f"{key}.building"
        shutil.rmtree(aside, ignore_errors=True)  # left by a build that was killed
        try:
            make_readable_folder(aside)
            await build(aside)
            aside.rename(kept)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return kept


def make_readable_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, which every user of this machine can read."""
    if folder.is_dir():
        return
    make_readable_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)


@asynccontextmanager
async def _alone(path: Path) -> AsyncIterator[None]:
    """Hold a lock that no other trial on this machine holds; the kernel frees it when we die."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        while not _locked(fd):  # noqa: ASYNC110  -- another process frees it: no event of ours tells
            await asyncio.sleep(_TRY_AGAIN_SECONDS)
        yield
    finally:
        os.close(fd)


def _locked(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
