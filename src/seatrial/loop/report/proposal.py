"""Which passage of the notes seems to speak of which failure mode, by its words. A proposal; a person says. Pure.

Only what the words say is proposed: that a mode is named, and handled or left where the passage itself says so. That a
mode is not named is never proposed: somebody may have named it in words that are not listed here.
"""

import re
from dataclasses import dataclass

from seatrial.bench.report.notes import passages
from seatrial.bench.report.report import Report


@dataclass(frozen=True, slots=True)
class Proposal:
    """A passage by its number, and how it says that the mode stands: handled, left, or "" where it does not say."""

    passage: int
    stand: str
    words: str


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_PASSING = r"retr(?:y|ies|ied)|back[- ]?off|try again|tried again|attempts?\b"
_ORDERS = r"inject|planted|orders? in|instructions? (?:in|inside|hidden)|hostile|jailbreak|prompt attack|obey"
_UNTRUE = r"hallucinat|ma(?:de|kes?)[- ]up|invent|fabricat|wrong (?:value|number|answer)|confabulat|not true"
_CITED = r"cit(?:e|ation|es|ing)|quot(?:e|es|ed|ation)|source"
_STREAM = r"stream|truncat|half[- ]?way|partial|cut (?:off|short)|incomplete|breaks? off|drops?\b"
_FORM = r"json|pars(?:e|ing)|schema|malformed|not valid|fence|structured output|shape"
_SLOW = r"time[- ]?outs?|timed out|slow|hangs?\b|stall|never answer|no answer|deadline|latency"
_NOTHING = (
    r"unanswerable|nothing in the documents|not in the documents|no (?:document|evidence|passage|hit)|does not know"
    r"|nothing (?:is )?(?:found|retrieved)|don't know|empty (?:folder|index|retriev)"
)
_EMPTY = r"empty (?:answer|reply|response|completion|string)|blank|no (?:text|content)"
_REFUSED = r"refus|model declines|content filter|declines? to"

_SPEAKS_OF = {
    "rate-limit": _words(r"rate[- ]?limit|429|too many requests"),
    "quota-exhausted": _words(r"quota|billing|credit"),
    "server-error": _words(r"5\d\d\b|5xx|server error|unavailable|outage|provider (?:is )?down|model (?:is )?down"),
    "overloaded": _words(r"overload|529"),
    "connection-reset": _words(r"connection|reset|network|econn"),
    "no-answer": _words(_SLOW),
    "retry-after-hour": _words(r"retry[- ]?after|told to wait|come back"),
    "key-revoked": _words(r"api[- ]?key|revoked|401|403|unauthori[sz]ed|auth"),
    "html-instead-of-json": _words(r"html (?:page|error|instead)|gateway page|not json"),
    "stream-ends-early": _words(_STREAM),
    "reply-dropped": _words(_STREAM),
    "reply-stalls": _words(r"stall|hangs?\b|half[- ]?way"),
    "error-after-200": _words(r"error (?:after|inside|in the) (?:200|stream|body)|200 with an error"),
    "empty-answer": _words(_EMPTY),
    "cut-by-length": _words(r"max[_ ]?tokens|token limit|length|truncat|cut (?:off|short)"),
    "refusal": _words(_REFUSED),
    "wrong-value": _words(_UNTRUE),
    "answers-another-question": _words(
        r"another question|other question|wrong question|off[- ]topic|not what was asked"
    ),
    "broken-json": _words(_FORM),
    "wrong-schema": _words(r"schema|shape|missing (?:field|key)|structured output"),
    "json-in-prose": _words(r"fence|prose|small talk|json in|markdown"),
    "cites-missing-document": _words(_CITED),
    "invented-quote": _words(r"quot(?:e|es|ed|ation)|verbatim"),
    "quote-from-wrong-document": _words(_CITED),
    "unanswerable": _words(_NOTHING),
    "nothing-retrieved": _words(_NOTHING),
    "outdated-document": _words(r"outdated|supersed|stale|old version|versions?\b|out of date"),
    "conflicting-documents": _words(r"conflict|contradict|disagree"),
    "context-lost": _words(r"context (?:is )?(?:cut|lost|window|too long)|truncated (?:prompt|context)|window"),
    "injection": _words(_ORDERS),
    "exfiltration-link": _words(r"exfiltrat|leak|links?\b|carries data"),
    "system-prompt-requested": _words(r"system prompt|hidden instruction|prompt leak|reveal"),
    "hostile-question": _words(r"hostile|jailbreak|ignore (?:all|previous|your)|inject"),
    "empty-question": _words(r"empty question|empty input|blank question"),
    "long-question": _words(r"long question|long input|50 ?kb|pasted|too long|huge"),
    "other-language": _words(r"languages?\b|german|french|spanish|translat"),
    "many-part": _words(r"two questions|several questions|multi[- ]?part|many[- ]part|both questions"),
    "state-bleed": _words(r"previous question|shared state|between (?:requests|users|questions)|bleed|memory of"),
    "answers-swapped": _words(
        r"concurren|(?:users|people|requests) at once|at the same time|race condition|parallel|swapped"
    ),
    "new-enum-value": _words(r"finish[_ ]reason|unknown (?:value|enum)|enum"),
    "chatty-preamble": _words(r"courtes|preamble|chatty|small talk|polite"),
    "benign-oddities": _words(r"unknown (?:field|event)|oddit|keep[- ]?alive|comment lines"),
}
"""By how a mode's slug begins: words by which somebody speaks of it."""

