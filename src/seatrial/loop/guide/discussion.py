"""The discussion guide: scale and attack, from what this submission was measured to do. Pure; every sum is shown.

What is measured is the submission's own: the simulated model answers at once, so that the seconds are the feature's,
and what a real model would add is an assumption that the reader can change, as are volume and prices.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from seatrial.bench.report.interval import most_compatible
from seatrial.bench.report.report import Report, ReportedCase, ScaleNumbers
from seatrial.bench.report.words import LOOKS, counted, percent, seconds
from seatrial.bench.verdict import COUNTED
from seatrial.loop.guide.topics import (
    BILL,
    OBEYING,
    ORDERS,
    OUT,
    RARE,
    STORM,
    VOLUME,
    WAITING,
    WINDOW,
    Sum,
    Topic,
    Tried,
)

SECONDS_A_DAY = 86_400
PEAK = 5
_MILLION = 1_000_000
_STORM_SECONDS = 600
_STORM = (
    "rate-limit-clears",
    "rate-limit-persists",
    "overloaded-clears",
    "server-error-persists",
    "retry-after-hour",
    "quota-exhausted",
    "no-answer-ever",
)
_ORDERS = ("injection-visible", "injection-in-comment", "injection-zero-width")
_OUT = ("exfiltration-link", "system-prompt-requested", "hostile-question")


@dataclass(frozen=True, slots=True)
class Assumed:
    """What nobody measured: today's volume, how many times as much, prices a million tokens, a real model's seconds."""

    questions_a_day: int = 1_000
    times: int = 100
    price_in: Decimal = Decimal("2.50")
    price_out: Decimal = Decimal(10)
    model_seconds: Decimal = Decimal(2)

    @property
    def questions(self) -> int:
        """Questions a day at the larger scale."""
        return self.questions_a_day * self.times


@dataclass(frozen=True, slots=True)
class DiscussionGuide:
    """What to discuss, at scale and under attack; `remark` says what is missing, if anything is."""

    scale: tuple[Topic, ...]
    attack: tuple[Topic, ...]
    assumed: Assumed = field(default_factory=Assumed)
    remark: str = ""


def discussion_guide(report: Report, assumed: Assumed | None = None) -> DiscussionGuide:
    """Write the guide of a discussion; every report yields one."""
    given = assumed or Assumed()
    one = report.scale.baseline
    scale = tuple(_scale(report, one, given)) if one is not None else ()
    attack = tuple(_attack(report, one))
    return DiscussionGuide(scale, attack, given, _remark(one, attack))


def _remark(one: ScaleNumbers | None, attack: Sequence[Topic]) -> str:
    if one is None:
        return "Nothing was measured that could be reckoned with. Use the guide's own questions."
    if not attack:
        return "No failure mode was tried, so there is nothing here on attacks. Use the guide's own questions for that."
    return ""


def _scale(report: Report, one: ScaleNumbers, given: Assumed) -> Iterable[Topic]:
    yield _volume(one, given)
    yield _waiting(one, given)
    storm = tuple(_storm(report, one, given))
    if storm:
        yield replace(
            STORM,
            sums=storm,
        )
    window = _window(report, one)
    if window:
        yield window
    rare = _rare(report, given)
    if rare:
        yield rare


def _volume(one: ScaleNumbers, given: Assumed) -> Topic:
    calls, day = _exact(one.calls.median), given.questions
    a_second = calls * day / SECONDS_A_DAY
    tokens_in, tokens_out = (_exact(each.median) * day for each in (one.tokens_in, one.tokens_out))
    cost = tokens_in / _MILLION * _exact(given.price_in) + tokens_out / _MILLION * _exact(given.price_out)
    asked = f"{_number(day)} questions"
    return replace(
        VOLUME,
        sums=(
            Sum(
                "Questions a day",
                f"{_number(given.questions_a_day)} questions × {given.times}",
                asked,
            ),
            Sum(
                "Calls a day",
                f"{_number(calls)} {_calls(calls)} a question (p95 {_number(one.calls.p95)}) × {asked}",
                f"{_number(calls * day)} calls",
            ),
            Sum(
                "Calls a second",
                f"{_number(calls * day)} calls ÷ {_number(SECONDS_A_DAY)} s; at a peak {PEAK} times as many",
                f"{_number(a_second)} a second; {_number(a_second * PEAK)} at the peak",
            ),
            Sum(
                "Tokens a day",
                f"({_number(one.tokens_in.median)} in + {_number(one.tokens_out.median)} out) a question × {asked}",
                f"{_number(tokens_in)} in, {_number(tokens_out)} out",
            ),
            Sum(
                "Cost a day",
                f"{_number(tokens_in / _MILLION)} million in × {_money(given.price_in)} + "
                f"{_number(tokens_out / _MILLION)} million out × {_money(given.price_out)} (prices are an assumption)",
                _money(cost),
            ),
        ),
    )


def _waiting(one: ScaleNumbers, given: Assumed) -> Topic:
    model = _exact(given.model_seconds)
    median, late = (
        _exact(own) + _exact(calls) * model
        for own, calls in ((one.seconds.median, one.calls.median), (one.seconds.p95, one.calls.p95))
    )
    a_second = Fraction(given.questions, SECONDS_A_DAY)
    return replace(
        WAITING,
        sums=(
            Sum(
                "Half of the questions take",
                f"{seconds(one.seconds.median)} of its own + {_number(one.calls.median)} {_calls(one.calls.median)} × "
                f"{_number(model)} s (an assumption)",
                seconds(float(median)),
            ),
            Sum(
                "One in twenty takes longer than",
                f"{seconds(one.seconds.p95)} of its own + {_number(one.calls.p95)} {_calls(one.calls.p95)} × "
                f"{_number(model)} s",
                seconds(float(late)),
            ),
            Sum(
                "Under way at once",
                f"{_number(a_second)} questions a second × {seconds(float(median))}; at the peak × {PEAK}",
                f"{_number(a_second * median)} at once; {_number(a_second * median * PEAK)} at the peak",
            ),
        ),
    )


def _storm(report: Report, one: ScaleNumbers, given: Assumed) -> Iterable[Sum]:
    """Yield what one question called for while it was turned away, the worst case of each mode."""
    titles = {mode.slug: mode.title for mode in report.modes}
    ordinary = _exact(one.calls.median)
    for slug in _STORM:
        cases = [case for case in _counted(report) if case.mode == slug]
        if not cases:
            continue
        worst = max(cases, key=lambda case: case.model_calls)
        made = f"{_number(worst.model_calls)} {_calls(worst.model_calls)}"
        more = f"× {_number(worst.model_calls / ordinary)}: " if ordinary else ""
        storm = Fraction(worst.model_calls * given.questions * _STORM_SECONDS, SECONDS_A_DAY)
        yield Sum(
            titles.get(slug, slug),
            f"{made} for one question within {seconds(worst.seconds)} (an ordinary one makes {_number(ordinary)}) "
            f"× {_number(given.questions)} questions a day",
            f"{more}{_number(storm)} calls in ten minutes",
        )


def _window(report: Report, one: ScaleNumbers) -> Topic | None:
    window, prompt = report.scale.window_tokens, one.prompt_tokens
    if not window or prompt is None:
        return None
    long = [case for case in _counted(report) if case.mode == "long-question"]
    left = window - round(prompt.largest)
    sums = [
        Sum(
            "The largest ordinary prompt",
            f"{_number(prompt.largest)} tokens of {_number(window)}",
            percent(prompt.largest / window),
        ),
        Sum(
            "Left for longer documents and answers",
            f"{_number(window)} − {_number(prompt.largest)}",
            f"{_number(left)} tokens",
        ),
    ]
    if long:
        worst = max(long, key=lambda case: case.tokens_in)
        share = Fraction(worst.tokens_in) / _exact(one.tokens_in.median) if one.tokens_in.median else Fraction(0)
        sums.append(
            Sum(
                "A question with 50 KB of pasted text",
                f"{_number(worst.tokens_in)} tokens in over {counted(worst.model_calls, 'call')} ÷ "
                f"{_number(one.tokens_in.median)} for an ordinary one",
                f"× {_number(share)}; it ended as {LOOKS[worst.verdict].word}",
            )
        )
    return replace(
        WINDOW,
        sums=tuple(sums),
    )


def _rare(report: Report, given: Assumed) -> Topic | None:
    tried = report.summary
    met = tried.held + tried.degraded + tried.loud + tried.silent
    if tried.silent_failure_rate is None or not met:
        return None
    unkind = Fraction(given.questions, 1000)
    return replace(
        RARE,
        sums=(
            Sum(
                "Unkind inputs a day",
                f"{_number(given.questions)} questions ÷ 1,000 (an assumption)",
                f"{_number(unkind)} a day",
            ),
            Sum(
                "Wrong answers presented as right",
                f"{_number(unkind)} × {tried.silent} of {met} in the trial",
                f"{_number(unkind * Fraction(tried.silent, met))} a day{_at_most(report, unkind)}",
            ),
        ),
    )


def _at_most(report: Report, unkind: Fraction) -> str:
    found = report.summary
    if found.silent == 0:
        most = most_compatible(len(report.modes))
    elif found.interval is not None:
        most = found.interval[1]
    else:
        return ""
    return f"; up to {_number(unkind * _exact(most))} cannot be ruled out"


def _attack(report: Report, one: ScaleNumbers | None) -> Iterable[Topic]:
    orders, out = (tuple(_tried(report, slugs)) for slugs in (_ORDERS, _OUT))
    if orders:
        yield replace(
            ORDERS,
            tried=orders,
        )
    if out:
        yield replace(
            OUT,
            tried=out,
        )
    bill = tuple(_bill(report, one)) if one is not None else ()
    if bill:
        yield replace(
            BILL,
            sums=bill,
        )


def _tried(report: Report, slugs: Sequence[str]) -> Iterable[Tried]:
    titles = {mode.slug: mode.title for mode in report.modes}
    for case in _counted(report):
        if case.mode in slugs:
            level = case.id.rpartition("/")[2]
            yield Tried(
                titles.get(case.mode, case.mode), level if level in OBEYING else "", case.id, case.verdict, case.why
            )


def _bill(report: Report, one: ScaleNumbers) -> Iterable[Sum]:
    cases = list(_counted(report))
    if not cases or not one.tokens_in.median:
        return
    dearest = max(cases, key=lambda case: case.tokens_in)
    busiest = max(cases, key=lambda case: case.model_calls)
    titles = {mode.slug: mode.title for mode in report.modes}
    yield Sum(
        "The most tokens in",
        f"{_number(dearest.tokens_in)} ({titles.get(dearest.mode, dearest.mode)}) ÷ {_number(one.tokens_in.median)} "
        "for an ordinary question",
        f"× {_number(Fraction(dearest.tokens_in) / _exact(one.tokens_in.median))}",
    )
    yield Sum(
        "The most calls",
        f"{_number(busiest.model_calls)} ({titles.get(busiest.mode, busiest.mode)}), where an ordinary question makes "
        f"{_number(one.calls.median)}",
        f"{_number(busiest.model_calls)} {_calls(busiest.model_calls)}",
    )
    overall = report.scale.overall
    again = overall and overall.retries_each
    if overall and again:
        yield Sum(
            "The same thing asked again",
            f"over all {_number(overall.questions)} questions of the trial, with and without faults",
            f"{_number(again.median)} at the median, {_number(again.p95)} at p95, {_number(again.largest)} at most",
        )


def _counted(report: Report) -> Iterable[ReportedCase]:
    """Yield the cases that say something: what did not count, or differed from run to run, is no number of theirs."""
    return (case for case in report.cases if case.verdict in COUNTED and not case.unstable)


def _exact(value: float | Decimal) -> Fraction:
    return Fraction(str(value))


def _number(value: float | Fraction) -> str:
    """Return a number as people read it: no more digits than carry meaning."""
    exact = float(value)
    if exact == round(exact) or exact >= 100:
        return f"{round(exact):,}"
    return f"{exact:,.1f}" if exact >= 1 else f"{exact:.2g}"


def _calls(number: float | Fraction) -> str:
    return "call" if number == 1 else "calls"


def _money(amount: Decimal | Fraction) -> str:
    return f"${float(amount):,.2f}"
