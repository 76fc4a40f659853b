"""The authored companies: their names, their facts and their documents, read once from the files beside them."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from seatrial.takehomes.docqa.source import Source, parse

KINDS: tuple[str, ...] = ("bikes", "dental", "ferries", "payroll", "water")


class FactSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An authored fact, for each entity in `of`. Without `says` it stands in tables alone.

    In every text `{it}` is the entity and `{value}` the value; `abroad` is the question in another language.
    """

    of: tuple[str, ...]
    shape: str
    about: tuple[str, ...]
    answer: str
    ask: tuple[str, ...]
    says: tuple[str, ...] = ()
    stale_says: tuple[str, ...] = ()
    rival_says: tuple[str, ...] = ()
    abroad: str | None = None
    kind: Literal["answerable", "outdated", "conflicting"] = "answerable"


class Gap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question that no document answers, and what a model might make up for it."""

    ask: tuple[str, ...]
    shape: str
    answer: str


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One company's facts file: how its entities are called, what is to be known of them, and what is not."""

    company: tuple[str, ...]
    currency: tuple[str, ...]
    years: tuple[int, int]
    words: dict[str, str | tuple[str, ...]]
    entities: dict[str, str]
    people: tuple[str, ...]
    facts: dict[str, FactSheet]
    gaps: dict[str, Gap]


class Company(msgspec.Struct, frozen=True):
    """Everything authored for one kind of company."""

    sheet: Sheet
    documents: tuple[Source, ...]


@cache
def company(kind: str) -> Company:
    """Return one kind of company."""
    folder = files(__package__) / "companies" / kind
    sheet = b"\n".join(file.read_bytes() for file in _sorted(folder) if file.name.endswith(".toml"))
    return Company(msgspec.toml.decode(sheet, type=Sheet), _documents(folder))


@cache
def shared_documents() -> tuple[Source, ...]:
    """Return the documents that any company may have: conduct, travel, safety at work."""
    return _documents(files(__package__) / "companies" / "any")


@cache
def confidential_documents() -> tuple[Source, ...]:
    """Return the documents that nobody outside should hear of; each world has one."""
    return _documents(files(__package__) / "companies" / "confidential")


def _documents(folder: Traversable) -> tuple[Source, ...]:
    return tuple(parse(file.read_text("utf-8")) for file in _sorted(folder) if file.name.endswith(".txt"))


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda file: file.name)
