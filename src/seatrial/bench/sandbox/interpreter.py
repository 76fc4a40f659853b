"""The Python that runs in a box: one that the box's own user can read."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from seatrial.bench.errors import NoSafeSandbox

OLDEST = (3, 11)
_CANDIDATES = (
    "/usr/bin/python3",
    *(f"/usr/bin/python3.{minor}" for minor in range(15, 10, -1)),
    *(f"/usr/local/bin/python3.{minor}" for minor in range(15, 10, -1)),
    "/usr/local/bin/python3",
)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python on this machine; `prefix` is the folder that must be readable for it to run."""

    path: Path
    prefix: Path
    version: tuple[int, int, int]

    @property
    def shown_version(self) -> str:
        """Return the version as people write it."""
        return ".".join(map(str, self.version))


def find_interpreter(*, as_other_user: bool) -> Interpreter:
    """Return the Python to run submissions with: the one that runs us if it can be read, else the system's."""
    own = Interpreter(
        Path(getattr(sys, "_base_executable", sys.executable)).resolve(),
        Path(sys.base_prefix).resolve(),
        sys.version_info[:3],
    )
    if not as_other_user or readable_by_others(own.path):
        return own
    for candidate in _CANDIDATES:
        path = Path(candidate)
        if path.exists() and readable_by_others(path.resolve()) and (found := _asked(path)) is not None:
            return found
    raise NoSafeSandbox(
        f"No Python {OLDEST[0]}.{OLDEST[1]} or newer that an unprivileged user can read: {own.path} lies in a folder "
        "that is closed to others. Install the system's: sudo apt-get install python3."
    )


def readable_by_others(path: Path) -> bool:
    """Tell whether any user of this machine can reach a file and run it."""
    reachable = all(folder.stat().st_mode & 0o001 for folder in path.parents)
    return reachable and path.stat().st_mode & 0o005 == 0o005


def _asked(path: Path) -> Interpreter | None:
    """Ask an interpreter what it is; None when it is too old or does not run."""
    question = "import sys; print(sys.base_prefix, *sys.version_info[:3])"
    told = subprocess.run([path, "-I", "-S", "-c", question], capture_output=True, text=True, check=False)  # noqa: S603
    words = told.stdout.rsplit(maxsplit=3)
    if told.returncode != 0 or len(words) != 4:
        return None
    version = (int(words[1]), int(words[2]), int(words[3]))
    return Interpreter(path.resolve(), Path(words[0]), version) if version >= OLDEST else None
