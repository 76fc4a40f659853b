"""The mark before which a prompt lets reason and after which it looks for the answer: `#### `, a box, `>>>`."""

import re
from functools import lru_cache

_ASKS = r"(?:write|put|plac|after|with|by|line|prefix|use|form|give|output|mark|end|conclud|finish|start|begin|say|repl|respon|enclos|wrap|as)\w*\b"
_BOXED = re.compile(r"\\boxed\s*\{")
_BOXED_WORDS = re.compile(r"\\boxed\s*\{([^{}<>\[\].…\n]{2,60})\}")
_PLACE = re.compile(r"(?:the|your|final|short|x|ans|answer|value|result|\s)+", re.IGNORECASE)
_HASHES = re.compile(
    r"\banswer\b(?:(?!between|delimit|separat|enclos|inside|surround|mark)[^.\n]){0,60}?\b(?:after|behind|with|by|to|as|on|form)\b(?:[^.\n#]){0,20}(#{3,6})(?=[\s`'\"<\[{(,.]|$)"
    rf"|{_ASKS}[^.\n#]{{0,40}}?(#{{3,6}})[\s`'\"<\[{{(][^.\n]{{0,40}}answer|^[ \t]*[\"'`]?(#{{3,6}}) ?[<\[{{(][^\n]{{0,20}}answer",
    re.IGNORECASE | re.MULTILINE,
)
_SIGN = re.compile(
    rf"{_ASKS}[^.\n]{{0,40}}[\"'`“]((?:[#>=@~$%&*|]|->){{2,8}}) ?[\"'`”][^.\n]{{0,30}}\b(?:answer|result)\b",
    re.IGNORECASE,
)
_THEREFORE = re.compile(
    rf"{_ASKS}[^\n]{{0,80}}?(?:\s|[\"'`“*])((?:Therefore|So|Thus|Hence),? (?:the|my) (?:\w+ )?answer is:?)(?=\W)",
    re.IGNORECASE,
)
_THINKS = re.compile(r"step[- ]by[- ]step|\bthink|\breason|\bexplain", re.IGNORECASE)


@lru_cache(maxsize=512)
def closing_of(told: str) -> str:
    """Return the place for the answer at the end of a reply, with `{}` where it goes; "" when none is shown."""
    if _BOXED.search(told):
        return "\\boxed{{{}}}"
    if therefore := _THEREFORE.search(told):
        stop = "" if therefore[1].endswith(":") else "."
        return "" if told.rstrip().endswith(therefore[1]) else therefore[1] + " {}" + stop
    if marked := _HASHES.search(told) or _SIGN.search(told):
        return next(group for group in marked.groups() if group) + " {}"
    return ""


def boxed(closing: str) -> bool:
    """Tell the place that holds a bare value."""
    return closing.startswith("\\boxed")


def boxed_words(told: str) -> str:
    """Return the words that are to stand in the box when there is no answer; "" when none are shown."""
    return next((words for words in _BOXED_WORDS.findall(told) if not _PLACE.fullmatch(words)), "")


def thinks(told: str) -> bool:
    """Tell whether a reason is to stand before the answer."""
    return bool(_THINKS.search(told))
