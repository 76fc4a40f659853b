"""Nothing that a peer wrote stands in any response, to anybody who may not read it, at any moment of a panel.

Words are planted in Bo's and Bea's scorecards and flags; then everybody asks everything, and all of it is searched.
"""

import logging
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.openings.models import Seat
from seatrial.loop.people.models import User
from seatrial.loop.scorecard import actions
from seatrial.loop.scorecard.models import Scorecard
from tests.loop.conftest import Loop
from tests.loop.scorecard.conftest import filled_card, sealed_card

pytestmark = pytest.mark.django_db
TIME = re.compile(rb"<time.*?</time>")
"""Relative times grow while the test runs."""
CAST = ("bo", "bea", "cy", "dee", "eve", None)
PLANTED = {"bo": "ZQBOXW", "bea": "ZQBEAXW"}
Cast = dict[str | None, User | None]


@pytest.fixture
def cast(bo, bea, cy, dee, eve) -> Cast:
    return {"bo": bo, "bea": bea, "cy": cy, "dee": dee, "eve": eve, None: None}


def flag(loop: Loop, by: User, words: str) -> None:
    stage = loop.stages["takehome"]
    actions.raise_flag(loop.ann, stage, kind="no_eval", words=f"{words} flag", prompted=False, by=by)


def begin(loop: Loop, cast: Cast) -> None:
    for who, words in PLANTED.items():
        filled_card(loop, "takehome", cast[who], words=words)
        flag(loop, cast[who], words)


def seal(loop: Loop, author: User) -> None:
    card = Scorecard.objects.get(author=author, candidacy=loop.ann)
    actions.seal_scorecard(card, edition=card.edition, by=author)


def none_sealed(loop: Loop, cast: Cast) -> None:
    begin(loop, cast)


def one_sealed(loop: Loop, cast: Cast) -> None:
    begin(loop, cast)
    seal(loop, cast["bo"])


def all_sealed(loop: Loop, cast: Cast) -> None:
    one_sealed(loop, cast)
    seal(loop, cast["bea"])


def opened_early(loop: Loop, cast: Cast) -> None:
    one_sealed(loop, cast)
    actions.open_early(loop.ann, loop.stages["takehome"], reason="Bea is ill.", by=cast["cy"])


def bea_removed(loop: Loop, cast: Cast) -> None:
    one_sealed(loop, cast)
    Seat.objects.filter(user=cast["bea"]).update(removed_at=timezone.now())


def bo_removed_after_sealing(loop: Loop, cast: Cast) -> None:
    one_sealed(loop, cast)
    Seat.objects.filter(user=cast["bo"]).update(removed_at=timezone.now())


def withdrawn(loop: Loop, cast: Cast) -> None:
    one_sealed(loop, cast)
    loop.ann.withdrawn_at = timezone.now()
    loop.ann.save()


def lead_sits_in_the_panel(loop: Loop, cast: Cast) -> None:
    Seat.objects.create(stage=loop.stages["takehome"], user=cast["cy"])
    all_sealed(loop, cast)


def bea_sits_elsewhere_too(loop: Loop, cast: Cast) -> None:
    Seat.objects.create(stage=loop.stages["discussion"], user=cast["bea"])
    all_sealed(loop, cast)


MOMENTS: tuple[tuple[Callable[[Loop, Cast], None], dict[str, set[str | None]]], ...] = (
    (none_sealed, {"bo": {"bo"}, "bea": {"bea"}}),
    (one_sealed, {"bo": {"bo"}, "bea": {"bea"}}),
    (all_sealed, {"bo": {"bo", "bea", "cy"}, "bea": {"bo", "bea", "cy"}}),
    (opened_early, {"bo": {"bo", "cy"}, "bea": {"bea", "bo", "cy"}}),
    (bea_removed, {"bo": {"bo", "cy"}, "bea": {"bea", "bo", "cy"}}),
    (bo_removed_after_sealing, {"bo": {"bo"}, "bea": {"bea"}}),
    (withdrawn, {"bo": {"bo"}, "bea": {"bea"}}),
    (lead_sits_in_the_panel, {"bo": {"bo"}, "bea": {"bea"}}),
    (bea_sits_elsewhere_too, {"bo": {"bo", "cy"}, "bea": {"bo", "bea", "cy"}}),
)
"""At each moment: who finds the words of Bo, and of Bea, anywhere. Flags of Bea may be read where a stage is open."""


