"""What a brief lacks, and the usual mistakes of take-homes, found by stated rules that show the words they went by.

A required statement that is missing stops the brief. A mistake can be overruled by a person, for a reason. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from seatrial.loop.takehome.brief import Terms, hours_in_words
from seatrial.loop.takehome.vocabulary import (
    DENIALS,
    EVENING_HOURS,
    IMPERATIVE_RULES,
    LEAST_TASK_WORDS,
    NEGATION_REACH,
    NEGATIONS,
    NO_NEGATIONS,
    REQUIRED,
    TRIGGERS,
)

_CLAUSE_ENDS = re.compile(r"[.!?;:\n—–()]|\bbut\b")
_OR_A_COMMA = re.compile(rf"{_CLAUSE_ENDS.pattern}|,")
_SENTENCE_ENDS = re.compile(r"[.!?;\n]+(?:\s|$)")
_CLOSE_BY = 400
"""Characters around a trigger in which its denial is looked for: more than so many words take."""
_GAP = r",?\s+"
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
    """How often a task was sent, whole months since it was first, and how much of either is enough."""

    briefs: int = 0
    months: int = 0
    most_briefs: int = 40
    most_months: int = 12


@dataclass(frozen=True, slots=True)
class Pace:
    """What so many evenings really took, in the middle, when that is more than the budget."""

    minutes: int
    count: int


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


def mistakes(terms: Terms, *, uses: Uses, pace: Pace | None = None) -> tuple[Finding, ...]:
    """Return the usual mistakes found in what the lead wrote, and what its use has shown; each can be overruled."""
    found = [
        Finding(rule, words, _SAYS[rule], _MEND[rule], field)
        for rule in TRIGGERS
        for field in ("task", "looked_for", "ai_policy", "work_policy")
        for words in triggered(rule, getattr(terms, field))
    ]
    found += [one for one in (_over_used(uses), _over_the_evening(terms, pace)) if one]
    return tuple(dict.fromkeys(found))


def _over_used(uses: Uses) -> Finding | None:
    """Find a task due to be retired. The words name the step reached, so that overruling lasts until the next."""
    by_briefs = uses.briefs // uses.most_briefs * uses.most_briefs
    by_months = uses.months // uses.most_months * uses.most_months
    if not by_briefs and not by_months:
        return None
    step = " and ".join([f"{by_briefs} briefs"] * bool(by_briefs) + [f"{by_months} months"] * bool(by_months))
    says = (
        f"An over-used variant: this task went out {_count(uses.briefs, 'time')} in {_count(uses.months, 'month')}. "
        "The worlds are new each time; what is asked is not, and somebody may have passed it on."
    )
    mend = "Ask for something else: change what to build. Or overrule it and keep the task until the next mark."
    return Finding("over-used", f"past {step}", says, mend, "task")


def _over_the_evening(terms: Terms, pace: Pace | None) -> Finding | None:
    """Find a task that takes longer than it says. The words are rounded: overruling lasts until it gets worse."""
    if pace is None:
        return None
    halves = Decimal(round(pace.minutes / 30)) / 2
    says = (
        f"It takes longer than it says: half of the {pace.count} people who did it needed more than "
        f"{in_hours(pace.minutes)}, and the brief speaks of {hours_in_words(terms.budget_hours)}."
    )
    mend = "Ask for less, or say how long it takes. Or overrule it with a reason."
    return Finding("past-evening", f"about {hours_in_words(halves)}", says, mend, "budget_hours")


def in_hours(minutes: int) -> str:
    """Write 290 as `4 h 50 min`."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


@lru_cache(maxsize=256)
def triggered(rule: str, text: str) -> tuple[str, ...]:
    """Return the words of a text that trigger a rule, as they stand there, without those that are denied."""
    plain = _plain(text)
    ends = _OR_A_COMMA if rule in IMPERATIVE_RULES else _CLAUSE_ENDS
    counted: dict[str, str] = {}
    for hit in (hit for phrase in TRIGGERS[rule] for hit in _pattern(phrase).finditer(plain)):
        if hit.group(0).lower() not in counted and not _is_denied(plain, hit, ends):
            counted[hit.group(0).lower()] = hit.group(0)
    return tuple(words for key, words in counted.items() if not any(key != other and key in other for other in counted))


@lru_cache(maxsize=256)
def _missing(field: str, text: str) -> Finding | None:
    sentences = _SENTENCE_ENDS.split(_spelled_out(_plain(text)))
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
    before = ends.split(_spelled_out(text[max(0, hit.start() - _CLOSE_BY) : hit.start()]))[-1]
    after = ends.split(_spelled_out(text[hit.end() : hit.end() + _CLOSE_BY]), maxsplit=1)[0]
    near = " ".join(_WORD.findall(before)[-NEGATION_REACH:])
    for asking in NO_NEGATIONS:
        near = _pattern(asking).sub("", near)
    soon = " ".join(_WORD.findall(after)[:NEGATION_REACH])
    return _holds(near, NEGATIONS) or _holds(soon, DENIALS)


def _plain(text: str) -> str:
    """Write the typographer's apostrophe and hyphens as the plain ones."""
    return text.translate({0x2019: "'", 0x2010: "-", 0x2011: "-"})


def _spelled_out(text: str) -> str:
    """Write don't as do not."""
    return re.sub(r"n't\b", " not", text, flags=re.IGNORECASE)


def _holds(text: str, phrases: Sequence[str]) -> bool:
    return any(_pattern(phrase).search(text) for phrase in phrases)


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    words = "".join(_piece(word) for word in phrase.split(" ")).removesuffix(_GAP)
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)


def _piece(word: str) -> str:
    if word == "_":
        return r"(?:[\w,-]+\s+){0,3}"
    return re.escape(word).replace(r"\*", r"[\w']*") + _GAP


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
