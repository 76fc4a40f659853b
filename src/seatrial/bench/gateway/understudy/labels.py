"""What a passage is called in the prompt: the label that stands nearest before it (or after it, where that is the layout).

Known from its shape: a file's name, a number in brackets, `Document 3`, an attribute (`id=`, `source:`), a heading line.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from seatrial.bench.gateway.understudy.folding import HTML
from seatrial.bench.gateway.understudy.index import Index
from seatrial.bench.gateway.understudy.reading import Block, Span

FILE = re.compile(r"[\w./\\~@+-]*\w\.(?:md|markdown|txt|html?|csv|tsv|pdf|docx?|json|rst|ya?ml|log)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:\[\^?|(?<![\w])\(|#|【|(?:documents?|docs?|sources?|passages?|chunks?|context|excerpts?|extracts?|fragments?|snippets?|results?|items?"
    r"|texts?|articles?|parts?|id|index|idx|number|(?<![A-Za-z])(?:rank|ref(?:erence)?|no|nr|n)|dokument|quelle)[ _-]?(?:id|no\.?|number|index|num)?"
    r"[\"']?\s*[:=#]?\s*[\[(\"'#]?)\s*(\d{1,5})(?![\w.-]*\w)|(?:^|\n)[ \t>*-]*\*{0,2}(\d{1,4})[.):](?:\s|\*|$)",
    re.IGNORECASE,
)
_ID = re.compile(
    r"\b(?:(?:doc(?:ument)?|chunk|passage|source|node|ref|record)?[_ -]?id|chunk|handle|key|tag)[\"']?\s*[:=]\s*[\"'`]?([\w.:#/@-]+)"
    r"|\[([A-Za-z][\w.:#/@ -]{0,60})\]\s*:?\s*(?:$|\n|\"|')|(?:^|\n)[ \t]*\[([A-Za-z]{1,3}[-.:]?\d{1,4}(?:[-.:]\w{1,6})?)\]",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:source|document|doc|file(?:[_ ]?name|[_ ]?path)?|name|title|path|url|uri|section|from)[\"']?\s*[:=]\s*[\"'`<]?([^\"'`\n<>,;|}]{2,90})"
    r"|(?:^|\n)\s*#{1,5} +(?:document|source|file|doc)?:? *([^\n]{2,90}?)\s*(?:$|\n)"
    r"|(?:^|\n)[-=*~_]{2,} *([^\n=*~_-][^\n]{0,80}?) *[-=*~_]{2,}\s*(?:$|\n)",
    re.IGNORECASE,
)
_NEXT_OBJECT = re.compile(r"\}\s*,?\s*(?=\{)|</(\w+)>\s*(?=<\1\b)")
_MARKED = re.compile(r"(?:source|document|doc|file|name|title)[\"']?\s*[:=]\s*[\"'<]?$|[\[(]$")
_OPENS = re.compile(rf"(?:^|\n)[ \t\[(<#*>-]{{0,4}}({FILE.pattern})[\])>*]{{0,2}}(?=:|\n)", re.IGNORECASE)
_KEYED = re.compile(
    rf"(?:source|document|doc|file(?:_?name)?|name|title|path|id)[\"']\s*:\s*[\"']({FILE.pattern})[\"']", re.IGNORECASE
)
_NAMED = re.compile(r"<\w+\s+[\w-]+\s*=")
_ROOM = 300
_TOGETHER = 160
_SHORT = 120


@dataclass(frozen=True, slots=True)
class Label:
    """The names of one passage, as far as the prompt gives it any."""

    file: str = ""
    number: str = ""
    id: str = ""
    title: str = ""

    def __bool__(self) -> bool:
        return bool(self.file or self.number or self.id or self.title)

    @property
    def name(self) -> str:
        """Return the name that says most: a file's, a title, an id, a number."""
        return self.file or self.title or self.id or self.number


