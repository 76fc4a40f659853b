"""A form that is sent twice, by a second click or a lost answer, does once what it does."""

import pytest

from seatrial.loop.candidacy.actions import answer_accommodation, ask_accommodation
from seatrial.loop.candidacy.models import Accommodation
from seatrial.loop.openings.actions import Role, make_opening
from seatrial.loop.openings.models import Opening
from seatrial.loop.reference.actions import type_in_call
from seatrial.loop.reference.models import Reference
from seatrial.loop.rubric.actions import first_version
from seatrial.loop.scorecard.actions import raise_flag, withdraw_flag
from seatrial.loop.scorecard.models import Flag
from tests.loop.conftest import Loop

pytestmark = pytest.mark.django_db


def test_a_flag_is_raised_once_and_again_only_after_it_was_taken_back(loop: Loop, bo) -> None:
    said = {"kind": "no_eval", "words": "We ship.", "prompted": False, "by": bo}
    first, second = (raise_flag(loop.ann, loop.stages["takehome"], **said) for _ in range(2))
    assert (first, Flag.objects.count()) == (second, 1)
    withdraw_flag(first, by=bo)
    assert raise_flag(loop.ann, loop.stages["takehome"], **said) != first


def test_more_time_is_asked_for_once_until_it_is_answered(loop: Loop, cy) -> None:
    first, second = (ask_accommodation(loop.ann, "An hour more, please.") for _ in range(2))
    assert (first, Accommodation.objects.count()) == (second, 1)
    answer_accommodation(first, granted="Yes.", time_factor=first.time_factor, by=cy)
    assert ask_accommodation(loop.ann, "An hour more, please.") != first


def test_a_phone_call_is_typed_in_once(loop: Loop, cy) -> None:
    said = {"name": "Rae", "relation": "Led the team", "what_broke": "The index.", "how_handled": "Told us first."}
    first, second = (type_in_call(loop.ann, by=cy, **said) for _ in range(2))
    assert (first, Reference.objects.count()) == (second, 1)


def test_an_opening_is_made_once(cy) -> None:
    role, version = Role("Engineer", "Builds on models.", cy), first_version(cy)
    first, second = (make_opening(role, rubric_version=version, by=cy) for _ in range(2))
    assert (first, Opening.objects.count()) == (second, 1)
    assert make_opening(Role("Another", "", cy), rubric_version=version, by=cy) != first
