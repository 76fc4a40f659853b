"""Probes: by what they would teach, one for each kind of failure, one thing that held, and nothing held against anybody
that says nothing about them."""

import json

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from seatrial.bench.modes import MODES
from seatrial.bench.observation import Answered, Asked, NoAnswer
from seatrial.bench.outcome import Outcome
from seatrial.bench.report.report import Baseline, Report, ReportedCase, ReportedMode
from seatrial.bench.verdict import COUNTED, Verdict, worst
from seatrial.loop.guide.concerns import CONCERNS, concern_of
from seatrial.loop.guide.evidence import Evidence, Exchange, Noted
from seatrial.loop.guide.review import Aim, Alike, Probe, review_guide
from tests.loop.evidence_report import SMALL

BY_SLUG = {mode.slug: mode for mode in MODES}
OUTCOMES = {
    Verdict.HELD: Outcome.CORRECT,
    Verdict.DEGRADED: Outcome.ABSTAINED,
    Verdict.LOUD: Outcome.HUNG,
    Verdict.SILENT: Outcome.WRONG,
    Verdict.SUSPICIOUS: Outcome.SUSPICIOUS,
    Verdict.NOT_EXERCISED: Outcome.NOT_EXERCISED,
    Verdict.BENCH_BROKE: Outcome.BENCH_BROKE,
}


def case(slug: str, number: int, verdict: Verdict, *, unstable: tuple[Verdict, ...] = ()) -> ReportedCase:
    asked = Asked(n=1, at=0.0, input=0, text="How long?")
    said = {"status": "answered", "answer": "52 days."} if verdict is not Verdict.DEGRADED else {"status": "declined"}
    came = (
        NoAnswer(n=2, at=10.0, input=0, reason="timeout")
        if verdict is Verdict.LOUD
        else Answered(n=2, at=0.5, seconds=0.5, input=0, status=200, body=json.dumps(said))
    )
    return ReportedCase(
        id=f"{slug}/{number}",
        mode=slug,
        input="How long?",
        outcome=OUTCOMES[verdict],
        verdict=verdict,
        why=f"Because of {slug}.",
        seconds=came.at,
        model_calls=2,
        tokens_in=100,
        tokens_out=10,
        events=() if verdict is Verdict.BENCH_BROKE else (asked, came),
        unstable=unstable,
    )


def report_of(*cases: ReportedCase) -> Report:
    slugs = dict.fromkeys(one.mode for one in cases)
    own = {slug: [one for one in cases if one.mode == slug] for slug in slugs}
    modes = tuple(
        ReportedMode(
            slug=slug,
            title=BY_SLUG[slug].title,
            surface=BY_SLUG[slug].surface,
            judgement=BY_SLUG[slug].judgement,
            verdict=worst(tuple(one.verdict for one in own[slug])),
            cases=tuple(one.id for one in own[slug]),
            expected=BY_SLUG[slug].expectation,
            happens="Something happens.",
            why="It does.",
            dependable="It holds.",
        )
        for slug in slugs
    )
    return structs.replace(SMALL, modes=modes, cases=cases)


def test_every_mode_of_the_catalogue_belongs_to_exactly_one_concern() -> None:
    listed = [slug for concern in CONCERNS for slug in concern.modes]
    assert sorted(listed) == sorted(BY_SLUG)


def test_a_probe_quotes_what_happened_and_says_nothing_about_why() -> None:
    guide = review_guide(
        report_of(case("wrong-value-once", 1, Verdict.SILENT), case("invented-quote", 1, Verdict.LOUD))
    )
    concern = concern_of("wrong-value-once")
    assert guide.probes == (
        Probe(
            key="untrue",
            title="A reply that is not true",
            aim=Aim.SILENT,
            evidence=Evidence(
                case="wrong-value-once/1",
                mode="wrong-value-once",
                title=BY_SLUG["wrong-value-once"].title,
                verdict=Verdict.SILENT,
                outcome=Outcome.WRONG,
                exchanges=(Exchange("How long?", "52 days.", answered=True, declined=False, seconds=0.5),),
                why="Because of wrong-value-once.",
                model_calls=2,
                seconds=0.5,
            ),
            happened="Something happens.",
            question="Somebody asked “How long?”, and after 0.5 s your feature answered “52 days”. Take us through "
            "what happened on the way.",
            follow_ups=concern.follow_ups,
            good=concern.good,
            alike=(Alike(BY_SLUG["invented-quote"].title, Verdict.LOUD, "invented-quote/1", None),),
        ),
    )


