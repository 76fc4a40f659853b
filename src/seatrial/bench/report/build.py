"""From a finished trial to its report: counting, nothing else."""

from collections.abc import Iterable, Sequence

from msgspec import convert, structs, to_builtins

from seatrial import __version__
from seatrial.bench.gateway.window import WINDOW_TOKENS
from seatrial.bench.modes.base import Judgement, Mode, Surface
from seatrial.bench.observation import Event, ModelCall, NoAnswer
from seatrial.bench.outcome import Outcome
from seatrial.bench.report.harmless import encodable
from seatrial.bench.report.headline import headline_of, why_no_headline
from seatrial.bench.report.interval import Share, bootstrap_interval, silent_rate
from seatrial.bench.report.prompts import instructions
from seatrial.bench.report.report import (
    SCHEMA,
    Baseline,
    Notes,
    Prompt,
    Report,
    ReportedCase,
    ReportedMode,
    Scale,
    Submitted,
    Summary,
    Tally,
)
from seatrial.bench.report.scale import numbers, seconds_of
from seatrial.bench.trial import Judged, Trial
from seatrial.bench.verdict import COUNTED, Verdict, worst


def build_report(trial: Trial, modes: Sequence[Mode]) -> Report:
    """Return the report of a trial of these modes; the same trial always gives the same report."""
    _know_all(trial, modes)
    unstable = {one.case: one.verdicts for one in trial.unstable}
    cases = tuple(reported_case(one, unstable.get(one.case.id, ())) for one in trial.judged)
    asked = tuple(reported_case(one) for one in trial.baseline)
    baseline = Baseline(cases=len(asked), correct=_correct(asked), asked=asked)
    reported = tuple(_mode(mode, cases) for mode in modes)
    summary = _summary(cases, reported, baseline, trial.seed)
    calls = [event for one in (*trial.baseline, *trial.judged) for event in one.observation.events]
    return Report(
        schema=SCHEMA,
        seatrial=__version__,
        submission=Submitted(name=_clean(trial.submission), sha256=trial.sha256, takehome=trial.takehome),
        seed=trial.seed,
        model=_clean(trial.model),
        isolation=trial.isolation,
        started_at=trial.started_at,
        wall_seconds=trial.wall_seconds,
        cpu_seconds=trial.cpu_seconds,
        headline=headline_of(summary, baseline, reported, cases),
        baseline=baseline,
        summary=summary,
        judgements={one: _tally_of(cases, [m.slug for m in modes if m.judgement is one]) for one in Judgement},
        surfaces={one: _tally_of(cases, [m.slug for m in modes if m.surface is one]) for one in Surface},
        modes=reported,
        cases=cases,
        eval=None,
        awareness=None,
        prompts=tuple(_cleaned(instructions(event for event in calls if isinstance(event, ModelCall)))),
        scale=Scale(
            baseline=numbers(one.observation for one in trial.baseline),
            overall=numbers(one.observation for one in (*trial.baseline, *trial.judged)),
            window_tokens=WINDOW_TOKENS,
        ),
        notes=_notes(trial),
    )


def headline(report: Report) -> str:
    """Return the report in two sentences."""
    return report.headline


def _notes(trial: Trial) -> Notes | None:
    found = trial.notes
    return Notes(file=_clean(found.file), text=_clean(found.text), left_out=found.left_out) if found else None


def _know_all(trial: Trial, modes: Sequence[Mode]) -> None:
    unknown = {one.case.mode for one in trial.judged} - {mode.slug for mode in modes}
    if unknown:
        raise ValueError(f"The trial has cases of modes that were not given: {', '.join(sorted(unknown))}")


def _clean(text: str) -> str:
    return str(encodable(text))


def _cleaned(prompts: Iterable[Prompt]) -> Iterable[Prompt]:
    return (structs.replace(one, text=_clean(one.text), role=_clean(one.role)) for one in prompts)


def _event(event: Event) -> Event:
    """Return the event with nothing in it that JSON could not carry."""
    if isinstance(event, ModelCall):
        event = structs.replace(event, prompt=tuple(encodable(message) for message in event.prompt))
    cleaned: Event = convert(encodable(to_builtins(event)), type=Event)
    return cleaned


def reported_case(one: Judged, unstable: tuple[Verdict, ...] = ()) -> ReportedCase:
    """Return one case as reports hold it."""
    seen, calls = one.observation, [event for event in one.observation.events if isinstance(event, ModelCall)]
    silent_end = any(isinstance(event, NoAnswer) for event in seen.events) or one.finding.outcome is Outcome.CRASHED
    return ReportedCase(
        id=one.case.id,
        mode=one.case.mode,
        input=_clean("\n\n".join(given.text for given in seen.inputs if given.judged)),
        outcome=one.finding.outcome,
        verdict=one.verdict,
        why=_clean(one.finding.why),
        seconds=round(seconds_of(seen), 3),
        model_calls=len(calls),
        tokens_in=sum(call.tokens_in for call in calls),
        tokens_out=sum(call.tokens_out for call in calls),
        events=tuple(_event(event) for event in seen.events),
        note=_clean(one.finding.note),
        proof=one.finding.events,
        unstable=unstable,
        output=_clean(seen.stderr_tail) if silent_end else "",
    )


def _mode(mode: Mode, cases: Sequence[ReportedCase]) -> ReportedMode:
    own = [case for case in cases if case.mode == mode.slug]
    return ReportedMode(
        slug=mode.slug,
        title=mode.title,
        surface=mode.surface,
        judgement=mode.judgement,
        verdict=worst(tuple(case.verdict for case in own)) if own else Verdict.NOT_EXERCISED,
        cases=tuple(case.id for case in own),
        expected=mode.expectation,
        happens=mode.happens,
        why=mode.why,
        dependable=mode.dependable,
    )


def _correct(asked: Sequence[ReportedCase]) -> int:
    return sum(case.outcome is Outcome.CORRECT for case in asked)


def _count(cases: Iterable[ReportedCase], verdict: Verdict) -> int:
    return sum(case.verdict is verdict for case in cases)


def _tally_of(cases: Sequence[ReportedCase], slugs: Iterable[str]) -> Tally:
    wanted = set(slugs)
    own = [case for case in cases if case.mode in wanted]
    return Tally(**{verdict.value: _count(own, verdict) for verdict in COUNTED})


def _summary(cases: Sequence[ReportedCase], modes: Sequence[ReportedMode], baseline: Baseline, seed: int) -> Summary:
    tallies = [_tally_of(cases, [mode.slug]) for mode in modes]
    shares = [Share(one.silent, one.held + one.degraded + one.loud + one.silent) for one in tallies]
    reason = why_no_headline(modes, sum(share.counted for share in shares))
    asked = baseline.cases - _count(baseline.asked, Verdict.BENCH_BROKE)
    return Summary(
        cases=len(cases),
        **{verdict.value: _count(cases, verdict) for verdict in Verdict},
        silent_failure_rate=None if reason else silent_rate(shares),
        interval=None if reason else bootstrap_interval(shares, seed),
        answered_rate=baseline.correct / asked if asked else None,
        no_headline=reason,
    )
