"""Which of several trials graders see: the first, until the lead chooses another; what was seen stays readable."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.evidence.actions import choose
from seatrial.loop.evidence.models import Trial
from seatrial.loop.evidence.rules import shown_trial
from seatrial.loop.people.models import User
from tests.loop.conftest import Loop, SignIn
from tests.loop.evidence_report import small_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def trials(loop: Loop) -> list[Trial]:
    """Return three trials of Ann's, the oldest first."""
    now = timezone.now()
    return [
        Trial.objects.create(candidacy=loop.ann, report=small_report(), finished_at=now - timedelta(hours=hours))
        for hours in (3, 2, 1)
    ]


def test_the_first_is_shown_until_the_lead_chooses_another(loop: Loop, trials: list[Trial], cy: User) -> None:
    first, second, third = trials
    shown = [shown_trial(loop.ann)]
    for one in (second, third, first):
        assert choose(one, by=cy)
        assert not choose(one, by=cy)
        shown.append(shown_trial(loop.ann))
    assert shown == [first, second, third, first]
    assert [one.facts for one in AuditEntry.objects.filter(verb="trial chosen").order_by("number")] == [
        {"trial": now.uid, "instead_of": before.uid} for before, now in zip(trials, (second, third, first), strict=True)
    ]


def test_graders_read_what_is_or_was_shown_and_the_lead_reads_all(
    trials: list[Trial], signed_in: SignIn, bo: User, cy: User, dee: User
) -> None:
    choose(trials[1], by=cy)
    read = {
        user.name: [signed_in(user).get(reverse("trial", args=[one.uid])).status_code for one in trials]
        for user in (bo, cy, dee)
    }
    assert read == {"Bo Berg": [200, 200, 404], "Cy Chen": [200, 200, 200], "Dee Diaz": [404, 404, 404]}
