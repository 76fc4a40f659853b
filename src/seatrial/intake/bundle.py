"""Reads the files of one commit out of a git bundle, with git, in a bare repository that is thrown away.

Git only ever parses: no working tree is made, so no filter and no attribute takes effect; the repository is made
without a template, so there are no hooks; no configuration but the one written here is read; no protocol is allowed.
Each step has a limit in time, memory and bytes written. Authors, messages and all older commits stay in the bundle.
"""

import io
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from seatrial.intake.errors import BadArchive
from seatrial.intake.limits import MB

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SIGNATURES = (b"# v2 git bundle\n", b"# v3 git bundle\n")
MAKE_ONE = "Make it with: git bundle create feature.bundle HEAD"
_MOST_HEADER, _MOST_LINES = 1 * MB, 10_000
_LONGEST_SECONDS = 30.0
_MOST_WRITTEN, _MOST_LISTED, _MOST_MEMORY = 200 * MB, 16 * MB, 1024 * MB
_BRANCHES = ("HEAD", "refs/heads/main", "refs/heads/master")
_FILES = frozenset({"100644", "100755", "100664"})
_LINK, _OTHER_REPOSITORY = "120000", "160000"
_DIGITS = frozenset("0123456789abcdef")
_OUR_CONFIG = (
    ("core.bigFileThreshold", "1m"),  # what is larger is streamed, not held in memory
    ("core.hooksPath", os.devnull),
    ("pack.threads", "1"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the pack: the commit that is taken, how its names are hashed, and where the pack begins."""

    commit: str
    hashed_by: str
    pack_at: int


@dataclass(frozen=True, slots=True)
class Blob:
    """One entry of the commit's tree; `refused` says why it is no file."""

    name: str
    oid: str
    size: int
    refused: str = ""


def head_of(bundle: IO[bytes]) -> Head:
    """Read a bundle's head; BadArchive when it cannot stand alone or names no branch."""
    bundle.readline()
    hashed_by, refs = "sha1", dict[str, str]()
    for _ in range(_MOST_LINES):
        line = bundle.readline(_MOST_HEADER)
        if line == b"\n":
            return Head(_chosen(refs), hashed_by, bundle.tell())
        if not line.endswith(b"\n") or bundle.tell() > _MOST_HEADER:
            break
        said = line.decode("utf-8", "replace").rstrip("\n")
        if said.startswith("-"):
            raise BadArchive(f"The bundle builds on commits that are not in it. {MAKE_ONE}")
        if said.startswith("@"):
            hashed_by = _capability(said[1:])
            continue
        oid, _, name = said.partition(" ")
        if len(oid) not in (40, 64) or not _DIGITS.issuperset(oid):
            break
        refs.setdefault(name, oid)
    raise BadArchive(f"The bundle's head is damaged. {MAKE_ONE}")


def _capability(said: str) -> str:
    name, _, value = said.partition("=")
    if name != "object-format" or value not in ("sha1", "sha256"):
        raise BadArchive(f"The bundle is of a partial or unusual kind. {MAKE_ONE}")
    return value


def _chosen(refs: dict[str, str]) -> str:
    """Return the commit of HEAD, else of the usual branch, else of the only one."""
    for name in _BRANCHES:
        if name in refs:
            return refs[name]
    branches = [oid for name, oid in refs.items() if name.startswith("refs/heads/")]
    if len(branches) != 1:
        raise BadArchive(f"The bundle does not say which branch is meant. {MAKE_ONE}")
    return branches[0]


@contextmanager
def opened(archive: Path) -> Iterator["Tree"]:
    """Unpack a bundle's objects into a repository of a moment; BadArchive when git cannot."""
    git = shutil.which("git")
    if git is None:
        raise BadArchive(
            "This server has no git to read a bundle with. Pack the folder as zip or tar.gz and send that."
        )
    with archive.open("rb") as bundle, tempfile.TemporaryDirectory(prefix="bundle-") as scratch:
        head = head_of(bundle)
        tree = Tree(git, Path(scratch), head)
        tree.take_in(bundle)
        yield tree


class Tree:
    """The tree of one commit in a bare repository."""

    def __init__(self, git: str, scratch: Path, head: Head) -> None:
        self._git, self._scratch, self._head = git, scratch, head
        self._repository = scratch / "repository"

    def take_in(self, bundle: IO[bytes]) -> None:
        """Make the repository and index the pack, which is read from where the head ends."""
        made = ("init", "--quiet", "--bare", "--template=", f"--object-format={self._head.hashed_by}")
        self._do((*made, str(self._repository)), repository=False)
        bundle.seek(self._head.pack_at)
        os.lseek(bundle.fileno(), self._head.pack_at, os.SEEK_SET)
        self._do(("index-pack", "--stdin", "--threads=1", f"--max-input-size={_MOST_WRITTEN}"), stdin=bundle)

    def files(self) -> Iterator[Blob]:
        """Yield what the tree holds; links and other repositories with their refusal."""
        listed = self._scratch / "listed"
        with listed.open("wb") as out:
            self._do(("ls-tree", "-r", "-z", "-l", "--full-tree", self._head.commit), stdout=out, most=_MOST_LISTED)
        for line in listed.read_bytes().split(b"\0")[:-1]:
            about, _, raw = line.partition(b"\t")
            mode, _, oid, size = about.decode("ascii", "replace").split()
            name = raw.decode("utf-8", "surrogateescape")
            refused = _refused(name, mode)
            yield Blob(name, oid, 0 if refused else int(size), refused)

    @contextmanager
    def contents(self) -> Iterator["Contents"]:
        """Start git's reader of objects, with one limit in time for all that is read."""
        with self._start(("cat-file", "--batch"), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
            try:
                yield Contents(reader)
            finally:
                reader.kill()
                assert reader.stdin is not None
                with suppress(BrokenPipeError):
                    reader.stdin.close()

    def _do(
        self,
        words: tuple[str, ...],
        *,
        repository: bool = True,
        stdin: IO[bytes] | int = subprocess.DEVNULL,
        stdout: IO[bytes] | int = subprocess.DEVNULL,
        most: int = _MOST_WRITTEN,
    ) -> None:
        with self._start(words, repository=repository, stdin=stdin, stdout=stdout, most=most) as running:
            _, said = running.communicate()
        if running.returncode != 0:
            raise BadArchive(f"Git cannot read the bundle ({_why(running.returncode, said)}). {MAKE_ONE}")

    @contextmanager
    def _start(
        self,
        words: tuple[str, ...],
        *,
        stdin: IO[bytes] | int,
        stdout: IO[bytes] | int,
        repository: bool = True,
        most: int = _MOST_WRITTEN,
    ) -> Iterator[subprocess.Popen[bytes]]:
        config = [word for name, value in _OUR_CONFIG for word in ("-c", f"{name}={value}")]
        where = [f"--git-dir={self._repository}"] if repository else []
        with subprocess.Popen(  # noqa: S603  -- git by its full path, with our words; the bundle is its data
            [self._git, *config, *where, *words],
            cwd=self._scratch,
            env=_environment(self._scratch),
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE if stdout != subprocess.PIPE else subprocess.DEVNULL,
            start_new_session=True,
        ) as running:
            _limit(running.pid, most)
            late = threading.Timer(_LONGEST_SECONDS, running.kill)
            late.daemon = True
            late.start()
            try:
                yield running
            finally:
                late.cancel()


def _refused(name: str, mode: str) -> str:
    if mode == _LINK:
        return f"{name!a} is a link, not a file. Put the file itself in its place, or leave it out."
    if mode == _OTHER_REPOSITORY:
        return f"{name!a} is another repository (a submodule). Put its files in, or leave it out."
    if mode not in _FILES:
        return f"{name!a} is no ordinary file. Put a plain file in its place, or leave it out."
    return ""


class Contents:
    """Hands out the content of one object after the other. Each has to be read to its end before the next."""

    def __init__(self, reader: subprocess.Popen[bytes]) -> None:
        assert reader.stdin is not None
        assert reader.stdout is not None
        self._ask, self._said = reader.stdin, reader.stdout

    def of(self, blob: Blob) -> "Content":
        """Return the content of a file as a stream."""
        try:
            self._ask.write(f"{blob.oid}\n".encode())
            self._ask.flush()
        except BrokenPipeError as error:
            raise EOFError("git stopped") from error
        return Content(self._said, blob)


class Content(io.RawIOBase):
    """The bytes of one object, as `git cat-file --batch` frames them."""

    def __init__(self, said: IO[bytes], blob: Blob) -> None:
        super().__init__()
        self._said, self._left = said, blob.size
        if said.readline(200).split() != [blob.oid.encode(), b"blob", str(blob.size).encode()]:
            raise EOFError("git stopped")

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read some bytes; the end of the object is the end of the stream."""
        view = memoryview(buffer)
        piece = self._said.read(min(len(view), self._left))
        if len(piece) < min(len(view), self._left):
            raise EOFError("git stopped")
        view[: len(piece)] = piece
        self._left -= len(piece)
        return len(piece)

    def skip(self) -> None:
        """Read what is left, and the line break after it."""
        while self._left:
            self._left -= len(self._said.read(min(self._left, MB))) or self._left
        self._said.read(1)


def _environment(scratch: Path) -> dict[str, str]:
    """Return all that git learns of its surroundings: no home, no configuration of anybody, no protocol, no prompt."""
    return {
        "PATH": os.defpath,
        "HOME": str(scratch),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
    }


def _limit(pid: int, most_written: int) -> None:
    seconds = int(_LONGEST_SECONDS)
    limits = (
        (resource.RLIMIT_AS, _MOST_MEMORY),
        (resource.RLIMIT_FSIZE, most_written),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in limits:
        try:
            resource.prlimit(pid, what, (most, most))
        except ProcessLookupError:  # it was quicker
            return


def _why(code: int, said: bytes) -> str:
    if code in (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGXFSZ):
        return "it takes too long, or unpacks to too much"
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return ascii(lines[-1] if lines else "no reason given").strip("'\"")[:120]
