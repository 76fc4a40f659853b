"""A prompt taken apart: what of it stands in this world's documents, and what its author wrote around that.

Instructions are looked for in the author's words only: a document that says "not found" asks for nothing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from seatrial.bench.gateway.understudy.folding import fold_bytes, sets_apart, spans, unescape
from seatrial.bench.gateway.understudy.index import RUN, Index, Known, runs
from seatrial.bench.gateway.understudy.prompt import Message, Prompt

Span = tuple[int, int]

_WORD = re.compile(rb"[^ \n]+")
_ANSWER_LABEL = re.compile(
    rb"(?:answer|claims?|statements?|assertion|response|generation|reply|draft|output|completion|candidate|information"
    rb"|prediction|hypothesis|antwort)(?:[ _-](?:to (?:check|verify|judge|grade|evaluate|be checked)|text|a|b|1|given|was|is))?"
    rb"[\"'*` ]*[:>=][\"'*`> \n#-]*(?P<lead>(?:[^\s<>:]+ ){0,40})$",
    re.IGNORECASE,
)
_ANSWER_HEADING = re.compile(
    rb"(?:^|\n)[ \t#*=\[-]*(?:[a-z]+ ){0,3}(?:answer|claim|statement|response|generation|reply|draft)s?[ \t*=\]-]*\n[ \t]*(?P<lead>(?:[^\s<>:]+ ){0,40})$",
    re.IGNORECASE,
)
_ANSWER_END = re.compile(rb"\n[ \t]*\n|</|\"[ \n]*[,}]|\n[A-Za-z #*<\[-]{2,40}[:>\]]|\n-{3,}|\n={3,}|\n```")
_LABEL_LINE = re.compile(
    r"\s*(?:\[[^\]]{1,60}\].{0,120}|#{1,4} .*|</?!?\w+[^>]*>.*|[{\[].*|[-=*]{3}.*|[\W\d]*"
    r"|[\"'*>-]*\s*(?:document|source|passage|chunk|doc|file\w*|title|id|content|text|page\w*|metadata)\b[^.]{0,80}"
    r"|[\W\d]*(?:(?:the|relevant|retrieved|numbered) )*(?:excerpts?|extracts?|snippets?|passages|documents|sources|chunks|quotes|evidence|references|notes|facts)\W*"
    r"|.{0,80}\.(?:md|txt|html?|csv)\W{0,4})\s*",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:again|once more|fix|redo|re-?submit|retry|correct (?:this|it|them|that|your|the (?:json|output|errors?|problems?|mistakes?)))\b",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(
    r"\b(?:in|un|not |n't |could not |cannot )(?:be )?(?:valid|pars|found|find|match|verif|verbatim|read)\w*|\breject\w*|\b(?:json )?object only\b|\bonly (?:the )?json\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(r"\b(?:yes|true|supported|pass)\b[^.\n]{0,12}\b(?:no|false|unsupported|fail)\b", re.IGNORECASE)
_LABEL_ROOM = 240  # bytes: what stands between two passages and is no longer than this only names the second
_REMEMBERED = 16_384  # characters: longer messages are not kept
_LEAD_ROOM = 400  # bytes before a passage in which the answer that repeats it may begin
_LABEL_WORDS = 3  # at most so many stand before a short passage on its line
_SHORTEST_QUESTION = 8  # bytes
_FEW = 8  # words: fewer are a passage only when they stand so in a document as a line of their own


@dataclass(frozen=True, slots=True)
class Asked:
    """A known question where its author put it, word for word."""

    start: int
    end: int
    known: Known


@dataclass(frozen=True, slots=True)
class Block:
    """One message; places are in `raw`.

    `passages` quote documents, `gaps` are all the rest; `given` are passages that stand as an answer to be judged, and
    `asked` the known questions, those left out that are headings in a document.
    """

    role: str
    raw: bytes
    flat: bytes
    passages: tuple[Span, ...]
    gaps: tuple[Span, ...]
    given: tuple[Span, ...] = ()
    asked: tuple[Asked, ...] = ()

    def text(self, span: Span) -> str:
        """Return what stands there."""
        return self.raw[span[0] : span[1]].decode("utf-8", "replace")

    def words(self, span: Span) -> bytes:
        """Return the folded words that stand there."""
        return b" ".join(self.flat[span[0] : span[1]].split())


@dataclass(frozen=True, slots=True)
class Reading:
    """All messages taken apart; `told` is what the author of the prompt says, `told_system` its system part."""

    blocks: tuple[Block, ...]
    told: str
    told_system: str

    def last_user(self) -> int:
        """Return the place of the last message of the user; -1 when there is none."""
        return max((at for at, block in enumerate(self.blocks) if block.role == "user"), default=-1)


def read(prompt: Prompt, index: Index) -> Reading:
    """Take a prompt apart."""
    blocks = tuple(
        _known_block(message, index) if len(message.text) <= _REMEMBERED else _block(message, index)
        for message in prompt.messages
    )
    standing = _standing(blocks)
    return Reading(
        blocks=blocks,
        told="\n".join(_told(block) for at, block in enumerate(blocks) if block.role == "system" or at in standing),
        told_system="\n".join(_told(block) for block in blocks if block.role == "system"),
    )


def _standing(blocks: tuple[Block, ...]) -> frozenset[int]:
    """Return the places of the user's messages that count: the last, and where that only complains the one that asked."""
    users = [at for at, block in enumerate(blocks) if block.role == "user"]
    asking = [at for at in users if blocks[at].asked or blocks[at].passages]
    if not asking or users[-1] == asking[-1] or not complains(_told(blocks[users[-1]])):
        return frozenset(users[-1:])
    return frozenset((asking[-1], users[-1]))


