"""Runs a package installer outside the sandbox: nothing of the submission's may run here, only its list is read."""

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

_MOST_SECONDS = 900.0
_MOST_WORDS = 6000
_DIES_WITH_US = ("setpriv", "--pdeathsig", "KILL", "--") if shutil.which("setpriv") else ()


class InstallFailed(Exception):
    """The installer said no; the text is its own words."""


async def run_installer(command: tuple[str, ...], *, cwd: Path, env: Mapping[str, str]) -> None:
    """Run an installer to its end; InstallFailed with its own words. Ended with everything it started if we are."""
    process = await asyncio.create_subprocess_exec(
        *_DIES_WITH_US,
        *command,
        cwd=cwd,
        env={**os.environ, **env},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        umask=0o022,
    )
    try:
        async with asyncio.timeout(_MOST_SECONDS):
            said, _ = await process.communicate()
    except TimeoutError as error:
        raise InstallFailed(f"it was not done after {_MOST_SECONDS:g} s") from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    if process.returncode != 0:
        raise InstallFailed(said.decode(errors="replace").strip()[-_MOST_WORDS:])
