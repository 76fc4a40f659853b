"""Git bundles that somebody might send, good and bad. Made with git itself; the raw ones object by object."""

import hashlib
import os
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.intake.hostile import ELF, MANIFEST, zipped

Files = dict[str, bytes]
_AUTHOR = {
    f"GIT_{who}_{what}": said
    for who in ("AUTHOR", "COMMITTER")
    for what, said in (("NAME", "Ann Archer"), ("EMAIL", "ann@example.com"))
}


def git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    env = {**os.environ, **_AUTHOR, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(["git", *words], cwd=folder, env=env, input=given, capture_output=True, check=True).stdout


def bundled(files: Files, *refs: str, prepare: Callable[[Path], None] | None = None) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        git(folder, "init", "-q", "-b", "main")
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        git(folder, "add", "-A", "-f")
        if prepare:
            prepare(folder)
        git(folder, "commit", "-q", "--allow-empty", "-m", "By Ann Archer")
        git(folder, "bundle", "create", "-q", "out.bundle", *(refs or ("HEAD",)))
        return (folder / "out.bundle").read_bytes()


def with_index(mode: str, path: str, content: bytes = b"/etc/passwd") -> bytes:
    def stage(folder: Path) -> None:
        oid = git(folder, "hash-object", "-w", "--stdin", given=content).decode().strip()
        git(folder, "update-index", "--add", "--cacheinfo", f"{mode},{oid},{path}")

    return bundled({"seatrial.toml": MANIFEST}, prepare=stage)


def on_older_commits() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        git(folder, "init", "-q", "-b", "main")
        (folder / "seatrial.toml").write_bytes(MANIFEST)
        git(folder, "add", ".")
        for said in ("one", "two"):
            git(folder, "commit", "-q", "--allow-empty", "-m", said)
        git(folder, "bundle", "create", "-q", "out.bundle", "HEAD~1..HEAD")
        return (folder / "out.bundle").read_bytes()


def two_branches() -> bytes:
    def branch(folder: Path) -> None:
        git(folder, "commit", "-q", "-m", "first")
        git(folder, "branch", "a")
        git(folder, "branch", "b")

    return bundled({"seatrial.toml": MANIFEST}, "a", "b", prepare=branch)


def raw(*objects: tuple[str, bytes], commit_of: bytes | None = None) -> bytes:
    """Write a bundle whose objects git itself would not make; the last tree is the commit's."""
    tree = commit_of or oid("tree", objects[-1][1])
    said = f"tree {tree.hex()}\nauthor A <a@b> 0 +0000\ncommitter A <a@b> 0 +0000\n\nx\n".encode()
    everything = (*objects, ("commit", said))
    pack = b"PACK" + struct.pack(">II", 2, len(everything)) + b"".join(_packed(kind, one) for kind, one in everything)
    pack += hashlib.sha1(pack).digest()
    return b"# v2 git bundle\n" + oid("commit", said).hex().encode() + b" HEAD\n\n" + pack


def oid(kind: str, content: bytes) -> bytes:
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content).digest()


def tree_of(*entries: tuple[str, str, bytes]) -> bytes:
    return b"".join(f"{mode} {name}\0".encode("utf-8", "surrogateescape") + one for mode, name, one in entries)


def _packed(kind: str, content: bytes) -> bytes:
    size, number = len(content), {"commit": 1, "tree": 2, "blob": 3}[kind]
    first, size = (number << 4) | (size & 15), size >> 4
    head = bytearray()
    while size:
        head.append(first | 0x80)
        first, size = size & 0x7F, size >> 7
    head.append(first)
    return bytes(head) + zlib.compress(content, 9)


def raw_named(name: str, content: bytes = b"x") -> bytes:
    blob, manifest = ("blob", content), ("blob", MANIFEST)
    return raw(
        manifest,
        blob,
        ("tree", tree_of(("100644", name, oid(*blob)), ("100644", "seatrial.toml", oid(*manifest)))),
    )


def exponential() -> bytes:
    """Ten to the eleventh files of eleven trees, as in Slifka's git bomb."""
    blob = ("blob", b"x")
    objects, entry, mode = [blob], oid(*blob), "100644"
    for _ in range(11):
        tree = tree_of(*((mode, f"f{n}", entry) for n in range(10)))
        objects.append(("tree", tree))
        entry, mode = oid("tree", tree), "40000"
    return raw(*objects)


def endless_folders() -> bytes:
    """The same without a single file: nothing is ever listed."""
    objects, entry = [("tree", b"")], oid("tree", b"")
    for _ in range(14):
        tree = tree_of(*(("40000", f"f{n}", entry) for n in range(10)))
        objects.append(("tree", tree))
        entry = oid("tree", tree)
    return raw(*objects)


def damaged(made: bytes) -> bytes:
    at = len(made) - 60
    return made[:at] + bytes([made[at] ^ 0xFF]) + made[at + 1 :]


def plain() -> bytes:
    return bundled({"seatrial.toml": MANIFEST, "app.py": b"x"})


HOSTILE_BUNDLES: dict[str, Callable[[], bytes]] = {
    "bundle: symbolic link": lambda: with_index("120000", "peek"),
    "bundle: builds on other commits": on_older_commits,
    "bundle: which branch": two_branches,
    "bundle: no branch": lambda: b"# v2 git bundle\n\nPACK",
    "bundle: endless head": lambda: b"# v2 git bundle\n" + b"a" * 2_000_000,
    "bundle: partial clone": lambda: b"# v3 git bundle\n@filter=blob:none\n" + b"0" * 40 + b" HEAD\n\nPACK",
    "bundle: a commit that is not in it": lambda: plain()[:16] + b"1" * 40 + plain()[56:],
    "bundle: option in place of a commit": lambda: b"# v2 git bundle\n--output=/tmp/x HEAD\n\nPACK",
    "bundle: damaged": lambda: damaged(plain()),
    "bundle: cut off": lambda: plain()[:-30],
    "bundle: no pack": lambda: plain()[:70],
    "bundle: nested archive": lambda: bundled({"seatrial.toml": MANIFEST, "data.csv": zipped()}),
    "bundle: program": lambda: bundled({"seatrial.toml": MANIFEST, "run": ELF}),
    "bundle: one file too large": lambda: raw_named("zeros.txt", b"\0" * 60_000_000),
    "bundle: case clash": lambda: raw_named("Seatrial.toml"),
    "bundle: leads out": lambda: raw_named(".."),
    "bundle: path in a name": lambda: raw_named("../evil.py"),
    "bundle: control character": lambda: raw_named("a\nb.py"),
    "bundle: no name in UTF-8": lambda: raw_named("caf\udce9.py"),
    "bundle: too many files": lambda: bundled({"seatrial.toml": MANIFEST, **{f"f{n}": b"" for n in range(5_001)}}),
    "bundle: exponential": exponential,
    "bundle: no manifest": lambda: bundled({"app.py": b"x"}),
    "bundle: empty": lambda: bundled({}),
    "bundle: submodule": lambda: raw(
        ("blob", MANIFEST),
        ("tree", tree_of(("160000", "lib", b"\1" * 20), ("100644", "seatrial.toml", oid("blob", MANIFEST)))),
    ),
}
