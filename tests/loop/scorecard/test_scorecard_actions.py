"""What was sealed never changes; whoever comes second is told; looking and scoring exclude each other."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.openings.models import Seat
from seatrial.loop.scorecard import actions, rules
from seatrial.loop.scorecard.fields import EMPTY, Filled
from seatrial.loop.scorecard.models import Amendment, EarlyOpening, Flag, Scorecard
from tests.loop.conftest import Loop
from tests.loop.scorecard.conftest import filled_card, sealed_card

CRITERIA = ("engineering", "model_output", "prompt_hardening", "evaluation", "awareness")
SCREEN = ("shipped", "went_wrong", "concrete", "lived", "theirs", "changed")


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do several things at the same moment, each in a connection of its own; return how each of them ended."""
    ready, ended = Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
            ended[number] = "done"
        except Exception as error:  # noqa: BLE001  -- what it was is asserted
            ended[number] = type(error).__name__
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "field"), [*(("takehome", key) for key in CRITERIA), *(("screen", key) for key in SCREEN)]
)
def test_no_field_of_a_sealed_scorecard_changes(loop, bo, stage, field) -> None:
    card = sealed_card(loop, stage, bo)
    before = rules.sealed_content(card)
    for edition in (card.edition, card.edition + 1):
        with pytest.raises(actions.AlreadySealed):
            actions.save_scorecard(card, {field: Filled(level=1, note="Changed.")}, edition=edition, by=bo)
        with pytest.raises(actions.AlreadySealed):
            actions.seal_scorecard(card, edition=edition, by=bo)
    assert (rules.sealed_content(card), rules.seal_holds(card)) == (before, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda card: card.entries.filter(field="awareness").update(level=4),
        lambda card: card.entries.filter(field="awareness").update(note="Other words."),
        lambda card: card.entries.filter(field="awareness").update(evidence=[]),
        lambda card: card.entries.filter(field="awareness").delete(),
    ],
)
def test_a_seal_breaks_when_anything_under_it_changes(takehome_only, bo, change) -> None:
    card = sealed_card(takehome_only, "takehome", bo)
    assert rules.seal_holds(card)
    change(card)
    assert not rules.seal_holds(card)


@pytest.mark.django_db
def test_equal_scorecards_have_unequal_seals_and_the_trail_holds_them(takehome_only, bo, bea) -> None:
    seals = [sealed_card(takehome_only, "takehome", author).seal for author in (bo, bea)]
    kept = [entry.facts["seal"] for entry in AuditEntry.objects.filter(verb="scorecard sealed").order_by("number")]
    assert (len(set(seals)), kept) == (2, seals)


@pytest.mark.django_db
def test_the_trail_holds_no_level_and_no_word_of_a_scorecard_or_flag(takehome_only, bo, bea, cy) -> None:
    sealed_card(takehome_only, "takehome", bo, words="ZQBOXW")
    sealed_card(takehome_only, "takehome", bea, words="ZQBOXW")
    stage = takehome_only.stages["takehome"]
    actions.raise_flag(takehome_only.ann, stage, kind="no_eval", words="ZQBOXW", prompted=True, by=cy)
    card = Scorecard.objects.get(author=bo)
    actions.amend(card, "awareness", level=1, reason="ZQBOXW", now_level=3, by=bo)
    facts = [entry.facts for entry in AuditEntry.objects.all()]
    assert "ZQBOXW" not in str(facts)
    assert {key for one in facts for key in one} == {
        "candidacy",
        "stage",
        "rubric",
        "seal",
        "amendment",
        "field",
    }


@pytest.mark.django_db
def test_the_first_scorecard_of_any_stage_fixes_the_rubric_for_all(loop, bo, bea) -> None:
    first = actions.open_scorecard(loop.ann, loop.stages["screen"], by=bo)
    newer = loop.opening.rubric_version
    newer.pk, newer.uid, newer.number = None, "another-version", 2
    newer.save()
    loop.opening.rubric_version = newer
    loop.opening.save()
    second = actions.open_scorecard(loop.ann, loop.stages["takehome"], by=bea)
    assert first.rubric_version_id == second.rubric_version_id != newer.pk


@pytest.mark.django_db
def test_a_level_changes_after_the_debrief_opened_and_the_first_one_stays(takehome_only, bo, bea) -> None:
    card = sealed_card(takehome_only, "takehome", bo)
    with pytest.raises(actions.DebriefNotOpen):
        actions.amend(card, "awareness", level=1, reason="Heard more.", now_level=3, by=bo)
    sealed_card(takehome_only, "takehome", bea)
    actions.amend(card, "awareness", level=1, reason="Heard more.", now_level=3, by=bo)
    with pytest.raises(actions.ChangedElsewhere):
        actions.amend(card, "awareness", level=2, reason="Heard more.", now_level=3, by=bo)
    with pytest.raises(actions.NothingChanged):
        actions.amend(card, "awareness", level=1, reason="Heard more.", now_level=1, by=bo)
    read = rules.with_entries(Scorecard.objects.filter(pk=card.pk)).get()
    assert (rules.first_levels(read)["awareness"], rules.levels_after_discussion(read)["awareness"]) == (3, 1)
    assert rules.seal_holds(read)


