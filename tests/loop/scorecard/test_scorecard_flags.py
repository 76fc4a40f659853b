"""A flag is one key away from every page that is open in a talk."""

import pytest
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.evidence.models import Submission, Trial
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.models import Flag
from tests.loop.conftest import Loop, SignIn
from tests.loop.evidence_report import telling_report

pytestmark = pytest.mark.django_db
PAGES = (
    ("stage", "screen"),
    ("stage-guide", "review"),
    ("stage-guide", "discussion"),
    ("room", "review"),
)
SAID = {"kind": "evaluates", "words": "I wrote the questions first.", "prompted": "no"}


@pytest.fixture
def talking(loop: Loop) -> Loop:
    loop.ann.stage = loop.stages["discussion"]
    loop.ann.save()
    Submission.objects.create(candidacy=loop.ann, file_name="a.zip", size=1, handed_in_at=timezone.now())
    return loop


def shown(signed_in: SignIn, who: User, loop: Loop, page: str, kind: str) -> str:
    address = reverse(page, args=[loop.ann.uid, loop.stages[kind].uid])
    return signed_in(who).get(address).content.decode()


@pytest.mark.parametrize("has_trial", [True, False], ids=["with a trial", "without"])
@pytest.mark.parametrize(("page", "kind"), PAGES)
def test_a_key_raises_a_flag_on_every_page_of_a_stage(talking, bo, signed_in, page, kind, has_trial) -> None:
    if has_trial:
        Trial.objects.create(candidacy=talking.ann, report=telling_report(), finished_at=timezone.now())
    html = shown(signed_in, bo, talking, page, kind)
    new = reverse("flag-new", args=[talking.ann.uid, talking.stages[kind].uid])
    assert (f'data-key="f" href="{new}' in html, "loop/keys.js" in html) == (True, True)


@pytest.mark.parametrize(("page", "kind"), PAGES[1:])
def test_nobody_is_offered_a_flag_that_would_be_refused(talking, bo, signed_in, page, kind) -> None:
    talking.ann.withdrawn_at = timezone.now()
    talking.ann.save()
    assert 'data-key="f"' not in shown(signed_in, bo, talking, page, kind)


@pytest.mark.parametrize(("back", "leads_to"), [("guide", "stage-guide"), ("room", "room"), ("//x.org", "stage")])
def test_who_raised_a_flag_goes_back_to_where_they_were(talking, bo, signed_in, back, leads_to) -> None:
    at = [talking.ann.uid, talking.stages["review"].uid]
    answer = signed_in(bo).post(reverse("flag-new", args=at) + f"?back={back}", SAID)
    assert (answer.url, Flag.objects.get().words) == (reverse(leads_to, args=at), SAID["words"])
