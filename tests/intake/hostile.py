"""Archives that somebody might send, good and bad, each made by a function of its own."""

import gzip
import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable

MANIFEST = b'[submission]\ntakehome = "docqa"\ncommand = ["python", "app.py"]\n'
Make = Callable[[], bytes]


def zipped(*files: tuple[str, bytes], manifest: bool = True, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        if manifest:
            archive.writestr("seatrial.toml", MANIFEST)
        for name, content in files:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, method
            archive.NameToInfo.clear()  # so that it does not object to a name twice
            archive.writestr(info, content)
    return out.getvalue()


def zipped_as(name: str, mode: int, content: bytes = b"/etc/passwd") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("seatrial.toml", MANIFEST)
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, content)
    return out.getvalue()


def tarred(*members: tuple[tarfile.TarInfo, bytes], manifest: bool = True, form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", format=form) as archive:
        if manifest:
            archive.addfile(member("seatrial.toml", len(MANIFEST)), io.BytesIO(MANIFEST))
        for info, content in members:
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def member(name: str, size: int = 0, *, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, link
    return info


def file(name: str, content: bytes = b"x") -> tuple[tarfile.TarInfo, bytes]:
    return member(name, len(content)), content


def special(name: str, kind: bytes, link: str = "") -> bytes:
    return tarred((member(name, kind=kind, link=link), b""))


def many(number: int, size: int = 0) -> Iterable[tuple[str, bytes]]:
    return ((f"f{at}.txt", b"x" * size) for at in range(number))


def overlapping() -> bytes:
    """Hundreds of entries that all point at the same packed bytes, as in Fifield's bomb."""
    packed = zlib.compress(b"\0" * 40_000_000, 9)[2:-4]
    crc = zlib.crc32(b"\0" * 40_000_000)
    local = struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), 40_000_000, 1, 0) + b"a" + packed
    central = b"".join(
        struct.pack(
            "<4sHHHHHHLLLHHHHHLL", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), 40_000_000, 4, 0, 0, 0, 0, 0, 0
        )
        + f"a{at:03}".encode()
        for at in range(300)
    )
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 300, 300, len(central), len(local), 0)
    return local + central + end


def lying_size() -> bytes:
    made = bytearray(zipped(("big.txt", b"\0" * 3_000_000)))
    at = made.rindex(b"PK\1\2")
    made[at + 24 : at + 28] = struct.pack("<L", 10)
    return bytes(made)


def listing_millions() -> bytes:
    return zipped()[:-22] + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 90_000_000, 0, 0)


def encrypted() -> bytes:
    made = bytearray(zipped(("secret.txt", b"x")))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = made.rindex(mark)
        made[at + offset] |= 1
    return bytes(made)


def huge_header() -> bytes:
    """A tar whose extended header alone unpacks to half a gigabyte."""
    head = member("x", 500_000_000, kind=tarfile.XHDTYPE).tobuf()
    return gzip.compress(head + b"\0" * 500_000_000, 1)


def flipped(made: bytes, at: int) -> bytes:
    return made[:at] + bytes([made[at] ^ 0xFF]) + made[at + 1 :]


ELF, PE, MACHO = b"\x7fELF\2\1\1" + b"\0" * 60, b"MZ" + b"\0" * 60, b"\xcf\xfa\xed\xfe" + b"\0" * 60


def pointing_before_itself(made: bytes) -> bytes:
    """Give the end of a zip a larger offset of its directory than the file has."""
    at = made.rindex(b"PK\x05\x06") + 16
    return made[:at] + (int.from_bytes(made[at : at + 4], "little") + 1000).to_bytes(4, "little") + made[at + 4 :]


