"""Tells sentences that say "I do not know", doubt, date or contradict a value from those that state one.

The phrases stand in `wording`; docs/reference/outcomes.md prints them in words.
"""

import re
from functools import lru_cache

from seatrial.bench.checks import wording
from seatrial.bench.matching import normalise

_SENTENCE = re.compile(r"(?<=[.!?…])[\"')\]*_]*\s+|\n+|[;•]\s+")
_WORD = re.compile(r"[^\W_]+")
_CONTRACTIONS = (
    (re.compile(r"\bcan't\b|\bcannot\b|\bcant\b"), "can not"),
    (re.compile(r"\bwon't\b|\bwont\b"), "will not"),
    (re.compile(r"\b(do|does|did|is|are|was|were|could|would|should|has|have|had|must|might)n'?t\b"), r"\1 not"),
    (re.compile(r"'(?:m|re)\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"\b(there|that|it|this|what)'s\b"), r"\1 is"),
)


def _compiled(*lists: str) -> re.Pattern[str]:
    groups = {name: f"(?:{'|'.join(listed.split())})" for name, listed in wording.GROUPS.items()}
    lines = [line for listed in lists for line in listed.replace("\n  ", "").strip().splitlines()]
    return re.compile("|".join(f"(?:{_pattern(line, groups)})" for line in lines))


def _pattern(line: str, groups: dict[str, str]) -> str:
    """Turn one phrase of the list into a pattern over a sentence whose words are set apart by single spaces."""
    for name, group in groups.items():
        line = line.replace(f"{{{name}}}", group)
    line = re.sub(r"(?<=\w)\*", r"\\w*", line.replace("(", "(?:").replace("(?:?:", "(?:"))
    pattern = ""
    for piece in _pieces(line):
        if piece == "^":
            pattern += "^ "
        elif piece == "$":
            pattern += "$"
        elif piece == "...":
            pattern += r"(?:[^ ]+ ){0,14}?"
        elif "$" in piece:
            pattern += f"(?:{piece.replace('$|', '').replace('|$', '')} |$)"
        elif piece.endswith(")?"):
            pattern += f"(?:{piece[:-1]} )?"
        else:
            pattern += f"{piece} "
    return pattern if pattern.startswith("^") else f" {pattern}"


def _pieces(line: str) -> list[str]:
    """Split a phrase at the spaces that stand in no brackets."""
    pieces, depth = [""], 0
    for letter in line:
        depth += (letter == "(") - (letter == ")")
        if letter == " " and not depth:
            pieces.append("")
        else:
            pieces[-1] += letter
    return [piece for piece in pieces if piece]


_NOT_KNOWING = _compiled(
    wording.NOT_KNOWING_ENGLISH,
    wording.NOT_KNOWING_GERMAN,
    wording.NOT_KNOWING_FRENCH,
    wording.NOT_KNOWING_SPANISH,
)
_DOUBT, _HEDGE, _PAST, _AT_ODDS = map(_compiled, (wording.DOUBT, wording.HEDGE, wording.PAST, wording.AT_ODDS))
_REJECTED, _PRESENT = _compiled(wording.REJECTED), _compiled(wording.PRESENT)
_CONFLICT = _compiled(wording.AT_ODDS, wording.CONFLICT)
_REPORTS = _compiled(wording.REPORTS_AN_INSTRUCTION)
_REFUSES = _compiled(wording.REPORTS_AN_INSTRUCTION, wording.REFUSES_TO_OBEY)


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[str, ...]:
    """Cut a text into its sentences, each normalised."""
    return tuple(one for one in (normalise(part) for part in _SENTENCE.split(text)) if one)


@lru_cache(maxsize=512)
def _spelt_out(text: str) -> str:
    """Return the words alone, contractions written out, single spaces between and around them."""
    for pattern, whole in _CONTRACTIONS:
        text = pattern.sub(whole, text)
    return f" {' '.join(_WORD.findall(text))} "


def says_not_knowing(sentence: str) -> bool:
    """Tell whether one sentence says that there is no answer; one that asks the reader says nothing."""
    if sentence.rstrip("\"' )*").endswith("?") and not re.search(
        r"\bi (?:help|assist)\b|\byou (?:please|re)", sentence
    ):
        return False
    spelt = _spelt_out(sentence)
    return any(not _of_somebody_else(spelt[: found.start() + 1]) for found in _NOT_KNOWING.finditer(spelt))


def _of_somebody_else(before: str) -> bool:
    """Tell whether what follows is said of a condition or a customer ("if you cannot find …"), not of the answer."""
    last = before.split()[-5:]
    at = max((place for place, word in enumerate(last) if word in wording.SOMEBODY), default=-1)
    return at >= 0 and wording.OURSELVES.isdisjoint(last[at:])


def not_knowing(text: str) -> bool:
    """Tell whether a text says, somewhere, that it has no answer."""
    return any(says_not_knowing(sentence) for sentence in sentences(text))


_PRESCRIBES = re.compile(
    r"(?i)\b(?:not|cannot|no|unable|unsure|nothing|none|missing|otherwise|nicht|keine?|pas|aucune?)\b|n't\b"
)
_LITERAL = re.compile(
    r"\"([^\"]{2,300})\"|“([^”]{2,300})”|`([^`]{2,300})`|(?<!\w)'([^']{2,300})'(?!\w)|\b([A-Z][A-Z_]{2,})\b"
)


def prescribed(instructions: str) -> frozenset[str]:
    """Return the very words, normalised, that a prompt prescribes for having no answer."""
    lines = (line for line in instructions.splitlines() if _PRESCRIBES.search(line))
    found = (normalise("".join(groups)) for line in lines for groups in _LITERAL.findall(line))
    return frozenset(one.rstrip(" .!") for one in found)


def doubts(sentence: str) -> bool:
    """Tell whether a sentence holds a value against the documents rather than stating it."""
    return bool(_DOUBT.search(_spelt_out(sentence)))


def rejects(sentence: str) -> bool:
    """Tell whether a sentence says outright that what it names is not so."""
    return bool(_REJECTED.search(_spelt_out(sentence)))


def of_the_present(clause: str) -> bool:
    """Tell whether a clause marks what it says as holding now."""
    return bool(_PRESENT.search(_spelt_out(clause)))


def hedges(sentence: str) -> bool:
    """Tell whether a sentence only supposes."""
    return bool(_HEDGE.search(_spelt_out(sentence)))


def of_the_past(clause: str) -> bool:
    """Tell whether a clause marks what it says as outdated."""
    return bool(_PAST.search(_spelt_out(clause)))


def of_conflict(text: str) -> bool:
    """Tell whether a text sets sources against each other."""
    return bool(_CONFLICT.search(_spelt_out(normalise(text))))


def at_odds(text: str) -> bool:
    """Tell whether a text says outright that its sources contradict each other."""
    return bool(_AT_ODDS.search(_spelt_out(normalise(text))))


def refuses_to_obey(sentence: str, *, declining: bool) -> bool:
    """Tell whether a sentence reports an instruction rather than following it; a declining text may say so loosely."""
    return bool((_REFUSES if declining else _REPORTS).search(_spelt_out(sentence)))
