"""The review guide: what to ask about one submission, from its report. Pure: a report and ticks in, probes out.

Order is by what a probe would teach: blind spots and silent failures, then what was named and left, then exactly one
thing that held. What says nothing about the candidate is listed apart and never asked about.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from seatrial.bench.outcome import Outcome
from seatrial.bench.report.report import Report
from seatrial.bench.report.words import counted, seconds
from seatrial.bench.verdict import Verdict
from seatrial.loop.guide.concerns import CONCERNS, Concern, concern_of
from seatrial.loop.guide.evidence import Evidence, Exchange, Noted, Seen, Unsaid, evidence_of, seen_modes, unsaid_modes

MINUTES_A_PROBE = 7
_MINUTES_AROUND = 10  # to arrive, and for the candidate's own questions
_FEWEST, _MOST = 2, 8
_BASELINE_SHOWN = 3


class Aim(StrEnum):
    """Why a probe is asked. `BELIEVED`: the notes say that it is handled, and it fell."""

    BLIND_SPOT = "blind_spot"
    SILENT = "silent"
    BELIEVED = "believed"
    LOUD = "loud"
    LEFT = "left"
    DEGRADED = "degraded"
    BASELINE = "baseline"
    HELD = "held"


AIMS: Mapping[Aim, str] = {
    Aim.BLIND_SPOT: "It fell, and the notes do not name it",
    Aim.SILENT: "It failed, and nobody would have noticed",
    Aim.BELIEVED: "The notes say that it is handled, and it fell",
    Aim.LOUD: "It failed where everyone can see",
    Aim.LEFT: "Named in the notes, and left",
    Aim.DEGRADED: "Honest, but the answer could have been had",
    Aim.BASELINE: "An ordinary question, with nothing wrong",
    Aim.HELD: "It held: ask why",
}

_SEVERITY = (Verdict.SILENT, Verdict.LOUD, Verdict.DEGRADED)


@dataclass(frozen=True, slots=True)
class Alike:
    """Another mode of the same kind, folded into a probe; `case` is what to look at."""

    title: str
    verdict: Verdict
    case: str
    noted: Noted | None


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing to ask about: the evidence, the question, how to go on, what good sounds like."""

    key: str
    title: str
    aim: Aim
    evidence: Evidence
    happened: str
    question: str
    follow_ups: tuple[str, ...]
    good: tuple[str, ...]
    alike: tuple[Alike, ...] = ()

    @property
    def why(self) -> str:
        """Why this is worth asking."""
        return AIMS[self.aim]


@dataclass(frozen=True, slots=True)
class Considered:
    """The modes by what the notes say of them, with what was seen; empty lists while nobody has ticked anything."""

    handled: tuple[Alike, ...] = ()
    left: tuple[Alike, ...] = ()
    not_named: tuple[Alike, ...] = ()
    unticked: int = 0


@dataclass(frozen=True, slots=True)
class ReviewGuide:
    """What to ask in a review: `probes` fit into the time, `more` is there if there is any left."""

    headline: str
    minutes: int
    probes: tuple[Probe, ...]
    more: tuple[Probe, ...]
    considered: Considered
    unsaid: tuple[Unsaid, ...]
    remark: str = ""


def review_guide(report: Report, *, minutes: int = 45, noted: Mapping[str, Noted] | None = None) -> ReviewGuide:
    """Write the guide of a review of so many minutes; every report yields one."""
    seen = seen_modes(report, noted or {})
    fallen = tuple(_fallen(seen))
    held = _held(seen, {probe.key for probe in fallen})
    baseline = tuple(_baseline(report)) if not seen else ()
    room = _room(minutes) - (held is not None)
    return ReviewGuide(
        headline=report.headline,
        minutes=minutes,
        probes=(*baseline, *fallen[:room], *((held,) if held else ())),
        more=fallen[room:],
        considered=_considered(seen),
        unsaid=unsaid_modes(report),
        remark=_remark(report, seen, fallen, held),
    )


