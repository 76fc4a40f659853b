"""Which names inside an archive are accepted, and which are left out without a fuss. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from seatrial.intake.errors import BadArchive

MANIFEST, _ENVIRONMENT = "seatrial.toml", "pyvenv.cfg"
MOST_DEPTH, MOST_LETTERS, MOST_BYTES = 16, 240, 200
_LEFT_OUT = frozenset(
    {
        *(".git", ".hg", ".svn", ".bzr", ".jj", "_darcs"),
        *(".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox", ".direnv", "__pypackages__"),
        *(".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".ipynb_checkpoints"),
        *("__macosx", ".ds_store", ".appledouble", ".spotlight-v100", ".trashes", ".fseventsd"),
        *("thumbs.db", "desktop.ini", "$recycle.bin"),
        *(".idea", ".vscode", ".vs", ".fleet", ".zed", ".cursor"),
    }
)
"""History, environments, caches, what systems leave behind, editors' folders; in small letters."""

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)
_ODD = frozenset('<>:"|?*')


def left_out(raw: str, environments: frozenset[str] = frozenset()) -> str:
    """Return the folder or file by which a name is no part of a submission; empty when it may be one.

    What lies below it is neither read nor written, so it may have whatever name, as environments do. A name that leads
    out of the archive is judged as any other.
    """
    parts = _parts_inside(raw)
    if not parts:
        return ""
    small = [part.casefold() for part in parts]
    folders = enumerate(small, 1)
    if end := next((end for end, part in folders if part in _LEFT_OUT or "/".join(small[:end]) in environments), 0):
        return clean_name("/".join(parts[:end]))
    return clean_name(raw) if small[-1].startswith("._") or small[-1].endswith((".swp", "~", ".pyc")) else ""


def environments_among(names: Iterable[str]) -> frozenset[str]:
    """Return the folders that are virtual environments, whatever they are called; in small letters.

    Not the folder of the submission itself, into which some make their environment.
    """
    folders: dict[str, set[str]] = {_ENVIRONMENT: set(), MANIFEST: set()}
    for name in names:
        *above, last = [part.casefold() for part in _parts_inside(name)] or [""]
        if last in folders:
            folders[last].add("/".join(above))
    return frozenset(folders[_ENVIRONMENT] - folders[MANIFEST] - {""})


def _parts_inside(raw: str) -> list[str]:
    """Return the parts of a name; none when it leads out of the archive."""
    name = raw.replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return [] if ".." in parts or _is_absolute(name) else parts


def _is_absolute(name: str) -> bool:
    return name.startswith("/") or (len(name) > 1 and name[1] == ":")


def clean_name(raw: str) -> str:
    """Return the relative path that a name stands for; BadArchive when it is no such thing."""
    said = _said(raw)
    if "\x00" in raw or any(unicodedata.category(letter) in ("Cc", "Cs", "Cf") for letter in raw):
        raise BadArchive(f"The archive holds a file name with invisible or control characters: {said}. Rename it.")
    name = unicodedata.normalize("NFC", raw.replace("\\", "/"))
    if _is_absolute(name):
        raise BadArchive(f"The archive holds an absolute path: {said}. Pack the folder with relative paths.")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise BadArchive(f"The archive holds a path that leads out of it: {said}. Pack the folder itself.")
    if not parts:
        raise BadArchive(f"The archive holds a file without a name: {said}. Pack it again.")
    if len(parts) > MOST_DEPTH or len(name) > MOST_LETTERS or any(len(part.encode()) > MOST_BYTES for part in parts):
        raise BadArchive(
            f"A path is too deep or too long: {said}. At most {MOST_DEPTH} folders deep and {MOST_LETTERS} letters."
        )
    for part in parts:
        if not _ODD.isdisjoint(part) or part != part.rstrip(". ") or _is_reserved(part):
            raise BadArchive(f"The name {said} does not exist on every system. Use letters, digits, dots and dashes.")
    return "/".join(parts)


def _is_reserved(part: str) -> bool:
    """Tell whether Windows keeps a name for a device; it reads COM¹ as COM1 there and "aux .py" as "aux"."""
    return unicodedata.normalize("NFKC", part.partition(".")[0]).rstrip().lower() in _RESERVED


@dataclass(slots=True)
class Names:
    """The names met so far; two that some file system takes for one are refused."""

    _seen: dict[str, str] = field(default_factory=dict)
    _files: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)

    def admit(self, path: str) -> None:
        """Take down one file's path; BadArchive when it clashes with an earlier one."""
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            so_far = "/".join(parts[:end])
            key = unicodedata.normalize("NFKC", so_far).casefold()
            known = self._seen.setdefault(key, so_far)
            whole = end == len(parts)
            if known != so_far:
                raise BadArchive(
                    f"{_said(known)} and {_said(so_far)} are one name on some systems. Rename one of them."
                )
            if not whole:
                self._folders.add(key)
            if key in self._files and not whole:
                raise BadArchive(f"{_said(so_far)} is both a file and a folder. Pack it again.")
        key = unicodedata.normalize("NFKC", path).casefold()
        if key in self._files:
            raise BadArchive(f"{_said(path)} stands in the archive twice. Pack it again.")
        if key in self._folders:
            raise BadArchive(f"{_said(path)} is both a file and a folder. Pack it again.")
        self._files.add(key)


def _said(name: str) -> str:
    """Quote a stranger's name so that it can be shown anywhere."""
    return ascii(name if len(name) <= 80 else f"{name[:77]}...")
