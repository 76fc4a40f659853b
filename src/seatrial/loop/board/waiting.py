"""What waits for whom: of one candidate, of an opening. Numbers and names, never what a scorecard says."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from seatrial.loop.candidacy.models import Accommodation, Candidacy, Passage
from seatrial.loop.candidacy.rules import ACTIVE, gone_soon
from seatrial.loop.evidence.standing import broken_in, broken_runs
from seatrial.loop.openings.models import Opening, Seat, Stage
from seatrial.loop.openings.problems import listed
from seatrial.loop.openings.rules import requests_read_by
from seatrial.loop.people.models import User
from seatrial.loop.scorecard.models import Scorecard
from seatrial.loop.scorecard.rules import Panels, panels_of, where_somebody_looked

_OF_ACTIVE = Q(candidacy__withdrawn_at=None, candidacy__closed_at=None, candidacy__erased_at=None)


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody has something to do."""

    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate stands: whether the brief went out, what was begun and finished, how far the panels are.

    `broken`: what our machines said when they failed to run what was handed in; empty when they did not.
    """

    brief_sent: bool
    begun: bool
    finished: frozenset[int]
    panels: Panels
    broken: str


def waits_of(stage: Stage, stages: Sequence[Stage], standing: Standing) -> tuple[Wait, ...]:
    """Return what waits for whom with one active candidate."""
    waits = []
    if stage.pk in standing.finished:
        waits.append(Wait("Lead", "debrief and decide"))
    elif stage.kind == Stage.Kind.TAKEHOME and not standing.brief_sent:
        waits.append(Wait("Lead", "send the brief"))
    elif stage.kind == Stage.Kind.TAKEHOME:
        waits.append(Wait("Candidate", "hand it in" if standing.begun else "start when it suits them"))
    else:
        waits.append(Wait("Lead", f"finish “{stage.title}”" if standing.begun else f"start “{stage.title}”"))
    if standing.broken:
        waits.append(Wait("Lead", f"see to a run that broke on our side: {standing.broken}"))
    owed: dict[str, list[str]] = defaultdict(list)
    for one in stages:
        for seat in standing.panels.state(one).missing if one.pk in standing.finished else ():
            owed[str(seat.user)].append(one.title)
    waits.extend(Wait(name, f"score {listed(missing)}") for name, missing in owed.items())
    return tuple(waits)


def standings(candidacies: Sequence[Candidacy]) -> Mapping[int, Standing]:
    """Return where each of these stands; nine queries for any number of them."""
    begun: dict[int, set[int]] = defaultdict(set)
    finished: dict[int, set[int]] = defaultdict(set)
    for passage in Passage.objects.filter(candidacy__in=candidacies):
        begun[passage.candidacy_id].add(passage.stage_id)
        if passage.finished_at:
            finished[passage.candidacy_id].add(passage.stage_id)
    panels = panels_of(candidacies)
    sent = set(Candidacy.objects.filter(sent_brief__candidacy__in=candidacies).values_list("pk", flat=True))
    broken = broken_in(candidacies)
    return {
        one.pk: Standing(
            brief_sent=one.pk in sent,
            begun=one.stage_id in begun[one.pk],
            finished=frozenset(finished[one.pk]),
            panels=panels[one.pk],
            broken=broken.get(one.pk, ""),
        )
        for one in candidacies
    }


def waits_in(openings: Sequence[Opening], viewer: User) -> Mapping[int, tuple[Wait, ...]]:
    """Return what waits for whom in each of these openings; a fixed number of queries for any number of them.

    Requests for more time are counted only where this person reads them: who scores is not to know that there are any.
    """
    found: dict[int, list[Wait]] = defaultdict(list)
    for opening_id, number in _counts(_briefs_to_send(openings)):
        found[opening_id].append(Wait("Lead", f"{_many(number, 'brief')} to send"))
    for opening_id, number in _counts(_to_begin(openings)):
        found[opening_id].append(Wait("Lead", f"{_many(number, 'stage')} to start"))
    for opening_id, number in _counts(_to_decide(openings)):
        found[opening_id].append(Wait("Lead", f"{_many(number, 'debrief')} to hold"))
    read = requests_read_by(viewer).filter(pk__in=[one.pk for one in openings])
    asked = Accommodation.objects.filter(_OF_ACTIVE, candidacy__opening__in=read, answered_at=None)
    for opening_id, number in _counts(asked.values_list("candidacy__opening").annotate(number=Count("pk"))):
        found[opening_id].append(Wait("Lead", f"{_many(number, 'request')} for more time or another format"))
    for opening_id, number in _counts(_broken_runs(openings)):
        found[opening_id].append(Wait("Lead", f"{_many(number, 'run')} that broke on our side"))
    for opening_id, number in _counts(_gone_soon(openings)):
        found[opening_id].append(Wait("Lead", f"{_many(number, 'candidate')} to decide on, or erased within a month"))
    for (opening_id, name), number in sorted(_missing_scorecards(openings).items()):
        found[opening_id].append(Wait(name, f"{_many(number, 'scorecard')} to seal"))
    return {opening_id: tuple(waits) for opening_id, waits in found.items()}


def _briefs_to_send(openings: Sequence[Opening]) -> Iterable[tuple[int, int]]:
    waiting = Candidacy.objects.filter(
        ACTIVE, opening__in=openings, stage__kind=Stage.Kind.TAKEHOME, sent_brief__isnull=True
    )
    return waiting.order_by().values_list("opening").annotate(number=Count("pk"))


def _to_begin(openings: Sequence[Opening]) -> Iterable[tuple[int, int]]:
    begun = Passage.objects.filter(candidacy=OuterRef("pk"), stage=OuterRef("stage"))
    waiting = Candidacy.objects.filter(ACTIVE, ~Exists(begun), opening__in=openings)
    waiting = waiting.exclude(stage__kind=Stage.Kind.TAKEHOME)
    return waiting.order_by().values_list("opening").annotate(number=Count("pk"))


def _to_decide(openings: Sequence[Opening]) -> Iterable[tuple[int, int]]:
    """Only the last stage keeps a candidate who has finished it."""
    last = Passage.objects.filter(
        _OF_ACTIVE, candidacy__opening__in=openings, finished_at__isnull=False, stage=F("candidacy__stage")
    )
    return last.order_by().values_list("candidacy__opening").annotate(number=Count("pk"))


def _broken_runs(openings: Sequence[Opening]) -> Iterable[tuple[int, int]]:
    broke = broken_runs().filter(submission__candidacy__in=_active_in(openings))
    return broke.order_by().values_list("submission__candidacy__opening").annotate(number=Count("pk"))


def _gone_soon(openings: Sequence[Opening]) -> Iterable[tuple[int, int]]:
    soon = gone_soon(timezone.now().date()).filter(opening__in=openings)
    return soon.order_by().values_list("opening").annotate(number=Count("pk"))


def _active_in(openings: Sequence[Opening]) -> QuerySet[Candidacy]:
    return Candidacy.objects.filter(ACTIVE, opening__in=openings)


def _missing_scorecards(openings: Sequence[Opening]) -> Mapping[tuple[int, str], int]:
    # by the candidates, who are few that are still there, and not by the stages, which keep everybody who ever was
    done = Passage.objects.filter(_OF_ACTIVE, candidacy__opening__in=openings, finished_at__isnull=False)
    finished = dict(_counts(done.order_by().values_list("stage").annotate(number=Count("pk"))))
    same = Passage.objects.filter(candidacy=OuterRef("candidacy"), stage=OuterRef("stage"), finished_at__isnull=False)
    cards = Scorecard.objects.filter(
        _OF_ACTIVE, Exists(same), candidacy__opening__in=openings, sealed_at__isnull=False, void_at=None
    )
    sealed = {
        (stage, author): number for stage, author, number in cards.values_list("stage", "author").annotate(Count("pk"))
    }
    excused = _excused(openings)
    missing: dict[tuple[int, str], int] = defaultdict(int)
    seats = Seat.objects.filter(stage__opening__in=openings, removed_at=None).select_related("user", "stage")
    for seat in seats.only("stage__opening_id", "user__name", "user__email"):
        at = seat.stage_id, seat.user_id
        open_ones = finished.get(seat.stage_id, 0) - sealed.get(at, 0) - excused[at]
        if open_ones > 0:
            missing[seat.stage.opening_id, str(seat.user)] += open_ones
    return missing


def _excused(openings: Sequence[Opening]) -> Counter[tuple[int, int]]:
    """Count, by stage and person, the finished stages that somebody has not sealed and scores no more."""
    looked = where_somebody_looked([one.pk for one in openings])
    passages = Passage.objects.filter(candidacy__in=looked, finished_at__isnull=False)
    return Counter(
        (stage, seat.user_id)
        for candidacy, stage in passages.order_by().values_list("candidacy_id", "stage_id")
        for seat in looked[candidacy].recused(stage)
    )


def _counts(rows: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    return rows


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
