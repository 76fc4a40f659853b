"""Words as they are compared here: case, mark-up, grouping of digits and endings do not count."""

import re
import unicodedata

_GROUPED = re.compile(r"(?<=\d)[,'\u00a0\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])")


def words(text: str) -> list[str]:
    """Return the words of a text as they are written, digit grouping taken off."""
    return _WORD.findall(_GROUPED.sub("", unicodedata.normalize("NFKC", text)))


def folded(text: str) -> list[str]:
    """Return the words without their case."""
    return [word.casefold() for word in words(text)]


def stem(word: str) -> str:
    """Cut the commonest English endings off, so that `fees` finds `fee` and `approved` finds `approve`."""
    if len(word) > 4 and word.isalpha():
        word = re.sub(r"(?:ing|ies|ied|es|ed|ly|s)$", "", word)
    return word.rstrip("e") if len(word) > 3 else word


def stems(text: str) -> list[str]:
    """Return the words' stems, in order."""
    return [stem(word) for word in folded(text)]


def sentences(text: str) -> list[str]:
    """Cut a text where a sentence ends and another begins."""
    return [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()]
