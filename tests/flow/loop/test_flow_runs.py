"""A lead watches a trial in a real browser, calls it off and has it run again: with scripts and without."""

import pytest
from playwright.sync_api import expect

from seatrial.loop.evidence.actions import broke, claim, finish, keep
from seatrial.loop.evidence.evening import begin, hand_in, send
from seatrial.loop.evidence.models import Run
from seatrial.loop.evidence.store import store
from seatrial.loop.people.models import User
from tests.flow.loop.conftest import Loop, Visit
from tests.loop.conftest import briefed
from tests.loop.evidence_report import small_report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def trial(loop: Loop) -> Run:
    """Return the trial that is owed after Ann handed in."""
    sent = send(begin(briefed(loop.ann)), store([b"an archive"]), file_name="feature.zip")
    finish(claimed(), small_report())
    return hand_in(sent, told_minutes=100)


def claimed() -> Run:
    run = claim("one", (Run.Kind.CHECK, Run.Kind.TRIAL))
    assert run is not None
    return run


@pytest.mark.usefixtures("trial")
@pytest.mark.sqlite_first
@pytest.mark.parametrize(("width", "dark"), [pytest.param(1280, False, marks=pytest.mark.slow), (390, True)])
def test_the_page_follows_the_trial_by_itself(visit: Visit, loop: Loop, cy: User, width: int, dark: bool) -> None:
    lead = visit(width=width, dark=dark)
    lead.signs_in(cy.email)
    lead.goes_to(f"/candidates/{loop.ann.uid}/")
    stands = lead.page.locator("#runs")
    expect(stands).to_contain_text("Waiting since")
    run = claimed()
    keep(run, doing="being unkind to it", done=60, total=160)
    expect(stands).to_contain_text("60 of 160 cases")
    assert (lead.hindrances(), lead.trouble) == ([], [])
    broke(run, "The box could not be made.")
    expect(stands).to_contain_text("It is tried again by itself")
    assert (lead.hindrances(), lead.trouble) == ([], [])
    lead.presses("Call it off")
    expect(stands).to_contain_text("Called off")
    assert (lead.hindrances(), lead.trouble) == ([], [])
    lead.presses("Run it again")
    run = claimed()
    finish(run, small_report())
    expect(stands).to_contain_text("Read its report")


@pytest.mark.postgres_first
def test_without_scripts_a_link_looks_again(visit: Visit, loop: Loop, cy: User, trial: Run) -> None:
    lead = visit(scripts=False)
    lead.signs_in(cy.email)
    lead.goes_to(f"/candidates/{loop.ann.uid}/")
    assert "Waiting since" in lead.reads()
    assert claimed().pk == trial.pk
    lead.follows("Look again")
    assert "Call it off" in lead.reads()
    lead.presses("Call it off")
    lead.presses("Run it again")
    assert claimed().pk == trial.pk
