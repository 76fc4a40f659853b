"""The secret key: made on first start, kept in the data folder, readable by its owner alone."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def secret_key(data: Path) -> str:
    """Return the key of this data folder; processes that start at once agree on one."""
    path = data / "secret-key"
    if not path.exists():
        descriptor, made = tempfile.mkstemp(dir=data)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):  # another process was first: its key stands
            os.link(made, path)
        Path(made).unlink()
    return path.read_text(encoding="ascii")
