"""The shapes of planted values, and the spellings in which a reasonable answer may state each."""

from calendar import month_abbr, month_name
from collections.abc import Callable
from datetime import date, timedelta

from seatrial.takehomes.base import Value
from seatrial.takehomes.docqa.names import BRAND, FAMILY, FRENCH_MONTHS, GERMAN_MONTHS, GIVEN, PLACE, SPANISH_MONTHS
from seatrial.takehomes.docqa.nonce import Space

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def space_of(shape: str) -> Space:
    """Return the values of a shape, written `money €` or plain `code`; KeyError for an unknown one."""
    name, _, unit = shape.partition(" ")
    size, spell = _SHAPES[name]
    return Space(size, lambda number: spell(number, unit))


def _money(number: int, unit: str) -> Value:
    whole, rest = divmod(number, 90)
    cents = rest // 9 * 10 + rest % 9 + 1  # never a round tenth, so that no other amount is the same number
    return Value(f"{unit} {3000 + whole:,}.{cents:02}", _decimal_forms(3000 + whole, f"{cents:02}"))


def _fee(number: int, unit: str) -> Value:
    """Write a smaller amount than `_money` does, so that the two never meet."""
    whole, rest = divmod(number, 81)
    cents = f"{rest // 9 + 1}{rest % 9 + 1}"
    return Value(f"{unit} {100 + whole:,}.{cents}", _decimal_forms(100 + whole, cents))


def _measure(number: int, unit: str) -> Value:
    whole, rest = divmod(number, 9)
    return Value(f"{1000 + whole:,}.{rest + 1} {unit}", _decimal_forms(1000 + whole, str(rest + 1)))


def _count(number: int, unit: str) -> Value:
    text = f"{100_001 + number:,}"
    return Value(f"{text} {unit}", (text, *(text.replace(",", mark) for mark in ("", ".", " ", "'", "\u202f"))))


def _rate(number: int, unit: str) -> Value:
    whole, rest = divmod(number, 900)
    digits = f"{rest // 9:02}{rest % 9 + 1}"
    return Value(f"{10 + whole}.{digits} {unit}", (f"{10 + whole}.{digits}", f"{10 + whole},{digits}"))


def _decimal_forms(whole: int, fraction: str) -> tuple[str, ...]:
    grouped = f"{whole:,}"
    spellings = (
        f"{grouped}.{fraction}",
        f"{whole}.{fraction}",
        f"{whole},{fraction}",
        f"{grouped.replace(',', '.')},{fraction}",
        f"{grouped.replace(',', ' ')},{fraction}",
        f"{grouped.replace(',', ' ')}.{fraction}",
        f"{grouped.replace(',', chr(0x202F))},{fraction}",
        f"{grouped.replace(',', chr(0x27))}.{fraction}",
    )
    return tuple(dict.fromkeys(spellings))


def _hours(number: int, unit: str) -> Value:
    del unit
    hours, minutes = 26 + number // 59, 1 + number % 59
    one = "" if minutes == 1 else "s"
    return Value(
        f"{hours} hours {minutes} minute{one}",
        (
            f"{hours} hours and {minutes} minute{one}",
            f"{hours} hours, {minutes} minute{one}",
            f"{hours} hrs {minutes} min{one}",
            f"{hours} h {minutes} min",
            f"{hours}h {minutes}min",
            f"{hours}h {minutes}m",
            f"{hours}h{minutes:02}m",
            f"{hours}h{minutes}m",
            f"{hours}:{minutes:02}",
            f"{hours} Stunden {minutes} Minuten",
            f"{hours} Stunden und {minutes} Minuten",
            f"{hours} heures {minutes} minutes",
            f"{hours} heures et {minutes} minutes",
            f"{hours} horas {minutes} minutos",
            f"{hours} horas y {minutes} minutos",
            f"{hours * 60 + minutes} minutes",
        ),
    )


def _minutes(number: int, unit: str) -> Value:
    del unit
    minutes, seconds = 61 + number // 59, 1 + number % 59
    one = "" if seconds == 1 else "s"
    return Value(
        f"{minutes} minutes {seconds} second{one}",
        (
            f"{minutes} minutes and {seconds} second{one}",
            f"{minutes} minutes, {seconds} second{one}",
            f"{minutes} min {seconds} s",
            f"{minutes} min {seconds} sec",
            f"{minutes}min {seconds}s",
            f"{minutes}m {seconds}s",
            f"{minutes}m{seconds:02}s",
            f"{minutes}m{seconds}s",
            f"{minutes} Minuten {seconds} Sekunden",
            f"{minutes} Minuten und {seconds} Sekunden",
            f"{minutes} minutes et {seconds} secondes",
            f"{minutes} minutos {seconds} segundos",
            f"{minutes} minutos y {seconds} segundos",
            f"{minutes * 60 + seconds} seconds",
        ),
    )


