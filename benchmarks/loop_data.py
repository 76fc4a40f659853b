"""Fills a database with a company's years of hiring: 200 openings, 5,000 candidates, 20,000 scorecards."""

from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from seatrial.loop.candidacy.models import Candidacy, Passage
from seatrial.loop.evidence.models import Trial
from seatrial.loop.openings.models import Membership, Opening, Seat, Stage
from seatrial.loop.people.models import User
from seatrial.loop.rubric.actions import first_version
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.scorecard.models import Entry, Flag, Scorecard
from seatrial.loop.takehome.models import TakeHome

OPENINGS, CANDIDATES, CARDS = 200, 5_000, 20_000
LEADS, PANELISTS = 20, 80
STAGES = (Stage.Kind.SCREEN, Stage.Kind.TAKEHOME, Stage.Kind.REVIEW, Stage.Kind.DISCUSSION)
Stages = dict[int, list[Stage]]
NOTE = "It asked again after the stream broke and showed what it had, marked as incomplete; the log line says why. " * 3


@transaction.atomic
def fill(report: dict[str, Any]) -> tuple[User, User]:
    """Fill an empty database; returns a lead, who leads a tenth of the openings, and a panelist of the first one."""
    dice = Random(1)
    leads, panel = (_people(kind, number) for kind, number in (("lead", LEADS), ("panelist", PANELISTS)))
    version = first_version(leads[0])
    openings = _openings(leads, version)
    stages = _stages(openings, panel, dice)
    candidacies = _candidacies(openings, stages, version, dice)
    Trial.objects.bulk_create(
        [Trial(candidacy=one, report=report, finished_at=timezone.now()) for one in candidacies[:200]], batch_size=20
    )
    _scorecards(candidacies, stages, version, dice)
    return leads[0], Seat.objects.filter(stage__opening=openings[0]).order_by("pk")[0].user


def _people(kind: str, number: int) -> list[User]:
    people = [
        User(email=f"{kind}{at}@example.com", name=f"{kind.capitalize()} {at}", is_lead=kind == "lead", password="!")
        for at in range(number)
    ]
    return User.objects.bulk_create(people)


def _openings(leads: list[User], version: RubricVersion) -> list[Opening]:
    homes = TakeHome.objects.bulk_create(
        [
            TakeHome(task="Answer.", looked_for="Failures.", ai_policy="Any.", work_policy="Deleted.")
            for at in range(OPENINGS)
        ]
    )
    openings = Opening.objects.bulk_create(
        [
            Opening(
                title=f"Applied AI engineer {at}",
                owner=leads[at % LEADS],
                rubric_version=version,
                takehome=home,
                opened_at=timezone.now(),
            )
            for at, home in enumerate(homes)
        ]
    )
    Membership.objects.bulk_create([Membership(opening=one, user=one.owner) for one in openings])
    return openings


def _stages(openings: list[Opening], panel: list[User], dice: Random) -> Stages:
    stages = Stage.objects.bulk_create(
        [
            Stage(
                opening=opening,
                kind=kind,
                position=at,
                title=kind.label.capitalize(),
                minutes=45,
                blind=kind is Stage.Kind.TAKEHOME,
            )
            for opening in openings
            for at, kind in enumerate(STAGES, 1)
        ]
    )
    seats = [Seat(stage=stage, user=user) for stage in stages for user in dice.sample(panel, 2)]
    Seat.objects.bulk_create(seats)
    return {opening.pk: [one for one in stages if one.opening_id == opening.pk] for opening in openings}


def _candidacies(openings: list[Opening], stages: Stages, version: RubricVersion, dice: Random) -> list[Candidacy]:
    # the opening that is looked at: a fifth of all candidates came to it, one in twenty of them is still there
    chosen = [openings[0]] * (CANDIDATES // 5) + [openings[at % OPENINGS] for at in range(CANDIDATES * 4 // 5)]
    candidacies = Candidacy.objects.bulk_create(
        [
            Candidacy(
                opening=opening,
                name=f"Candidate Number{at}",
                email=f"c{at}@example.org",
                alias=f"Candidate {at}",
                stage=dice.choice(stages[opening.pk]),
                closed_at=timezone.now() if opening is openings[0] and at % 20 else None,
                rubric_version=version,
            )
            for at, opening in enumerate(chosen)
        ]
    )
    Passage.objects.bulk_create(
        [
            Passage(candidacy=one, stage=stage, started_at=timezone.now() - timedelta(days=30 - stage.position))
            for one in candidacies
            for stage in stages[one.opening_id]
            if one.stage is not None and stage.position <= one.stage.position
        ],
        batch_size=2_000,
    )
    return candidacies


def _scorecards(candidacies: list[Candidacy], stages: Stages, version: RubricVersion, dice: Random) -> None:
    seats: dict[int, list[User]] = {}
    for seat in Seat.objects.select_related("user"):
        seats.setdefault(seat.stage_id, []).append(seat.user)
    now = timezone.now()
    wanted = [
        Scorecard(candidacy=one, stage=stage, author=user, rubric_version=version, sealed_at=now, seal="0" * 64)
        for one in candidacies
        for stage in stages[one.opening_id]
        for user in seats[stage.pk]
    ]
    cards = Scorecard.objects.bulk_create(wanted[:CARDS], batch_size=2_000)
    kinds = {stage.pk: stage.kind for listed in stages.values() for stage in listed}
    fields = [one["key"] for one in version.content["criteria"]]
    Entry.objects.bulk_create(
        [
            Entry(scorecard=card, field=field, level=dice.randint(1, 4), note=NOTE)
            for card in cards
            if kinds[card.stage_id] == Stage.Kind.TAKEHOME
            for field in fields
        ],
        batch_size=2_000,
    )
    Flag.objects.bulk_create(
        [
            Flag(candidacy=card.candidacy, stage=card.stage, kind="no_eval", words=NOTE, prompted=False, by=card.author)
            for card in cards[::10]
        ],
        batch_size=2_000,
    )
