"""The cast: Ann (candidate), Bo and Bea (panelists), Cy (lead), Dee (stranger), Eve (lead of another opening)."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from seatrial.loop.candidacy.models import Candidacy, SentBrief
from seatrial.loop.openings.models import Membership, Opening, Seat, Stage
from seatrial.loop.people.models import User
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.takehome.models import TakeHome

PASSWORD = "a long enough password"


@dataclass(frozen=True)
class Loop:
    """One opening with its four stages, Bo and Bea seated in each, Ann in the take-home."""

    opening: Opening
    stages: dict[str, Stage]
    ann: Candidacy


@pytest.fixture
def bo() -> User:
    return User.objects.create_user("bo@example.com", PASSWORD, name="Bo Berg")


@pytest.fixture
def bea() -> User:
    return User.objects.create_user("bea@example.com", PASSWORD, name="Bea Baum")


@pytest.fixture
def cy() -> User:
    return User.objects.create_user("cy@example.com", PASSWORD, name="Cy Chen", is_lead=True)


@pytest.fixture
def dee() -> User:
    return User.objects.create_user("dee@example.com", PASSWORD, name="Dee Diaz")


@pytest.fixture
def eve() -> User:
    return User.objects.create_user("eve@example.com", PASSWORD, name="Eve Evans", is_lead=True)


@pytest.fixture
def loop(bo: User, bea: User, cy: User) -> Loop:
    return make_loop(lead=cy, panel=(bo, bea))


def make_loop(*, lead: User, panel: tuple[User, ...], title: str = "Applied AI engineer") -> Loop:
    opening = Opening.objects.create(
        title=title,
        owner=lead,
        rubric_version=RubricVersion.objects.create(
            name="The standard", number=1, owner=lead, reason="First version.", content=CONTENT
        ),
        takehome=TakeHome.objects.create(
            task="Answer questions.", looked_for="Failures.", ai_policy="Any.", work_policy="Deleted."
        ),
    )
    Membership.objects.create(opening=opening, user=lead)
    kinds = [kind for kind in Stage.Kind if kind is not Stage.Kind.GENERAL]
    stages = {
        kind.value: Stage.objects.create(
            opening=opening,
            kind=kind,
            position=position,
            title=kind.label.capitalize(),
            minutes=45,
            blind=kind is Stage.Kind.TAKEHOME,
        )
        for position, kind in enumerate(kinds, 1)
    }
    for stage in stages.values():
        for user in panel:
            Seat.objects.create(stage=stage, user=user)
    ann = Candidacy.objects.create(
        opening=opening, name="Ann Archer", email="ann@example.com", alias="Candidate Heron", stage=stages["takehome"]
    )
    return Loop(opening, stages, ann)


def briefed(candidacy: Candidacy, text: str = "Build it.", **said: Any) -> Candidacy:
    """Return the candidate after the brief went out to them, by whoever owns the opening."""
    SentBrief.objects.create(candidacy=candidacy, text=text, sent_by=candidacy.opening.owner, **said)
    return candidacy


CONTENT = {
    "bar": "2.75",
    "criteria": [
        {
            "key": key,
            "name": key.replace("_", " ").capitalize(),
            "part": "engineering" if key == "engineering" else "reliability",
            "judgement": None if key == "engineering" else key,
            "weight": "2" if key == "engineering" else "1",
            "asks": "",
            "anchors": ["one", "two", "three", "four"],
        }
        for key in ("engineering", "model_output", "prompt_hardening", "evaluation", "awareness")
    ],
}


@pytest.fixture
def signed_in() -> "SignIn":
    return SignIn()


class SignIn:
    """Returns a browser-like client of a person, or of nobody."""

    def __call__(self, user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client
