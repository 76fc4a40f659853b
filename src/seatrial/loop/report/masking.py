"""What a candidate wrote, without the words by which a blind reader would know them. No Django here.

Known are the name and the address that they applied with. Of what is not known, the usual places are covered: lines in
which an author signs, e-mail addresses, and profiles on the usual sites. It is a courtesy to judgement and no secrecy:
whoever wants to be found will be.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from msgspec import structs

from seatrial.bench.report.report import Report, ReportedCase

NAME, ADDRESS, AUTHOR = "[name]", "[address]", "[author]"
_FEWEST_LETTERS = 3
_E_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:github|gitlab|bitbucket|codeberg|linkedin|twitter|x|huggingface|kaggle|medium)"
    r"\.(?:com|org|co|io)/[^\s)\]>\"']+",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^(?P<says>[\s>|#*_/-]{0,8}(?:commit(?:ted|ter)?|author(?:ed)?|written|made|signed[- ]off|co[- ]authored|"
    r"maintain(?:er|ed))(?:[- ]by|s)?[*_]{0,2}\s{0,3}:[*_]{0,2}|[\s>|#*_/-]{0,8}(?:©|\(c\)|copyright(?!\w)))\s.+$",
    re.IGNORECASE | re.MULTILINE,
)
_COMMENT = re.compile(r"\s*(?:#|//|/\*|\*|--|;|<!--|\"\"\"|'''|>|\d+[.)]\s|[A-Z©(]\w*\s+\w)")
"""A line of a comment, or one that begins as a sentence does."""
_REMARK = re.compile(r"(?<=\s)(?:#|//|/\*|<!--)|\"\"\"|'''")
"""Where, in a line of code, words for people begin."""

_PROSE = frozenset({"", ".md", ".markdown", ".txt", ".rst", ".adoc", ".org", ".ipynb", ".html"})
"""Kinds of files that are mostly words; without an ending are AUTHORS and LICENSE."""

Mask = Callable[[str], str]


def mask_of(name: str, email: str) -> Mask:
    """Return a function that takes a candidate's traces out of a text; the word of a name only where capitalised."""
    whole = _whole(name, email)
    parts = _any_of([part for part in re.split(r"[\s.,-]+", name) if len(part) >= _FEWEST_LETTERS], 0)

    def mask(text: str) -> str:
        text = _SIGNED.sub(lambda found: f"{found['says']} {AUTHOR}", text)
        text = _PROFILE.sub(ADDRESS, _E_MAIL.sub(ADDRESS, text))
        for known in filter(None, (whole, parts)):
            text = known.sub(NAME, text)
        return text

    return mask


def mask_of_code(name: str, email: str) -> Mask:
    """Return a function that takes a candidate's traces out of a file: from code only where it cannot break its sense.

    A word of a name may be the name of a class. So lines of code lose the whole name, the address and profiles alone;
    comments, also those behind code, and prose lose all that a text does.
    """
    mask, whole = mask_of(name, email), _mask_of_whole(name, email)

    def masked_line(line: str) -> str:
        if _COMMENT.match(line):
            return mask(line)
        remark = _REMARK.search(line)
        end = remark.start() if remark else len(line)
        return _PROFILE.sub(ADDRESS, line[:end]) + mask(line[end:])

    return lambda text: "\n".join(masked_line(line) for line in whole(text).split("\n"))


def mask_of_file(name: str, email: str, path: str) -> Mask:
    """Return a function that takes a candidate's traces out of the file at that path: prose loses all that a text does.

    A line of prose may begin in the middle of a sentence, as a line of code does.
    """
    is_prose = PurePosixPath(path).suffix.lower() in _PROSE
    return mask_of(name, email) if is_prose else mask_of_code(name, email)


def masked(report: Report, name: str, email: str) -> Report:
    """Return the report with the candidate's traces out of whatever they wrote themselves.

    In prompts and conversations, which the bench's own world fills with other people, only the whole name and the
    address are taken out.
    """
    mask = _mask_of_whole(name, email)
    notes = report.notes
    return structs.replace(
        report,
        submission=structs.replace(report.submission, name="submission"),
        baseline=structs.replace(report.baseline, asked=_cases(report.baseline.asked, mask)),
        cases=_cases(report.cases, mask),
        prompts=_everywhere(report.prompts, mask),
        notes=notes and structs.replace(notes, file="notes", text=mask_of(name, email)(notes.text)),
    )


def masked_case(case: ReportedCase, name: str, email: str) -> ReportedCase:
    """Return one case as it stands in a masked report."""
    return _cases((case,), _mask_of_whole(name, email))[0]


def _mask_of_whole(name: str, email: str) -> Mask:
    whole = _whole(name, email)
    return lambda text: whole.sub(NAME, text) if whole else text


def _cases(cases: tuple[ReportedCase, ...], mask: Mask) -> tuple[ReportedCase, ...]:
    return tuple(
        structs.replace(
            case,
            why=mask(case.why),
            note=mask(case.note),
            events=_everywhere(case.events, mask),
            output=mask(case.output),
        )
        for case in cases
    )


def _whole(name: str, email: str) -> re.Pattern[str] | None:
    """Match the name and the address; a name of one word as it is written alone, for it may be a common word.

    A name of several also the other way round, without its accents, with the first letter alone, and as one word.
    """
    parts = name.split()
    if len(parts) < 2:
        return _any_of([name, email], 0)
    ways = {way for spelled in (parts, _plain(name).split()) for way in _ways(spelled)}
    written = [*sorted(ways, key=len, reverse=True), *([re.escape(email)] if email else [])]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(written)})(?![^\W_])", re.IGNORECASE)


def _ways(parts: list[str]) -> Iterator[str]:
    first, *_, last = words = [re.escape(part) for part in parts]
    for order in (words, words[::-1], [first, last], [last, first]):
        yield r"[\s,._-]{0,3}".join(order)
    if len(parts[-1]) >= _FEWEST_LETTERS:
        yield rf"{re.escape(parts[0][0])}[\s._-]{{0,3}}{last}"


def _plain(name: str) -> str:
    """Write José as Jose, as in addresses and handles."""
    return "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))


def _everywhere(value: Any, mask: Mask) -> Any:  # noqa: ANN401  -- whatever a report is made of
    if type(value) is str:  # enumerations are texts too, and stay what they are
        return mask(value)
    if isinstance(value, dict):
        return {key: _everywhere(inner, mask) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_everywhere(inner, mask) for inner in value)
    if hasattr(value, "__struct_fields__"):
        return structs.replace(
            value, **{name: _everywhere(getattr(value, name), mask) for name in value.__struct_fields__}
        )
    return value


def _any_of(words: list[str], flags: int) -> re.Pattern[str] | None:
    there = sorted({word.strip() for word in words if word.strip()}, key=len, reverse=True)
    written = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in there)
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)", flags) if there else None