def test_blind_spots_and_silent_failures_come_first_then_what_was_left_then_one_that_held() -> None:
    fallen = {
        "key-revoked": (Verdict.DEGRADED, None),
        "no-answer-ever": (Verdict.LOUD, Noted.NOT_NAMED),
        "state-bleed": (Verdict.SILENT, Noted.LEFT),
        "wrong-schema": (Verdict.SILENT, Noted.HANDLED),
        "outdated-document": (Verdict.SILENT, Noted.NOT_NAMED),
        "refusal-field": (Verdict.LOUD, None),
    }
    held = (case("long-question", 1, Verdict.HELD), case("injection-visible", 1, Verdict.HELD))
    report = report_of(*(case(slug, 1, verdict) for slug, (verdict, _) in fallen.items()), *held)
    noted = {slug: ticked for slug, (_, ticked) in fallen.items() if ticked}
    guide = review_guide(report, minutes=90, noted=noted)
    assert [(probe.evidence.mode, probe.aim) for probe in guide.probes] == [
        ("outdated-document", Aim.BLIND_SPOT),
        ("wrong-schema", Aim.BELIEVED),
        ("no-answer-ever", Aim.BLIND_SPOT),
        ("refusal-field", Aim.LOUD),
        ("state-bleed", Aim.LEFT),
        ("key-revoked", Aim.DEGRADED),
        ("injection-visible", Aim.HELD),
    ]
    assert [one.title for one in guide.considered.left] == [BY_SLUG["state-bleed"].title]
    assert guide.considered.unticked == 4


def test_a_short_talk_keeps_the_rest_folded() -> None:
    fallen = [case(concern.modes[0], 1, Verdict.SILENT) for concern in CONCERNS]
    guide = review_guide(report_of(*fallen, case("empty-question", 1, Verdict.HELD)), minutes=45)
    assert (len(guide.probes), len(guide.more), guide.probes[-1].aim) == (5, len(CONCERNS) - 4, Aim.HELD)


def test_what_says_nothing_is_listed_apart_and_never_asked_about() -> None:
    report = report_of(
        case("state-bleed", 1, Verdict.SILENT, unstable=(Verdict.SILENT, Verdict.HELD)),
        case("many-part", 1, Verdict.SUSPICIOUS),
        case("key-revoked", 1, Verdict.BENCH_BROKE),
        case("outdated-document", 1, Verdict.NOT_EXERCISED),
    )
    guide = review_guide(report)
    assert (guide.probes, guide.more) == ((), ())
    assert [one.why for one in guide.unsaid] == [
        "It came out differently when it was repeated.",
        "Because of many-part.",
        "Because of key-revoked.",
        "Because of outdated-document.",
    ]
    assert guide.remark == "No failure mode said anything about this submission. Use the guide's own questions."


def test_a_missed_baseline_is_asked_about_as_what_it_is() -> None:
    missed = structs.replace(case("state-bleed", 1, Verdict.SILENT), id="baseline/q1", mode="baseline")
    guide = review_guide(structs.replace(SMALL, baseline=Baseline(cases=2, correct=1, asked=(missed,))))
    assert [(probe.aim, probe.evidence.case) for probe in guide.probes] == [(Aim.BASELINE, "baseline/q1")]
    assert guide.remark.startswith("It answered 1 of 2 ordinary questions correctly, too few")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(BY_SLUG)),
            st.sampled_from(Verdict),
            st.booleans(),
            st.none() | st.sampled_from(Noted),
        ),
        unique_by=lambda one: one[0],
    ),
    st.integers(min_value=5, max_value=240),
)
def test_every_report_yields_a_guide(rows: list[tuple[str, Verdict, bool, Noted | None]], minutes: int) -> None:
    unsteady = (Verdict.HELD, Verdict.SILENT)
    report = report_of(*(case(slug, 1, verdict, unstable=unsteady if odd else ()) for slug, verdict, odd, _ in rows))
    guide = review_guide(report, minutes=minutes, noted={slug: noted for slug, _, _, noted in rows if noted})
    counted = {slug: verdict for slug, verdict, odd, _ in rows if verdict in COUNTED and not odd}
    fallen = {slug for slug, verdict in counted.items() if verdict is not Verdict.HELD}
    probes = (*guide.probes, *guide.more)
    asked = {probe.evidence.mode for probe in probes} | {one.case.partition("/")[0] for p in probes for one in p.alike}
    assert fallen <= asked <= set(counted)
    assert len({probe.key for probe in probes if probe.aim is not Aim.HELD}) == sum(
        p.aim is not Aim.HELD for p in probes
    )
    assert sum(probe.aim is Aim.HELD for probe in probes) == (Verdict.HELD in counted.values())
    assert len(guide.probes) <= 9
