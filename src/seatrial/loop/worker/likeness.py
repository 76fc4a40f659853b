"""One comparison in a process of its own: python -m seatrial.loop.worker.likeness WORKER_PID JOB OUT.

Archives are a stranger's bytes and Pygments reads them with regular expressions: limits in memory, time and size stand
here, and the process dies with its worker. An archive that cannot be read is left out.
"""

import json
import resource
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from seatrial.intake.errors import BadArchive
from seatrial.intake.limits import MB, Limits
from seatrial.intake.unpack import unpack
from seatrial.kit.pack import PARTS
from seatrial.loop.evidence.similarity import (
    MOST_LETTERS_OF_A_FILE,
    is_read,
    likeness,
    own_part,
    share_of_starter,
    sources_of,
)
from seatrial.loop.worker.leash import die_with, make_way

_NICE = 15
_MOST_MEMORY, _MOST_SECONDS, _ENOUGH_SECONDS = 1500 * MB, 80, 50
_SMALL = Limits(archive=20 * MB, unpacked=60 * MB, files=2_000)


def main(job: Path, out: Path) -> None:
    """Compare the archive of a job with all others and write what was found."""
    until = time.monotonic() + _ENOUGH_SECONDS
    told = json.loads(job.read_bytes())
    starter = sources_of(_texts(PARTS / told["family"]))
    mine = sources_of(_unpacked(Path(told["archive"])))
    own = own_part(mine, starter)
    found = []
    for uid, archive in told["others"].items():
        if time.monotonic() > until:
            break
        try:
            theirs = sources_of(_unpacked(Path(archive)))
        except (BadArchive, OSError):
            continue
        alike = likeness(mine, own, theirs, own_part(theirs, starter))
        found.append({"uid": uid, **asdict(alike)})
    out.write_text(json.dumps({"from_starter": share_of_starter(mine, own), "others": found}))


def _unpacked(archive: Path) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "submission"
        unpack(archive, folder, _SMALL)
        return _texts(folder)


def _texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and is_read(path.name) and path.stat().st_size <= MOST_LETTERS_OF_A_FILE
    }


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    make_way(_NICE)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    try:
        main(Path(sys.argv[2]), Path(sys.argv[3]))
    except (BadArchive, OSError, MemoryError):
        sys.exit(2)