def answers(client: Client, loop: Loop) -> str:
    """Ask for everything that has to do with Ann's scorecards, in every way, and return all that came back."""
    stage = loop.stages["takehome"]
    of_stage = {"uid": loop.ann.blind_uid, "stage_uid": stage.uid}
    asked = [client.get(reverse(name, kwargs=of_stage)) for name in ("stage", "peers", "open-early", "flag-new")]
    asked += [client.get("/work/"), client.get(f"/stages/{stage.uid}/grading/awareness/")]
    asked += [client.head(reverse("peers", kwargs=of_stage))]
    asked += [client.get(f"/openings/{loop.opening.uid}/"), client.get(f"/candidates/{loop.ann.uid}/")]
    asked += [client.post(reverse(name, kwargs=of_stage)) for name in ("scorecard-open", "flag-new", "open-early")]
    for card in Scorecard.objects.all():
        of_card = f"/scorecards/{card.uid}/"
        asked += [client.get(of_card), client.get(f"{of_card}summary/"), client.get(f"{of_card}amend/awareness/")]
        asked += [
            client.post(f"{of_card}save/", {"edition": "99", "awareness-note": "mine", "awareness-pick": "9"}),
            client.post(f"{of_card}save/", {"edition": "99", "awareness-note": "mine"}),
            client.post(f"{of_card}save/", {"edition": "99"}, headers={"accept": "application/json"}),
            client.post(f"{of_card}seal/", {"edition": "99"}),
        ]
    return "\n".join(f"{one.headers}{one.content.decode()}" for one in asked)


@pytest.mark.parametrize(("moment", "finders"), MOMENTS, ids=lambda one: getattr(one, "__name__", ""))
def test_what_a_peer_wrote_is_found_by_nobody_who_may_not_read_it(
    takehome_only, cast, signed_in, caplog, moment, finders
) -> None:
    caplog.set_level(logging.DEBUG)
    moment(takehome_only, cast)
    found = {author: set() for author in PLANTED}
    for who in CAST:
        everything = answers(signed_in(cast[who]), takehome_only)
        for author, words in PLANTED.items():
            if words in everything:
                found[author].add(who)
    assert found == finders
    said = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert [words for words in PLANTED.values() if words in said] == []


@pytest.mark.parametrize("who", ["bea", "cy", "dee", "eve"])
def test_pages_are_the_same_whatever_a_peer_thinks(takehome_only, cast, signed_in, who) -> None:
    """Not the words alone: no length, count or order may tell either."""
    stage = takehome_only.stages["takehome"]
    card = sealed_card(takehome_only, "takehome", cast["bo"], level=1, words="x")
    pages = [
        f"/candidates/{takehome_only.ann.blind_uid}/stages/{stage.uid}/scorecards/",
        f"/candidates/{takehome_only.ann.blind_uid}/stages/{stage.uid}/",
        f"/candidates/{takehome_only.ann.uid}/",
        f"/openings/{takehome_only.opening.uid}/",
        f"/scorecards/{card.uid}/summary/",
        "/work/",
    ]
    client = signed_in(cast[who])

    def lengths() -> list[tuple[int, int]]:
        asked = [client.get(page) for page in pages]
        return [(one.status_code, len(TIME.sub(b"", one.content))) for one in asked]

    before = lengths()
    card.entries.update(level=4, note="A very long note. " * 50)
    for _ in range(3):
        flag(takehome_only, cast["bo"], "Said.")
    assert lengths() == before


@pytest.mark.parametrize(("by", "answer"), [("bo", 404), ("bea", 404), ("cy", 302), ("dee", 404), ("eve", 404)])
def test_only_the_lead_of_the_opening_opens_early(takehome_only, cast, signed_in, by, answer) -> None:
    one_sealed(takehome_only, cast)
    address = f"/candidates/{takehome_only.ann.blind_uid}/stages/{takehome_only.stages['takehome'].uid}/open-early/"
    got = signed_in(cast[by]).post(address, {"reason": "Bea is ill."}).status_code
    assert (got, takehome_only.ann.early_openings.count()) == (answer, int(by == "cy"))


def test_the_reason_for_opening_early_is_shown_to_everybody_of_the_panel(takehome_only, cast, signed_in) -> None:
    opened_early(takehome_only, cast)
    address = f"/candidates/{takehome_only.ann.blind_uid}/stages/{takehome_only.stages['takehome'].uid}/"
    pages = [signed_in(cast[who]).get(address).content.decode() for who in ("bo", "bea", "cy")]
    assert ["Bea is ill." in page for page in pages] == [True, True, True]


def test_who_left_without_sealing_is_named_where_the_scorecards_are_read(takehome_only, cast, signed_in) -> None:
    bea_removed(takehome_only, cast)
    address = f"/candidates/{takehome_only.ann.blind_uid}/stages/{takehome_only.stages['takehome'].uid}/scorecards/"
    page = signed_in(cast["cy"]).get(address).content.decode()
    assert ("Left without sealing" in page, "Bea Baum" in page) == (True, True)
