"""Fills an empty database with one opening and candidates in each stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from seatrial.bench.report.report import Report as BenchReport
from seatrial.loop.candidacy.actions import add_candidate, finish_stage, send_brief, start_stage
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.decision.actions import PlannedGap, decide
from seatrial.loop.decision.models import Decision
from seatrial.loop.evidence.models import Trial
from seatrial.loop.openings.actions import Role, make_opening, open_opening, seat
from seatrial.loop.openings.models import Opening, Stage
from seatrial.loop.people.actions import make_link
from seatrial.loop.people.models import Link, User
from seatrial.loop.reference.actions import answer, ask, note_mailed
from seatrial.loop.report.places import found
from seatrial.loop.rubric.actions import first_version
from seatrial.loop.sample import words
from seatrial.loop.sample.owed import break_down, hand_in_now, try_it
from seatrial.loop.sample.room import review_in_a_room
from seatrial.loop.scorecard.actions import (
    Place,
    cite,
    open_scorecard,
    raise_flag,
    save_scorecard,
    seal_scorecard,
    tick,
)
from seatrial.loop.scorecard.fields import Filled
from seatrial.loop.scorecard.models import Tick

LINK_DAYS = 7
Report = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Door:
    """One way into the demo: who it is for, and the link behind it."""

    who: str
    link: Link


@dataclass(frozen=True, slots=True)
class _Loop:
    """The opening, its stages by kind, and the people."""

    opening: Opening
    stages: Mapping[str, Stage]
    lead: User
    panel: tuple[User, User]


@transaction.atomic
def make_sample(*, polished: Report, dependable: Report, archive: bytes) -> tuple[Door, ...]:
    """Make the sample company from the reports of two real trials and a submission; returns the doors into it."""
    loop = _make_loop()
    _candidate(loop, "Noor Haddad", upto="screen")
    dani = _candidate(loop, "Dani Okafor", upto="takehome")
    _with_trial(loop, _candidate(loop, "Lou Bergmann", upto="takehome"), polished, ())
    _with_trial(loop, _candidate(loop, "Max Sterling", upto="takehome"), polished, words.POLISHED)
    ines = _candidate(loop, "Ines Moreau", upto="takehome")
    _with_trial(loop, ines, dependable, words.DEPENDABLE[:1])
    review_in_a_room(ines, loop.stages["review"], archive, dependable, lead=loop.lead, by=loop.panel[0])
    referee = _to_the_end(loop, _candidate(loop, "Ann Archer", upto="takehome"), dependable, archive)
    _decided(loop, _candidate(loop, "Theo Lindqvist", upto="takehome"), dependable)
    kim, pat = (_candidate(loop, name, upto="takehome") for name in ("Kim Sato", "Pat Novak"))
    hand_in_now(kim, archive)
    break_down(kim)
    hand_in_now(pat, archive, minutes=150)
    return (*_doors(loop), Door("candidate, Dani Okafor", _page_of(dani)), Door("referee", referee))


def _make_loop() -> _Loop:
    lead = _person("cy@example.com", "Cy Chen", is_lead=True)
    panel = _person("bo@example.com", "Bo Berg"), _person("bea@example.com", "Bea Baum")
    role = Role(
        title="Applied AI engineer, answers team",
        about="Makes the assistant that answers customers from our own documents dependable.",
        owner=lead,
    )
    opening = make_opening(role, rubric_version=first_version(lead), by=lead)
    stages = {stage.kind: stage for stage in opening.stages.all()}
    for stage in stages.values():
        for panelist in panel:
            seat(stage, panelist, by=lead)
    open_opening(opening, by=lead)
    opening.refresh_from_db()
    return _Loop(opening, stages, lead, panel)


def _person(email: str, name: str, *, is_lead: bool = False) -> User:
    return User.objects.create(email=email, name=name, is_lead=is_lead, password=make_password(None))


def _candidate(loop: _Loop, name: str, *, upto: str) -> Candidacy:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    made = add_candidate(loop.opening, name=name, email=email, by=loop.lead)
    if upto == "screen":
        start_stage(made, loop.stages["screen"], by=loop.lead)
        return made
    _through(loop, made, "screen", words.SCREEN)
    send_brief(made, by=loop.lead)
    return made


def _through(loop: _Loop, candidacy: Candidacy, kind: str, filled: Mapping[str, Filled]) -> None:
    """Let a candidate pass a stage, scored by everybody who sits in it."""
    stage = loop.stages[kind]
    candidacy.refresh_from_db()
    start_stage(candidacy, stage, by=loop.lead)
    for panelist in loop.panel:
        _score(candidacy, stage, panelist, filled)
    finish_stage(candidacy, stage, by=loop.lead)
    candidacy.refresh_from_db()


def _score(candidacy: Candidacy, stage: Stage, author: User, filled: Mapping[str, Filled]) -> None:
    card = open_scorecard(candidacy, stage, by=author)
    edition = save_scorecard(card, filled, edition=card.edition, by=author)
    seal_scorecard(card, edition=edition, by=author)


def _with_trial(loop: _Loop, candidacy: Candidacy, report: Report, views: tuple[words.View, ...]) -> None:
    stage = loop.stages["takehome"]
    start_stage(candidacy, stage, by=loop.lead)
    Trial.objects.create(candidacy=candidacy, report=report, finished_at=timezone.now() - timedelta(hours=3))
    finish_stage(candidacy, stage, by=loop.lead)
    _read(loop, candidacy, views)


def _read(loop: _Loop, candidacy: Candidacy, views: tuple[words.View, ...]) -> None:
    """Let the panel score what was handed in."""
    candidacy.refresh_from_db()
    stage, trial = loop.stages["takehome"], candidacy.trials.get()
    for panelist, view in zip(loop.panel, views, strict=False):
        _read_report(trial, stage, panelist, view)
        _score(candidacy, stage, panelist, view.filled())


def _read_report(trial: Trial, stage: Stage, panelist: User, view: words.View) -> None:
    """Let a panelist cite the report and hold the notes against it, where it has what they would point at."""
    card, report = open_scorecard(trial.candidacy, stage, by=panelist), msgspec.convert(trial.report, BenchReport)
    for field, key, shows in view.cites:
        if place := found(report, key):
            cite(card, Place(trial, key, place.title), field=field, words=shows, by=panelist)
    tried = {mode.slug for mode in report.modes}
    for mode, stand in view.named:
        if mode in tried:
            tick(card, mode, Tick.Stand(stand), by=panelist)


def _to_the_end(loop: _Loop, candidacy: Candidacy, report: Report, archive: bytes) -> Link:
    """Bring a candidate to the debrief, one reference answered and one still asked; returns the open one's link."""
    hand_in_now(candidacy, archive, minutes=190)
    try_it(candidacy, report)
    _read(loop, candidacy, words.DEPENDABLE)
    _through(loop, candidacy, "review", words.REVIEW)
    bo, bea = loop.panel
    flags = (
        (bo, "review", "raises_failures", "“Before you ask: two questions at once is where I would attack it.”", False),
        (bea, "discussion", "evaluates", "“I wrote the questions first. The prompt came last.”", True),
    )
    for author, kind, flag, said, prompted in flags:
        raise_flag(candidacy, loop.stages[kind], kind=flag, words=said, prompted=prompted, by=author)
    _through(loop, candidacy, "discussion", words.DISCUSSION)
    told, _ = ask(candidacy, by=loop.lead, name="Ruth Amsel", email="ruth@example.org", relation="Led the same team")
    answer(told, what_broke=words.WHAT_BROKE, how_handled=words.HOW_HANDLED)
    asked, link = ask(candidacy, by=loop.lead, name="Jo Tanaka", email="jo@example.org", relation="Worked beside them")
    note_mailed(asked)
    return link


