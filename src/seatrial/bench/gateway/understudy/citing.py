"""How the author's words want a source named: by which of its names, and between which brackets."""

import re
from dataclasses import dataclass
from functools import lru_cache

from seatrial.bench.gateway.understudy.labels import Label
from seatrial.bench.gateway.understudy.notes import Note, note_of

_NUMBERED = re.compile(
    r"\[\^?(?:n|#|number|num|\d{1,2}|i|x|index|doc(?:ument)? ?\d)\]|【\d|(?:passage|source|document|doc|chunk|excerpt|context|snippet|citation|reference|item)[- ]?(?:number|no\.|nr|index|indices)"
    r"|by (?:its |their |the |that )?(?:corresponding |bracketed |passage |source )*(?:number|index)|\b(?:cite|citation|reference|refer)\w*\b[^.\n]{0,60}\b(?:numbers?|index|indices)\b|corresponding numbers|footnote|numbers? in (?:parenthes|round|square|brackets)|(?:row|fact|item|entry|line) (?:number|\d)"
    r"|numbers? (?:of|in|from) (?:the )?(?:square |brackets?|sources?|passages?|documents?)|number in (?:square )?brackets|\(\d\)(?= (?:style|like|form))",
    re.IGNORECASE,
)
_BY_ID = re.compile(
    r"\b(?:chunk|doc(?:ument)?|passage|source|node|ref(?:erence)?|context|line|sentence|row|snippet|excerpt|item|paragraph)[ _-]?ids?\b"
    r"|\bids? of (?:the |all |every |each )*(?:chunk|passage|document|source|line|sentence|row|snippet|excerpt|item|paragraph)|by (?:its |their )?id\b|\bhandle\b",
    re.IGNORECASE,
)
_BY_FILE = re.compile(
    r"file ?-?names?|name of the file|base ?name|dateiname|nom du fichier|nombre del archivo", re.IGNORECASE
)
_NOWHERE = re.compile(
    r"(?:do not|don't|never|without|no need to|avoid) (?:\w+ ){0,3}(?:cit(?:e|ing|ations?)|referenc\w+|mention\w* (?:the )?(?:sources?|context|documents?|file)|sources?|refer)",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"cit(?:e|es|ing|ation)|source|referenc|bracket|footnote|numbers? in (?:parenthes|round|square|brackets)|(?:row|fact|item|entry|line) (?:number|\d)|attribut|e\.g\.|for example|such as|like|format|append|after each|name the|file|document",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"(\[\^|\[\[|【|\[|\(|<)[ ]?((?:sources?|src|doc(?:ument)?|ref(?:erence)?|file|passage|citation|cite|see|from|quelle|chunk)(?:\s*[:#=]\s*| (?=\d)))?[\"'`<{]{0,2}"
    r"(?:n|#|number|num|\d{1,3}|i|x|index|id|name|title|handle|label|citation|(?:doc(?:ument)?|source|file|chunk|passage|ref)(?:[ _-]?(?:names?|ids?|title|number|no|label|x|n|\d{1,2}))?|[\w-]{1,40}\.(?:md|txt|html?|csv|pdf|ext)|[\w -]{0,24}(?:file ?name|document name|source name|name of the \w+))"
    r"[\"'`>}]{0,2}[ ]?(\]\]|\]|\)|】|>)(?!\()",
    re.IGNORECASE,
)
_TAGGED = re.compile(
    r"<(cite|citation|ref|source|doc|document|file)>[^<>\n]{0,30}</\1>|(?:in|inside|within|with) <(cite|citation|ref|source)> tags?",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\bquot(?:e|es|ing|ation)\b|verbatim|exact (?:sentence|wording|words)|word for word|excerpt from", re.IGNORECASE
)
_UNSET = r"(?!:? ?(?:[\"'`“*]|(?-i:[A-Z]{2})))"  # a word that is prescribed is what to say instead of an answer
_BARE = re.compile(
    r"(?:only|just|nothing (?:but|except)|solely)\s+(?:with\s+)?(?:the\s+)?(?:\w+\s+){0,2}(?:value|answer itself|number|figure|fact|exact (?:value|answer)|short answer|answer string|span)\b"
    r"|(?:no|without) (?:full sentences?|explanations?,|sentences?\b(?! \w))|bare (?:value|answer)|as short as possible|single (?:word|value|phrase)\b"
    + _UNSET
    + r"|one[- ]word|in (?:as few|a few) words|short(?:est)? (?:possible )?(?:answer|span|phrase) only"
    r"|(?:answer|reply|respond) (?:with|in) (?:only )?(?:the|a) (?:bare |single |short )?(?:value|phrase|word|few words)\b"
    + _UNSET
    + r"|just the (?:value|answer)\b(?! and)|often between 1 and 5 words|short fact(?:oid)? answers?",
    re.IGNORECASE,
)

