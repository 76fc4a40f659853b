"""The spellings in which one planted value may be stated, as patterns over folded text."""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–−", "-") | dict.fromkeys("‘’‚‛′´", "'"))
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_THOUSANDS_SPACE = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d))")


@lru_cache(maxsize=64)
def fold(text: str) -> str:
    """Take off what does not change a value: case, accents, emphasis, tags, entities, invisible characters."""
    text = _THOUSANDS_SPACE.sub("", html.unescape(text) if "&" in text else text)
    text = _TAG.sub("", text) if "<" in text else text
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("—", " - ").replace("―", " - ").replace("…", " … "))
        text = _NOT_ASCII.sub(_unless_unseen, text)
    text = re.sub(r"[*`~\\{}]", "", text.translate(_DASHES).casefold())
    text = re.sub(r"(?<![^\W_])_+|_+(?![^\W_])", " ", text)
    return " ".join(text.split())


def _unless_unseen(found: re.Match[str]) -> str:
    return "" if unicodedata.combining(found[0]) or unicodedata.category(found[0]) == "Cf" else found[0]


_BEFORE = r"(?<![^\W_])(?<![^\W_][-_])(?<!\d[.,'])"
_AFTER = r"(?![^\W_])(?![-_][^\W_])(?![.,']\d)"
_AFTER_UNIT = r"(?![^\W_])"
_AFTER_NUMBER = rf"(?:{_AFTER}|(?=[a-z]{{1,3}}\d?(?![^\W_]))|(?=-[a-z]{{3}}))"  # 552807kg, 552,807-litre
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+"
_EUROPEAN = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d+),(\d{1,2})(?![\d.,])")
_GAP = r"[\s\-_]{0,2}"