def label_of(block: Block, span: Span, index: Index) -> Label:
    """Return what the passage around this place is called."""
    if swallowed := _swallowed(block, span, index):
        return swallowed
    befores = [gap for gap in block.gaps if gap[1] <= span[0]]
    after = next((gap for gap in block.gaps if gap[0] >= span[0] and gap[1] > span[1] + 1), None)
    if after and not (befores and before(block.text(befores[0]), index)):
        head = _read(_head(block.text((max(after[0], span[1]), after[1]))), index)
        if head:
            return head
    for gap in reversed(befores):
        if label := before(block.text(gap), index):
            return label
    return _read(block.text((max(0, span[0] - _TOGETHER), span[0])).rpartition("\n")[2], index)


def _swallowed(block: Block, span: Span, index: Index) -> Label:
    """Return the file's name that last began a line of this very passage, where it reads like a document's own words."""
    start = next((start for start, end in block.passages if start <= span[0] < end), span[0])
    head = _OPENS.match(block.text((start, start + _ROOM)))
    swallowed = block.text((start, span[0]))
    named = [*([head] if head else []), *_OPENS.finditer(swallowed), *_KEYED.finditer(swallowed)]
    known = [found for found in named if found[1].lower() in index.names]
    if not known:
        return Label()
    gap = next((gap for gap in block.gaps if gap[1] == start), None)
    beside = before(block.text(gap), index) if gap and known[-1].start() == 0 else Label()
    return Label(known[-1][1]) if beside.file else replace(beside, file=known[-1][1])


def before(gap: str, index: Index) -> Label:
    """Return the label with which a gap ends: its last paragraph, or a short one before that."""
    text = gap.rstrip()[-_ROOM:]
    cuts = [cut for cut in _NEXT_OBJECT.finditer(text) if not _is_markup(cut)]
    if cuts:
        return _read(text[cuts[-1].end() :], index)
    paragraphs = [part for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    if not paragraphs:
        return Label()
    label = _read(_last_lines(paragraphs[-1]), index)
    if label.file or len(paragraphs) == 1 or len(paragraphs[-2]) >= _SHORT:
        return label
    above = _read(paragraphs[-2], index)
    if not label:
        return above
    return replace(label, file=above.file) if above.file.lower() in index.names else label


def _is_markup(cut: re.Match[str]) -> bool:
    """Tell the next cell or item of a document that is cut open here from the next of the author's own objects."""
    return bool(cut[1]) and cut[1].lower().encode() in HTML and not _NAMED.match(cut.string, cut.end())


def _last_lines(paragraph: str) -> str:
    return "\n".join(paragraph.splitlines()[-8:])


def _head(gap: str) -> str:
    head = re.split(r"\n[ \t]*\n", gap.lstrip()[:_ROOM])[0]
    return re.split(r"\}\s*,?\s*\{|\n(?:content|text|passage)\b", head, maxsplit=1, flags=re.IGNORECASE)[0]


def _read(text: str, index: Index) -> Label:
    """Read a label; of several, what stands last, together with what stands near that."""
    file, file_at = _last(FILE, text)
    if not file:
        file, file_at = _stem_in(text, index)
    number, number_at = _last(_NUMBER, text)
    if file and number and abs(file_at - number_at) > _TOGETHER:
        file, number = (file, "") if file_at > number_at else ("", number)
    id_, _ = _last(_ID, text)
    title, _ = _last(_TITLE, text)
    return Label(file, number, "" if id_ in (file, number) else id_, title.strip())


@lru_cache(maxsize=8192)
def _last(shape: re.Pattern[str], text: str) -> tuple[str, int]:
    found = list(shape.finditer(text))
    if not found:
        return "", -1
    match = found[-1]
    return next((group for group in match.groups() if group), match[0]), match.start()


def _stem_in(text: str, index: Index) -> tuple[str, int]:
    lowered = text.lower()
    best = ("", -1)
    for name in index.names:
        stem = name.rpartition(".")[0]
        at = lowered.rfind(stem)
        if stem and at > best[1] and ("-" in stem or "_" in stem or _MARKED.search(lowered, max(0, at - 20), at)):
            best = (text[at : at + len(stem)], at)
    return best
