"""What every accepted rubric keeps, and what every refused one breaks."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, assume, example, find, given, settings
from hypothesis import strategies as st

from seatrial.loop.rubric.arithmetic import (
    Judgement,
    Part,
    Rubric,
    decimals,
    judgement_share,
    lowest_bar,
    panel_score,
    part_score,
    percent,
    reaches_bar,
    refusals,
    score,
    share,
    shown,
    shown_up,
)
from seatrial.loop.rubric.default import STANDARD
from tests.loop.rubric.rubrics import criterion, leveled, levels_of, rubrics

accepted = rubrics().filter(lambda rubric: not refusals(rubric))
many = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
looking = settings(max_examples=1000, deadline=None, phases=[Phase.generate])
ENGINEERING, JUDGEMENT, BAR, REACH = "Engineering weighs", "Each of the four", "A candidate whose", "The bar can be"


def broken(rubric: Rubric) -> set[str]:
    """Say which of the stated rules a well-formed rubric breaks: the rules once more, from the weights alone."""
    engineering = sum(one.weight for one in rubric.criteria if one.part is Part.ENGINEERING)
    reliability = sum(one.weight for one in rubric.criteria if one.part is Part.RELIABILITY)
    by_judgement = [
        sum(one.weight for one in rubric.criteria if one.judgement is judgement and one.part is Part.RELIABILITY)
        for judgement in Judgement
    ]
    rules = {
        ENGINEERING: engineering * 10 >= 4 * (engineering + reliability),
        JUDGEMENT: any(one * 100 < 15 * reliability for one in by_judgement),
        BAR: rubric.bar * (engineering + reliability) < 4 * engineering + 2 * reliability,
        REACH: rubric.bar > 4,
    }
    return {rule for rule, is_broken in rules.items() if is_broken}


@many
@given(rubrics())
def test_a_rubric_is_refused_exactly_when_a_stated_rule_is_broken(rubric) -> None:
    said = {
        rule for rule in (ENGINEERING, JUDGEMENT, BAR, REACH) for no in refusals(rubric) if no.rule.startswith(rule)
    }
    assert said == broken(rubric)
    assert bool(refusals(rubric)) == bool(broken(rubric))


@pytest.mark.parametrize("rule", [ENGINEERING, JUDGEMENT, BAR, REACH])
def test_the_rubrics_tried_break_each_rule_alone(rule) -> None:
    assert broken(find(rubrics(), lambda rubric: broken(rubric) == {rule}, settings=looking)) == {rule}


@pytest.mark.parametrize(
    "border",
    [
        lambda one: share(one, Part.ENGINEERING) == Fraction(399, 1000),
        lambda one: one.bar == lowest_bar(one),
        lambda one: one.bar == 4,
        lambda one: min(judgement_share(one, each) for each in Judgement) == Fraction(15, 100),
    ],
)
def test_the_rubrics_tried_are_accepted_at_each_border_too(border) -> None:
    assert find(rubrics(), lambda one: not refusals(one) and border(one), settings=looking)


@many
@given(accepted)
@example(STANDARD)
def test_best_engineering_alone_scores_under_poorest_with_reliability_one_under_the_best(rubric) -> None:
    assert score(rubric, leveled(rubric, 4, 1)) < score(rubric, leveled(rubric, 1, 3))


@many
@given(rubrics())
def test_the_inversion_holds_for_no_rubric_with_two_fifths_of_engineering(rubric) -> None:
    dazzles = score(rubric, leveled(rubric, 4, 1)) >= score(rubric, leveled(rubric, 1, 3))
    assert dazzles == (share(rubric, Part.ENGINEERING) >= Fraction(2, 5))


@many
@given(st.data())
def test_mean_reliability_under_two_is_under_the_bar_whatever_the_engineering(data) -> None:
    rubric = data.draw(accepted)
    shaky = data.draw(st.fractions(1, 2, max_denominator=1000).filter(lambda mean: mean < 2))
    assert not reaches_bar(rubric, score(rubric, leveled(rubric, 4, shaky)))


@many
@given(st.data())
def test_a_panel_whose_mean_reliability_is_under_two_is_under_the_bar_whatever_the_engineering(data) -> None:
    rubric = data.draw(accepted)
    level = st.sampled_from((1, 1, 2, 2, 3, 4))
    one_card = {one.key: st.just(4) if one.part is Part.ENGINEERING else level for one in rubric.criteria}
    cards = data.draw(st.lists(st.fixed_dictionaries(one_card), min_size=1, max_size=4))
    means = [part_score(rubric, Part.RELIABILITY, card) for card in cards]
    assume(sum(means) < 2 * len(means))
    assert not reaches_bar(rubric, panel_score(rubric, cards))


@many
@given(st.data())
def test_scores_lie_between_one_and_four_and_rise_with_every_level(data) -> None:
    rubric = data.draw(rubrics())
    levels = data.draw(levels_of(rubric))
    assert 1 <= score(rubric, levels) <= 4
    key = data.draw(st.sampled_from(sorted(levels)))
    assume(levels[key] < 4)
    assert score(rubric, {**levels, key: levels[key] + 1}) > score(rubric, levels)


@many
@given(st.data())
def test_the_score_is_the_weighted_mean_of_the_parts_and_knows_no_order(data) -> None:
    rubric = data.draw(rubrics())
    levels = data.draw(levels_of(rubric))
    turned = replace(rubric, criteria=tuple(data.draw(st.permutations(rubric.criteria))))
    parts = sum(share(rubric, part) * part_score(rubric, part, levels) for part in Part)
    assert score(rubric, levels) == parts == score(turned, levels)
    assert {one.rule for one in refusals(rubric)} == {one.rule for one in refusals(turned)}


@many
@given(st.data())
def test_the_panel_score_is_the_mean_and_knows_no_order(data) -> None:
    rubric = data.draw(rubrics())
    cards = data.draw(st.lists(levels_of(rubric), min_size=1, max_size=5))
    expected = sum(score(rubric, card) for card in cards) / Fraction(len(cards))
    assert panel_score(rubric, cards) == panel_score(rubric, data.draw(st.permutations(cards))) == expected
    assert panel_score(rubric, []) is None


def named(key: str, part: Part = Part.RELIABILITY) -> Rubric:
    extra = replace(criterion(key, part, Fraction(1, 10)), judgement=None)
    return replace(STANDARD, criteria=(*STANDARD.criteria, extra))


@pytest.mark.parametrize(
    ("rubric", "rules"),
    [
        (Rubric((), Fraction(3)), ["There is an engineering part.", *["All four judgements are scored."] * 4]),
        (named("awareness"), ["Every criterion has a key of its own."]),
        (named(" "), ["Every criterion has a name."]),
        (
            replace(STANDARD, criteria=(*STANDARD.criteria[:-1], replace(STANDARD.criteria[-1], weight=Fraction(0)))),
            ["Every weight is above zero."],
        ),
        (
            replace(
                STANDARD, criteria=(*STANDARD.criteria[:-1], replace(STANDARD.criteria[-1], anchors=(*"abc", " ")))
            ),
            ["Every level has an anchor."],
        ),
        (
            replace(
                STANDARD,
                criteria=(replace(STANDARD.criteria[0], judgement=Judgement.AWARENESS), *STANDARD.criteria[1:]),
            ),
            ["A judgement belongs to reliability."],
        ),
        (named("load", Part.ENGINEERING), []),
    ],
)
def test_what_is_not_a_rubric_at_all_is_refused_for_its_shape(rubric, rules) -> None:
    assert [one.rule for one in refusals(rubric)] == rules


def test_a_refusal_shows_numbers_that_differ_where_the_values_differ() -> None:
    light = Fraction(1499, 10_000)
    weights = (light, *[(1 - light) / 3] * 3)
    criteria = (
        criterion("engineering", Part.ENGINEERING, Fraction(1, 2)),
        *(criterion(one, Part.RELIABILITY, w, one) for one, w in zip(Judgement, weights, strict=True)),
    )
    refused = refusals(Rubric(criteria, Fraction(2666, 1000)))
    assert [one.numbers for one in refused] == [
        "Model output is 14.99 % of it.",
        (
            "Best engineering with reliability just under 2 scores up to 4 × 0.33 + 2 × 0.67 = 2.667; "
            "the bar stands at 2.666."
        ),
    ]
    assert refused[1].mend == "Set the bar at 2.67 or higher."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (decimals(Fraction(17, 8), 2), "2.13"),
        (decimals(Fraction(5, 1000), 2), "0.01"),
        (decimals(Fraction(-17, 8), 2), "-2.13"),
        (decimals(Fraction(-1, 1000), 2), "0.00"),
        (decimals(Fraction(7, 2), 0), "4"),
        (shown(Fraction(3)), "3"),
        (shown(Fraction(8, 3)), "2.67"),
        (shown(Fraction(8, 3), beside=Fraction(267, 100)), "2.667"),
        (shown_up(Fraction(8, 3)), "2.67"),
        (shown_up(Fraction(2661, 1000)), "2.67"),
        (shown_up(Fraction(3)), "3.00"),
        (percent(Fraction(1, 3)), "33.3 %"),
        (percent(Fraction(2, 5)), "40 %"),
        (percent(Fraction(39_999, 100_000), beside=Fraction(2, 5)), "39.999 %"),
    ],
)
def test_numbers_read_as_people_write_them(text, expected) -> None:
    assert text == expected