def _decided(loop: _Loop, candidacy: Candidacy, report: Report) -> None:
    _with_trial(loop, candidacy, report, words.DEPENDABLE)
    _through(loop, candidacy, "review", words.REVIEW)
    _through(loop, candidacy, "discussion", words.DISCUSSION)
    gap = PlannedGap(
        judgement="evaluation",
        gap="Twenty questions, all about single facts.",
        closed_by="Owns the team's eval set for a quarter, with questions taken from support tickets.",
        due=timezone.now().date() + timedelta(days=90),
        who="Bea Baum",
    )
    decide(
        candidacy,
        by=loop.lead,
        outcome=Decision.Outcome.GROW,
        reasons="Treats the model as something that will be wrong, and shows it in code. The eval is thin; that can be "
        "learnt.",
        departure="The score is above the bar; we hire with a plan because the eval set is this role's first job.",
        gaps=[gap],
    )


def _doors(loop: _Loop) -> tuple[Door, ...]:
    return tuple(
        Door(
            f"{'lead' if user.is_lead else 'panelist'}, {user.name}",
            make_link(Link.Purpose.SIGN_IN, user, by="demo", days=LINK_DAYS),
        )
        for user in (loop.lead, *loop.panel)
    )


def _page_of(candidacy: Candidacy) -> Link:
    return Link.objects.filter(about=candidacy.uid, purpose=Link.Purpose.CANDIDATE, revoked_at=None).latest("pk")
