"""Which passages of two submissions are one, and how much of each they are. Pure: texts in, passages out.

Winnowing (Schleimer, Wilkerson, Aiken 2003) over the tokens of Pygments: names, numbers and texts of a program count as
any other, so renaming hides nothing; comments and white space do not count. A passage of `SURE` tokens that two
texts share is always found, one shorter than `LEAST` never. What stands in the starter is nobody's own and taken out.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pygments.lexers import get_lexer_for_filename
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, _TokenType
from pygments.util import ClassNotFound

LEAST, SURE = 40, 60
MOST_LETTERS_OF_A_FILE, MOST_LETTERS = 300_000, 2_000_000
MOST_PASSAGES, MOST_LINES = 12, 60
_READ = (
    *(".py", ".pyi", ".js", ".mjs", ".cjs", ".ts", ".mts", ".jsx", ".tsx", ".go", ".rs", ".rb", ".java", ".kt"),
    *(".c", ".cc", ".cpp", ".h", ".cs", ".php", ".sh", ".sql", ".md", ".markdown", ".rst", ".txt"),
)
_WINDOW = SURE - LEAST + 1
_MOST_PLACES = 8
"""Of a fingerprint that stands in more places than this, only so many are looked at: it is an idiom."""


@dataclass(frozen=True, slots=True)
class Source:
    """One text: its tokens, and the line on which each stands."""

    path: str
    text: str
    tokens: tuple[str, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many tokens of a text from one on."""

    source: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of one submission beside the same of another."""

    path: str
    line: int
    text: str
    other_path: str
    other_line: int
    other_text: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two submissions share beyond the starter: a share of each one's own tokens, and the longest passages."""

    share: float
    other_share: float
    passages: tuple[Passage, ...]


def is_read(path: str) -> bool:
    """Tell whether a file is compared: programs and prose are, data and settings look alike by themselves."""
    return path.lower().endswith(_READ)


def sources_of(files: Mapping[str, str]) -> tuple[Source, ...]:
    """Return the tokens of programs and prose, up to what an evening's work may be."""
    found, letters = [], 0
    for path, text in sorted(files.items()):
        letters += len(text)
        if not is_read(path) or len(text) > MOST_LETTERS_OF_A_FILE or letters > MOST_LETTERS:
            continue
        read = list(_tokens(path, text))
        if read:
            tokens, lines = zip(*read, strict=True)
            found.append(Source(path, text, tokens, lines))
    return tuple(found)


def own_part(sources: Sequence[Source], starter: Sequence[Source]) -> list[set[int]]:
    """Return for each text which of its tokens do not stand in the starter."""
    own = [set(range(len(one.tokens))) for one in sources]
    for mine, _ in _shared(sources, starter):
        own[mine.source] -= set(range(mine.start, mine.end))
    return own


def share_of_starter(sources: Sequence[Source], own: Sequence[set[int]]) -> float:
    """Return how much of a submission stands in the starter."""
    every = sum(len(one.tokens) for one in sources)
    return 1 - sum(map(len, own)) / every if every else 0.0


def likeness(
    one: Sequence[Source], one_own: Sequence[set[int]], other: Sequence[Source], other_own: Sequence[set[int]]
) -> Likeness:
    """Return what two submissions share of what is their own."""
    covered, other_covered = [set[int]() for _ in one], [set[int]() for _ in other]
    pairs = []
    for mine, theirs in _shared(one, other):
        here = one_own[mine.source] & set(range(mine.start, mine.end))
        there = other_own[theirs.source] & set(range(theirs.start, theirs.end))
        if min(len(here), len(there)) < LEAST:
            continue
        covered[mine.source] |= here
        other_covered[theirs.source] |= there
        pairs.append((len(here), mine, theirs))
    pairs.sort(key=lambda pair: -pair[0])
    return Likeness(
        _share(covered, one_own),
        _share(other_covered, other_own),
        tuple(_passage(number, mine, theirs, one, other) for number, mine, theirs in _apart(pairs)),
    )


