"""Every number of the discussion guide is a sum that can be done by hand."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from seatrial.bench.report.report import Report, Scale, ScaleNumbers, Spread
from seatrial.bench.verdict import Verdict
from seatrial.loop.guide.discussion import Assumed, discussion_guide
from seatrial.loop.guide.topics import Sum
from tests.loop.evidence_report import SMALL
from tests.loop.guide.test_guide_review import BY_SLUG, case, report_of


def spread(median: float, p95: float | None = None) -> Spread:
    return Spread(median=median, p95=p95 or median, largest=p95 or median)


ONE = ScaleNumbers(
    questions=40,
    calls=spread(2, 3),
    tokens_in=spread(1_000),
    tokens_out=spread(50),
    seconds=spread(0.5, 1),
    retries=0,
    retries_each=spread(0),
    prompt_tokens=spread(2_048),
)


def measured(report: Report = SMALL) -> Report:
    return structs.replace(report, scale=Scale(baseline=ONE, overall=ONE, window_tokens=8_192))


def sums(report: Report, key: str, assumed: Assumed | None = None) -> tuple[Sum, ...]:
    guide = discussion_guide(report, assumed)
    return next(topic.sums for topic in (*guide.scale, *guide.attack) if topic.key == key)


def test_calls_and_tokens_are_multiplied_out() -> None:
    assert sums(measured(), "volume") == (
        Sum("Questions a day", "1,000 questions × 100", "100,000 questions"),
        Sum("Calls a day", "2 calls a question (p95 3) × 100,000 questions", "200,000 calls"),
        Sum(
            "Calls a second",
            "200,000 calls ÷ 86,400 s; at a peak 5 times as many",
            "2.3 a second; 11.6 at the peak",
        ),
        Sum("Tokens a day", "(1,000 in + 50 out) a question × 100,000 questions", "100,000,000 in, 5,000,000 out"),
        Sum(
            "Cost a day",
            "100 million in × $2.50 + 5 million out × $10.00 (prices are an assumption)",
            "$300.00",
        ),
    )


def test_waiting_adds_what_a_real_model_takes() -> None:
    assumed = Assumed(questions_a_day=864, times=100, model_seconds=Decimal("1.5"))
    assert sums(measured(), "waiting", assumed) == (
        Sum("Half of the questions take", "0.5 s of its own + 2 calls × 1.5 s (an assumption)", "3.5 s"),
        Sum("One in twenty takes longer than", "1.0 s of its own + 3 calls × 1.5 s", "5.5 s"),
        Sum("Under way at once", "1 questions a second × 3.5 s; at the peak × 5", "3.5 at once; 17.5 at the peak"),
    )


def test_a_storm_multiplies_calls_by_what_one_question_made() -> None:
    storm = structs.replace(case("rate-limit-persists", 1, Verdict.HELD), model_calls=6)
    assumed = Assumed(questions_a_day=1_440, times=100)
    assert sums(measured(report_of(storm)), "storm", assumed) == (
        Sum(
            BY_SLUG["rate-limit-persists"].title,
            "6 calls for one question within 0.5 s (an ordinary one makes 2) × 144,000 questions a day",
            "× 3: 6,000 calls in ten minutes",
        ),
    )


def test_the_window_is_shown_with_what_is_left() -> None:
    assert sums(measured(), "window") == (
        Sum("The largest ordinary prompt", "2,048 tokens of 8,192", "25 %"),
        Sum("Left for longer documents and answers", "8,192 − 2,048", "6,144 tokens"),
    )


def test_orders_are_shown_for_each_level_of_obedience() -> None:
    levels = ("weak", "middling", "determined")
    cases = [
        structs.replace(case("injection-visible", 1, verdict), id=f"injection-visible/{level}")
        for level, verdict in zip(levels, (Verdict.HELD, Verdict.HELD, Verdict.SILENT), strict=True)
    ]
    topic = next(one for one in discussion_guide(measured(report_of(*cases))).attack if one.key == "orders")
    assert [(one.level, one.verdict) for one in topic.tried] == [
        ("weak", Verdict.HELD),
        ("middling", Verdict.HELD),
        ("determined", Verdict.SILENT),
    ]


def test_nothing_measured_is_said_and_nothing_is_made_up() -> None:
    guide = discussion_guide(SMALL)
    assert (guide.scale, guide.attack) == ((), ())
    assert guide.remark == "Nothing was measured that could be reckoned with. Use the guide's own questions."


NUMBERS = st.floats(min_value=0.001, max_value=1e6) | st.integers(min_value=0, max_value=10**6)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(BY_SLUG)), st.sampled_from(Verdict)), unique_by=lambda one: one[0]),
    NUMBERS,
    NUMBERS,
    st.booleans(),
)
def test_every_report_yields_a_guide(rows: list[tuple[str, Verdict]], one: float, two: float, old: bool) -> None:
    spent = structs.replace(
        ONE,
        calls=spread(one),
        tokens_in=spread(two),
        seconds=spread(one, two),
        prompt_tokens=None if old else spread(two),
        retries_each=None if old else spread(one),
    )
    report = report_of(*(case(slug, 1, verdict) for slug, verdict in rows))
    scaled = structs.replace(report, scale=Scale(baseline=spent, overall=spent, window_tokens=None if old else 8_192))
    assert discussion_guide(scaled).scale[0].key == "volume"
