"""Worlds that the tests look at, and documents as a reader sees them."""

import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from itertools import count

import pytest

from seatrial.takehomes.base import Document, World
from seatrial.takehomes.docqa.company import KINDS
from seatrial.takehomes.docqa.world import kind_of, make_world

BLOCKS = {"p", "li", "tr", "h1", "h2", "title", "header", "style", "table", "ul", "ol", "head"}


class Page(HTMLParser):
    """What a browser shows of a page, a line per block; `unbalanced` are tags that nobody closed or opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(text)
        self.close()
        self.unbalanced += self.open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)
        self.shown.append("\n" if tag in BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.shown.append(data)


def readable_text(document: Document) -> str:
    if not document.name.endswith(".html"):
        return document.text
    lines = "".join(Page(document.text).shown).splitlines()
    return "\n\n".join(re.sub(r"\s+", " ", line).strip() for line in lines if line.strip())


@cache
def world_of(seed: int) -> World:
    return make_world(seed)


def one_seed_per_kind() -> list[int]:
    return [next(seed for seed in count() if kind_of(seed) == kind) for kind in KINDS]


@pytest.fixture(params=one_seed_per_kind(), ids=KINDS)
def world(request: pytest.FixtureRequest) -> World:
    return world_of(request.param)


@pytest.fixture
def readable() -> Callable[[Document], str]:
    return readable_text


@pytest.fixture
def page() -> type[Page]:
    return Page
