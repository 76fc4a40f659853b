"""Which planted values a text states, and which of them it states as fact."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from seatrial.bench.checks.phrases import doubts, hedges, of_the_past, of_the_present, rejects, sentences
from seatrial.bench.matching import stands_in, states
from seatrial.bench.observation import Input
from seatrial.bench.spelling import fold, stated_at
from seatrial.takehomes.base import Document, Value

_DENIED = re.compile(
    r"(?:\b(?:not|never|nor|no longer|rather than|instead of|nicht|kein|keine|statt|non|pas|au lieu de|en lugar de)"
    r"(?: (?:the|a|an|of|at|by|in|is|was|as|for|die|der|das|le|la|el|de|des|claimed|stated|wrong|usd|eur|gbp|[€$£]))"
    r"{0,3}[\s\"'(]*)$"
)


@dataclass(frozen=True, slots=True)
class Claims:
    """What one text states of all that was planted for one input."""

    truths: tuple[Value, ...]
    missing: tuple[Value, ...]
    lies: tuple[Value, ...]
    stale: tuple[Value, ...]
    rivals: tuple[Value, ...]
    others: tuple[Value, ...]

    @property
    def any(self) -> bool:
        """Tell whether any planted value is stated."""
        return bool(self.truths or self.lies or self.stale or self.rivals or self.others)


def claims(text: str, asked: Input, documents: Iterable[Document] = ()) -> Claims:
    """Return what the text states. A value denied on the spot ("not 29 months") counts as not stated."""
    planted = asked.planted
    truths = tuple(value for value in planted.truth if states(text, value))
    return Claims(
        truths=truths,
        missing=tuple(value for value in planted.truth if value not in truths),
        lies=tuple(value for value in _alien(planted.lies, asked) if not _denied(text, value)),
        stale=tuple(value for value in _alien(planted.stale, asked) if not _denied(text, value)),
        rivals=tuple(value for value in _alien(planted.rivals, asked) if states(text, value)),
        others=tuple(value for value in _alien(planted.others, asked) if _said_itself(text, value, asked, documents)),
    )


def _alien(values: Iterable[Value], asked: Input) -> Iterable[Value]:
    """Leave out what the truth itself states."""
    return (value for value in values if not any(states(truth.text, value) for truth in asked.planted.truth))


def _denied(text: str, value: Value) -> bool:
    """Tell whether the value is stated nowhere, or only straight after a word that denies it."""
    folded = fold(text)
    places = (at for form in (value.text, *value.forms) for at in stated_at(folded, form))
    return all(_DENIED.search(folded[max(0, at - 80) : at]) for at in places)


def _said_itself(text: str, value: Value, asked: Input, documents: Iterable[Document]) -> bool:
    """Tell whether another question's value is stated, but not echoed from the question nor within a passage."""
    if _denied(text, value) or states(asked.text, value):
        return False
    stating = [sentence for sentence in sentences(text) if states(sentence, value)]
    passages = [one for one in documents if any(states(one.text, truth) for truth in asked.planted.truth)]
    return not stating or not all(any(stands_in(sentence, one) for one in passages) for sentence in stating)


def as_fact(text: str, values: Iterable[Value], *, declining: bool = False) -> tuple[Value, ...]:
    """Return the values that the text states without holding them against anything.

    A declining text may doubt them in the sentence before or after, or merely suppose them.
    """
    parts = sentences(text)
    return tuple(value for value in values if any(_flat(parts, at, value, declining) for at in range(len(parts))))


def _flat(parts: tuple[str, ...], at: int, value: Value, declining: bool) -> bool:  # noqa: FBT001 -- private, two kinds of text
    if not states(parts[at], value):
        return False
    if not declining:
        return not doubts(parts[at])
    around = parts[max(0, at - 1) : at + 2]
    return not any(doubts(part) for part in around) and not hedges(parts[at]) and not of_the_past(parts[at])


def rejected(text: str, value: Value) -> bool:
    """Tell whether every sentence that names the value says that it is not so."""
    telling = [sentence for sentence in sentences(text) if states(sentence, value)]
    return bool(telling) and all(rejects(sentence) for sentence in telling)


_EDITION = re.compile(r"\b(?:(?:19|2\d)\d\d|edition|version|document|policy|fassung|ausgabe|édition|edición|versión)\b")
_CLAUSE = re.compile(r"\s*[;:()\[\]]\s*|,\s+|\s+-\s+|\s+(?:but|and|now|to|aber|mais|pero|jetzt|maintenant|ahora)\s+")


def marked_outdated(text: str, stale: Value, truths: tuple[Value, ...]) -> bool:
    """Tell whether the text presents the stale value as the past and the truth as what holds now."""
    telling = [sentence for sentence in sentences(text) if states(sentence, stale)]
    return bool(telling) and all(_past_here(sentence, stale, truths) for sentence in telling)


def _past_here(sentence: str, stale: Value, truths: tuple[Value, ...]) -> bool:
    clauses = [clause for clause in _CLAUSE.split(sentence) if clause]
    old = [clause for clause in clauses if states(clause, stale)]
    if old and all(of_the_past(clause) for clause in old):
        return True
    now = [clause for clause in clauses if any(states(clause, truth) for truth in truths)]
    if of_the_past(sentence) and not any(of_the_past(clause) for clause in now):
        return True
    contrasted = bool(now) and all(of_the_present(clause) for clause in now)
    return contrasted and all(_EDITION.search(clause) and not of_the_present(clause) for clause in old)
