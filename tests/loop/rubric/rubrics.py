"""Rubrics for property tests: near every border that the rules draw, on both sides of it."""

from fractions import Fraction

from hypothesis import strategies as st

from seatrial.loop.rubric.arithmetic import Criterion, Judgement, Part, Rubric, lowest_bar

ANCHORS = ("one", "two", "three", "four")


def criterion(key: str, part: Part, weight: Fraction, judgement: Judgement | None = None) -> Criterion:
    return Criterion(key=key, name=key, part=part, weight=weight, anchors=ANCHORS, judgement=judgement)


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """One or two engineering criteria, the four judgements (one of them perhaps split), perhaps one more; a bar."""
    near = st.integers(-3, 3)
    thousandths = draw(st.one_of(st.integers(1, 399), near.map(lambda n: 400 + n), st.integers(400, 900)))
    light = draw(st.one_of(st.integers(150, 250), near.map(lambda n: 150 + n), st.integers(1, 149)))
    others = draw(st.lists(st.integers(3, 5), min_size=3, max_size=3))
    more = draw(st.one_of(st.just(0), st.integers(1, 4)))
    rest = Fraction(1000 - light, sum(others) + more)
    reliability = Fraction(1000 - thousandths, 1000)
    shares = [Fraction(light), *(one * rest for one in others)]
    order = draw(st.permutations(list(Judgement)))
    found = [
        criterion(judgement, Part.RELIABILITY, reliability * one / 1000, judgement)
        for judgement, one in zip(order, shares, strict=True)
    ]
    if more:
        found.append(criterion("more", Part.RELIABILITY, reliability * more * rest / 1000))
    if draw(st.booleans()):
        first = found.pop(0)
        found += [
            criterion(f"{first.key}-{part}", Part.RELIABILITY, first.weight * part / 3, first.judgement)
            for part in (1, 2)
        ]
    engineering = Fraction(thousandths, 1000)
    parts = draw(st.sampled_from(((1,), (1, 1), (1, 3))))
    found += [
        criterion(f"engineering-{number}", Part.ENGINEERING, engineering * part / sum(parts))
        for number, part in enumerate(parts)
    ]
    scale = draw(st.sampled_from((1, 6, Fraction(7, 3))))
    criteria = tuple(
        criterion(one.key, one.part, one.weight * scale, one.judgement) for one in draw(st.permutations(found))
    )
    least = lowest_bar(Rubric(criteria, Fraction(0)))
    bar = draw(
        st.one_of(
            near.map(lambda n: least + Fraction(n, 1000)),
            near.map(lambda n: 4 + Fraction(n, 1000)),
            st.integers(1, 400).map(lambda n: least + (4 - least) * Fraction(n, 400)),
            st.integers(0, 500).map(lambda n: Fraction(n, 100)),
        )
    )
    return Rubric(criteria, bar)


def levels_of(rubric: Rubric) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries({one.key: st.integers(1, 4) for one in rubric.criteria})


def leveled(rubric: Rubric, engineering: int | Fraction, reliability: int | Fraction) -> dict[str, int | Fraction]:
    return {one.key: engineering if one.part is Part.ENGINEERING else reliability for one in rubric.criteria}
