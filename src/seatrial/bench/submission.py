"""What was handed in: a folder with a manifest. Read with care, copied without following anything out of it."""

import difflib
import hashlib
import os
import shlex
import stat
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from seatrial.bench.errors import BadSubmission
from seatrial.bench.trial import Notes
from seatrial.takehomes.families import FAMILIES

MANIFEST = "seatrial.toml"
REQUIREMENTS = "requirements.txt"
PACKAGE_LOCK = "package-lock.json"
MOST_BYTES = 100 << 20
MOST_FILES = 10_000
MOST_DEPTH = 64
LEFT_OUT = frozenset({".git", ".hg", ".venv", "node_modules", "__pycache__"})

_MOST_MANIFEST_BYTES = 64 << 10
_MOST_NOTES = 20_000
_EXAMPLE = """[submission]
takehome = "docqa"
command  = ["python", "app.py"]"""


@dataclass(frozen=True, slots=True)
class Submission:
    """A folder that was handed in, as its manifest describes it. `sha256` is a hash of all that would be run.

    `notes` is a path relative to the folder; `eval` is the command of the candidate's own evaluation.
    """

    folder: Path
    name: str
    takehome: str
    command: tuple[str, ...]
    sha256: str
    eval: tuple[str, ...] | None = None
    notes: str | None = None
    has_requirements: bool = False
    has_package_lock: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing in the folder, as it lies there; `path` is relative, `link` the target of a symbolic link."""

    path: str
    mode: int
    size: int
    link: str | None = None


def read_submission(folder: Path) -> Submission:
    """Read and check what was handed in; BadSubmission says what is wrong, where, and what to do."""
    if not folder.is_dir():
        there = "is no folder" if folder.exists() else "does not exist"
        raise BadSubmission(f"{folder} {there}. Give the folder of a submission, the one that holds {MANIFEST}.")
    folder = folder.resolve()
    entries = _entries(folder)
    paths = {entry.path for entry in entries}
    _check_are_files(entries, {MANIFEST, REQUIREMENTS, PACKAGE_LOCK})
    if MANIFEST not in paths:
        raise BadSubmission(_no_manifest(folder, paths))
    manifest = _Manifest(_parse(folder / MANIFEST))
    notes = manifest.notes()
    if notes is not None and notes not in paths:
        raise BadSubmission(f'{MANIFEST}: notes = "{notes}", but there is no such file. Add it, or leave `notes` out.')
    _check_are_files(entries, {notes})
    return Submission(
        folder=folder,
        name=folder.name,
        takehome=manifest.takehome(),
        command=manifest.command(),
        eval=manifest.eval(),
        notes=notes,
        has_requirements=REQUIREMENTS in paths,
        has_package_lock=PACKAGE_LOCK in paths,
        sha256=_content_hash(folder, entries),
    )


def read_notes(submission: Submission) -> Notes | None:
    """Return what its author wrote about how it can fail; None when there is nothing, or nothing that is text."""
    if submission.notes is None:
        return None
    content = _read(submission.folder / submission.notes)
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").strip()
    if not text or "\0" in text:
        return None
    return Notes(submission.notes, text[:_MOST_NOTES], max(0, len(text) - _MOST_NOTES))


def stage(submission: Submission, into: Path) -> None:
    """Copy a submission into a new folder that every user of this machine can read, and nobody but us can write."""
    into.mkdir(mode=0o755)
    into.chmod(0o755)
    for entry in _entries(submission.folder):
        target = into / entry.path
        if entry.link is not None:
            target.symlink_to(entry.link)
        elif stat.S_ISDIR(entry.mode):
            target.mkdir()
            target.chmod(0o755)
        else:
            target.write_bytes(_read(submission.folder / entry.path))
            target.chmod(0o755 if entry.mode & 0o100 else 0o644)
    if submission.has_package_lock:
        (into / "node_modules").mkdir(mode=0o755)  # what is mounted needs a place to be mounted on


def _check_are_files(entries: list[_Entry], paths: Collection[str | None]) -> None:
    for entry in entries:
        if entry.path in paths and not stat.S_ISREG(entry.mode):
            raise BadSubmission(
                f"{entry.path} must be an ordinary file, no folder and no link. Put the file itself there."
            )


def _no_manifest(folder: Path, paths: set[str]) -> str:
    deeper = sorted(path for path in paths if path.rpartition("/")[2] == MANIFEST)
    if deeper:
        return f"{folder} has no {MANIFEST} at its top; there is one in {deeper[0]}. Give that folder instead."
    near = difflib.get_close_matches(MANIFEST, [path for path in paths if "/" not in path], n=1)
    hint = f" ({near[0]} looks like it: rename it.)" if near else ""
    return f"{folder} has no {MANIFEST}.{hint} It says what to run, for example:\n\n{_EXAMPLE}"


def _entries(folder: Path) -> list[_Entry]:
    """List all that would be run, in a fixed order; BadSubmission when it is too much or leads out."""
    try:
        return _counted(folder)
    except OSError as error:
        where = f"{str(error.filename)[:200]} cannot be read: {error.strerror}"
        raise BadSubmission(f"{where}. Make it readable, or leave it out.") from error


def _counted(folder: Path) -> list[_Entry]:
    found, size = list[_Entry](), 0
    for entry in _walk(folder, ""):
        found.append(entry)
        size += entry.size
        if size > MOST_BYTES:
            raise BadSubmission(
                f"{folder} holds more than {MOST_BYTES >> 20} MB (counted up to {entry.path}). Leave out data, models "
                f"and environments; {', '.join(sorted(LEFT_OUT))} are left out anyway."
            )
        if len(found) > MOST_FILES:
            raise BadSubmission(f"{folder} holds more than {MOST_FILES} files. Leave out what is not needed to run it.")
    return found


def _walk(folder: Path, below: str) -> Iterator[_Entry]:
    for one in sorted(os.scandir(folder / below), key=lambda one: one.name):
        path = f"{below}/{one.name}" if below else one.name
        _check_name(path)
        if path.count("/") > MOST_DEPTH:
            raise BadSubmission(f"{folder} holds folders more than {MOST_DEPTH} deep. Make it flatter.")
        told = one.stat(follow_symlinks=False)
        if stat.S_ISLNK(told.st_mode):
            yield _Entry(path, told.st_mode, 0, _link(folder, path))
        elif stat.S_ISDIR(told.st_mode):
            if one.name in LEFT_OUT or (folder / path / "pyvenv.cfg").exists():
                continue
            yield _Entry(path, told.st_mode, 0)
            yield from _walk(folder, path)
        elif stat.S_ISREG(told.st_mode):
            yield _Entry(path, told.st_mode, told.st_size)
        else:
            raise BadSubmission(f"{path} is no ordinary file (a pipe, socket or device). Remove it.")


def _check_name(path: str) -> None:
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise BadSubmission(f"The file name {os.fsencode(path)!r} is no UTF-8. Rename the file.") from error


def _link(folder: Path, path: str) -> str:
    """Return where a symbolic link leads; BadSubmission when that is not inside the folder."""
    target = os.readlink(folder / path)  # noqa: PTH115  -- Path.readlink would tidy the target up
    where = os.path.realpath((folder / path).parent / target)  # Path.resolve raises on a loop of links
    inside = not target.startswith("/") and Path(where).is_relative_to(folder)
    if not inside:
        raise BadSubmission(
            f"{path} is a symbolic link to {target}, which leads out of the submission. Put a copy of the file there."
        )
    _check_name(target)
    return target


def _read(path: Path, most: int = MOST_BYTES) -> bytes:
    """Read an ordinary file without following a link or waiting for a pipe."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(fd, "rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise BadSubmission(
            f"{path} cannot be read: {error.strerror}. It must be an ordinary, readable file."
        ) from error


