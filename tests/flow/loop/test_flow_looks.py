"""Every page is looked at: axe-core finds nothing, at three widths and in both themes."""

import pytest

from tests.flow.loop.conftest import Visit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("loop"),
    pytest.mark.xdist_group("browser"),
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 800, 1280])
def test_signing_in_has_no_hindrance(visit: Visit, width: int, dark: bool) -> None:
    cy = visit(width=width, dark=dark)
    cy.goes_to("/")
    assert (cy.hindrances(), cy.trouble) == ([], [])
    cy.signs_in("cy@example.com")
    assert "Openings" in cy.reads()
    assert (cy.hindrances(), cy.trouble) == ([], [])
