"""Every page is looked at: axe-core finds nothing, at three widths and in both themes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.urls import reverse

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.people.models import User
from tests.flow.loop.conftest import Loop, Visit
from tests.loop.access_table import ROWS, World

NO_PAGES = frozenset({"own-kit", "code-zip", "candidate-file", "mfa_download_recovery_codes", "health", "robots"})
"""Files."""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_first,
    pytest.mark.usefixtures("loop"),
    pytest.mark.xdist_group("browser"),
]


@pytest.mark.parametrize(
    ("width", "dark"),
    [
        (1280, False),
        (390, True),
        pytest.param(1280, True, marks=pytest.mark.slow),
        pytest.param(800, False, marks=pytest.mark.slow),
        pytest.param(800, True, marks=pytest.mark.slow),
        pytest.param(390, False, marks=pytest.mark.slow),
    ],
)
def test_signing_in_has_no_hindrance(visit: Visit, width: int, dark: bool) -> None:
    cy = visit(width=width, dark=dark)
    cy.goes_to("/")
    assert (cy.hindrances(), cy.trouble) == ([], [])
    cy.signs_in("cy@example.com")
    assert "Openings" in cy.reads()
    assert (cy.hindrances(), cy.trouble) == ([], [])


def pages(loop: Loop, cast: dict[str, User]) -> Iterator[tuple[str, str, str]]:
    """Yield name, address and reader of every page that somebody of the cast can open, each with what it shows."""
    for row in ROWS:
        reader = next((who for who in ("cy", "bo", "ann", "nobody") if row.says("GET", who) == 200), None)
        if reader is not None and row.name not in NO_PAGES:
            one = replace(loop, ann=another(loop.ann, row.name))
            yield row.name, reverse(row.name, kwargs=row.parts(World(one, reader, cast)) or None), reader


def another(ann: Candidacy, name: str) -> Candidacy:
    """Return one more candidate who stands where Ann does, so that no row's Ann is in another row's way."""
    return Candidacy.objects.create(
        opening=ann.opening, stage=ann.stage, name=f"Ann {name}", email=f"{name}@example.com", alias=name[:40]
    )


def looked_at(visit: Visit, loop: Loop, cast: dict[str, User], *, width: int, dark: bool) -> list[str]:
    """Visit every page and return what hinders somebody there."""
    readers = {who: visit(width=width, dark=dark) for who in ("cy", "bo", "ann", "nobody")}
    for who in ("cy", "bo"):
        readers[who].signs_in(cast[who].email)
    found = []
    for name, address, who in pages(loop, cast):
        reader = readers[who]
        reader.trouble.clear()
        reader.goes_to(address)
        wide = reader.page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
        found += [f"{name}: {what}" for what in (*reader.hindrances(), *reader.trouble)]
        found += [f"{name}: wider than the screen"] if wide else []
    return found


@pytest.mark.parametrize(
    ("width", "dark"),
    [
        (1280, False),
        pytest.param(390, True, marks=pytest.mark.slow),
        pytest.param(390, False, marks=pytest.mark.slow),
        pytest.param(800, True, marks=pytest.mark.slow),
    ],
)
def test_no_page_hinders_anybody(visit: Visit, loop: Loop, bo, bea, cy, dee, eve, width: int, dark: bool) -> None:
    cast = {"bo": bo, "bea": bea, "cy": cy, "dee": dee, "eve": eve}
    found = looked_at(visit, loop, cast, width=width, dark=dark)
    assert not found, "\n".join(found)
