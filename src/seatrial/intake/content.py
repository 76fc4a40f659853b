"""What a file may not be, told from its first bytes. Pure."""

from seatrial.intake.errors import BadArchive

_PROGRAMS = (b"\x7fELF", b"MZ", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_JAVA_OR_FAT = b"\xca\xfe\xba\xbe"
_FOR_MACHINES = (b"\0asm", b"dex\n", b"BC\xc0\xde", b"!<arch>\n")
"""WebAssembly, Android's, LLVM's, and libraries of compiled code."""
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x28\xb5\x2f\xfd",
    b"MSCF\0\0\0\0",
    b"\x04\x22\x4d\x18",
    b"\x1f\x9d",
    b"LZIP",
    b"# v2 git bundle",
    b"# v3 git bundle",
)
_TAR_AT, _TAR = 257, b"ustar"
HEAD = 512
"""So many bytes decide."""


def refuse_by_content(path: str, head: bytes) -> None:
    """Raise BadArchive for compiled programs and for archives inside the archive."""
    if head.startswith((*_PROGRAMS, *_FOR_MACHINES, _JAVA_OR_FAT)):
        raise BadArchive(f"{path} is a compiled program. Hand in source code; dependencies go into requirements.txt.")
    if head.startswith(_ARCHIVES) or head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        raise BadArchive(f"{path} is an archive inside the archive. Unpack it, or leave it out.")