def stating(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    """A tar of one header that states so many bytes and has none."""
    return gzip.compress(member(name, size, kind=kind).tobuf(tarfile.GNU_FORMAT) + bytes(1024))


def saying(**headers: str) -> bytes:
    """A tar whose file is described anew by an extended header."""
    info = member("app.py", 1)
    info.pax_headers = headers
    return tarred((info, b"x"))


HOSTILE: dict[str, Make] = {
    "zip: directory before the file": lambda: pointing_before_itself(zipped(("app.py", b"x"))),
    "zip: leads out": lambda: zipped(("../evil.py", b"x")),
    "zip: leads out in the middle": lambda: zipped(("a/../../evil.py", b"x")),
    "zip: leads out by backslash": lambda: zipped(("..\\evil.py", b"x")),
    "zip: absolute": lambda: zipped(("/etc/cron.d/evil", b"x")),
    "zip: absolute by backslash": lambda: zipped(("\\\\server\\share\\evil", b"x")),
    "zip: drive letter": lambda: zipped(("C:/evil.py", b"x")),
    "zip: drive-relative": lambda: zipped(("C:evil.py", b"x")),
    "zip: only dots": lambda: zipped(("..", b"x")),
    "zip: empty name": lambda: zipped(("./", b"x"), ("", b"x")),
    "zip: NUL in a name": lambda: zipped(("a\0.py", b"x")).replace(b"a\0.py", b"a\0.py"),
    "zip: line break in a name": lambda: zipped(("a\nb.py", b"x")),
    "zip: escape code in a name": lambda: zipped(("\x1b[31mred.py", b"x")),
    "zip: right-to-left override": lambda: zipped(("app\u202eyp.exe", b"x")),
    "zip: zero-width letters": lambda: zipped(("app\u200b.py", b"x")),
    "zip: reserved name": lambda: zipped(("con.txt", b"x")),
    "zip: reserved name in a folder": lambda: zipped(("src/NUL", b"x")),
    "zip: reserved name in other digits": lambda: zipped(("com\u00b9.py", b"x")),
    "zip: reserved name before a space": lambda: zipped(("aux .py", b"x")),
    "zip: trailing dot": lambda: zipped(("app.py.", b"x")),
    "zip: trailing space": lambda: zipped(("app.py ", b"x")),
    "zip: colon stream": lambda: zipped(("app.py:hidden", b"x")),
    "zip: question mark": lambda: zipped(("app?.py", b"x")),
    "zip: case clash": lambda: zipped(("App.py", b"x"), ("app.py", b"y")),
    "zip: case clash of folders": lambda: zipped(("Src/a.py", b"x"), ("src/b.py", b"y")),
    "zip: clash by composition": lambda: zipped(("caf\u00e9.py", b"x"), ("cafe\u0301.py", b"y")),
    "zip: clash by ligature": lambda: zipped(("\ufb01.py", b"x"), ("fi.py", b"y")),
    "zip: same name twice": lambda: zipped(("a.py", b"x"), ("a.py", b"y")),
    "zip: manifest twice": lambda: zipped(("seatrial.toml", b"other")),
    "zip: file is also a folder": lambda: zipped(("a", b"x"), ("a/b.py", b"y")),
    "zip: folder is also a file": lambda: zipped(("a/b.py", b"x"), ("a", b"y")),
    "zip: too deep": lambda: zipped(("/".join("d" * 40) + "/a.py", b"x")),
    "zip: name too long": lambda: zipped(("n" * 300, b"x")),
    "zip: part too long in bytes": lambda: zipped(("\u4e2d" * 100 + ".py", b"x")),
    "zip: symbolic link": lambda: zipped_as("peek", stat.S_IFLNK | 0o777),
    "zip: device": lambda: zipped_as("null", stat.S_IFCHR | 0o666),
    "zip: fifo": lambda: zipped_as("pipe", stat.S_IFIFO | 0o666),
    "zip: socket": lambda: zipped_as("sock", stat.S_IFSOCK | 0o666),
    "zip: password": encrypted,
    "zip: bzip2 inside": lambda: zipped(("a.py", b"x" * 99), method=zipfile.ZIP_BZIP2),
    "zip: lzma inside": lambda: zipped(("a.py", b"x" * 99), method=zipfile.ZIP_LZMA),
    "zip: bomb by ratio": lambda: zipped(("zeros.txt", b"\0" * 30_000_000)),
    "zip: one file too large": lambda: zipped(("zeros.txt", b"\0" * 60_000_000)),
    "zip: too many files": lambda: zipped(*many(5_001)),
    "zip: too large in sum": lambda: zipped(*many(300, 1_000_000)),
    "zip: overlapping entries": overlapping,
    "zip: size that lies": lying_size,
    "zip: lists millions": listing_millions,
    "zip: nested zip": lambda: zipped(("inner.zip", zipped())),
    "zip: nested zip by another name": lambda: zipped(("data.csv", zipped())),
    "zip: nested tar.gz": lambda: zipped(("inner.tgz", tarred())),
    "zip: nested tar": lambda: zipped(("inner.tar", gzip.decompress(tarred()))),
    "zip: nested wheel": lambda: zipped(("vendor/x-1.0-py3-none-any.whl", zipped())),
    "zip: program for Linux": lambda: zipped(("run", ELF)),
    "zip: program for Windows": lambda: zipped(("run.exe", PE)),
    "zip: program for macOS": lambda: zipped(("run", MACHO)),
    "zip: WebAssembly": lambda: zipped(("run.wasm", b"\0asm\1\0\0\0")),
    "zip: library of compiled code": lambda: zipped(("lib.a", b"!<arch>\n")),
    "zip: nested cabinet": lambda: zipped(("data.bin", b"MSCF" + bytes(40))),
    "zip: another name in the local header": lambda: zipped(("../a.py", b"x")).replace(b"../a.py", b"good.py", 1),
    "zip: program before the zip": lambda: ELF + zipped(),
    "zip: compiled extension as text": lambda: zipped(("notes.txt", ELF)),
    "zip: no manifest": lambda: zipped(("app.py", b"x"), manifest=False),
    "zip: manifest two folders down": lambda: zipped(("a/b/seatrial.toml", MANIFEST), manifest=False),
    "zip: two folders": lambda: zipped(("a/seatrial.toml", MANIFEST), ("b/app.py", b"x"), manifest=False),
    "zip: empty": lambda: zipped(manifest=False),
    "zip: only a folder": lambda: zipped(("a/", b""), manifest=False),
    "zip: only history": lambda: zipped((".git/config", b"x"), manifest=False),
    "zip: cut off": lambda: zipped(("a.py", b"x" * 5_000))[:-40],
    "zip: damaged content": lambda: flipped(zipped(("a.py", bytes(range(256)) * 40), method=zipfile.ZIP_STORED), 300),
    "zip: damaged list": lambda: zipped(("a.py", b"x")).replace(b"PK\1\2", b"PK\1\3"),
    "tar: leads out": lambda: tarred(file("../evil.py")),
    "tar: absolute": lambda: tarred(file("/etc/evil")),
    "tar: symbolic link": lambda: special("peek", tarfile.SYMTYPE, "/etc/passwd"),
    "tar: symbolic link inside": lambda: special("b.toml", tarfile.SYMTYPE, "seatrial.toml"),
    "tar: hard link": lambda: special("b.toml", tarfile.LNKTYPE, "seatrial.toml"),
    "tar: character device": lambda: special("null", tarfile.CHRTYPE),
    "tar: block device": lambda: special("disk", tarfile.BLKTYPE),
    "tar: fifo": lambda: special("pipe", tarfile.FIFOTYPE),
    "tar: write through a link": lambda: tarred(
        (member("d", kind=tarfile.SYMTYPE, link="/tmp"), b""), file("d/evil.py")
    ),
    "tar: case clash": lambda: tarred(file("App.py"), file("app.py")),
    "tar: same name twice": lambda: tarred(file("a.py"), file("a.py")),
    "tar: no name in UTF-8": lambda: tarred(file("caf\udce9.py"), form=tarfile.GNU_FORMAT),
    "tar: bomb": lambda: tarred(file("zeros.txt", b"\0" * 40_000_000)),
    "tar: endless header": huge_header,
    "tar: states a terabyte": lambda: saying(size=str(10**12)),
    "tar: states a terabyte of what is left out": lambda: stating(".venv/x", 10**12),
    "tar: states a terabyte of a folder": lambda: stating("src/", 10**12, tarfile.DIRTYPE),
    "tar: states less than nothing": lambda: stating("app.py", -4096),
    "tar: extended header leads out": lambda: saying(path="../../evil.py"),
    "tar: extended header is absolute": lambda: saying(path="/etc/evil"),
    "tar: extended header after extended header": lambda: gzip.compress(
        (member("x", 512, kind=tarfile.GNUTYPE_LONGNAME).tobuf() + b"x".ljust(512, b"\0")) * 3_000
    ),
    "tar: header of two megabytes": lambda: saying(comment="x" * 2_000_000),
    "tar: sparse by extended header": lambda: saying(**{"GNU.sparse.major": "1", "GNU.sparse.name": "../evil.py"}),
    "tar: rubbish behind it": lambda: tarred(file("app.py")) + b"rubbish" * 99,
    "tar: manifest is a link": lambda: special("seatrial.toml", tarfile.SYMTYPE, "/etc/passwd"),
    "tar: nested archive": lambda: tarred(file("inner.zip", zipped())),
    "tar: program": lambda: tarred(file("run", ELF)),
    "tar: cut off": lambda: tarred(file("a.py", bytes(range(256)) * 400))[:-200],
    "tar: no manifest": lambda: tarred(file("app.py"), manifest=False),
    "tar: empty": lambda: tarred(manifest=False),
    "gz of no tar": lambda: gzip.compress(b"hello " * 1_000),
    "empty file": lambda: b"",
    "text": lambda: b"Dear hiring team,\n",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 600,
    "7z": lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 600,
}
