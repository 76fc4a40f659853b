"""The debrief as each of the cast meets it: sealed before, side by side afterwards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seatrial.loop.openings.models import Seat
from seatrial.loop.people.models import User
from seatrial.loop.reference.actions import answer, read
from seatrial.loop.reference.models import Reading, Reference
from seatrial.loop.scorecard.actions import amend, open_early, raise_flag
from tests.loop.conftest import Loop
from tests.loop.scorecard.conftest import sealed_card, seated_only_in

pytestmark = pytest.mark.django_db
PLANTED = (
    "BoTakehome note",
    "BoTakehome where",
    "BoTakehome evidence",
    "BoScreen note",
    "We just ship, said Ann.",
    "RefereeBroke",
    "ReadingReason",
)


@pytest.fixture
def begun(loop: Loop, bo: User, cy: User) -> Loop:
    """Bo has sealed the take-home and, alone there, the screen; Bea owes the take-home. A referee has answered."""
    seated_only_in(loop, "takehome")
    Seat.objects.create(stage=loop.stages["screen"], user=bo)
    raise_flag(loop.ann, loop.stages["takehome"], kind="no_eval", words=PLANTED[4], prompted=False, by=bo)
    sealed_card(loop, "takehome", bo, level=2, words="BoTakehome")
    sealed_card(loop, "screen", bo, words="BoScreen")
    reference = Reference.objects.create(candidacy=loop.ann, asked_by=cy, name="Rae Roth")
    answer(reference, what_broke="RefereeBroke", how_handled="Handled.")
    read(reference, by=cy, says=Reading.Says.THINNER, reason="ReadingReason", edition=0)
    return loop


def debrief(signed_in, user: User | None, loop: Loop) -> str:
    """Return the debrief as somebody comes to it: who sits in the take-home alone knows the alias's address only."""
    named = Seat.objects.filter(user=user, stage__blind=False).exists() or loop.opening.memberships.filter(user=user)
    uid = loop.ann.uid if named else loop.ann.blind_uid
    return signed_in(user).get(f"/candidates/{uid}/debrief/").content.decode()


def found(page: str) -> set[str]:
    return {words for words in PLANTED if words in page}


def test_before_it_opens_it_says_who_is_missing_and_nothing_of_what_was_written(begun, bea, bo, signed_in) -> None:
    own = debrief(signed_in, bo, begun)
    page = debrief(signed_in, bea, begun)
    assert (found(page), "Bea Baum" in page, "You still owe a scorecard" in page) == (set(), True, True)
    assert found(own) == {"BoScreen note"}  # the screen's panel was Bo alone, and he owes nothing


def test_a_lead_sees_no_content_of_a_stage_that_is_sealed(begun, cy, signed_in) -> None:
    page = debrief(signed_in, cy, begun)
    assert found(page) == {
        "BoScreen note",
        "RefereeBroke",
        "ReadingReason",
    }  # the screen is open, references are a lead's
    assert ("Open early" in page, "Still to seal" in page) == (True, True)


def test_strangers_find_nothing_and_nobody_is_asked_to_sign_in(begun, dee, eve, signed_in) -> None:
    address = f"/candidates/{begun.ann.uid}/debrief/"
    assert [signed_in(user).get(address).status_code for user in (None, dee, eve)] == [302, 404, 404]


def test_once_the_panel_is_complete_all_of_it_is_there_for_all(begun, bo, bea, cy, signed_in) -> None:
    sealed_card(begun, "takehome", bea, level=4, words="BeaTakehome")
    for user in (bo, bea, cy):
        page = debrief(signed_in, user, begun)
        assert (found(page), "BeaTakehome note" in page) == (set(PLANTED), True)
        assert "(2.00 + 4.00) ÷ 2 = 3.00" in page