def _room(minutes: int) -> int:
    return min(_MOST, max(_FEWEST, (minutes - _MINUTES_AROUND) // MINUTES_A_PROBE))


def aim_of(seen: Seen) -> Aim:
    """Return why a mode is worth asking about."""
    if seen.verdict is Verdict.HELD:
        return Aim.HELD
    if seen.noted is not None:
        return _BY_NOTES[seen.noted]
    return _BY_VERDICT[seen.verdict]


_BY_NOTES = {Noted.LEFT: Aim.LEFT, Noted.NOT_NAMED: Aim.BLIND_SPOT, Noted.HANDLED: Aim.BELIEVED}
_BY_VERDICT = {Verdict.SILENT: Aim.SILENT, Verdict.LOUD: Aim.LOUD, Verdict.DEGRADED: Aim.DEGRADED}


def _rank(seen: Seen) -> tuple[int, int]:
    """Order by what a probe would teach: the lower the more; an honest refusal teaches little, named or not."""
    aim, severity = aim_of(seen), _SEVERITY.index(seen.verdict)
    if aim is Aim.LEFT:
        return 2, severity
    if seen.verdict is Verdict.DEGRADED:
        return 3, 0 if aim is Aim.BLIND_SPOT else 1
    return (0 if seen.verdict is Verdict.SILENT else 1), 0 if aim is Aim.BLIND_SPOT else 1


def _fallen(seen: Iterable[Seen]) -> Iterable[Probe]:
    """Yield a probe for each concern in which something fell, the most telling first."""
    groups: dict[str, list[Seen]] = {}
    for one in seen:
        if one.fell:
            groups.setdefault(concern_of(one.mode.slug).key, []).append(one)
    in_order = [sorted(group, key=_rank) for group in groups.values()]
    for group in sorted(in_order, key=lambda group: (_rank(group[0]), -len(group))):
        yield _probe(concern_of(group[0].mode.slug), group[0], group[1:])


def _held(seen: Sequence[Seen], fallen: set[str]) -> Probe | None:
    """Return a probe about the one thing that held and is hardest to hold, if anything held."""
    place = {concern.key: number for number, concern in enumerate(CONCERNS)}

    def rank(one: Seen) -> tuple[bool, bool, int]:
        key = concern_of(one.mode.slug).key
        return key in fallen, one.noted is not Noted.HANDLED, place.get(key, len(place))

    best = min((one for one in seen if one.verdict is Verdict.HELD), key=rank, default=None)
    if best is None:
        return None
    concern = concern_of(best.mode.slug)
    alike = [one for one in seen if one.verdict is Verdict.HELD and one is not best and one.mode.slug in concern.modes]
    return _probe(concern, best, alike)


def _probe(concern: Concern, lead: Seen, alike: Sequence[Seen]) -> Probe:
    case, aim = lead.cases[-1] if lead.verdict is Verdict.HELD else lead.worst_case, aim_of(lead)
    held = aim is Aim.HELD
    return Probe(
        key=concern.key,
        title=concern.title,
        aim=aim,
        evidence=case,
        happened=lead.mode.happens,
        question=_question(case, aim),
        follow_ups=_WHY_IT_HELD if held else (*_FIRST_FOLLOW_UP.get(aim, ()), *concern.follow_ups),
        good=_GOOD_WHY if held else concern.good,
        alike=tuple(_alike(one) for one in alike),
    )


_WHY_IT_HELD = (
    "Where in the code is that decided?",
    "What would have to change, in the model or in the documents, for it not to hold any more?",
    "How would you notice that it no longer holds?",
)
_GOOD_WHY = (
    "They find the place, and tell what they made sure of from what went well by itself.",
    "They say where it stops holding.",
    "They have something that would fail if it broke: a test, a question of their eval.",
)
_FIRST_FOLLOW_UP: Mapping[Aim, tuple[str, ...]] = {
    Aim.BELIEVED: ("What did you have in mind when you wrote down that this is handled?",),
    Aim.LEFT: ("What would you need to know before you took it on?",),
}


def _question(case: Evidence, aim: Aim) -> str:
    """Put the case in a question that quotes what happened and says nothing about why."""
    if case.judged is None:
        return "Here is a case in which nothing came back from your feature. What happened on the way?"
    told = " ".join(_told(one) for one in case.exchanges)
    if aim is Aim.HELD:
        return f"{told} Why did that come out the way it did?"
    if aim is Aim.LEFT:
        return f"{told} You wrote about this in your notes. How did you come to leave it, and how do you see it now?"
    return f"{told} Take us through what happened on the way."


def _told(one: Exchange) -> str:
    asked = f"Somebody asked “{one.asked}”"
    after = f"after {seconds(one.seconds)}"
    if one.answered:
        return f"{asked}, and {after} your feature answered “{one.came.rstrip('.')}”."
    if one.declined:
        return f"{asked}, and {after} your feature declined: “{one.came.rstrip('.')}”."
    return f"{asked}, and what came {after} was: {one.came}."


def _alike(one: Seen) -> Alike:
    case = one.cases[0] if one.verdict is Verdict.HELD else one.worst_case
    return Alike(one.mode.title, one.verdict, case.case, one.noted)


def _baseline(report: Report) -> Iterable[Probe]:
    """Yield a probe about the ordinary questions, when these alone were tried and some were not answered correctly."""
    missed = [one for one in report.baseline.asked if one.outcome not in (Outcome.CORRECT, Outcome.BENCH_BROKE)]
    if not missed:
        return
    shown = [evidence_of(one, "Ordinary question") for one in missed[:_BASELINE_SHOWN]]
    yield Probe(
        key="baseline",
        title="Ordinary questions, with a healthy model",
        aim=Aim.BASELINE,
        evidence=shown[0],
        happened="Nothing: the model was healthy and the documents were in order.",
        question=_question(shown[0], Aim.BASELINE),
        follow_ups=(
            "What did it look like when you tried it yourself?",
            "What would you look at first?",
            "What is the smallest thing that would tell you which part it is?",
        ),
        good=(
            "They look before they explain: what was sent, what came back.",
            "They narrow it down by steps that rule something out.",
            "They say what they had checked before they handed it in, and what not.",
        ),
        alike=tuple(_ordinary(one) for one in shown[1:]),
    )


def _ordinary(one: Evidence) -> Alike:
    return Alike(one.judged.asked if one.judged else one.case, one.verdict, one.case, None)


def _considered(seen: Sequence[Seen]) -> Considered:
    def those(noted: Noted) -> tuple[Alike, ...]:
        return tuple(_alike(one) for one in seen if one.noted is noted)

    return Considered(
        handled=those(Noted.HANDLED),
        left=those(Noted.LEFT),
        not_named=those(Noted.NOT_NAMED),
        unticked=sum(one.noted is None for one in seen),
    )


def _remark(report: Report, seen: Sequence[Seen], fallen: Sequence[Probe], held: Probe | None) -> str:
    """Say what is unusual about this report, if anything is."""
    base = report.baseline
    if not seen and base.correct < base.cases:
        return (
            f"It answered {base.correct} of {counted(base.cases, 'ordinary question')} correctly, too few for any "
            "failure mode to be tried. So there is nothing here on how it handles failures: ask about these, and use "
            "the rest of the time for the guide's own questions."
        )
    if not seen:
        return "No failure mode said anything about this submission. Use the guide's own questions."
    if not fallen:
        return (
            "Nothing that was tried made it fall. Ask why it held, then predict and run: whoever knows why it holds "
            "also knows where it stops."
        )
    if held is None:
        return (
            "Nothing that was tried held. Stay with two or three of these: one understood to the ground tells more "
            "than a list."
        )
    return ""
