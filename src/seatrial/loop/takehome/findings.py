"""What a brief lacks, and the usual mistakes of take-homes, found by stated rules that show the words they went by.

A required statement that is missing stops the brief. A mistake can be overruled by a person, for a reason. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from seatrial.loop.takehome.brief import Terms
from seatrial.loop.takehome.vocabulary import (
    BRIEFS_PER_WORLD,
    DENIALS,
    EVENING_HOURS,
    FIRST_PRIVATE_SEED,
    IMPERATIVE_RULES,
    LEAST_TASK_WORDS,
    NEGATION_REACH,
    NEGATIONS,
    NO_NEGATIONS,
    OPENINGS_PER_WORLD,
    REQUIRED,
    TRIGGERS,
)

_CLAUSE_ENDS = re.compile(r"[.!?;:\n—–()]|\bbut\b")
_OR_A_COMMA = re.compile(rf"{_CLAUSE_ENDS.pattern}|,")
_SENTENCE_ENDS = re.compile(r"[.!?;\n]+(?:\s|$)")
_WORD = re.compile(r"[\w'’%/.-]*\w[%'’]?")
_SAYS = {
    "puzzle": "Reads like a puzzle. A puzzle shows who has seen it before, and nothing about building features.",
    "open-ended": "Leaves the end open. Whoever has a free week will win against whoever has an evening.",
    "polish": "Asks for polish. An evening spent on shine is not spent on how the feature breaks.",
    "known-public": "Its solution is public. You would be grading who found it.",
}
_MEND = {
    "puzzle": "Ask for a small feature like those that your team builds.",
    "open-ended": "Say where the work ends: what is in, and that nothing more is looked at.",
    "polish": "Take it out, or say that it is not looked at.",
    "known-public": "Use the documents of the kit; every world is new.",
}
_EXAMPLE = {
    "looked_for": "We care less about the demo than about how you handle the ways it can fail.",
    "ai_policy": "You may use any AI help that you like, as you would at work.",
    "work_policy": "Your work stays yours; we delete it six months after the decision.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a take-home: by which rule, in which words, and what mends it. `stops`: it must be mended."""

    rule: str
    words: str
    says: str
    mend: str
    field: str
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Uses:
    """How often a world was used already: other openings that have it, and briefs sent with it."""

    openings: int
    briefs: int


def missing_statements(terms: Terms) -> tuple[Finding, ...]:
    """Return the statements that a brief has to make and this one does not. None of them can be overruled."""
    found = [_missing(field, getattr(terms, field)) for field in REQUIRED]
    if len(_WORD.findall(terms.task)) < LEAST_TASK_WORDS:
        says = f"The task is said in fewer than {LEAST_TASK_WORDS} words; nobody can tell from it what to build."
        found.append(Finding("says-task", terms.task.strip(), says, "Say what to build.", "task", stops=True))
    if not Decimal(0) < terms.budget_hours <= EVENING_HOURS:
        says = f"{terms.budget_hours.normalize():f} hours are no evening: the most is {EVENING_HOURS}."
        found.append(Finding("says-budget", "", says, "Make the task smaller.", "budget_hours", stops=True))
    return tuple(one for one in found if one)


def mistakes(terms: Terms, *, seed: int, uses: Uses) -> tuple[Finding, ...]:
    """Return the usual mistakes found in what the lead wrote and in the world chosen; each can be overruled."""
    found = [
        Finding(rule, words, _SAYS[rule], _MEND[rule], field)
        for rule in TRIGGERS
        for field in ("task", "looked_for", "ai_policy", "work_policy")
        for words in triggered(rule, getattr(terms, field))
    ]
    if seed < FIRST_PRIVATE_SEED:
        says = f"Worlds under {FIRST_PRIVATE_SEED:,} stand in public documentation and are what people try first."
        found.append(Finding("known-public", f"world {seed}", says, "Draw another world.", "seed"))
    if uses.openings >= OPENINGS_PER_WORLD or uses.briefs >= BRIEFS_PER_WORLD:
        says = (
            f"This world was used before: in {_count(uses.openings, 'other opening')}, "
            f"with {_count(uses.briefs, 'brief')} sent. Somebody may have passed it on."
        )
        found.append(Finding("reused", f"world {seed}", says, "Draw another world.", "seed"))
    return tuple(dict.fromkeys(found))


def triggered(rule: str, text: str) -> tuple[str, ...]:
    """Return the words of a text that trigger a rule, as they stand there, without those that are denied."""
    plain = text.replace("’", "'")
    ends = _OR_A_COMMA if rule in IMPERATIVE_RULES else _CLAUSE_ENDS
    hits = (hit for phrase in TRIGGERS[rule] for hit in _pattern(phrase).finditer(plain))
    counted = {hit.group(0).lower(): hit.group(0) for hit in hits if not _is_denied(plain, hit, ends)}
    return tuple(words for key, words in counted.items() if not any(key != other and key in other for other in counted))


def _missing(field: str, text: str) -> Finding | None:
    sentences = _SENTENCE_ENDS.split(text.replace("’", "'"))
    lacks = [
        what
        for what, lists in REQUIRED[field]
        if not any(all(_holds(sentence, words) for words in lists) for sentence in sentences)
    ]
    if not lacks:
        return None
    rule, says = f"says-{field.replace('_', '-')}", f"The brief does not say {', nor '.join(lacks)}."
    return Finding(rule, text.strip(), says, f"Say it. For example: “{_EXAMPLE[field]}”", field, stops=True)


def _is_denied(text: str, hit: re.Match[str], ends: re.Pattern[str]) -> bool:
    """Tell whether the clause around a trigger says that it is not asked for."""
    before = ends.split(_spelled_out(text[: hit.start()]))[-1]
    after = ends.split(_spelled_out(text[hit.end() :]), maxsplit=1)[0]
    near = " ".join(_WORD.findall(before)[-NEGATION_REACH:])
    for asking in NO_NEGATIONS:
        near = _pattern(asking).sub("", near)
    soon = " ".join(_WORD.findall(after)[:NEGATION_REACH])
    return _holds(near, NEGATIONS) or _holds(soon, DENIALS)


def _spelled_out(text: str) -> str:
    """Write don't as do not."""
    return re.sub(r"n't\b", " not", text, flags=re.IGNORECASE)


def _holds(text: str, phrases: Sequence[str]) -> bool:
    return any(_pattern(phrase).search(text) for phrase in phrases)


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    words = "".join(_piece(word) for word in phrase.split(" ")).removesuffix(r"\s+")
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)


def _piece(word: str) -> str:
    if word == "_":
        return r"(?:[\w,-]+\s+){0,3}"
    return re.escape(word).replace(r"\*", r"[\w']*") + r"\s+"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
