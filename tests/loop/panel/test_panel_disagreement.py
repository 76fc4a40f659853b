"""Spread, agenda and dots: examples, and what holds for every panel."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from seatrial.loop.panel.disagreement import LEVELS, Dot, Vote, agenda, dots, initials, mean, spread, variance

level = st.integers(1, 4)
vote = st.builds(Vote, who=st.text("abc", min_size=1), first=level, now=level)
panel = st.lists(vote, min_size=1, max_size=8)


def at(*levels: int) -> list[Vote]:
    return [Vote(str(number), one, one) for number, one in enumerate(levels)]


def test_the_agenda_starts_with_the_largest_spread_then_the_largest_variance() -> None:
    votes = {"same": at(3, 3, 3), "one off": at(1, 1, 4), "split": at(1, 4, 1, 4), "near": at(2, 3, 3)}
    assert agenda(votes) == ("split", "one off", "near", "same")


def test_criteria_that_divide_the_panel_alike_keep_their_order() -> None:
    assert agenda({"b": at(1, 2), "a": at(2, 3), "c": at(4, 3)}) == ("b", "a", "c")


def test_nobody_disagrees_where_nobody_scored() -> None:
    assert (spread([]), variance([]), mean([])) == (0, 0, None)


def test_who_moved_is_at_both_places() -> None:
    assert dots([Vote("BB", 2, 3), Vote("BM", 3, 3)]) == {
        1: (),
        2: (Dot("BB", left=True),),
        3: (Dot("BB", arrived_from=2), Dot("BM")),
        4: (),
    }


def test_equal_initials_are_told_apart() -> None:
    names = {"1": "Bo Berg", "2": "Bea Baum", "3": "Cy de la Chen", "4": "", "5": "Kim Kato", "6": "Kim Kato"}
    marks = {"1": "BBe", "2": "BBa", "3": "CDL", "4": "?", "5": "KKat 1", "6": "KKat 2"}
    assert initials(names) == marks


@given(panel)
def test_spread_and_variance_agree_on_whether_a_panel_agrees(votes: list[Vote]) -> None:
    first = [one.first for one in votes]
    assert (spread(first) == 0) == (variance(first) == 0) == (len(set(first)) == 1)
    assert 0 <= variance(first) <= Fraction(spread(first) ** 2, 4)


@given(panel)
def test_the_mean_lies_among_the_levels(votes: list[Vote]) -> None:
    first = [one.first for one in votes]
    middle = mean(first)
    assert middle is not None
    assert min(first) <= middle <= max(first)


@given(st.dictionaries(st.text(max_size=3), panel, max_size=6), st.randoms())
def test_the_agenda_names_every_criterion_once_in_falling_disagreement_whoever_is_named_first(votes, dice) -> None:
    order = agenda(votes)
    keys = [(spread(first), variance(first)) for first in ([one.first for one in votes[key]] for key in order)]
    assert (sorted(order), keys) == (sorted(votes), sorted(keys, reverse=True))
    shuffled = {key: dice.sample(panel_, len(panel_)) for key, panel_ in votes.items()}
    assert agenda(shuffled) == order


@given(panel)
def test_everybody_stands_somewhere_once_and_has_left_at_most_one_place(votes: list[Vote]) -> None:
    marks = dots(votes)
    standing = sorted((one.who, where) for where in LEVELS for one in marks[where] if not one.left)
    left = sorted((one.who, where) for where in LEVELS for one in marks[where] if one.left)
    assert standing == sorted((one.who, one.now) for one in votes)
    assert left == sorted((one.who, one.first) for one in votes if one.moved)


@given(st.dictionaries(st.text(max_size=3), st.text("AB ", max_size=5), max_size=8))
def test_marks_are_never_shared(names: dict[str, str]) -> None:
    assert len(set(initials(names).values())) == len(names)
