"""What stands between a take-home and the candidate, and what overruling does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.takehome.actions import NothingToOverrule, deal, make_default, note_pace, note_sent, overrule
from seatrial.loop.takehome.findings import Uses
from seatrial.loop.takehome.models import TakeHome, Use
from seatrial.loop.takehome.rules import checked, uses_of
from seatrial.loop.takehome.vocabulary import FIRST_PRIVATE_SEED

pytestmark = pytest.mark.django_db
POLISH = {"rule": "polish", "words": "polished"}


def test_the_default_take_home_may_be_sent() -> None:
    assert checked(make_default()).may_be_sent is True


def sent(takehome: TakeHome, *, days_ago: int = 0) -> None:
    use = note_sent(takehome, candidate="somebody")
    Use.objects.filter(pk=use.pk).update(at=timezone.now() - timedelta(days=days_ago))


def test_a_task_is_counted_over_all_openings_that_ask_for_the_same_however_spaced() -> None:
    first, second, other = make_default(), make_default(), make_default()
    second.task = f"  {second.task.upper()}\n"
    other.task = "Something else."
    sent(first, days_ago=70)
    sent(second)
    sent(other)
    now = timezone.now()
    assert [uses_of(one, now) for one in (first, second, other)] == [
        Uses(briefs=2, months=2),
        Uses(briefs=2, months=2),
        Uses(briefs=1, months=0),
    ]


def test_an_over_used_task_stops_the_brief_until_it_is_changed_or_overruled_and_then_until_the_next_mark(cy) -> None:
    takehome = make_default()
    takehome.most_briefs = 2
    for _ in range(2):
        sent(takehome)
    assert [one.rule for one in checked(takehome).standing] == ["over-used"]
    overrule(takehome, rule="over-used", words="past 2 briefs", reason="The last two of this round.", by=cy)
    sent(takehome)
    assert checked(takehome).may_be_sent is True
    sent(takehome)
    assert [one.words for one in checked(takehome).standing] == ["past 4 briefs"]
    takehome.task += " Answer in one sentence."
    assert checked(takehome).may_be_sent is True


def test_a_task_past_its_evening_stops_the_brief_until_a_reason_is_given_or_it_gets_worse(cy) -> None:
    takehome = make_default()
    note_pace(takehome, minutes=250, count=3)
    takehome.refresh_from_db()
    assert [(one.rule, one.words) for one in checked(takehome).standing] == [("past-evening", "about 4 hours")]
    overrule(takehome, rule="past-evening", words="about 4 hours", reason="We shortened the kit.", by=cy)
    takehome.paced_minutes = 255
    assert [one.words for one in checked(takehome).standing] == []
    takehome.paced_minutes = 275
    assert [one.words for one in checked(takehome).standing] == ["about 4.5 hours"]


def test_no_world_is_dealt_twice() -> None:
    takehome = make_default()
    seeds = {deal(takehome, Use.Purpose.KIT, candidate="somebody") for _ in range(20)}
    assert (len(seeds), min(seeds) >= FIRST_PRIVATE_SEED) == (20, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Use.objects.create(takehome=takehome, purpose="trial", family=takehome.family, task="x", seed=seeds.pop())


def test_a_finding_is_overruled_with_a_reason_until_its_words_change(cy) -> None:
    takehome = make_default()
    takehome.task += " We want a polished result."
    assert [(one.rule, one.words) for one in checked(takehome).standing] == [("polish", "polished")]
    made = overrule(takehome, **POLISH, reason="It is about typesetting.", by=cy)
    after = checked(takehome)
    assert (after.may_be_sent, [by for _, by in after.overruled]) == (True, [made])
    takehome.task = takehome.task.replace("polished", "slick")
    assert [one.words for one in checked(takehome).standing] == ["slick"]
    entry = AuditEntry.objects.get(verb="finding overruled")
    assert (entry.about, entry.facts) == (f"takehome:{takehome.uid}", {"rule": "polish"})


def test_a_missing_statement_cannot_be_overruled_nor_what_was_not_found(cy) -> None:
    takehome = make_default()
    takehome.ai_policy = "Ask us."
    for rule, words in (("says-ai-policy", "Ask us."), ("polish", "polished")):
        with pytest.raises(NothingToOverrule):
            overrule(takehome, rule=rule, words=words, reason="Why not?", by=cy)
    assert checked(takehome).may_be_sent is False
