"""What stands between a take-home and the candidate, and what overruling does."""

import pytest

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.takehome.actions import NothingToOverrule, count_sent, make_default, overrule
from seatrial.loop.takehome.findings import Uses
from seatrial.loop.takehome.rules import checked, uses_of

pytestmark = pytest.mark.django_db
POLISH = {"rule": "polish", "words": "polished"}


def test_the_default_take_home_may_be_sent() -> None:
    assert checked(make_default()).may_be_sent is True


def test_a_world_counts_the_other_openings_that_have_it_and_every_brief_sent_with_it() -> None:
    first, second = make_default(), make_default()
    second.seed = first.seed
    second.save()
    count_sent(first)
    count_sent(second)
    count_sent(second)
    assert (uses_of(first), uses_of(make_default())) == (Uses(openings=1, briefs=3), Uses(openings=0, briefs=0))


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
