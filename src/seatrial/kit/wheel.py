"""Packs this very installation of Seatrial as a wheel, so that a kit needs nothing from elsewhere to begin with.

The format is PEP 427's: a zip of the package beside a dist-info folder whose RECORD lists every file with its hash.
"""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_STAMP = (2020, 1, 1, 0, 0, 0)  # the same content gives the same bytes


def wheel_name() -> str:
    """Return the wheel's file name."""
    return f"seatrial-{distribution('seatrial').version}-py3-none-any.whl"


def pack_wheel(pages: Mapping[str, str]) -> bytes:
    """Return a wheel of the running package; `pages` are further text files by their path in it."""
    described = distribution("seatrial")
    info = f"seatrial-{described.version}.dist-info"
    files = dict(_package())
    files |= {path: text.encode() for path, text in pages.items()}
    files[f"{info}/METADATA"] = (described.read_text("METADATA") or "").encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: seatrial\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/entry_points.txt"] = (described.read_text("entry_points.txt") or "").encode()
    record = "".join(f"{path},sha256={_digest(content)},{len(content)}\n" for path, content in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    return _zipped(files)


def _package() -> Iterator[tuple[str, bytes]]:
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"seatrial/{path.relative_to(PACKAGE).as_posix()}", path.read_bytes()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, _STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