_EXTRACTIVE = re.compile(
    r"\b(?:copy|copies|extract|reply|respond|answer|return|output|repeat|reproduce)\b[^.\n]{0,80}(?:"
    r"\b(?:word for word|verbatim|exactly as|unchanged|unaltered)\b[^.\n]{0,60}\b(?:sentences?|lines?|rows?)\b"
    r"|\b(?:sentences?|lines?|rows?)\b[^.\n]{0,80}\b(?:word for word|verbatim|exactly as|unchanged|unaltered)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Citing:
    """How sources are named. `brackets` holds `{}` for the name ("" when none was asked for).

    `numbered` says that what stands between them in the author's example is a number, `extractive` that the answer is to be
    the document's own sentence and nothing else, `note` how a line below the answer names a source.
    """

    by: str  # "number", "id", "file" or "label"
    brackets: str
    wanted: bool
    forbidden: bool
    quoting: bool
    bare: bool
    extractive: bool = False
    numbered: bool = False
    note: Note | None = None

    def name(self, label: Label) -> str:
        """Return the name of a label that was asked for."""
        match self.by:
            case "number":
                return label.number or label.id or label.name
            case "id":
                return label.id or label.number or label.name
            case "file":
                return re.split(r"[/\\]", label.file)[-1] or label.name
            case _:
                return label.name


@lru_cache(maxsize=512)
def citing(told: str) -> Citing:
    """Return how these instructions want sources named."""
    brackets, shown = _brackets(told)
    if _BY_FILE.search(told):
        by = "file"
    elif _BY_ID.search(told):
        by = "id"
    elif _NUMBERED.search(told):
        by = "number"
    else:
        by = "label"
    wanted = bool(
        re.search(
            r"\bcit(?:e|es|ing|ations?)\b|\bsources?\b|\breferences?\b|footnote|numbers? in (?:parenthes|round|square|brackets)|(?:row|fact|item|entry|line) (?:number|\d)|which (?:document|file)|\bquellen?\b|quellenangabe|\bfuentes?\b|\bréférences?\b|\breferencias?\b",
            told,
            re.IGNORECASE,
        )
    )
    return Citing(
        by=by,
        brackets=brackets,
        wanted=wanted,
        forbidden=bool(_NOWHERE.search(told)),
        quoting=bool(_QUOTED.search(told)),
        bare=bool(_BARE.search(told)),
        extractive=bool(_EXTRACTIVE.search(told)) and not wanted,
        numbered=bool(re.fullmatch(r"\W*(?:\d{1,3}|n|#|number|num|i)\W*", shown, re.IGNORECASE)),
        note=note_of(told),
    )


def _brackets(told: str) -> tuple[str, str]:
    """Return the brackets around a source, with `{}` for its name, and the example that shows them."""
    if tag := _TAGGED.search(told):
        name = tag[1] or tag[2]
        return f"<{name}>{{}}</{name}>", tag[0]
    for line in told.splitlines():
        if not _MENTION.search(line) or line.lstrip()[:1] == "<":
            continue
        for found in _PLACEHOLDER.finditer(line):
            opening, word, closing = found[1], found[2] or "", found[3]
            if opening == "<" and not word:
                continue
            return f"{opening}{word}{{}}{closing}", found[0]
    return "", ""
