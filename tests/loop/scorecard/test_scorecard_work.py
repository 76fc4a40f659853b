"""My work and one criterion across candidates: what stands there, in which order, in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seatrial.loop.candidacy.models import Candidacy, Passage
from seatrial.loop.openings.models import Membership, Seat
from seatrial.loop.people.models import User
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.scorecard import actions, rules
from seatrial.loop.scorecard.actions import open_early
from seatrial.loop.scorecard.work import GLANCE, WHOLE, in_shuffled_order, work_of
from tests.loop.conftest import CONTENT, Loop
from tests.loop.scorecard.conftest import sealed_card

pytestmark = pytest.mark.django_db


def submitted(loop: Loop, number: int, *, days_ago: int = 0) -> Candidacy:
    stage = loop.stages["takehome"]
    one = Candidacy.objects.create(opening=loop.opening, name=f"Uma {number}", alias=f"Candidate {number}", stage=stage)
    then = timezone.now() - timedelta(days=days_ago)
    Passage.objects.create(candidacy=one, stage=stage, started_at=then, finished_at=then)
    return one


def test_what_waits_stands_under_what_it_waits_for(takehome_only, bo, bea) -> None:
    submitted(takehome_only, 1, days_ago=6)
    submitted(takehome_only, 2)
    sealed_card(takehome_only, "takehome", bo)
    now = timezone.now()
    before = work_of(bo, now=now)
    assert [(one.called, one.overdue_days) for one in before.to_score.items] == [("Candidate 1", 4), ("Candidate 2", 0)]
    assert [(one.called, [seat.user.name for seat in one.missing]) for one in before.waiting.items] == [
        ("Candidate Heron", ["Bea Baum"])
    ]
    sealed_card(takehome_only, "takehome", bea)
    assert [one.called for one in work_of(bo, now=now).sealed.items] == ["Candidate Heron"]


@pytest.mark.usefixtures("takehome_only")
def test_a_takehome_that_was_not_handed_in_is_to_prepare(bo) -> None:
    mine = work_of(bo, now=timezone.now())
    assert ([one.called for one in mine.to_prepare.items], mine.to_score.items) == (["Candidate Heron"], ())


def test_who_left_the_loop_is_no_work(takehome_only, bo) -> None:
    gone = submitted(takehome_only, 1)
    gone.withdrawn_at = timezone.now()
    gone.save()
    assert work_of(bo, now=timezone.now()).to_score.items == ()


def bea_looked_early(loop: Loop, bea: User, cy: User) -> None:
    Membership.objects.create(opening=loop.opening, user=bea)
    open_early(loop.ann, loop.stages["takehome"], reason="In a hurry.", by=bea)
    del cy


def cy_sits_down_late(loop: Loop, bea: User, cy: User) -> None:
    """Bo and Bea have sealed by then: Cy leads, so could read."""
    sealed_card(loop, "takehome", bea)
    Seat.objects.create(stage=loop.stages["takehome"], user=cy)


def cy_sits_down_while_it_is_sealed(loop: Loop, bea: User, cy: User) -> None:
    del bea
    Seat.objects.create(stage=loop.stages["takehome"], user=cy)


def bea_leaves(loop: Loop, bea: User, cy: User) -> None:
    Seat.objects.filter(user=bea).update(removed_at=timezone.now())
    del loop, cy


def nothing_more(loop: Loop, bea: User, cy: User) -> None:
    del loop, bea, cy


@pytest.mark.parametrize(
    "happened", [nothing_more, bea_looked_early, cy_sits_down_late, cy_sits_down_while_it_is_sealed, bea_leaves]
)
def test_the_database_picks_what_the_rules_say(takehome_only, bo, bea, cy, happened) -> None:
    """Bo has sealed; whoever has looked scores no more and is waited for by nobody."""
    ann, stage = takehome_only.ann, takehome_only.stages["takehome"]
    over = timezone.now() - timedelta(hours=1)
    Passage.objects.create(candidacy=ann, stage=stage, started_at=over, finished_at=over)
    submitted(takehome_only, 1)
    sealed_card(takehome_only, "takehome", bo)
    happened(takehome_only, bea, cy)
    for user in (bo, bea, cy):
        work = work_of(user, now=timezone.now())
        picked = {
            name: [one.candidacy.pk for one in getattr(work, name).items] for name in ("to_score", "waiting", "sealed")
        }
        mine = [one for one in Candidacy.objects.all() if one.scorecards.filter(author=user).exists()]
        sits = stage.seats.filter(user=user, removed_at=None).exists()
        is_open = {one.pk: rules.panel_state(one, stage).is_open for one in mine}
        assert picked == {
            "to_score": [
                one.pk
                for one in Candidacy.objects.order_by("pk")
                if one not in mine and rules.may_score(user, one, stage)
            ],
            "waiting": [one.pk for one in mine if sits and not is_open[one.pk]],
            "sealed": [one.pk for one in mine if sits and is_open[one.pk]],
        }, user


def test_a_long_list_shows_its_beginning_and_each_of_its_pages(takehome_only, bo, signed_in) -> None:
    for number in range(WHOLE + 1):
        submitted(takehome_only, number)
    client = signed_in(bo)
    glance = client.get("/work/").content.decode()
    pages = [client.get(f"/work/?only=to-score&page={page}").content.decode() for page in (1, 2)]
    assert [page.count("<button>Begin") for page in (glance, *pages)] == [GLANCE, WHOLE, 1]
    assert 'href="?only=to-score">All of them</a>' in glance


def test_a_part_without_anything_says_so_and_an_unknown_one_shows_all(takehome_only, bo, signed_in) -> None:
    submitted(takehome_only, 1)
    pages = [signed_in(bo).get(f"/work/?only={only}").content.decode() for only in ("waiting", "nonsense")]
    assert [("Nothing waits here." in page, "<button>Begin" in page) for page in pages] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("address", ["/work/", "/stages/{stage}/grading/awareness/"])
def test_the_number_of_queries_does_not_grow(takehome_only, bo, signed_in, address) -> None:
    stage = takehome_only.stages["takehome"]
    client, counted = signed_in(bo), []
    for number in range(3):
        one = submitted(takehome_only, number)
        actions.open_scorecard(Candidacy.objects.get(pk=one.pk), stage, by=bo)
        if number in {0, 2}:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address.format(stage=stage.uid)).status_code == 200
            counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_order_is_a_persons_own_differs_by_criterion_and_bears_newcomers(takehome_only, bo, bea) -> None:
    stage = takehome_only.stages["takehome"]
    cards = [actions.open_scorecard(submitted(takehome_only, number), stage, by=bo) for number in range(12)]
    orders = [
        [card.pk for card in in_shuffled_order(cards, user=user, key=key)]
        for user, key in ((bo, "awareness"), (bo, "evaluation"), (bea, "awareness"))
    ]
    assert len({tuple(order) for order in orders}) == 3
    fewer = [card.pk for card in in_shuffled_order(reversed(cards[:-1]), user=bo, key="awareness")]
    assert fewer == [pk for pk in orders[0] if pk != cards[-1].pk]


def test_all_who_wait_are_begun_at_once_and_saved_one_by_one(takehome_only, bo, signed_in) -> None:
    stage, client = takehome_only.stages["takehome"], signed_in(bo)
    for number in range(2):
        submitted(takehome_only, number)
    first = client.post(f"/stages/{stage.uid}/grading/")
    assert first["Location"] == f"/stages/{stage.uid}/grading/model_output/"
    page = client.get(first["Location"]).content.decode()
    assert page.count('name="model_output-note"') == 3
    card = bo.scorecards.first()
    posted = {
        "edition": "0",
        "then": "grading",
        "field": "awareness",
        "awareness-pick": "2",
        "awareness-note": "Lists two.",
    }
    saved = client.post(f"/scorecards/{card.uid}/save/", posted)
    assert (saved["Location"], card.entries.get().level) == (f"/stages/{stage.uid}/grading/awareness/", 2)


def test_cards_of_an_older_rubric_are_gone_on_with_after_another_was_chosen(takehome_only, bo, signed_in) -> None:
    stage, client, opening = takehome_only.stages["takehome"], signed_in(bo), takehome_only.opening
    client.post(f"/stages/{stage.uid}/grading/")
    renamed = [one | {"key": f"our_{one['key']}"} for one in CONTENT["criteria"]]
    opening.rubric_version = RubricVersion.objects.create(
        name="Ours", number=1, owner=opening.owner, reason="Ours.", content=CONTENT | {"criteria": renamed}
    )
    opening.save()
    first = client.post(f"/stages/{stage.uid}/grading/", follow=True)
    assert (first.status_code, 'name="model_output-note"' in first.content.decode()) == (200, True)