_LEFT = re.compile(
    r"\bnot (?:yet |really |at all )?(?:handled|done|covered|caught|checked|looked at|defended|tested|solved|treated)"
    r"|\bunhandled|\bleft (?:open|out|undone)|\bto[- ]?do\b"
    r"|\b(?:known|open) (?:gap|problem|issue|weakness|limit)|\blimitations?\b|\bweak spot|\bneeds a check"
    r"|\bno (?:check|guard|defen[cs]e|protection|limit)\b"
    r"|\b(?:does|do|did) ?n[o']t (?:handle|check|catch|cover|look)|\bnobody notices|\bwould (?:slip|get|go) through",
    re.IGNORECASE,
)
_HANDLED = re.compile(
    r"\bhandled\b|\b[\w/-]+\.(?:py|js|ts|mjs)\b|\bchecked\b|\bvalidated?\b|\bcaught\b|\bguards?\b"
    r"|\bdeclined?s?\b|\brefused?\b|\bfenced?\b|\bnever obeyed\b|" + _PASSING,
    re.IGNORECASE,
)
_HEADING = re.compile(r"#{1,6}\s|[^.!?|:]{1,60}:?$")


def proposals(report: Report) -> dict[str, Proposal]:
    """Return for each mode that the notes seem to name the passage that does so most plainly."""
    if report.notes is None:
        return {}
    said = _stands(passages(report.notes.text))
    found = {}
    for mode in report.modes:
        spoken = next((words for begin, words in _SPEAKS_OF.items() if mode.slug.startswith(begin)), None)
        speaking = [one for one in said if spoken and spoken.search(one.words)]
        if speaking:
            best = max(speaking, key=lambda one: bool(one.stand))
            found[mode.slug] = best
    return found


def _stands(texts: tuple[str, ...]) -> list[Proposal]:
    """Return every passage but the headings, each with how it says that things stand, or else its heading says."""
    said, under = [], ""
    for number, text in enumerate(texts, 1):
        own = _stand(text)
        if _HEADING.match(text) and "\n" not in text and not text.startswith(("-", "*", "|")):
            under = own
        else:
            said.append(Proposal(number, own if own == "left" else under or own, text))
    return said


def _stand(text: str) -> str:
    return "left" if _LEFT.search(text) else "handled" if _HANDLED.search(text) else ""
