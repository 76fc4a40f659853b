"""What moves a candidate: once each, whoever clicks twice, and only while they are in the loop."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.candidacy import actions
from seatrial.loop.candidacy.aliases import alias
from seatrial.loop.candidacy.models import Accommodation, Candidacy, Passage, SentBrief
from seatrial.loop.candidacy.rules import found, kept_after
from seatrial.loop.openings.actions import close_opening, save_standard
from seatrial.loop.openings.models import Opening
from seatrial.loop.people.models import Link, User
from seatrial.loop.record.actions import erase_expired, keep_until
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.takehome.actions import make_default
from seatrial.loop.takehome.models import TakeHome, Use
from tests.loop.conftest import CONTENT, Loop

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(loop: Loop) -> Loop:
    """The loop with its set-up finished and a brief that may be sent."""
    Opening.objects.filter(pk=loop.opening.pk).update(opened_at=timezone.now(), takehome=make_default())
    loop.opening.refresh_from_db()
    loop.ann.refresh_from_db()
    return loop


def where(candidacy: Candidacy) -> str:
    stage = Candidacy.objects.get(pk=candidacy.pk).stage
    assert stage is not None
    return stage.kind


def test_a_candidate_starts_at_the_first_stage_under_an_alias(ready, cy) -> None:
    added = actions.add_candidate(ready.opening, name="Al Abel", email="Al@Example.com", by=cy)
    assert (added.email, where(added), added.is_active) == ("al@example.com", "screen", True)
    assert len(added.alias.split()) == 3
    assert "Al" not in added.alias.split()


def test_the_same_address_is_one_candidate_in_an_opening(ready, cy) -> None:
    with pytest.raises(actions.AlreadyACandidate):
        actions.add_candidate(ready.opening, name="Ann again", email="ANN@example.com", by=cy)


def test_nobody_is_added_before_the_set_up_is_finished_or_after_the_closing(loop, cy) -> None:
    with pytest.raises(actions.OpeningNotOpen):
        actions.add_candidate(loop.opening, name="Al", email="al@example.com", by=cy)
    loop.opening.opened_at = loop.opening.closed_at = timezone.now()
    with pytest.raises(actions.OpeningNotOpen):
        actions.add_candidate(loop.opening, name="Al", email="al@example.com", by=cy)


def test_a_brief_is_sent_once_and_stays_as_it_was_sent(ready, cy) -> None:
    link = actions.send_brief(ready.ann, by=cy)
    sent = SentBrief.objects.get().text
    TakeHome.objects.filter(pk=ready.opening.takehome_id).update(task="Something else altogether.")
    with pytest.raises(actions.AlreadySent):
        actions.send_brief(ready.ann, by=cy)
    assert SentBrief.objects.get().text == sent
    assert list(Use.objects.values_list("purpose", "candidate")) == [("brief", ready.ann.uid)]
    assert [one.pk for one in Link.objects.filter(about=ready.ann.uid, revoked_at=None)] == [link.pk]


def test_a_brief_that_lacks_a_statement_is_not_sent(ready, cy) -> None:
    TakeHome.objects.filter(pk=ready.opening.takehome_id).update(work_policy="Thank you.")
    ready.opening.takehome.refresh_from_db()
    with pytest.raises(actions.BriefNotReady):
        actions.send_brief(ready.ann, by=cy)
    assert (SentBrief.objects.count(), Link.objects.count()) == (0, 0)


def test_a_new_link_closes_the_old_one(ready, cy) -> None:
    old = actions.send_brief(ready.ann, by=cy)
    new = actions.renew_link(ready.ann, by=cy)
    assert list(Link.objects.filter(revoked_at=None)) == [new]
    assert Link.objects.get(pk=old.pk).revoked_at is not None


def test_a_stage_started_twice_was_started_the_first_time(ready, cy) -> None:
    first = actions.start_stage(ready.ann, ready.stages["takehome"], by=cy)
    with pytest.raises(actions.AlreadyStarted) as told:
        actions.start_stage(ready.ann, ready.stages["takehome"], by=cy)
    assert told.value.at == first.started_at
    assert list(Passage.objects.values_list("started_at", flat=True)) == [first.started_at]
    assert AuditEntry.objects.filter(verb="stage started").count() == 1


def test_a_finished_stage_leads_to_the_next_once(ready, cy) -> None:
    takehome = ready.stages["takehome"]
    with pytest.raises(actions.NotHere):
        actions.finish_stage(ready.ann, takehome, by=cy)
    actions.start_stage(ready.ann, takehome, by=cy)
    assert actions.finish_stage(ready.ann, takehome, by=cy) == ready.stages["review"]
    for stage in ("takehome", "review", "screen"):
        with pytest.raises(actions.NotHere):
            actions.finish_stage(ready.ann, ready.stages[stage], by=cy)
    with pytest.raises(actions.NotHere):
        actions.start_stage(ready.ann, takehome, by=cy)
    assert where(ready.ann) == "review"


def test_after_the_last_stage_a_candidate_waits_for_the_decision(ready, cy) -> None:
    last = ready.stages["discussion"]
    Candidacy.objects.filter(pk=ready.ann.pk).update(stage=last)
    actions.start_stage(ready.ann, last, by=cy)
    assert actions.finish_stage(ready.ann, last, by=cy) is None
    assert where(ready.ann) == "discussion"


@pytest.mark.parametrize("end", ["withdrawn_at", "closed_at", "erased_at"])
def test_only_an_active_candidate_moves(ready, cy, end: str) -> None:
    stage = ready.stages["takehome"]
    actions.start_stage(ready.ann, stage, by=cy)
    Candidacy.objects.filter(pk=ready.ann.pk).update(**{end: timezone.now()})
    for act in (
        lambda: actions.send_brief(ready.ann, by=cy),
        lambda: actions.start_stage(ready.ann, stage, by=cy),
        lambda: actions.finish_stage(ready.ann, stage, by=cy),
        lambda: actions.withdraw(ready.ann, by=cy),
        lambda: actions.ask_accommodation(ready.ann, "More time."),
    ):
        with pytest.raises(actions.NotActive):
            act()
    assert (where(ready.ann), Passage.objects.get().finished_at, SentBrief.objects.count()) == ("takehome", None, 0)


def test_a_withdrawal_is_taken_back_where_the_candidate_left(ready, cy) -> None:
    actions.start_stage(ready.ann, ready.stages["takehome"], by=cy)
    actions.withdraw(ready.ann, by=ready.ann)
    assert AuditEntry.objects.get(verb="candidate withdrew").by == f"candidacy:{ready.ann.uid}"
    actions.take_back_withdrawal(ready.ann, by=cy)
    assert actions.finish_stage(ready.ann, ready.stages["takehome"], by=cy) == ready.stages["review"]


def test_what_is_kept_of_who_withdrew_has_its_last_day_until_it_is_taken_back(ready, cy) -> None:
    def kept() -> date | None:
        return Candidacy.objects.values_list("keep_until", flat=True).get(pk=ready.ann.pk)

    actions.withdraw(ready.ann, by=ready.ann)
    assert kept() == kept_after(timezone.now())
    actions.take_back_withdrawal(ready.ann, by=cy)
    assert kept() is None
    chosen = date(2031, 5, 1)
    keep_until(ready.ann, chosen, by=cy)
    actions.withdraw(ready.ann, by=ready.ann)
    assert kept() == chosen
    actions.take_back_withdrawal(ready.ann, by=cy)
    assert kept() == chosen


def test_who_withdrew_is_erased_when_the_day_is_over(ready) -> None:
    actions.withdraw(ready.ann, by=ready.ann)
    last = kept_after(timezone.now())
    assert [erase_expired(day) for day in (last, last + timedelta(days=1))] == [0, 1]


def test_only_a_withdrawal_is_taken_back_and_only_while_the_opening_takes_candidates(ready, cy) -> None:
    with pytest.raises(actions.CannotReopen):
        actions.take_back_withdrawal(ready.ann, by=cy)
    actions.withdraw(ready.ann, by=cy)
    Candidacy.objects.update(closed_at=timezone.now())
    with pytest.raises(actions.CannotReopen):
        actions.take_back_withdrawal(ready.ann, by=cy)
    Candidacy.objects.update(closed_at=None)
    close_opening(ready.opening, by=cy)
    with pytest.raises(actions.CannotReopen):
        actions.take_back_withdrawal(ready.ann, by=cy)


def test_a_request_is_answered_once(ready, cy, eve) -> None:
    asked = actions.ask_accommodation(ready.ann, "An hour more, please.")
    actions.answer_accommodation(asked, granted="Gladly.", time_factor=Decimal("1.5"), by=cy)
    with pytest.raises(actions.AlreadyAnswered):
        actions.answer_accommodation(asked, granted="No.", time_factor=Decimal(1), by=eve)
    kept = Accommodation.objects.get()
    assert (kept.granted, kept.time_factor, kept.answered_by) == ("Gladly.", Decimal("1.5"), cy)


def test_the_trail_holds_no_word_of_a_person(ready, cy) -> None:
    asked = actions.ask_accommodation(ready.ann, "I am dyslexic.")
    actions.answer_accommodation(asked, granted="Gladly.", time_factor=Decimal(2), by=cy)
    actions.add_candidate(ready.opening, name="Al Abel", email="al@example.com", by=cy)
    actions.send_brief(ready.ann, by=cy)
    trail = str(list(AuditEntry.objects.values_list("verb", "by", "about", "facts")))
    assert [word for word in ("dyslexic", "Gladly", "Abel", "al@", "Ann", "Archer", "Heron") if word in trail] == []


def test_a_changed_rubric_reaches_only_those_without_a_first_scorecard(ready, cy) -> None:
    before = ready.opening.rubric_version
    Candidacy.objects.filter(pk=ready.ann.pk).update(rubric_version=before)
    new = RubricVersion.objects.create(
        family=before.family, name=before.name, number=2, owner=cy, reason="Clearer anchors.", content=CONTENT
    )
    takehome = {"budget_hours": Decimal(2)}
    save_standard(ready.opening, edition=ready.opening.edition, rubric_version=new, takehome=takehome, by=cy)
    late = actions.add_candidate(Opening.objects.get(), name="Al", email="al@example.com", by=cy)
    assert Candidacy.objects.get(pk=ready.ann.pk).rubric_version == before
    assert (late.rubric_version, Opening.objects.get().rubric_version) == (None, new)


def test_candidates_are_found_by_name_address_or_alias(loop) -> None:
    everyone = Candidacy.objects.filter(opening=loop.opening)
    hits = {words: found(everyone, words).count() for words in ("ann", "EXAMPLE.com", "heron", "ann heron", "bob", "%")}
    assert hits == {"ann": 1, "EXAMPLE.com": 1, "heron": 1, "ann heron": 1, "bob": 0, "%": 0}


@given(st.integers())
def test_an_alias_is_a_colour_a_thing_and_a_number(seed: int) -> None:
    colour, thing, number = alias(Random(seed)).split()
    assert (colour.istitle(), thing.istitle(), 10 <= int(number) < 100) == (True, True, True)


def test_aliases_are_drawn_until_one_is_free(ready, cy: User, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["Candidate Heron", "Candidate Heron", "Teal Bell 12"])
    monkeypatch.setattr(actions, "alias", lambda _: next(drawn))
    assert actions.add_candidate(ready.opening, name="Al", email="al@example.com", by=cy).alias == "Teal Bell 12"
