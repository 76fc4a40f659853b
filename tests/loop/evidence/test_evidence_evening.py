"""A candidate's evening: begun once, paused, late without refusal, one submission handed in."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seatrial.kit.wheel import wheel_name
from seatrial.loop.candidacy.actions import answer_accommodation, ask_accommodation, withdraw
from seatrial.loop.candidacy.mail import mail_brief
from seatrial.loop.evidence import evening as evenings
from seatrial.loop.evidence.actions import claim
from seatrial.loop.evidence.models import Evening, Run, Submission, Trial
from seatrial.loop.evidence.store import path_of, store
from seatrial.loop.evidence.timing import used
from seatrial.loop.people.actions import make_link
from seatrial.loop.people.models import Link, User
from seatrial.loop.people.rules import token_of
from seatrial.loop.record.actions import erase
from seatrial.loop.takehome.models import Use
from tests.loop.conftest import Loop, briefed
from tests.loop.evidence_report import small_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening(loop: Loop) -> Evening:
    return evenings.begin(briefed(loop.ann))


@pytest.fixture
def token(loop: Loop) -> str:
    return token_of(make_link(Link.Purpose.CANDIDATE, loop.ann, by="system", days=1))


def sent(evening: Evening) -> Submission:
    return evenings.send(evening, store([b"an archive"]), file_name="feature.zip")


def test_begun_twice_is_begun_once_with_the_same_worlds(loop: Loop, evening: Evening) -> None:
    again = evenings.begin(loop.ann)
    assert (again.pk, again.seed, again.kit_seed != again.seed) == (evening.pk, evening.seed, True)


def test_it_does_not_begin_in_another_stage(loop: Loop) -> None:
    briefed(loop.ann)
    loop.ann.stage = loop.stages["screen"]
    loop.ann.save()
    with pytest.raises(evenings.NotOpen):
        evenings.begin(loop.ann)


def test_before_it_is_their_stage_mail_and_pages_say_what_comes_first(loop: Loop, token: str) -> None:
    briefed(loop.ann)
    loop.ann.stage = loop.stages["screen"]
    loop.ann.save()
    mail_brief(loop.ann, "https://example.com/c/x/")
    pages = [Client().get(reverse(name, args=[token])).text for name in ("own-page", "own-evening")]
    first = ["once “Screen” is behind you" in text for text in (mail.outbox[0].body, *pages)]
    loop.ann.stage = loop.stages["takehome"]
    loop.ann.save()
    mail_brief(loop.ann, "https://example.com/c/x/")
    assert (first, "behind you" in mail.outbox[1].body) == ([True, True, True], False)


def test_it_does_not_begin_for_somebody_who_left(loop: Loop) -> None:
    briefed(loop.ann)
    withdraw(loop.ann, by=loop.ann)
    loop.ann.refresh_from_db()
    with pytest.raises(evenings.NotOpen):
        evenings.begin(loop.ann)


def test_it_does_not_begin_before_the_brief_is_sent_and_the_page_says_so(loop: Loop, token: str) -> None:
    ann, page, begin = Client(), reverse("own-evening", args=[token]), reverse("own-begin", args=[token])
    assert "The brief has not been sent to you yet." in ann.get(page).content.decode()
    told = ann.post(begin, {"agreed": "on"}, follow=True).content.decode()
    assert ("The brief has not been sent to you yet." in told, Evening.objects.count(), Use.objects.count()) == (
        True,
        0,
        0,
    )
    assert loop.ann.passages.count() == 0
    briefed(loop.ann)
    assert "Start the clock" in ann.get(page).content.decode()
    ann.post(begin, {"agreed": "on"})
    assert Evening.objects.get().candidacy == loop.ann


def test_a_pause_does_not_count_and_pressing_twice_changes_nothing(evening: Evening) -> None:
    evenings.pause(evening)
    evenings.pause(evening)
    Evening.objects.update(
        paused_at=timezone.now() - timedelta(minutes=30), started_at=timezone.now() - timedelta(hours=1)
    )
    evenings.go_on(evening)
    evenings.go_on(evening)
    evening.refresh_from_db()
    assert (evening.paused_at, round(evening.paused_seconds / 60)) == (None, 30)
    assert round(used(evening, timezone.now()).total_seconds() / 60) == 30


def test_late_work_is_taken_and_marked(evening: Evening) -> None:
    in_time = sent(evening)
    Evening.objects.update(started_at=timezone.now() - timedelta(hours=4))
    evening.refresh_from_db()
    assert (in_time.late, sent(evening).late) == (False, True)


def test_the_page_follows_the_clock_while_it_runs(evening: Evening, token: str) -> None:
    ann, page = Client(), reverse("own-evening", args=[token])
    ask = f'hx-get="{page}?part=time"'
    assert ask in ann.get(page).content.decode()
    Evening.objects.update(started_at=timezone.now() - timedelta(minutes=50))
    now = ann.get(f"{page}?part=time", headers={"HX-Request": "true"}).content.decode()
    assert ("<strong>2 h 10 min left</strong> of 3 h 00 min" in now, ask in now, "<form" in now) == (True, True, False)
    evenings.pause(evening)
    assert ask not in ann.get(page).content.decode()


def test_granted_time_makes_late_work_timely(loop: Loop, evening: Evening, cy: User) -> None:
    Evening.objects.update(started_at=timezone.now() - timedelta(hours=4))
    asked = ask_accommodation(loop.ann, "I type with my eyes.")
    answer_accommodation(asked, granted="Of course.", time_factor=Decimal(2), by=cy)
    evening.refresh_from_db()
    assert sent(evening).late is False


def test_without_a_clock_nothing_is_late_and_the_page_says_so(
    loop: Loop, evening: Evening, token: str, cy: User
) -> None:
    Evening.objects.update(started_at=timezone.now() - timedelta(hours=90))
    asked = ask_accommodation(loop.ann, "Good days and bad days.")
    answer_accommodation(asked, granted="Take your time.", time_factor=Decimal(1), untimed=True, by=cy)
    evening.refresh_from_db()
    assert sent(evening).late is False
    page = Client().get(reverse("own-evening", args=[token])).content.decode()
    assert "there is no limit for you, and nothing is late" in page


@pytest.mark.parametrize(
    ("factor", "untimed", "said"),
    [("1.5", False, "You have 4 h 30 min."), ("1", True, "There is no limit in time for you.")],
)
def test_before_they_begin_they_read_how_long_they_have(
    loop: Loop, token: str, cy: User, factor: str, untimed: bool, said: str
) -> None:
    briefed(loop.ann, budget_hours=Decimal(3))
    asked = ask_accommodation(loop.ann, "I type with my eyes.")
    answer_accommodation(asked, granted="Of course.", time_factor=Decimal(factor), untimed=untimed, by=cy)
    assert said in Client().get(reverse("own-evening", args=[token])).content.decode()


def test_the_budget_is_the_one_that_the_brief_said(loop: Loop) -> None:
    evening = evenings.begin(briefed(loop.ann, task="t", budget_hours=Decimal("2.5")))
    assert (evening.task, evening.budget_hours, evenings.allowed(evening)) == (
        "t",
        Decimal("2.5"),
        timedelta(hours=2.5),
    )


def test_both_worlds_stand_in_the_ledger_under_a_uid(loop: Loop, evening: Evening) -> None:
    dealt = Use.objects.order_by("purpose").values_list("purpose", "seed", "candidate")
    assert list(dealt) == [("kit", evening.kit_seed, loop.ann.uid), ("trial", evening.seed, loop.ann.uid)]


def test_an_upload_is_on_disk_and_owed_a_check_on_the_kits_world(evening: Evening) -> None:
    submission = sent(evening)
    assert path_of(submission.uid).read_bytes() == b"an archive"
    assert [(run.kind, run.seed, run.state) for run in submission.runs.all()] == [
        ("check", evening.kit_seed, "waiting")
    ]
    assert not list(Path(settings.DATA, "submissions").glob("*.part"))


def test_one_submission_is_handed_in_and_owed_a_trial_on_the_other_world(evening: Evening) -> None:
    first, second = sent(evening), sent(evening)
    evenings.hand_in(second, told_minutes=200)
    with pytest.raises(evenings.HandedInAlready):
        evenings.hand_in(first, told_minutes=100)
    evening.refresh_from_db()
    second.candidacy.refresh_from_db()
    assert (second.candidacy.stage.kind, second.candidacy.passages.get().finished_at is not None) == ("review", True)
    trials = [(run.submission_id, run.seed) for run in Run.objects.filter(kind="trial")]
    assert (trials, evening.told_minutes, evening.ended_at is not None) == ([(second.pk, evening.seed)], 200, True)
    with pytest.raises(evenings.HandedInAlready):
        sent(evening)


def test_the_pages_lead_from_consent_to_receipt_without_scripts(loop: Loop, token: str) -> None:
    briefed(loop.ann)
    ann = Client()
    address = reverse("own-evening", args=[token])
    refused = ann.post(reverse("own-begin", args=[token]))
    assert (refused.status_code, b"Please read the brief first" in refused.content) == (422, True)
    assert ann.post(reverse("own-begin", args=[token]), {"agreed": "on"}).url == address
    kit = ann.get(reverse("own-kit", args=[token]))
    assert (kit["Content-Type"], kit.content[:2]) == ("application/zip", b"PK")
    assert [one.name.endswith(f"-{wheel_name()}.zip") for one in Path(settings.DATA, "kits").iterdir()] == [True]
    archive = SimpleUploadedFile("feature.zip", b"PK something")
    assert ann.post(reverse("own-send", args=[token]), {"archive": archive}).url == address
    page = ann.get(address).content.decode()
    assert "feature.zip" in page
    assert "Waiting to be checked" in page
    uid = Submission.objects.get().uid
    assert ann.post(reverse("own-hand-in", args=[token, uid]), {"hours": "3.5"}).url == address
    assert "This is your receipt" in ann.get(address).content.decode()
    assert Evening.objects.get().told_minutes == 210
    assert "What you sent, and your receipt" in ann.get(reverse("own-page", args=[token])).content.decode()


def test_another_candidates_submission_is_not_to_be_had(loop: Loop, evening: Evening, token: str) -> None:
    submission = sent(evening)
    other = Loop(
        loop.opening,
        loop.stages,
        type(loop.ann).objects.create(
            opening=loop.opening, name="Abe", email="abe@example.com", alias="Candidate Crane", stage=loop.ann.stage
        ),
    )
    theirs = token_of(make_link(Link.Purpose.CANDIDATE, other.ann, by="system", days=1))
    answers = [Client().get(reverse("own-hand-in", args=[one, submission.uid])).status_code for one in (token, theirs)]
    assert answers == [200, 404]


def test_the_report_of_somebody_erased_is_not_to_be_had(loop: Loop, cy: User) -> None:
    made = Trial.objects.create(candidacy=loop.ann, report=small_report(), finished_at=timezone.now())
    lead = Client()
    lead.force_login(cy)
    before = lead.get(reverse("trial", args=[made.uid])).status_code
    erase(loop.ann, by=cy)
    assert (before, lead.get(reverse("trial", args=[made.uid])).status_code) == (200, 404)


def test_nothing_is_sent_or_handed_in_or_run_after_leaving(
    evening: Evening, loop: Loop, token: str, client: Client
) -> None:
    submission = sent(evening)
    assert claim("one", (Run.Kind.CHECK,)) is not None
    Run.objects.update(state=Run.State.WAITING)
    withdraw(loop.ann, by=loop.ann)
    archive = SimpleUploadedFile("feature.zip", b"PK\x03\x04")
    for name, more, data in (("own-send", [], {"archive": archive}), ("own-hand-in", [submission.uid], {"hours": "3"})):
        answer = client.post(reverse(name, args=[token, *more]), data, follow=True)
        assert (answer.status_code, "The loop has ended for you" in answer.text) == (200, True)
    page = client.get(reverse("own-evening", args=[token])).text
    assert [words for words in ("Stop the clock", "Send and check", "hx-get", "Waiting") if words in page] == []
    assert "You withdrew, so the clock counts no longer" in page
    evening.refresh_from_db()
    assert (Submission.objects.count(), evening.ended_at, Trial.objects.count()) == (1, None, 0)
    assert claim("one", (Run.Kind.CHECK,)) is None


def test_what_comes_after_the_end_is_not_kept(evening: Evening, token: str) -> None:
    evenings.hand_in(sent(evening), told_minutes=100)
    kept = set(Path(settings.DATA, "submissions").iterdir())
    archive = SimpleUploadedFile("late.zip", b"too late")
    page = Client().post(reverse("own-send", args=[token]), {"archive": archive}, follow=True).content.decode()
    assert "You have handed in already; that one counts." in page
    assert set(Path(settings.DATA, "submissions").iterdir()) == kept