def _content_hash(folder: Path, entries: list[_Entry]) -> str:
    """Hash every path with what it is and holds; lengths come first, so that nothing can pass for another."""
    whole = hashlib.sha256()
    for entry in entries:
        if entry.link is not None:
            kind, content = "link", entry.link.encode()
        elif stat.S_ISDIR(entry.mode):
            kind, content = "folder", b""
        else:
            kind = "program" if entry.mode & 0o100 else "file"
            content = _read(folder / entry.path)
        path = entry.path.encode()
        whole.update(f"{kind} {len(path)} {len(content)}\n".encode() + path + content)
    return whole.hexdigest()


def _parse(path: Path) -> dict[str, object]:
    content = _read(path, _MOST_MANIFEST_BYTES)
    if len(content) > _MOST_MANIFEST_BYTES:
        raise BadSubmission(f"{MANIFEST} is larger than {_MOST_MANIFEST_BYTES >> 10} KB; it needs only a few lines.")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadSubmission(f"{MANIFEST} is no UTF-8 text (line {line}). Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSubmission(f"{MANIFEST} is no valid TOML: {error}. It should look like this:\n\n{_EXAMPLE}") from error
    except RecursionError as error:
        raise BadSubmission(f"{MANIFEST} is nested too deeply. It should look like this:\n\n{_EXAMPLE}") from error


class _Manifest:
    """The table `[submission]`, checked key by key."""

    _KEYS = ("takehome", "command", "eval", "notes")

    def __init__(self, parsed: dict[str, object]) -> None:
        table = parsed.get("submission")
        if not isinstance(table, dict):
            misplaced = "keys stand above or outside it" if set(parsed) & set(self._KEYS) else "it is not there"
            raise BadSubmission(f"{MANIFEST} needs a table [submission] ({misplaced}):\n\n{_EXAMPLE}")
        _check_keys(parsed.keys(), ("submission",), "table")
        _check_keys(table.keys(), self._KEYS, "key")
        self._table: dict[str, object] = table

    def takehome(self) -> str:
        """Return the family of tasks."""
        value = self._needed("takehome")
        known = ", ".join(f'"{name}"' for name in FAMILIES)
        if not isinstance(value, str):
            raise BadSubmission(f"{MANIFEST}: takehome must be a text, one of {known}; it is {value!r}.")
        if value not in FAMILIES:
            raise BadSubmission(
                f'{MANIFEST}: there is no take-home "{value}"{_near(value, FAMILIES)}; there are: {known}.'
            )
        return value

    def command(self) -> tuple[str, ...]:
        """Return the command that serves the feature."""
        return _command("command", self._needed("command"))

    def eval(self) -> tuple[str, ...] | None:
        """Return the command of the candidate's evaluation, if there is one."""
        return _command("eval", self._table["eval"]) if "eval" in self._table else None

    def notes(self) -> str | None:
        """Return the path of the notes, relative to the folder, if there are any."""
        if "notes" not in self._table:
            return None
        value = self._table["notes"]
        if not isinstance(value, str) or not value.strip():
            raise BadSubmission(f'{MANIFEST}: notes must be the path of a file, like "NOTES.md"; it is {value!r}.')
        return os.path.normpath(value)

    def _needed(self, key: str) -> object:
        if key not in self._table:
            raise BadSubmission(f"{MANIFEST}: [submission] has no `{key}`. It should look like this:\n\n{_EXAMPLE}")
        return self._table[key]


def _check_keys(given: Iterable[str], known: tuple[str, ...], word: str) -> None:
    for key in given:
        if key not in known:
            raise BadSubmission(f"{MANIFEST}: unknown {word} `{key}`{_near(key, known)}. Known: {', '.join(known)}.")


def _near(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f" (do you mean `{near[0]}`?)" if near else ""


def _command(key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        try:
            words = shlex.split(value)
        except ValueError:
            words = value.split()
        better = ", ".join(f'"{word}"' for word in words)
        raise BadSubmission(f"{MANIFEST}: {key} must be a list of words. Write {key} = [{better}].")
    if not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
        raise BadSubmission(f'{MANIFEST}: {key} must be a list of texts, like ["python", "app.py"]; it is {value!r}.')
    if not value[0].strip() or any("\0" in word for word in value):
        raise BadSubmission(f"{MANIFEST}: {key} has an empty program name or a NUL byte in it: {value!r}.")
    return tuple(value)
