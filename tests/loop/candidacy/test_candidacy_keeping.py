"""Until when what is personal of somebody is kept on whom nothing was decided."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.audit.actions import record
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import KEEP_DAYS, QUIET_DAYS, SOON_DAYS, gone_soon, last_day, last_days, over_before
from seatrial.loop.openings.models import Opening
from seatrial.loop.record.actions import erase_expired
from tests.loop.conftest import Loop

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def day(ago: int) -> date:
    return NOW.date() - timedelta(days=ago)


def time(ago: int) -> datetime:
    return NOW - timedelta(days=ago)


@pytest.mark.parametrize(
    ("added", "closed", "last"),
    [
        (10, None, day(10 - QUIET_DAYS)),
        (400, None, day(400 - QUIET_DAYS)),
        (400, 100, day(100 - KEEP_DAYS)),
        (100, 400, day(100 - KEEP_DAYS)),
        (400, 200, day(200 - KEEP_DAYS)),
    ],
)
@pytest.mark.usefixtures("loop")
def test_the_undecided_are_kept_by_the_rule_and_then_erased(added, closed, last) -> None:
    Candidacy.objects.update(created_at=time(added))
    Opening.objects.update(closed_at=time(closed) if closed else None)
    ann = Candidacy.objects.select_related("opening").get()
    assert last_day(ann) == last
    assert [over_before(one).exists() for one in (last, last + timedelta(days=1))] == [False, True]
    soon = gone_soon(NOW.date())
    assert last_days(soon) == ({ann.pk: last} if last < day(-SOON_DAYS) else {})
    assert erase_expired(NOW.date()) == (last < NOW.date())


def test_whatever_happens_to_them_begins_the_time_anew_and_a_day_that_was_set_stands(loop: Loop, cy) -> None:
    Candidacy.objects.update(created_at=time(900))
    record("stage started", by=cy, about=loop.ann)
    ann = Candidacy.objects.select_related("opening").get()
    assert (last_day(ann), over_before(NOW.date()).exists()) == (day(-QUIET_DAYS), False)
    Candidacy.objects.update(keep_until=day(-1))
    assert last_day(Candidacy.objects.get()) == day(-1)
    assert not over_before(NOW.date()).exists()


def test_leads_are_told_before_and_candidates_read_the_day(loop: Loop, cy, signed_in) -> None:
    Candidacy.objects.update(created_at=time(QUIET_DAYS - 10))
    said = f"{day(-10):%-d %B %Y}"
    lead = signed_in(cy)
    assert "1 candidate to decide on, or erased within a month" in lead.get(reverse("openings")).content.decode()
    for name, uid in (("opening", loop.opening.uid), ("candidate", loop.ann.uid), ("candidate-erase", loop.ann.uid)):
        assert said in lead.get(reverse(name, args=(uid,))).content.decode()