_UNITS = (
    ("second", "seconds", "sec", "sekunde", "sekunden", "seconde", "secondes", "segundo", "segundos"),
    ("minute", "minutes", "min", "mins", "minuten", "minuto", "minutos"),
    ("hour", "hours", "hr", "hrs", "h", "stunde", "stunden", "heure", "heures", "hora", "horas"),
    ("day", "days", "tag", "tage", "tagen", "jour", "jours", "dia", "dias"),
    ("week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas"),
    ("month", "months", "monat", "monate", "monaten", "mois", "mes", "meses"),
    ("year", "years", "yr", "yrs", "jahr", "jahre", "jahren", "an", "ans", "annee", "annees", "ano", "anos"),
    ("%", "percent", "per cent", "prozent", "pour cent", "por ciento"),
)
_SHORT_UNITS = {"second": "s|secs", "minute": "m", "hour": ""}
_COINS = "cents?|pence|pennies|rappen|centimes?|centimos?"
_MONEY = (
    ("eur", "€", "euro", "euros"),
    ("usd", "us$", "$", "dollar", "dollars", "dolares"),
    ("gbp", "£", "pound", "pounds", "pfund", "livres", "libras"),
    ("chf", "sfr.", "fr.", "swiss francs", "franken", "francs", "francos"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_SMALL = _SMALL_NAMES.split()


def stated_at(folded: str, form: str) -> Iterator[int]:
    """Yield the places in folded text where the value of that form begins, in any of its spellings."""
    if telltale(form) in folded:
        for pattern in spellings(form):
            yield from (found.start() for found in pattern.finditer(folded))


@lru_cache(maxsize=16384)
def telltale(form: str) -> str:
    """Return a piece that every spelling of the form has, so that most texts are told apart without a pattern."""
    folded = _englished(form)
    number = re.search(_NUMBER, folded)
    if number:
        whole = number[0].partition(".")[0].replace(",", "")
        return "" if len(whole) < 3 and number.start() == 0 else whole[-2:]
    return max(re.findall(r"[^\W\d_]+", folded), key=len, default="")


def _englished(form: str) -> str:
    return _EUROPEAN.sub(lambda found: f"{found[1].replace('.', '')}.{found[2]}", fold(form))


@lru_cache(maxsize=4096)
def spellings(form: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns, over folded text, of which any one means that the value is stated."""
    folded = _englished(form)
    if not re.search(r"[^\W_]", folded):
        return ()
    pattern = _money(folded) or _measure(folded) or _duration(folded) or _general(folded)
    return (re.compile(pattern),)


def _money(folded: str) -> str | None:
    """Match a sum of money: the currency on either side, or no currency where the number alone is specific."""
    for names in _MONEY:
        currency = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        found = re.fullmatch(rf"(?:(?:{currency})\s*)?({_NUMBER})(?:\s*(?:{currency}))?", folded)
        if found and found.end(1) - found.start(1) < len(folded):
            number = _number(found[1])
            before, after = (
                rf"(?<![^\W_])(?:{currency})\s*{number}{_AFTER}",
                rf"{_BEFORE}{number}{_GAP}(?:{currency}){_AFTER_UNIT}",
            )
            alone = rf"|{_BEFORE}{number}{_AFTER}" if len(re.sub(r"\D", "", found[1])) > 3 else ""
            whole, _, coins = found[1].partition(".")
            spoken = (
                rf"|{_BEFORE}{_number(whole)} (?:{currency}) (?:and |und |et |y )?{coins} (?:{_COINS}){_AFTER_UNIT}"
            )
            return f"{before}|{after}{alone}{spoken if coins else ''}"
    return None


def _measure(folded: str) -> str | None:
    """Match a number with a unit: the unit in the four languages, the number in digits or in English words."""
    found = re.fullmatch(rf"({_NUMBER})\s*(.+)", folded)
    if not found:
        return None
    for names in _UNITS:
        if found[2] in names:
            units = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
            number = rf"(?:{_number(found[1])}\)?|{_in_words(found[1])})"
            return rf"{_BEFORE}{number}{_GAP}(?:{units}){_AFTER_UNIT}"
    return None


def _duration(folded: str) -> str | None:
    """Match hours with minutes, or minutes with seconds: `266 hours 42 minutes`, `266 hr and 42 min`, `266h42m`."""
    found = re.fullmatch(r"(\d+) ([a-z]+) (\d+) ([a-z]+)", folded)
    units = [next((names for names in _UNITS if found[at] in names), None) for at in (2, 4)] if found else []
    if not found or not all(unit and unit[0] in _SHORT_UNITS for unit in units):
        return None
    long, short = ("|".join(filter(None, (*unit, _SHORT_UNITS[unit[0]]))) for unit in units if unit)
    joint = r"(?:, ?| )?(?:(?:and|und|et|y|&) )?"
    return rf"{_BEFORE}{_number(found[1])}[ -]?(?:{long}){joint}0?{found[3]}[ -]?(?:{short}){_AFTER_UNIT}"


def _number(digits: str) -> str:
    """Match a number with any digit grouping, decimal sign and trailing noughts."""
    whole, _, rest = digits.replace(",", "").partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        whole, group = whole[:-3], whole[-3:]
        groups.insert(0, group)
    grouped = whole + "".join(rf"[.,'\s_]?{group}" for group in groups)
    rest = rest.rstrip("0")
    if rest and len(whole) == 3 and not groups:  # "1 847,30" groups by a space and is not 847,30
        return rf"{grouped}(?:\.|(?<!\d\s{grouped}),){rest}0*"
    return grouped + (rf"[.,]{rest}0*" if rest else r"(?:[.,](?:0{1,2}|-)(?!\d))?")


def _in_words(digits: str) -> str:
    if not digits.isdigit() or int(digits) > 99:
        return r"(?!)"
    number = int(digits)
    if number < 20:
        return _SMALL[number]
    return _TENS[number // 10] + (rf"[\s\-]{_SMALL[number % 10]}" if number % 10 else "")


def _general(folded: str) -> str:
    """Match anything else: its words and numbers in order, hyphens and spaces between them optional."""
    atoms = re.findall(rf"{_NUMBER}|[^\W\d_]+", folded)
    alone = len(atoms) == 1
    pattern = "0?" if not alone and re.fullmatch(r"[1-9]", atoms[0]) else ""  # 07 February
    previous = ""
    for atom in atoms:
        both_digits = previous[-1:].isdigit() and atom[0].isdigit()
        gap = "" if not previous else r"[\s\-_./:,]{1,2}" if both_digits else r"[^\w]{0,3}"
        pattern += gap + (_number(atom) if alone or "," in atom else re.escape(atom))
        previous = atom
    specific = alone and len(re.sub(r"\D", "", folded)) > 3
    return f"{_BEFORE}{pattern}{_AFTER_NUMBER if specific and atoms[0][0].isdigit() else _AFTER}"
