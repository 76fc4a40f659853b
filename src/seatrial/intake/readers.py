"""Reads zips, tars and git bundles entry by entry. Regular files come with their content, all else with a refusal."""

import errno
import gzip
import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from seatrial.intake import bundle
from seatrial.intake.errors import BadArchive
from seatrial.intake.limits import MB, Budget

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,
    IndexError,
    KeyError,
)
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_END, _END_BYTES, _MOST_COMMENT = b"PK\x05\x06", 22, 65_535
_MOST_DIRECTORY = 16 * MB
_ADDING = frozenset(
    {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
)
_PLAIN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class Packed:
    """One entry of an archive, by the name that it has there; `refused` says why its content is not to be had."""

    name: str
    content: IO[bytes]
    refused: str = ""


@contextmanager
def damage_explained() -> Iterator[None]:
    """Turn what the standard library raises over a broken archive into words for its sender."""
    try:
        yield
    except BadArchive:
        raise
    except (*_BROKEN, OSError) as error:
        if not isinstance(error, _BROKEN) and error.errno != errno.EINVAL:
            raise  # a full disk is ours; a place before the file's beginning is the archive's
        raise BadArchive(
            f"The archive is damaged ({_said(error)}). Pack it again and check that the upload is whole."
        ) from error


def _said(error: Exception) -> str:
    """Quote a library's message, which may quote the archive."""
    return ascii(str(error) or type(error).__name__).strip("'\"")[:120]


def entries_of(archive: Path, budget: Budget) -> Iterator[Packed]:
    """Yield the files of a zip, a tar, packed or not, or a git bundle; its first bytes say which, not its name."""
    with archive.open("rb") as file:
        head = file.read(512)
    with damage_explained():
        if head.startswith((b"PK\x03\x04", _END)):
            yield from _zip(archive, budget)
        elif head.startswith(b"\x1f\x8b"):
            with gzip.open(archive) as unpacked:
                yield from _tar(unpacked, budget)
        elif head[257:262] == b"ustar":
            with archive.open("rb") as plain:
                yield from _tar(plain, budget)
        elif head.startswith(bundle.SIGNATURES):
            yield from _bundle(archive, budget)
        else:
            raise BadArchive("This is no zip, tar.gz or git bundle. Pack the folder as one of them and send it again.")


def names_of(archive: Path, budget: Budget) -> Iterator[str]:
    """Yield the names alone; of a bundle without a look at the files, which stand apart from them."""
    with archive.open("rb") as file:
        is_bundle = file.read(512).startswith(bundle.SIGNATURES)
    if not is_bundle:
        yield from (packed.name for packed in entries_of(archive, budget))
        return
    with damage_explained(), bundle.opened(archive) as tree:
        for blob in tree.files():
            budget.entry()
            yield blob.name


def _zip(archive: Path, budget: Budget) -> Iterator[Packed]:
    _refuse_large_directory(archive)
    with zipfile.ZipFile(archive) as opened:
        for info in opened.infolist():
            budget.entry()
            name = _zip_name(info)
            kind = stat.S_IFMT(info.external_attr >> 16)
            if info.is_dir() or kind == stat.S_IFDIR:
                continue
            if refused := _refused_in_zip(name, kind, info):
                yield Packed(name, io.BytesIO(), refused)
                continue
            with opened.open(info) as content:
                yield Packed(name, content)


def _refused_in_zip(name: str, kind: int, info: zipfile.ZipInfo) -> str:
    if kind not in (0, stat.S_IFREG):
        return f"{name!a} is a link or a device, not a file. Put the file itself in its place, or leave it out."
    if info.flag_bits & _ENCRYPTED_FLAG:
        return f"{name!a} is locked with a password. Pack it without one."
    if info.compress_type not in _PLAIN:
        return f"{name!a} is packed in an unusual way. Pack the folder as an ordinary zip."
    return ""


def _refuse_large_directory(archive: Path) -> None:
    """Look at the list of contents before the standard library reads all of it into memory."""
    size = archive.stat().st_size
    with archive.open("rb") as file:
        file.seek(max(0, size - _END_BYTES - _MOST_COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise BadArchive("The zip has no end: the upload was cut off, or the file is damaged. Send it again.")
    entries, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    if entries == 0xFFFF or directory > _MOST_DIRECTORY:
        raise BadArchive("The zip lists far too many files. Leave out environments and data.")


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return a name as it was meant: many tools write UTF-8 without saying so, which reads as code page 437."""
    raw = info.orig_filename
    if info.flag_bits & _UTF8_FLAG or raw.isascii():
        return raw
    try:
        return raw.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return raw


class _Counted(io.RawIOBase):
    """A stream of unpacked bytes that stops when there are more than any accepted archive has, headers included."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile, budget: Budget) -> None:
        super().__init__()
        self._inner, self._budget = inner, budget

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read some bytes and count them."""
        view = memoryview(buffer)
        piece = self._inner.read(len(view))
        view[: len(piece)] = piece
        self._budget.stream(len(piece))
        return len(piece)


class _Header(tarfile.TarInfo):
    """A tar's header. Those that only add to the next one are read into memory whole, so they must be small."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read one block."""
        made = super().frombuf(buf, encoding, errors)
        if made.type in _ADDING and made.size > MB:
            raise BadArchive("The archive has a header of more than a megabyte. Pack the folder as an ordinary tar.gz.")
        return made


def _tar(stream: IO[bytes] | gzip.GzipFile, budget: Budget) -> Iterator[Packed]:
    counted = io.BufferedReader(_Counted(stream, budget))
    with tarfile.open(
        fileobj=counted, mode="r|", tarinfo=_Header, encoding="utf-8", errors="surrogateescape"
    ) as opened:
        for info in opened:
            budget.entry()
            budget.stated(info.size)  # the library would look for the end of it long after that of the archive
            if info.isdir():
                continue
            if not info.isreg() or info.issparse():
                refused = (
                    f"{info.name!a} is a link, a device or a sparse file. "
                    "Put the file itself in its place, or leave it out."
                )
                yield Packed(info.name, io.BytesIO(), refused)
                continue
            content = opened.extractfile(info)
            if content is not None:
                with content:
                    yield Packed(info.name, content)


def _bundle(archive: Path, budget: Budget) -> Iterator[Packed]:
    with bundle.opened(archive) as tree, tree.contents() as contents:
        for blob in tree.files():
            budget.entry()
            if blob.refused:
                yield Packed(blob.name, io.BytesIO(), blob.refused)
                continue
            content = contents.of(blob)
            yield Packed(blob.name, io.BufferedReader(content))
            content.skip()
