"""What a trial lays out on disk for its boxes, and clears away: code, documents of each edition, vocabularies."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seatrial.bench.environment import Environment
from seatrial.bench.environment.cache import cache_folder
from seatrial.bench.gateway.tokens import vocabulary_cache
from seatrial.bench.instance import Launch
from seatrial.bench.sandbox.base import Sandbox
from seatrial.bench.submission import Submission, stage
from seatrial.takehomes.base import Document, Edition, World

_PREFIX = "seatrial-"
EDITIONS: tuple[Edition, ...] = ("clean", "full", "empty")


@contextmanager
def laid_out(submission: Submission, environment: Environment, sandbox: Sandbox, world: World) -> Iterator[Launch]:
    """Lay everything out in a folder that only this trial can name; it is gone afterwards, whatever happens."""
    sweep(Path(tempfile.gettempdir()))
    prefix = f"{_PREFIX}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as scratch:
        root = Path(scratch)
        root.chmod(0o711)
        code = root / "code"
        stage(submission, code)
        yield Launch(
            submission=submission,
            environment=environment,
            sandbox=sandbox,
            world=world,
            code=code,
            documents={edition: _write(world.documents(edition), root / edition) for edition in EDITIONS},
            vocabulary=vocabulary_cache(root / "vocabulary", kept=cache_folder() / "vocabulary"),
            api_key=fresh_key(world),
        )


def sweep(temporary: Path) -> None:
    """Remove what trials of ours that were killed have left there."""
    for left in temporary.glob(f"{_PREFIX}*-*"):
        owner = left.name.removeprefix(_PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdigit() and not Path(f"/proc/{owner}").exists() and left.stat().st_uid == os.geteuid():
                shutil.rmtree(left, ignore_errors=True)  # which follows no link


def fresh_key(world: World) -> str:
    """Return the API key that a submission is given in this world: a secret nobody else knows."""
    return f"sk-{hashlib.sha256(f'{world.takehome}/{world.seed}/{world.secret}'.encode()).hexdigest()[:40]}"


def _write(documents: tuple[Document, ...], folder: Path) -> Path:
    folder.mkdir(mode=0o755)
    for document in documents:
        path = folder / document.name
        path.write_text(document.text, encoding="utf-8", newline="")
        path.chmod(0o644)
    return folder
