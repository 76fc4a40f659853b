"""A panelist in a review: the guide, then a prediction that runs in a real sandbox while they look on."""

from collections.abc import Callable
from subprocess import Popen

import pytest
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.evidence.models import Run, Submission, Trial
from seatrial.loop.live.models import Prediction
from seatrial.loop.people.models import User
from seatrial.loop.takehome import actions as dealing
from tests.flow.loop.conftest import SCRIPTS, Loop, Visit
from tests.loop.evidence_report import QUESTION, telling_report
from tests.loop.worker.conftest import HandIn, hand_in, start_worker
from tests.loop.worker.processes import left_behind, wait_until

__all__ = ("hand_in", "start_worker")

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sandbox,
    pytest.mark.xdist_group("browser"),
]


@SCRIPTS
def test_a_panelist_predicts_with_the_candidate_and_sees_the_outcome_beside_it(
    visit: Visit,
    loop: Loop,
    bo: User,
    hand_in: HandIn,
    start_worker: Callable[[], Popen[bytes]],
    scripts: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dealing.secrets, "randbelow", lambda _: 3)  # a world in which it finds the passage
    submission, review = hand_in(), loop.stages["review"]
    Run.objects.all().delete()  # the check is another test's affair
    Submission.objects.filter(pk=submission.pk).update(handed_in_at=timezone.now())
    loop.ann.stage = review
    loop.ann.save()
    Trial.objects.create(candidacy=loop.ann, report=telling_report(), finished_at=timezone.now())
    start_worker()
    panelist = visit(scripts=scripts)
    panelist.page.set_default_timeout(90_000)
    panelist.signs_in(bo.email)
    panelist.goes_to(reverse("stage", args=[loop.ann.uid, review.uid]))
    panelist.follows("On a page of its own")
    assert f"Somebody asked “{QUESTION}”" in panelist.reads()
    panelist.follows("Predict, then run")
    panelist.presses("Open the session")
    if not scripts:
        wait_until(lambda: Run.objects.filter(doing="ready").exists())
        panelist.page.get_by_role("link", name="Look again").first.click()
    panelist.page.get_by_text("Ready: a case runs at once.").wait_for()
    panelist.page.get_by_label("What goes wrong").select_option("wrong-value-persists")
    panelist.presses("Choose its input")
    panelist.page.locator("input[name=case]").first.check()
    panelist.page.get_by_label("It fails silently").check()
    panelist.page.get_by_label("In their words").fill("It shows whatever the model says.")
    panelist.presses("Note it, and run")
    outcome = panelist.page.locator("#outcomes")
    if not scripts:
        wait_until(lambda: Prediction.objects.filter(ran_at__isnull=False).exists())
        outcome.get_by_role("link", name="Look again").click()
    outcome.get_by_text("as said", exact=False).last.wait_for()
    shown = outcome.inner_text()
    assert "It shows whatever the model says." in shown
    assert "1 of 1 came out as said" in shown
    assert "(the model's false value)" in shown
    assert (panelist.hindrances() if scripts else [], panelist.trouble) == ([], [])
    panelist.presses("Close the session")
    panelist.page.get_by_role("button", name="Open the session").wait_for()
    wait_until(lambda: left_behind() == [])