@pytest.mark.django_db
def test_nobody_changes_the_level_of_another(takehome_only, bo, bea, cy) -> None:
    card = sealed_card(takehome_only, "takehome", bo)
    sealed_card(takehome_only, "takehome", bea)
    for other in (bea, cy):
        with pytest.raises(Exception, match="does not exist"):
            actions.amend(card, "awareness", level=1, reason="Heard more.", now_level=3, by=other)
    assert not Amendment.objects.exists()


@pytest.mark.django_db
def test_a_lead_in_the_panel_who_opened_early_scores_no_more(takehome_only, bo, cy) -> None:
    Seat.objects.create(stage=takehome_only.stages["takehome"], user=cy)
    own = filled_card(takehome_only, "takehome", cy)
    sealed_card(takehome_only, "takehome", bo)
    actions.open_early(takehome_only.ann, takehome_only.stages["takehome"], reason="An offer.", by=cy)
    for act in (
        lambda: actions.seal_scorecard(own, edition=own.edition, by=cy),
        lambda: actions.save_scorecard(own, {"awareness": EMPTY}, edition=own.edition, by=cy),
        lambda: actions.open_scorecard(takehome_only.ann, takehome_only.stages["screen"], by=cy),
    ):
        with pytest.raises(actions.MayNotScore):
            act()
    state = rules.panel_state(takehome_only.ann, takehome_only.stages["takehome"])
    assert [seat.user.name for seat in state.recused] == ["Cy Chen"]


@pytest.mark.django_db
def test_there_is_nothing_to_open_before_somebody_else_has_sealed(takehome_only, bo, bea, cy) -> None:
    stage = takehome_only.stages["takehome"]
    for turn in (
        lambda: None,
        lambda: (sealed_card(takehome_only, "takehome", bo), sealed_card(takehome_only, "takehome", bea)),
    ):
        turn()
        with pytest.raises(actions.NothingToOpen):
            actions.open_early(takehome_only.ann, stage, reason="An offer.", by=cy)
    assert not EarlyOpening.objects.exists()


@pytest.mark.django_db
def test_a_flag_is_taken_back_by_its_author_once(takehome_only, bo, bea) -> None:
    stage = takehome_only.stages["takehome"]
    flag = actions.raise_flag(takehome_only.ann, stage, kind="no_eval", words="We ship.", prompted=False, by=bo)
    actions.withdraw_flag(flag, by=bea)
    assert Flag.objects.get().withdrawn_at is None
    for _ in range(2):
        actions.withdraw_flag(flag, by=bo)
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert (verbs, list(rules.readable_flags(bo, takehome_only.ann, stage))) == (["flag raised", "flag withdrawn"], [])


@pytest.mark.django_db(transaction=True)
def test_a_save_and_a_seal_at_once_leave_exactly_what_was_sealed(takehome_only, bo) -> None:
    card = filled_card(takehome_only, "takehome", bo)
    edition = card.edition
    ended = at_once(
        lambda: actions.save_scorecard(card, {"awareness": Filled(level=1, note="Late.")}, edition=edition, by=bo),
        lambda: actions.seal_scorecard(card, edition=edition, by=bo),
    )
    now = rules.own_scorecards(bo).get()
    level = rules.filled_in(now)["awareness"].level
    assert (ended, level, now.sealed_at is not None) in (
        (["done", "ChangedElsewhere"], 1, False),
        (["AlreadySealed", "done"], 3, True),
    )
    assert now.sealed_at is None or rules.seal_holds(now)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_told(takehome_only, bo) -> None:
    card = filled_card(takehome_only, "takehome", bo)

    def save(note: str) -> Callable[[], object]:
        return lambda: actions.save_scorecard(card, {"awareness": Filled(3, note=note)}, edition=card.edition, by=bo)

    ended = at_once(save("First."), save("Second."))
    kept = ("First.", "Second.")[ended.index("done")]
    assert (sorted(ended), rules.filled_in(card)["awareness"].note) == (["ChangedElsewhere", "done"], kept)


@pytest.mark.django_db(transaction=True)
def test_a_lead_cannot_open_early_and_seal_at_once(takehome_only: Loop, bo, cy) -> None:
    Seat.objects.create(stage=takehome_only.stages["takehome"], user=cy)
    own = filled_card(takehome_only, "takehome", cy)
    sealed_card(takehome_only, "takehome", bo)
    ended = at_once(
        lambda: actions.open_early(takehome_only.ann, takehome_only.stages["takehome"], reason="An offer.", by=cy),
        lambda: actions.seal_scorecard(own, edition=own.edition, by=cy),
    )
    own.refresh_from_db()
    assert (ended, own.sealed_at is not None, EarlyOpening.objects.exists()) in (
        (["done", "MayNotScore"], False, True),
        (["done", "done"], True, True),  # sealed first: then only Bea is missing, and opening early is still an act
    )


@pytest.mark.django_db(transaction=True)
def test_a_scorecard_opened_twice_at_once_is_one(takehome_only, bo) -> None:
    stage = takehome_only.stages["takehome"]
    ended = at_once(*[lambda: actions.open_scorecard(takehome_only.ann, stage, by=bo)] * 3)
    assert (ended, Scorecard.objects.count()) == (["done"] * 3, 1)
