"""At every address there is: nothing that a peer wrote, and not even another length when they think otherwise.

Bo has scored every stage; Bea owes all of hers, so that nothing is open to her nor to Cy. The addresses are those of
the table by which access is tested: a page that is added is walked here too.
"""

import re
from typing import NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.evidence.models import Trial
from seatrial.loop.people.models import User
from seatrial.loop.scorecard import actions
from seatrial.loop.scorecard.models import Entry, Scorecard, Tick
from tests.loop.access_table import ROWS, Row, World
from tests.loop.conftest import Loop
from tests.loop.evidence_report import CASE, telling_report
from tests.loop.scorecard.conftest import sealed_card
from tests.loop.test_access import browser

pytestmark = pytest.mark.django_db
WORDS = "ZQBOXW"
TIME = re.compile(rb"<time.*?</time>")
"""Relative times grow while the test runs."""
ACCOUNTS = ("account_", "mfa_", "openid_", "socialaccount_")
OTHER_MOMENTS = frozenset({"scorecard-amend", "decision-dissent", "letter", "citation"})
"""Rows that need everybody to have sealed before they ask, or Bo not to have."""
DRAWN = frozenset({"room", "room-predict", "own-kit"})
"""Rows that draw a world each time, whose questions are of different lengths."""


@pytest.fixture
def scored_by_bo(loop: Loop, bo: User) -> Loop:
    """Let Bo score, flag, cite and tick all there is."""
    loop.ann.stage = loop.stages["discussion"]
    loop.ann.save()
    trial = Trial.objects.create(candidacy=loop.ann, report=telling_report(), finished_at=timezone.now())
    card = actions.open_scorecard(loop.ann, loop.stages["takehome"], by=bo)
    place = actions.Place(trial, f"case:{CASE}", "A case")
    actions.cite(card, place, field="awareness", words=f"{WORDS} cited", by=bo)
    actions.tick(card, "wrong-value-persists", Tick.Stand.LEFT, by=bo)
    for kind, stage in loop.stages.items():
        actions.raise_flag(loop.ann, stage, kind="no_eval", words=f"{WORDS} flag", prompted=False, by=bo)
        sealed_card(loop, kind, bo, level=1, words=WORDS)
    loop.ann.stage = loop.stages["takehome"]
    loop.ann.save()
    return loop


def thinks_otherwise(loop: Loop, bo: User) -> None:
    Entry.objects.filter(level__isnull=False).update(level=4)
    Entry.objects.update(note=f"{WORDS} " * 40, evidence=[])
    Tick.objects.update(stand=Tick.Stand.HANDLED)
    for kind in ("raises_failures", "evaluates", "surprised"):
        actions.raise_flag(loop.ann, loop.stages["takehome"], kind=kind, words=WORDS, prompted=True, by=bo)


WALKED = [one for one in ROWS if not one.name.startswith(ACCOUNTS) and one.name not in OTHER_MOMENTS]


@pytest.mark.parametrize("role", ["ann", "bea", "cy"], ids=["the candidate", "a peer who owes", "the lead"])
def test_no_address_tells_anything_of_what_a_peer_thinks(role: str, scored_by_bo: Loop, bo, bea, cy, dee) -> None:
    world = World(scored_by_bo, role, {"bo": bo, "bea": bea, "cy": cy, "dee": dee})
    before = walked(world)
    thinks_otherwise(scored_by_bo, bo)
    after = walked(world)
    assert [at for at, said in (*before.items(), *after.items()) if WORDS in said.words] == []
    alike = [at for at in before if at[0] not in DRAWN]
    assert {at: (after[at].status, after[at].length) for at in alike} == {
        at: (before[at].status, before[at].length) for at in alike
    }


class Said(NamedTuple):
    """An answer: its status, its length without times, and all that it said."""

    status: int
    length: int
    words: str


def walked(world: World) -> dict[tuple[str, str], Said]:
    """Return the answers of every address by its name and each method that the table knows, asked by one person."""
    client = browser(world.cast.get(world.role))
    signed_in = {name: cookie.value for name, cookie in client.cookies.items()}
    found = {}
    for row in WALKED:
        for method in ("GET", "POST"):
            if row.says(method, world.role) != 405:
                client.cookies.clear()
                client.cookies.load(signed_in)
                found[row.name, method] = answered(client, row, world, method)
    return found


def answered(client: Client, row: Row, world: World, method: str) -> Said:
    """Ask once and undo what it did."""
    with transaction.atomic():
        address = reverse(row.name, kwargs=row.parts(world) or None)
        response: HttpResponse = client.generic(method, address)
        found = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    words = f"{response.headers}{found.decode(errors='replace')}"
    return Said(response.status_code, len(TIME.sub(b"", found)), words)


def test_what_is_looked_for_is_there(scored_by_bo: Loop, bo: User) -> None:
    card = Scorecard.objects.get(author=bo, stage=scored_by_bo.stages["takehome"])
    assert WORDS in browser(bo).get(reverse("scorecard-summary", args=[card.uid])).content.decode()
