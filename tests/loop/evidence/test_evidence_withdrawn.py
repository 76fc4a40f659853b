"""Who withdrew is read no further by those who scored; the record stays for the lead, until it is erased."""

import pytest
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.candidacy.actions import take_back_withdrawal, withdraw
from seatrial.loop.evidence.models import Submission, Trial
from seatrial.loop.live.actions import open_session, predict
from seatrial.loop.people.models import User
from seatrial.loop.record.actions import erase
from seatrial.loop.scorecard.actions import Place, cite, open_scorecard
from tests.loop.conftest import Loop, SignIn
from tests.loop.evidence_report import CASE, telling_report

pytestmark = pytest.mark.django_db
TITLE = "A late answer that names the wrong year"


@pytest.fixture
def trial(loop: Loop, bo: User) -> Trial:
    """Return a trial of Ann's, which Bo has cited and whose room he has used."""
    Submission.objects.create(candidacy=loop.ann, file_name="a.zip", size=1, handed_in_at=timezone.now())
    loop.ann.stage = loop.stages["review"]
    loop.ann.save()
    made = Trial.objects.create(candidacy=loop.ann, report=telling_report(), finished_at=timezone.now())
    card = open_scorecard(loop.ann, loop.stages["review"], by=bo)
    cite(card, Place(made, f"case:{CASE}", TITLE), field="considered", words="So.", by=bo)
    session = open_session(loop.ann, by=bo)
    case = "wrong-value-persists/1"
    predict(session, loop.stages["review"], case=case, typed="", expected="held", words="It checks.", by=bo)
    return made


def pages(loop: Loop, trial: Trial) -> list[str]:
    """Return the addresses of all that is read of the work, in the stage with a name and in the blind one."""
    here = [loop.ann.uid, loop.stages["review"].uid]
    of_trial = [
        reverse(name, args=[uid, *more])
        for uid in (trial.uid, trial.blind_uid)
        for name, more in (("trial", []), ("trial-case", [CASE]), ("trial-notes", []))
    ]
    cites = [f"{reverse('trial-cite', args=[uid])}?at=case:{CASE}" for uid in (trial.uid, trial.blind_uid)]
    return [
        *of_trial,
        *cites,
        reverse("stage-guide", args=here),
        reverse("code", args=here),
        reverse("room", args=here),
    ]


def statuses(signed_in: SignIn, who: User, addresses: list[str]) -> set[int]:
    return {signed_in(who).get(one).status_code for one in addresses}


def test_panelists_read_the_work_until_its_author_withdraws_and_leads_until_it_is_erased(
    loop: Loop, trial: Trial, signed_in: SignIn, bo: User, cy: User
) -> None:
    addresses = pages(loop, trial)
    assert [statuses(signed_in, who, addresses) for who in (bo, cy)] == [{200}, {200}]
    withdraw(loop.ann, by=loop.ann)
    assert [statuses(signed_in, who, addresses) for who in (bo, cy)] == [{404}, {200}]
    take_back_withdrawal(loop.ann, by=cy)
    assert statuses(signed_in, bo, addresses) == {200}
    erase(loop.ann, by=loop.ann)
    assert [statuses(signed_in, who, addresses) for who in (bo, cy)] == [{404}, {404}]


def test_what_they_wrote_stays_theirs_and_leads_nowhere(loop: Loop, trial: Trial, signed_in: SignIn, bo: User) -> None:
    stage = reverse("stage", args=[loop.ann.uid, loop.stages["review"].uid])
    summary = reverse("scorecard-summary", args=[loop.ann.scorecards.get().uid])
    address = reverse("trial-case", args=[trial.uid, CASE])
    panelist = signed_in(bo)
    assert address in panelist.get(summary).content.decode()
    assert "Predict, then run" in panelist.get(stage).content.decode()
    withdraw(loop.ann, by=loop.ann)
    kept, left = panelist.get(summary).content.decode(), panelist.get(stage).content.decode()
    assert (TITLE in kept, address in kept) == (True, False)
    assert [words for words in ("Predict, then run", "Trial report", trial.uid) if words in left] == []