def _apart(pairs: Iterable[tuple[int, Stretch, Stretch]]) -> Iterator[tuple[int, Stretch, Stretch]]:
    """Yield the longest passages, none of which lies mostly inside those before it."""
    shown: dict[int, set[int]] = defaultdict(set)
    number_shown = 0
    for number, mine, theirs in pairs:
        tokens = set(range(mine.start, mine.end))
        if len(tokens & shown[mine.source]) * 2 > len(tokens):
            continue
        shown[mine.source] |= tokens
        yield number, mine, theirs
        number_shown += 1
        if number_shown == MOST_PASSAGES:
            return


def _share(covered: Sequence[set[int]], own: Sequence[set[int]]) -> float:
    every = sum(map(len, own))
    return sum(map(len, covered)) / every if every else 0.0


def _shared(one: Sequence[Source], other: Sequence[Source]) -> Iterator[tuple[Stretch, Stretch]]:
    """Yield every stretch of tokens that stands in both, as long as it goes, once for each pair of places."""
    prints = _fingerprints(other)
    known: dict[tuple[int, int, int], list[Stretch]] = defaultdict(list)
    for mark, places in _fingerprints(one).items():
        for here, at in places[:_MOST_PLACES]:
            for there, other_at in prints.get(mark, ())[:_MOST_PLACES]:
                diagonal = known[here, there, at - other_at]
                if any(stretch.start <= at < stretch.end for stretch in diagonal):
                    continue
                found = _grown(one, other, Stretch(here, at, at), Stretch(there, other_at, other_at))
                if found is not None:
                    diagonal.append(found[0])
                    yield found


def _grown(one: Sequence[Source], other: Sequence[Source], at: Stretch, to: Stretch) -> tuple[Stretch, Stretch] | None:
    mine, theirs = one[at.source].tokens, other[to.source].tokens
    i, j = at.start, to.start
    while i and j and mine[i - 1] == theirs[j - 1]:
        i, j = i - 1, j - 1
    k = 0
    while i + k < len(mine) and j + k < len(theirs) and mine[i + k] == theirs[j + k]:
        k += 1
    return (Stretch(at.source, i, i + k), Stretch(to.source, j, j + k)) if k >= LEAST else None


def _fingerprints(sources: Sequence[Source]) -> Mapping[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, source in enumerate(sources):
        for at, mark in _winnowed(source.tokens):
            found[mark].append((number, at))
    return found


def _winnowed(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield of every window of marks the least, the rightmost of equals, each once."""
    each = [zlib.crc32(token.encode("utf-8", "replace")) for token in tokens]
    marks = [zlib.crc32(repr(each[at : at + LEAST]).encode()) for at in range(len(each) - LEAST + 1)]
    last = -1
    for start in range(max(len(marks) - _WINDOW, 0) + 1 if marks else 0):
        at = min(range(start, min(start + _WINDOW, len(marks))), key=lambda one: (marks[one], -one))
        if at != last:
            last = at
            yield at, marks[at]


def _tokens(path: str, text: str) -> Iterator[tuple[str, int]]:
    try:
        lexer = get_lexer_for_filename(path, stripnl=False)
    except ClassNotFound:
        return
    line, before = 1, 0
    for at, kind, value in lexer.get_tokens_unprocessed(text):
        line, before = line + text.count("\n", before, at), at
        for word in _words(kind, value):
            yield word, line


def _words(kind: _TokenType, value: str) -> Iterator[str]:
    if kind in Comment or kind in String.Doc or not value.strip():
        return
    if kind in Keyword or kind in Operator or kind in Punctuation or kind in Name.Builtin:
        yield value
    elif kind in Name:
        yield "NAME"
    elif kind in Number:
        yield "NUMBER"
    elif kind in String:
        yield "TEXT"
    elif kind in Text or value:
        yield from value.casefold().split()


def _passage(tokens: int, mine: Stretch, theirs: Stretch, one: Sequence[Source], other: Sequence[Source]) -> Passage:
    here, there = one[mine.source], other[theirs.source]
    (line, text), (other_line, other_text) = _lines(here, mine), _lines(there, theirs)
    return Passage(here.path, line, text, there.path, other_line, other_text, tokens)


def _lines(source: Source, stretch: Stretch) -> tuple[int, str]:
    first, last = source.lines[stretch.start], source.lines[stretch.end - 1]
    shown = source.text.split("\n")[first - 1 : min(last, first - 1 + MOST_LINES)]
    return first, "\n".join(line[:200] for line in shown)
