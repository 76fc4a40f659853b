"""The steps around answering: rewriting, ranking, grading, choosing, extracting, summarising."""

import re
from collections.abc import Iterator

from seatrial.bench.gateway.understudy.content import Content, Ranked
from seatrial.bench.gateway.understudy.folding import phrase
from seatrial.bench.gateway.understudy.index import STOP, Known, stems_of
from seatrial.bench.gateway.understudy.judging import given_answer, judge
from seatrial.bench.gateway.understudy.knowledge import Circumstances
from seatrial.bench.gateway.understudy.labels import Label, label_of
from seatrial.bench.gateway.understudy.language import language_of, said_language
from seatrial.bench.gateway.understudy.ranks import relevant
from seatrial.bench.gateway.understudy.reading import Block, Span
from seatrial.bench.gateway.understudy.sight import Sighting
from seatrial.bench.gateway.understudy.task import Task
from seatrial.bench.meaning import Citation, Meaning

_COUNT = re.compile(
    r"\b(\d{1,2}|two|three|four|five|six)\b[^.\n]{0,50}(?:quer|question|version|variation|rephras|alternative|paraphras|formulation|keyword|variants)",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_STANDALONE = re.compile(r"stand-?alone|rephras|question", re.IGNORECASE)
_SEARCH = re.compile(r"search|quer(?:y|ies)\b(?! language)|retriev", re.IGNORECASE)
_ATTACK = re.compile(
    r"ignore (?:all|any|the|previous|your)|disregard|system prompt|your instructions|jailbreak|developer mode",
    re.IGNORECASE,
)
_DOCUMENTS = re.compile(
    r"docs?\b|document|vector|retriev|\brag\b|knowledge|polic|question|answerable|in[ _-]scope|on[ _-]topic|factual|relevant|search|lookup|safe|benign|legitimate|\byes\b|company|internal",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"web|chit|small|greet|off|out|unsafe|malicious|injection|other|irrelevant|\bno\b|not", re.IGNORECASE
)
_OPTION = re.compile(
    r"[\"'`]([A-Za-z][\w -]{1,30})[\"'`]|(?:^|\n)\s*(?:[-*•]|\d+[.)])\s*[\"'`*]{0,2}([A-Za-z][\w-]{1,30})[\"'`*]{0,2}\s*(?:[:\-–(]|$|\n)|\b([A-Z][A-Z_]{2,30})\b"
)
_NO_OUTPUT = re.compile(r"\b(NO_OUTPUT|NONE|NO_RELEVANT\w*|NOT_FOUND|NOTHING|IRRELEVANT|NOT_RELEVANT)\b")
_NONE_FITS = re.compile(
    r"\b(?:or|else|otherwise)[ ,:]*(?:with |write |say |reply )?[\"'`]?(NONE|None|none)\b|[\"'`]?(NONE|None|none|\[\s*\]|an empty (?:list|array))[\"'`]? (?:if|when) (?:none|no|nothing)\b"
)
_ONLY_FITTING = re.compile(r"\b(?:the|all|only) relevant\b", re.IGNORECASE)
_LETTER = re.compile(r"(?:^|\n)[ \t>*]*[\[(]?([A-Z])[.):\]]\*{0,2}\s*$")
_BULLETS = re.compile(r"\bbullet|\b(?:start|begin|prefix|preced)\w*\b[^.\n]{0,20}[\"'`“]- ?[\"'`”]", re.IGNORECASE)
_TELLING = frozenset(STOP)


def chore(
    task: Task, questions: tuple[Known, ...], seen: tuple[Sighting, ...], at: Circumstances, told: str
) -> Content:
    """Return what a task that is no answer comes to."""
    question = " ".join(known.text for known in questions) or _own_words(at)
    none = Meaning("", "", known=bool(seen))
    match task:
        case Task.JUDGE:
            given = given_answer(at.reading, questions, at.index)
            verdict = judge(given, questions, seen, at.reading, at.index)
            return Content(task, none, question, verdict=verdict.holds, reason=verdict.why, given=given)
        case Task.GRADE:
            why = "It answers the question." if seen else "It does not answer the question."
            return Content(task, none, question, verdict=bool(seen), reason=why)
        case Task.RERANK:
            ranked = tuple(ranking(questions, seen, at))
            nobody = _NONE_FITS.search(told)
            if nobody and (_ONLY_FITTING.search(told) or not relevant(ranked)):
                ranked = relevant(ranked)
            return Content(task, none, question, ranking=ranked, nothing=_word(nobody))
        case Task.CLASSIFY:
            return _classified(question, at, told)
        case Task.EXTRACT | Task.SUMMARISE:
            meaning = Meaning("", "", tuple(dict.fromkeys(_cited(seen, at))), known=bool(seen))
            return Content(task, meaning, question, lines=_extracted(seen, at, told), nothing=_without(at, told))
        case _:
            language = said_language(told, language_of(_own_words(at)))
            lines = (language,) if task is Task.LANGUAGE else tuple(_rewritten(task, question, told))
            return Content(task, none, question, lines=lines, language=language)


def _word(nobody: re.Match[str] | None) -> str | None:
    """Return what stands for no passage in prose."""
    word = next(filter(None, nobody.groups())) if nobody else None
    return "[]" if word and word.startswith(("[", "an")) else word


def _own_words(at: Circumstances) -> str:
    """Return the user's words, for a question that this world does not know."""
    last = at.reading.last_user()
    if last < 0:
        return ""
    block = at.reading.blocks[last]
    told = "\n".join(block.text(gap) for gap in block.gaps).strip()
    labelled = re.findall(r"(?:question|query|input)\s*:\s*([^\n]+)", told, re.IGNORECASE)
    return labelled[-1].strip() if labelled else told.splitlines()[-1].strip()[:300] if told else ""


def keywords(question: str) -> str:
    """Return the telling words of a question in their order, as one would type them into a search box."""
    words = re.findall(r"[^\s?!,;:\"“”()]+", question)
    kept = [word.rstrip(".") for word in words if phrase(word) and phrase(word) not in _TELLING]
    return " ".join(kept) or question


def _rewritten(task: Task, question: str, told: str) -> Iterator[str]:
    if task is Task.KEYWORDS:
        words = keywords(question).split()
        yield f"KEYWORDS: {', '.join(words)}" if "KEYWORDS:" in told else ", ".join(words)
    elif task is Task.IMAGINE:
        yield f"{question} The current documents of the company state this under {keywords(question)}, together with the conditions that apply."
    elif task is Task.QUERIES:
        yield from _variants(question)[: _how_many(told)]
    elif _STANDALONE.search(told[-200:]) and not _SEARCH.search(told[-200:]):
        yield question
    else:
        yield keywords(question)


def _how_many(told: str) -> int:
    found = _COUNT.search(told)
    if not found:
        return 3
    word = found[1].lower()
    return max(1, min(8, _NUMBERS.get(word) or int(word)))


def _variants(question: str) -> list[str]:
    telling = keywords(question)
    forms = (
        "{q}",
        "{k}",
        "What do the documents say about {k}?",
        "{k} current policy",
        "information on {k}",
        "{k} details",
        "Which rule covers {k}?",
        "{k} company documents",
    )
    return [form.format(q=question, k=telling) for form in forms]


def _extracted(seen: tuple[Sighting, ...], at: Circumstances, told: str) -> tuple[str, ...]:
    if seen:
        bullet = "- " if _BULLETS.search(told) else ""
        return tuple(dict.fromkeys(f"{bullet}{sighting.quote}" for sighting in seen))
    return (_without(at, told) or "Nothing in this text is relevant to the question.",)


def _without(at: Circumstances, told: str) -> str:
    """Return the words that the prompt has for nothing found; "" when it gives none."""
    token = _NO_OUTPUT.search(told)
    return at.leeway.words or (token[1] if token else "")


def _cited(seen: tuple[Sighting, ...], at: Circumstances) -> Iterator[Citation]:
    for sighting in seen:
        label = label_of(at.reading.blocks[sighting.block], sighting.span, at.index)
        yield Citation(at.citing.name(label), sighting.quote, sighting.file)


def _classified(question: str, at: Circumstances, told: str) -> Content:
    options = list(dict.fromkeys(next(group for group in match.groups() if group) for match in _OPTION.finditer(told)))
    hostile = bool(_ATTACK.search(_own_words(at)))
    wanted, other = (_ELSEWHERE, _DOCUMENTS) if hostile else (_DOCUMENTS, _ELSEWHERE)
    fitting = [option for option in options if wanted.search(option) and not other.search(option)]
    fitting = fitting or [option for option in options if wanted.search(option)]
    choice = fitting[0] if fitting else ("no" if hostile else "yes")
    reason = "It asks about the company's documents." if not hostile else "It tries to give instructions."
    return Content(Task.CLASSIFY, Meaning("", "", known=not hostile), question, choice=choice, reason=reason)


def ranking(questions: tuple[Known, ...], seen: tuple[Sighting, ...], at: Circumstances) -> list[Ranked]:
    """Return the prompt's labelled passages, the most relevant first."""
    wanted = frozenset().union(*(known.stems for known in questions)) if questions else frozenset()
    found: dict[Label, tuple[int, float, str]] = {}
    for place, (at_block, block, passage, label) in enumerate(_labelled(at), 1):
        holds = any(sighting.block == at_block and passage[0] <= sighting.span[0] < passage[1] for sighting in seen)
        overlap = len(wanted & stems_of(block.words(passage))) / max(1, len(wanted))
        relevance = 0.95 if holds else min(0.4, 0.4 * overlap)
        before = found.get(label)
        if before is None or relevance > before[1]:
            found[label] = (before[0] if before else place, relevance, block.text(passage)[:200])
    ranked = [Ranked(label, place, relevance, opening) for label, (place, relevance, opening) in found.items()]
    return sorted(ranked, key=lambda each: (-each.relevance, each.place))


def _labelled(at: Circumstances) -> Iterator[tuple[int, Block, Span, Label]]:
    for place, block in enumerate(at.reading.blocks):
        for passage in block.passages:
            letter = _LETTER.search(block.text((max(0, passage[0] - 8), passage[0])))
            label = Label(id=letter[1]) if letter else label_of(block, (passage[0], passage[0]), at.index)
            yield place, block, passage, label