def complains(told: str) -> bool:
    """Tell a complaint, after which the model is to reply once more, from a request to judge its last reply."""
    if _YES_OR_NO.search(told):
        return False
    return bool(_AGAIN.search(told)) or ("{" not in told and bool(_COMPLAINT.search(told)))


_OPENED = re.compile(r"<(/?)([A-Za-z][\w-]{1,40})(?:\s[^<>]*)?>")


def fences_of(reading: Reading) -> frozenset[str]:
    """Return the names of the tags that enclose passages in this prompt: what is put in, not what is wanted back."""
    found: set[str] = set()
    for block in reading.blocks:
        open_tags: dict[str, bool] = {}  # does a passage stand behind it?
        for gap in block.gaps:
            if gap[0]:
                open_tags = dict.fromkeys(open_tags, True)
            for closing, name in _OPENED.findall(block.text(gap)):
                if not closing:
                    open_tags[name.lower()] = False
                elif open_tags.pop(name.lower(), False):
                    found.add(name.lower())
    return frozenset(found)


@lru_cache(maxsize=256)
def _known_block(message: Message, index: Index) -> Block:
    """Take apart a message that may well come again: a system message, a retry, the history."""
    return _block(message, index)


def _block(message: Message, index: Index) -> Block:
    raw = unescape(message.text).encode("utf-8", "replace")
    flat = fold_bytes(raw)
    found = _passages(raw, flat, index)
    asked, headings = _questions(flat, _between(tuple(found), len(raw)), index)
    if headings:
        found = _merged([*found, *headings], raw, flat)
    given = tuple(span for place in found if (span := _given(raw, place)))
    passages = tuple(span for span in found if not any(start < span[1] and span[0] < end for start, end in given))
    return Block(message.role, raw, flat, passages, _between(passages, len(raw)), given, asked)


def _given(raw: bytes, place: Span) -> Span | None:
    """Return the whole answer that begins about here, if its label stands before this place."""
    before = (max(0, place[0] - _LEAD_ROOM), place[0])
    label = _ANSWER_LABEL.search(raw, *before) or _ANSWER_HEADING.search(raw, *before)
    if not label:
        return None
    end = _ANSWER_END.search(raw, place[0])
    return label.start("lead"), min(end.start() if end else len(raw), place[0] + 1500)


def _questions(flat: bytes, gaps: tuple[Span, ...], index: Index) -> tuple[tuple[Asked, ...], list[Span]]:
    """Return the known questions between the passages, and those that only head a document's paragraph."""
    found, headings = [], []
    gaps = tuple(gap for gap in gaps if gap[1] - gap[0] >= _SHORTEST_QUESTION)
    words = b" / ".join(b" ".join(flat[start:end].split()) for start, end in gaps)
    for asked, known in index.phrases:
        if asked in words:
            for span in (span for gap in gaps for span in spans(asked, flat, *gap)):
                if _in_document(flat, span, index):
                    headings.append(span)
                else:
                    found.append(Asked(*span, known))
    found.sort(key=lambda place: (place.start, -place.end))
    return tuple(
        place for at, place in enumerate(found) if not any(_covers(other, place) for other in found[:at])
    ), headings


def _covers(outer: Asked, inner: Asked) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _in_document(flat: bytes, span: Span, index: Index) -> bool:
    """Tell a heading of an FAQ by the words that run on after or before it."""
    start, end = span
    words = flat[start:end].split()
    after, before = flat[end : end + 90].split()[: RUN - 1], flat[max(0, start - 90) : start].split()[1 - RUN :]
    return _runs_on([*words[1 - RUN :], *after], index) or _runs_on([*before, *words[: RUN - 1]], index)


def _runs_on(words: list[bytes], index: Index) -> bool:
    """Tell whether a document has these words in this order, every run of them."""
    return len(words) == 2 * (RUN - 1) and all(run in index.shingles for run in runs(words))


