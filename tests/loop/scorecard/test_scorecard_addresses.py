"""By no address, and by nothing else that stands in a page, do a candidate's name and alias meet.

Somebody who sits in blind stages alone and somebody who sits in named stages alone open every page that they can reach
by links, and every random id of every record is looked for in the addresses and the pages.
"""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.candidacy.models import Candidacy, Passage
from seatrial.loop.evidence.models import Trial
from seatrial.loop.openings.models import Seat
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.actions import open_scorecard, raise_flag
from tests.loop.conftest import Loop
from tests.loop.evidence_report import small_report
from tests.loop.scorecard.conftest import sealed_card

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|action)="(/[^"#?]*)')


@pytest.fixture
def split(loop: Loop, bo: User, bea: User) -> Loop:
    """Bo sits in the blind take-home, Bea in the named stages; Ann is in the review, and her trial is there."""
    Seat.objects.filter(user=bo).exclude(stage=loop.stages["takehome"]).delete()
    Seat.objects.filter(user=bea, stage=loop.stages["takehome"]).delete()
    loop.ann.stage = loop.stages["review"]
    loop.ann.save()
    over = timezone.now() - timedelta(days=1)
    for kind in ("screen", "takehome", "review"):
        Passage.objects.create(candidacy=loop.ann, stage=loop.stages[kind], started_at=over, finished_at=over)
    Trial.objects.create(candidacy=loop.ann, report=small_report(), finished_at=over)
    return loop


def crawled(client: Client) -> dict[str, str]:
    """Open all that can be reached from one's work by links, and say what stands there."""
    seen: dict[str, str] = {}
    waiting = [reverse("work")]
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith("/static/"):
            continue
        answer = client.get(address)
        seen[address] = answer.content.decode() if answer.status_code == 200 else ""
        waiting += LINK.findall(seen[address])
    return seen


def every_uid() -> set[str]:
    """Return every random id of every record there is."""
    fields = [(model, name) for model in apps.get_app_config("loop").get_models() for name in ("uid", "blind_uid")]
    return {uid for model, name in fields if hasattr(model, name) for uid in model.objects.values_list(name, flat=True)}


def both(loop: Loop, bo: User, bea: User, signed_in) -> tuple[set[str], set[str]]:
    """Return the ids that Bo meets and those that Bea meets, without the opening's, its stages' and its rubric's."""
    shared = {loop.opening.uid, loop.opening.rubric_version.uid, *(stage.uid for stage in loop.stages.values())}
    known = every_uid() - shared
    met = [" ".join(f"{address} {page}" for address, page in crawled(signed_in(user)).items()) for user in (bo, bea)]
    return tuple({uid for uid in known if uid in pages} for pages in met)


def before_anything(loop: Loop, bo: User, bea: User) -> None:
    del loop, bo, bea


def begun(loop: Loop, bo: User, bea: User) -> None:
    for kind, who in (("takehome", bo), ("review", bea)):
        open_scorecard(loop.ann, loop.stages[kind], by=who)
        raise_flag(loop.ann, loop.stages[kind], kind="no_eval", words="We ship.", prompted=False, by=who)


def complete(loop: Loop, bo: User, bea: User) -> None:
    begun(loop, bo, bea)
    Seat.objects.filter(user=bea, stage=loop.stages["discussion"]).delete()
    for kind, who in (("takehome", bo), ("screen", bea), ("review", bea)):
        sealed_card(loop, kind, who)


@pytest.mark.parametrize("moment", [before_anything, begun, complete])
def test_what_a_blind_grader_and_a_named_panelist_meet_has_no_id_in_common(split, bo, bea, signed_in, moment) -> None:
    moment(split, bo, bea)
    blind, named = both(split, bo, bea, signed_in)
    assert (split.ann.blind_uid in blind, split.ann.uid in named) == (True, True)
    trial = Trial.objects.get()
    assert (trial.blind_uid in blind, trial.uid in named) == (True, True)
    assert blind & named == set()


def test_no_page_by_the_alias_tells_the_name_and_none_by_the_name_tells_the_alias(split, bo, bea, signed_in) -> None:
    complete(split, bo, bea)
    by_alias, by_name = (" ".join(crawled(signed_in(user)).values()) for user in (bo, bea))
    found = [said in pages for pages, said in product((by_alias, by_name), (split.ann.name, split.ann.alias))]
    assert found == [False, True, True, False]


def test_an_address_opens_its_own_kind_of_stage_alone(split, bo, bea, cy, signed_in) -> None:
    """Somebody who sits in both kinds finds nothing by putting one's id into the other's address."""
    for stage in split.stages.values():
        Seat.objects.get_or_create(stage=stage, user=bo)
    trial = Trial.objects.get()
    for stage, name in product(split.stages.values(), ("stage", "peers", "flag-new", "scorecard-open")):
        mine, others = split.ann.uid_in(stage), ({split.ann.uid, split.ann.blind_uid} - {split.ann.uid_in(stage)}).pop()
        ask = signed_in(bo).post if name == "scorecard-open" else signed_in(bo).get
        answers = [ask(reverse(name, args=(uid, stage.uid))).status_code for uid in (mine, others)]
        assert answers == [302 if name == "scorecard-open" else 200, 404], (stage, name)
    assert signed_in(bea).get(reverse("trial", args=(trial.blind_uid,))).status_code == 404
    assert signed_in(cy).get(reverse("trial", args=(trial.blind_uid,))).status_code == 200


def test_the_debrief_by_name_does_not_lead_who_still_owes_to_the_alias(split, bo, signed_in) -> None:
    Seat.objects.create(stage=split.stages["screen"], user=bo)
    named = signed_in(bo).get(reverse("debrief", args=(split.ann.uid,))).content.decode()
    blind = signed_in(bo).get(reverse("debrief", args=(split.ann.blind_uid,))).content.decode()
    assert (split.ann.name in named, split.ann.alias in named, split.ann.blind_uid in named) == (True, False, False)
    assert (split.ann.name in blind, split.ann.alias in blind, split.ann.uid in blind) == (False, True, False)
    assert Candidacy.objects.count() == 1
