"""At every address there is: nothing that a peer wrote, and not even another length when they think otherwise.

Bo has scored every stage; Bea owes all of hers, so that nothing is open to her nor to Cy. The addresses are those of
the table by which access is tested: a page that is added is walked here too.
"""

import re

import pytest
from django.db import transaction
from django.http import HttpResponse
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


@pytest.mark.parametrize("row", WALKED, ids=lambda one: one.name)
def test_no_address_tells_anything_of_what_a_peer_thinks(row: Row, scored_by_bo: Loop, bo, bea, cy, dee) -> None:
    cast = {"bo": bo, "bea": bea, "cy": cy, "dee": dee}
    before = {at: answered(row, World(scored_by_bo, at[0], cast), at[1]) for at in asked(row)}
    thinks_otherwise(scored_by_bo, bo)
    after = {at: answered(row, World(scored_by_bo, at[0], cast), at[1]) for at in asked(row)}
    assert [at for at, found in (*before.items(), *after.items()) if WORDS in found[2]] == []
    if row.name not in DRAWN:
        assert {at: found[:2] for at, found in after.items()} == {at: found[:2] for at, found in before.items()}


def asked(row: Row) -> list[tuple[str, str]]:
    """Return who asks how: the candidate, the peer who owes and the lead, by the methods that the table knows."""
    return [
        (role, method) for role in ("ann", "bea", "cy") for method in ("GET", "POST") if row.says(method, role) != 405
    ]


def answered(row: Row, world: World, method: str) -> tuple[int, int, str]:
    """Ask once and undo what it did; returns the status, the length without times, and all that was said."""
    client = browser(world.cast.get(world.role))
    with transaction.atomic():
        address = reverse(row.name, kwargs=row.parts(world) or None)
        response: HttpResponse = client.generic(method, address)
        found = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return response.status_code, len(TIME.sub(b"", found)), f"{response.headers}{found.decode(errors='replace')}"


def test_what_is_looked_for_is_there(scored_by_bo: Loop, bo: User) -> None:
    card = Scorecard.objects.get(author=bo, stage=scored_by_bo.stages["takehome"])
    assert WORDS in browser(bo).get(reverse("scorecard-summary", args=[card.uid])).content.decode()