def _future(number: int, unit: str) -> Value:
    del unit
    return _dated(date(2061, 1, 1) + timedelta(days=number))


def _past(number: int, unit: str) -> Value:
    del unit
    return _dated(date(1581, 1, 1) + timedelta(days=number))


def _dated(day: date) -> Value:
    month, short = month_name[day.month], month_abbr[day.month]
    ending = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return Value(
        f"{day.day} {month} {day.year}",
        (
            f"{month} {day.day}, {day.year}",
            f"{month} {day.day} {day.year}",
            f"{month} {day.day}{ending}, {day.year}",
            f"{day.day}{ending} {month} {day.year}",
            f"{day.day}{ending} of {month} {day.year}",
            f"{day.day} {short} {day.year}",
            f"{short} {day.day}, {day.year}",
            day.isoformat(),
            f"{day:%d.%m.%Y}",
            f"{day.day}.{day.month}.{day.year}",
            f"{day:%d/%m/%Y}",
            f"{day:%m/%d/%Y}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day.month}/{day.day}/{day.year}",
            f"{day.day}. {GERMAN_MONTHS[day.month - 1]} {day.year}",
            f"{day.day} {FRENCH_MONTHS[day.month - 1]} {day.year}",
            f"{day.day} de {SPANISH_MONTHS[day.month - 1]} de {day.year}",
        ),
    )


def _lettered(number: int, count: int) -> str:
    letters = []
    for _ in range(count):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)


def _coded(*parts: str, joint: str = "-") -> Value:
    """Return a code with all the ways in which its parts get joined."""
    text = joint.join(parts)
    others = ("-", " ", "", "/", ".", "–", "\u2011")
    loose = (f"{parts[0]}-{''.join(parts[1:])}", f"{''.join(parts[:-1])}-{parts[-1]}")
    return Value(
        text, tuple(dict.fromkeys(form for form in (*(o.join(parts) for o in others), *loose) if form != text))
    )


def _code(number: int, unit: str) -> Value:
    del unit
    letters, digits = divmod(number, 9000)
    return _coded(_lettered(letters, 2), str(1000 + digits), _lettered(letters // 400, 1))


def _form(number: int, unit: str) -> Value:
    del unit
    letters, digits = divmod(number, 9000)
    return _coded(_lettered(letters, 1), str(1000 + digits), _lettered(letters // 20, 2), joint="/")


def _room(number: int, unit: str) -> Value:
    del unit
    letters, digits = divmod(number, 900_000)
    return _coded(_lettered(letters, 1), *_halved(100_000 + digits), joint=".")


def _halved(number: int) -> tuple[str, str]:
    return str(number)[:2], str(number)[2:]


def _part(number: int, unit: str) -> Value:
    del unit
    letters, digits = divmod(number, 810_000)
    return _coded(str(100 + digits // 900), _lettered(letters, 3), str(100 + digits % 900))


def _extension(number: int, unit: str) -> Value:
    del unit
    text = str(10_000 + number)
    return Value(text, (f"{text[:2]} {text[2:]}", f"{text[:3]} {text[3:]}", f"{text[:2]}-{text[2:]}"))


def _version(number: int, unit: str) -> Value:
    del unit
    first, rest = divmod(number, 81_000)
    text = f"{2 + first}.{100 + rest // 90}.{10 + rest % 90}"
    return Value(text, (f"v{text}", f"v. {text}", text.replace(".", "-")))


def _person(number: int, unit: str) -> Value:
    del unit
    family, given = FAMILY[number], GIVEN[number * 7 % len(GIVEN)]
    return Value(f"{given} {family}", (family, f"{family}, {given}", f"{given[0]}. {family}"))


def _place(number: int, unit: str) -> Value:
    return Value(f"{PLACE[number]} {unit}".strip(), (PLACE[number],) if unit else ())


def _brand(number: int, unit: str) -> Value:
    return Value(f"{unit} {BRAND[number]}".strip(), (BRAND[number],) if unit else ())


_SHAPES: dict[str, tuple[int, Callable[[int, str], Value]]] = {
    "money": (9_000 * 90, _money),
    "fee": (2_400 * 81, _fee),
    "measure": (9_000 * 9, _measure),
    "count": (899_998, _count),
    "rate": (90 * 900, _rate),
    "hours": (974 * 59, _hours),
    "minutes": (939 * 59, _minutes),
    "future": (179 * 365, _future),
    "past": (200 * 365, _past),
    "code": (9000 * 8000, _code),
    "form": (9000 * 8000, _form),
    "room": (900_000 * 20, _room),
    "part": (810_000 * 8000, _part),
    "extension": (90_000, _extension),
    "version": (28 * 81_000, _version),
    "person": (len(FAMILY), _person),
    "place": (len(PLACE), _place),
    "brand": (len(BRAND), _brand),
}