def test_a_panelist_of_blind_stages_alone_meets_the_alias_there_too(begun, bea, bo, signed_in) -> None:
    sealed_card(begun, "takehome", bea)
    assert ["Debrief: Candidate Heron" in debrief(signed_in, user, begun) for user in (bea, bo)] == [True, False]
    assert ["Ann Archer" in debrief(signed_in, user, begun) for user in (bea, bo)] == [False, True]


def test_opening_early_shows_the_reason_to_who_owes_nothing_and_content_to_nobody_who_owes(
    begun, bo, bea, cy, signed_in
) -> None:
    open_early(begun.ann, begun.stages["takehome"], reason="Bea is ill until May.", by=cy)
    pages = {user: debrief(signed_in, user, begun) for user in (bo, bea, cy)}
    assert ["Bea is ill until May." in page for page in pages.values()] == [True, True, True]
    assert ["BoTakehome note" in page for page in pages.values()] == [True, False, True]


def test_a_changed_level_is_marked_with_its_reason_and_the_first_one_stays(begun, bo, bea, cy, signed_in) -> None:
    sealed_card(begun, "takehome", bea, level=4)
    card = begun.ann.scorecards.get(author=bo, stage=begun.stages["takehome"])
    amend(card, "awareness", level=3, reason="Bea showed me the notes.", now_level=2, by=bo)
    page = debrief(signed_in, cy, begun)
    assert ("first, changed since" in page, "Bea showed me the notes." in page) == (True, True)
    assert ("(2.00 + 4.00) ÷ 2 = 3.00" in page, "No level was changed" in page) == (True, False)
    assert "(2.17 + 4.00) ÷ 2" in page


def test_the_agenda_starts_where_the_panel_is_furthest_apart(begun, bo, bea, signed_in) -> None:
    card = sealed_card(begun, "takehome", bea, level=2)
    card.entries.filter(field="evaluation").update(level=4)
    card.entries.filter(field="awareness").update(level=3)
    page = debrief(signed_in, bo, begun)
    table = page[page.index('class="dots"') :]
    assert table.index("#evaluation") < table.index("#awareness") < table.index("#engineering")


def test_one_can_change_only_ones_own_level_from_here(begun, bo, bea, signed_in) -> None:
    own = sealed_card(begun, "takehome", bea)
    page = debrief(signed_in, bea, begun)
    other = begun.ann.scorecards.get(author=bo, stage=begun.stages["takehome"])
    assert [f"/scorecards/{card.uid}/amend/awareness/" in page for card in (own, other)] == [True, False]


def test_a_withdrawn_candidate_s_debrief_stays_readable_and_says_so(begun, bea, cy, signed_in) -> None:
    sealed_card(begun, "takehome", bea)
    begun.ann.withdrawn_at = timezone.now()
    begun.ann.save()
    page = debrief(signed_in, cy, begun)
    assert ("withdrew" in page, "BoTakehome note" in page) == (True, True)
    assert "/amend/" not in debrief(signed_in, bea, begun)


def test_the_page_asks_the_database_as_often_for_three_panelists_as_for_one(loop, bo, cy, signed_in) -> None:
    seated_only_in(loop, "takehome")
    Seat.objects.exclude(user=bo).delete()
    others = [User.objects.create_user(f"{number}@example.com", name=f"Pan {number}") for number in range(2)]
    for user in others:
        Seat.objects.create(stage=loop.stages["takehome"], user=user)
    client = signed_in(cy)
    address = f"/candidates/{loop.ann.uid}/debrief/"
    counts = []
    for user in (bo, *others):
        card = sealed_card(loop, "takehome", user)
        raise_flag(loop.ann, loop.stages["takehome"], kind="no_eval", words="Said.", prompted=True, by=user)
        Seat.objects.exclude(user__in=loop.ann.scorecards.values("author")).update(removed_at=timezone.now())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert card.entries.first().note in client.get(address).content.decode()
        counts.append(len(asked))
        Seat.objects.update(removed_at=None)
    assert (len(set(counts)), counts[0] <= 40) == (1, True), counts
