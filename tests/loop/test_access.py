"""Every URL × everybody of the cast × every method, against the table; a URL without a row fails."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from seatrial.loop.people.models import User
from tests.loop.access_table import ROWS, SIGN_IN, Answer, Row, World
from tests.loop.conftest import Loop

ROLES = ("nobody", "ann", "bo", "bea", "cy", "dee", "eve")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def patterns(within: URLResolver) -> Iterator[URLPattern]:
    for pattern in within.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


def test_every_address_has_a_name_and_one_row_and_no_row_is_left_over() -> None:
    names = [pattern.name or f"nameless: {pattern.pattern}" for pattern in patterns(get_resolver())]
    rows = [row.name for row in ROWS]
    assert sorted(rows) == sorted(names), (
        f"without a row in tests/loop/access_table.py: {sorted(set(names) - set(rows))}; "
        f"rows without a URL: {sorted(set(rows) - set(names))}; "
        f"twice: {sorted({name for name in [*rows, *names] if max(rows.count(name), names.count(name)) > 1})}"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_everybody_is_answered_as_the_table_says(role: str, loop: Loop, bo, bea, cy, dee, eve) -> None:
    world = World(loop, role, {"bo": bo, "bea": bea, "cy": cy, "dee": dee, "eve": eve})
    client = browser(world.cast.get(role))
    wrong = [
        f"{row.name}, {method}: answered {was}, the table says {row.says(method, role)}"
        for row in ROWS
        for method, was in answers(row, world, client)
        if was != row.says(method, role)
    ]
    assert not wrong, "\n".join(wrong)


def browser(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def answers(row: Row, world: World, client: Client) -> Iterator[tuple[str, Answer]]:
    """Ask with each method, on the same ground; undo what the requests did, and the ground at the end."""
    with transaction.atomic():
        try:
            address = reverse(row.name, kwargs=row.parts(world) or None)
            for method in METHODS:
                yield method, answer(address, client, method)
        except Exception as error:
            error.add_note(f"on the row {row.name}")
            raise
        finally:
            transaction.set_rollback(True)


def answer(address: str, client: Client, method: str) -> Answer:
    """Ask once, and undo what the request did."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    cache.clear()  # or else the limits on signing in would answer
    with transaction.atomic():
        try:
            response = client.generic(method, address)
        except Exception as error:  # noqa: BLE001  -- whatever a view lets through is a 500
            return f"500, {error!r}"
        finally:
            transaction.set_rollback(True)
            client.cookies.clear()
            client.cookies.load(cookies)
    return SIGN_IN if leads_to_sign_in(response) else response.status_code


def leads_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(reverse("account_login"))
