"""Kits as zips, made once per world, brief and version of Seatrial, and then kept."""

import hashlib
import io
import os
import tempfile
import zipfile
from pathlib import Path

from django.conf import settings

from seatrial.kit.pack import kit_files
from seatrial.kit.wheel import wheel_name


def kit_zip(takehome: str, seed: int, brief: str) -> bytes:
    """Return the kit of one world with the brief that was sent, as a zip with one folder in it."""
    named = hashlib.sha256(f"{takehome}/{seed}/{brief}".encode()).hexdigest()[:32]
    # An upgrade may change the world of a seed, and the check of what is handed in goes by the new one.
    path = Path(settings.DATA) / "kits" / f"{named}-{wheel_name()}.zip"
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor, half = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(_zipped(kit_files(takehome, seed, brief=brief)))
        Path(half).rename(path)
    return path.read_bytes()


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(f"kit/{name}", content)
    return out.getvalue()
