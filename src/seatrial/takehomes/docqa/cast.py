"""Who and what a world is about: its company, years, people and named things, drawn fresh."""

from calendar import month_name
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from seatrial.takehomes.docqa.company import Sheet
from seatrial.takehomes.docqa.nonce import Mint
from seatrial.takehomes.docqa.template import chosen, named
from seatrial.takehomes.docqa.values import space_of


@dataclass(frozen=True, slots=True)
class Cast:
    """`names` fills the `{name}` places of all texts; `surfaces` are the lower-case ways to call each entity."""

    company: str
    currency: str
    names: Mapping[str, str]
    surfaces: Mapping[str, tuple[str, ...]]


def draw_cast(sheet: Sheet, mint: Mint, dice: Random) -> Cast:
    """Return one company's names."""
    brand = mint.draw(space_of("brand")).text
    year = dice.randint(*sheet.years)
    currency = dice.choice(sheet.currency)
    names = {"brand": brand, "company": dice.choice(sheet.company).replace("{}", brand), "year": str(year)}
    names |= {"last_year": str(year - 1), "next_year": str(year + 1), "currency": currency}
    names |= {f"date_{number}": text for number, text in enumerate(_dates(year, dice), 1)}
    names["secret"] = f"{mint.draw(space_of('brand')).text.lower()}-{dice.randint(1001, 9999)}"
    names |= {key: mint.draw(space_of("person")).text for key in sheet.people}
    surfaces = {}
    for key, pattern in sheet.entities.items():
        space, _, called = pattern.partition(" | ")
        nonce = mint.draw(space_of(space)).text
        names[key] = called.replace("{}", nonce)
        surfaces[key] = tuple(dict.fromkeys((names[key].lower(), nonce.lower())))
    for key, wordings in sheet.words.items():
        names[key] = wordings if isinstance(wordings, str) else dice.choice(wordings)
    names = {key: chosen(named(text, names), dice) for key, text in names.items()}
    return Cast(company=names["company"], currency=currency, names=names, surfaces=surfaces)


def _dates(year: int, dice: Random) -> list[str]:
    """Return nine days of the year in order, written as this company writes dates."""
    days = sorted({(dice.randrange(12), dice.randint(2, 27)) for _ in range(40)})
    chosen_days = sorted(dice.sample(days, 9))
    style = dice.choice(("{day} {month} {year}", "{month} {day}, {year}", "{year}-{number:02}-{day:02}"))
    return [
        style.format(day=day, month=month_name[month + 1], number=month + 1, year=year) for month, day in chosen_days
    ]
