"""Which lines of a requirements.txt we hand on to the installer: names and versions, nothing that leads elsewhere."""

import codecs
import re

from seatrial.bench.errors import BadSubmission

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_EXTRAS = rf"(?:\[\s*(?:{_NAME}\s*(?:,\s*{_NAME}\s*)*)?\])?"
_VERSION = r"(?:~=|===?|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+"
_VERSIONS = rf"{_VERSION}(?:\s*,\s*{_VERSION})*\s*,?"
_MARKER = r"""(?:;(?:(?!\s-)[\w\s.'"()<>=!~,+*-])+)?"""
_HASHES = r"(?:\s+--hash=[a-z0-9]+:[0-9a-fA-F]+)*"
_LINE = re.compile(rf"{_NAME}\s*{_EXTRAS}\s*(?:{_VERSIONS}|\(\s*{_VERSIONS}\s*\))?\s*{_MARKER}{_HASHES}\s*")
_COMMENT = re.compile(r"(^|\s)#.*$")
_ARCHIVE = re.compile(r"\.(whl|zip|tgz|egg|tar(\.\w+)?)(\[|$|\s|;)", re.IGNORECASE)
_MOST_BYTES = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),  # what PowerShell's `pip freeze > requirements.txt` writes
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def checked_requirements(content: bytes) -> tuple[str, ...]:
    """Return the requirements, one a line, without comments; BadSubmission names the first line that is none."""
    if len(content) > _MOST_BYTES:
        raise BadSubmission(
            f"requirements.txt is larger than {_MOST_BYTES >> 10} KB. Name only what the feature needs."
        )
    kept = list[str]()
    for number, line in _lines(_text(content)):
        said = _COMMENT.sub("", line).strip()
        if not said:
            continue
        if _ARCHIVE.search(said) or not _LINE.fullmatch(said):
            raise BadSubmission(f"requirements.txt, line {number}: {_reason(said)}\n\n    {said[:200]}")
        kept.append(said)
    return tuple(kept)


def _text(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadSubmission("requirements.txt is no UTF-8 text. Save it as UTF-8.") from error


def _lines(text: str) -> list[tuple[int, str]]:
    """Return lines with their numbers; one that ends in a backslash goes on in the next."""
    whole, begun, first = list[tuple[int, str]](), "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        first = first or number
        if line.endswith("\\"):
            begun += line[:-1] + " "
            continue
        whole.append((first, begun + line))
        begun, first = "", 0
    return [*whole, (first, begun)] if begun else whole


def _reason(said: str) -> str:
    only = "Only names and versions can be installed, like `openai>=3,<4`"
    if said.startswith("-"):
        option = said.replace("=", " ").split(maxsplit=1)[0]
        return f"the option {option} is not allowed. {only}."
    if "@" in said or "://" in said:
        return f"packages from a URL are not allowed. {only}."
    if "/" in said or "\\" in said or said.startswith(".") or _ARCHIVE.search(said):
        return f"packages from a path are not allowed. {only}."
    return f"this is no requirement that Seatrial understands. {only}."