def _merged(spans: list[Span], raw: bytes, flat: bytes) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and _next_to(raw, flat, merged[-1][1], start):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _between(passages: tuple[Span, ...], length: int) -> tuple[Span, ...]:
    gaps, at = [], 0
    for start, end in passages:
        if start > at:
            gaps.append((at, start))
        at = end
    if at < length:
        gaps.append((at, length))
    return tuple(gaps)


def _told(block: Block) -> str:
    """Return the author's words of one message, without what only names a passage."""
    first = block.passages[0][1] if block.passages else 0
    last = block.passages[-1][0] if block.passages else 0
    starts = {start for start, _ in block.passages}
    kept = []
    for gap in block.gaps:
        if first <= gap[0] and gap[1] <= last and gap[1] - gap[0] <= _LABEL_ROOM:
            continue
        text = _without_question(block, gap)
        kept.append(_without_label(text) if gap[1] in starts else text)
    return "\n".join(kept)


def _without_question(block: Block, gap: Span) -> str:
    """Return what stands in a gap with its known questions left out, so that every question leaves the same words."""
    parts, at = [], gap[0]
    for asked in block.asked:
        if gap[0] <= asked.start and asked.end <= gap[1]:
            parts.append(block.text((at, asked.start)))
            at = asked.end
    return "¿?".join((*parts, block.text((at, gap[1]))))


def _without_label(text: str) -> str:
    """Return what stands before a passage without the lines that only name it."""
    lines = text.split("\n")
    while lines and len(lines[-1]) < 160 and _LABEL_LINE.fullmatch(lines[-1]):
        lines.pop()
    return "\n".join(lines)


def _passages(raw: bytes, flat: bytes, index: Index) -> list[Span]:
    """Return the places whose words run as in a document, neighbours joined."""
    found: list[tuple[int, int, bool]] = []
    at = 0
    for line in flat.split(b"\n"):
        found.extend((at + start, at + end, sure) for start, end, sure in _in_line(line, index))
        at += len(line) + 1
    return _joined(found, raw, flat)


@lru_cache(maxsize=8192)
def _in_line(line: bytes, index: Index) -> tuple[tuple[int, int, bool], ...]:
    words = line.split()
    count = len(words)
    if not count:
        return ()
    whole = (len(line) - len(line.lstrip()), len(line.rstrip()))
    if count < _FEW and b" ".join(words) in index.short_lines:
        return ((*whole, False),)
    if count < RUN:
        return ()
    places = sorted({0, count - RUN, *range(6, count - RUN, 6)})
    runs = [b" ".join(words[at : at + RUN]) for at in places]
    hits = [run in index.shingles for run in runs]
    if not any(hits):
        return ()
    if all(hits) and any(run not in index.of_questions for run in runs):
        return ((*whole, count >= _FEW),)
    return _runs_in(line, words, index)


def _runs_in(line: bytes, words: list[bytes], index: Index) -> tuple[tuple[int, int, bool], ...]:
    """Return the stretches of a mixed line that a document has, each at least `_FEW` words long.

    A stretch whose words all stand in a question might be that question, and is left out.
    """
    places = [found.span() for found in _WORD.finditer(line)]
    stretches: list[tuple[int, int, bool]] = []  # first word, word after the last, is anything in it no question's?
    for at in range(len(words) - RUN + 1):
        run = b" ".join(words[at : at + RUN])
        if run not in index.shingles:
            continue
        own = run not in index.of_questions
        if stretches and at < stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], at + RUN, stretches[-1][2] or own)
        else:
            stretches.append((at, at + RUN, own))
    joined: list[Span] = []
    for first, last in ((first, last) for first, last, own in stretches if own):
        if joined and first - joined[-1][1] <= RUN:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return tuple(
        (places[first][0], places[last - 1][1], last - first >= _FEW)
        for first, last in joined
        if last - first >= _FEW or (first <= _LABEL_WORDS and last == len(words) and _worded(words[first:last]))
    )


def _worded(words: list[bytes]) -> bool:
    """Tell a short stretch of a sentence from a lone number."""
    return sum(not word.isdigit() for word in words) >= RUN - 1


def _joined(found: list[tuple[int, int, bool]], raw: bytes, flat: bytes) -> list[Span]:
    groups: list[tuple[int, int, bool]] = []
    for start, end, sure in found:
        if groups and _next_to(raw, flat, groups[-1][1], start):
            groups[-1] = (groups[-1][0], end, groups[-1][2] or sure)
        else:
            groups.append((start, end, sure))
    return [(start, end) for start, end, sure in groups if sure or _telling(flat[start:end])]


def _next_to(raw: bytes, flat: bytes, end: int, start: int) -> bool:
    """Tell whether nothing that a reader sees stands between two places."""
    if flat[end:start].strip():
        return False
    return b"<" not in raw[end:start] or not sets_apart(raw[end:start])


def _telling(stretch: bytes) -> bool:
    """Tell a table row from a word that documents and instructions happen to share."""
    return len(stretch.split()) >= RUN or any(48 <= code <= 57 for code in stretch)
