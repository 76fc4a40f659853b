"""In which language a text is written, and how a prompt wants that said."""

import re

KEYS = frozenset({"language", "lang", "detected_language", "language_code", "lang_code", "sprache"})
_WANTED = re.compile(
    r"\b(?:detect|identify|determine|recogni[sz]e|name|classify)\b[^.\n]{0,30}\blanguage\b|\b(?:what|which) language\b[^.\n]{0,40}\b(?:is|written)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\biso\b|\bcode\b|two[- ]letter|\b(?:en|de)\b,", re.IGNORECASE)
_WORDS = {
    "en": "the of is what how who which does may for in to are when much",
    "de": "der die das ist wie was wer welche für im und den hoch lange wann",
    "fr": "le la les est quel quelle qui des du pour combien quand une dans",
    "es": "el los las es cuál qué quién cuánto para una del cuándo en por",
}
_NAMES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}


def wants_language(told: str) -> bool:
    """Tell whether a text's language is asked for."""
    return bool(_WANTED.search(told))


def language_of(text: str) -> str:
    """Return the code of the language whose small words a text has most of."""
    words = re.findall(r"\w+", text.lower())
    return max(_WORDS, key=lambda code: sum(word in _WORDS[code].split() for word in words))


def said_language(told: str, code: str) -> str:
    """Return a language as its code, or by its name where no code is asked for."""
    return code if _CODE.search(told) else _NAMES[code]
