"""The first load of every page: small over the wire, nothing from elsewhere, nothing a strict policy would stop."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.loop.access_table import ROWS, Row, World
from tests.loop.conftest import Loop

MOST = 100_000
"""Bytes of a page with all that it refers to, as they go over the wire."""
FETCHED = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("source", "src"),
    ("iframe", "src"),
    ("object", "data"),
}
PAGES = tuple(row for row in ROWS if 200 in vars(row.get).values())


class Page(HTMLParser):
    """What a page fetches, and what it says inline."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetches: list[str] = []
        self.inline: list[str] = []
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        for name, value in attrs:
            if (tag, name) in FETCHED and not (tag == "link" and dict(attrs).get("rel") == "canonical"):
                self.fetches.append(value or "")
            if name == "style" or name.startswith("on") or "javascript:" in (value or ""):
                self.inline.append(f"<{tag} {name}={value!r}>")
        if tag == "style" or (tag == "script" and "src" not in dict(attrs)):
            self.inline.append(f"<{tag}>")


def wire(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def asked(client: Client, address: str) -> tuple[HttpResponse, int]:
    """Return an answer and its size over the wire."""
    response = client.get(address, headers={"accept-encoding": "gzip, deflate, br"})
    return response, len(wire(response))


def in_css(css: str) -> Iterator[str]:
    yield from re.findall(r"url\(\s*[\"']?([^\"')]+)", css)
    yield from re.findall(r"@import\s+[\"']([^\"']+)", css)


@pytest.fixture
def opened(row: Row, loop: Loop, bo, bea, cy, dee, eve) -> tuple[Client, str]:
    """Return a browser of one of the cast who may see the page, and its address."""
    cast = {"bo": bo, "bea": bea, "cy": cy, "dee": dee, "eve": eve}
    role = next(role for role in ("cy", "bo", "eve", "ann", "nobody") if row.says("GET", role) == 200)
    client = Client()
    if role in cast:
        client.force_login(cast[role])
    cache.clear()
    return client, reverse(row.name, kwargs=row.parts(World(loop, role, cast)) or None)


@pytest.mark.django_db
@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_a_page_loads_little_and_only_from_here(row: Row, opened: tuple[Client, str]) -> None:
    client, address = opened
    plain = client.get(address)
    if not plain.headers["Content-Type"].startswith("text/html"):
        return  # a file to keep
    policy = plain.headers["Content-Security-Policy"]
    assert ("unsafe" in policy, "default-src 'none'" in policy, re.findall(r"https?:|\*", policy)) == (False, True, [])
    page = Page(plain.content.decode())
    assert page.inline == []
    sizes = {address: asked(client, address)[1]}
    waiting = page.fetches
    while waiting:
        fetched = waiting.pop()
        if fetched in sizes or fetched.startswith("data:"):
            continue
        assert fetched.startswith("/static/"), f"{row.name} fetches {fetched}"
        got, sizes[fetched] = asked(client, fetched)
        assert got.status_code == 200, fetched
        if fetched.endswith(".css"):
            waiting += in_css(b"".join(client.get(fetched).streaming_content).decode())
    assert sum(sizes.values()) <= MOST, sizes


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/static/loop/seatrial.css"])
def test_what_is_sent_is_compressed_where_the_browser_takes_it(client: Client, address: str) -> None:
    packed, size = asked(client, address)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"].count("Accept-Encoding") == 1
    assert size < len(wire(client.get(address)))
