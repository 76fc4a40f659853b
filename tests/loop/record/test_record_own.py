"""A candidate sees what is kept of them, takes it along, and erases it, by their link alone."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.candidacy.actions import ask_accommodation, withdraw
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.decision.actions import decide, save_letter, send_letter
from seatrial.loop.decision.models import Decision
from seatrial.loop.evidence import evening as evenings
from seatrial.loop.evidence.models import Run, Trial
from seatrial.loop.evidence.store import path_of, store
from seatrial.loop.openings.actions import close_opening
from seatrial.loop.people.actions import make_link
from seatrial.loop.people.models import Link, User
from seatrial.loop.people.rules import token_of
from seatrial.loop.reference.models import Reference
from seatrial.loop.scorecard.actions import raise_flag
from seatrial.loop.takehome.models import TakeHome
from tests.loop.conftest import Loop, briefed
from tests.loop.evidence_report import telling_report
from tests.loop.scorecard.conftest import sealed_card, seated_only_in

pytestmark = pytest.mark.django_db
PEERS = ("The words of a flag", "What a referee said", "Rae Referee", "rae@example.org")


@pytest.fixture
def token(loop: Loop) -> str:
    return token_of(make_link(Link.Purpose.CANDIDATE, loop.ann, by="system", days=1))


@pytest.fixture
def full(loop: Loop, bo: User, bea: User, cy: User) -> Loop:
    """Ann with something of every kind."""
    seated_only_in(loop, "takehome")
    ask_accommodation(loop.ann, "I type with my eyes.")
    evening = evenings.begin(briefed(loop.ann))
    sent = evenings.send(evening, store([b"an archive"]), file_name="feature.zip")
    Run.objects.update(state="refused", words="ModuleNotFoundError: no module named guards")
    evenings.hand_in(sent, told_minutes=200)
    Trial.objects.create(candidacy=loop.ann, report=telling_report(), finished_at=timezone.now())
    loop.ann.refresh_from_db()
    raise_flag(loop.ann, loop.stages["takehome"], kind="no_eval", words=PEERS[0], prompted=False, by=bo)
    Reference.objects.create(
        candidacy=loop.ann, asked_by=cy, name=PEERS[2], email=PEERS[3], what_broke=PEERS[1], answered_at=timezone.now()
    )
    for author in (bo, bea):
        sealed_card(loop, "takehome", author)
    return loop


def decided(loop: Loop, cy: User) -> None:
    made = decide(loop.ann, by=cy, outcome=Decision.Outcome.HIRE, reasons="Holds where it matters.")
    save_letter(made, by=cy, text="Dear Ann, welcome.", edition=0)
    loop.ann.refresh_from_db()


@pytest.mark.usefixtures("full")
def test_everything_of_ones_own_is_shown_in_words(token: str) -> None:
    page = Client().get(reverse("own-kept", args=[token])).content.decode()
    own = ("Ann Archer", "ann@example.com", "I type with my eyes.", "feature.zip", "no module named guards")
    assert [words for words in own if words not in page] == []


def test_what_others_wrote_is_sealed_until_it_is_decided_and_referees_are_never_named(
    full: Loop, token: str, cy: User
) -> None:
    ann, file = Client(), reverse("own-kept-file", args=[token])
    pages = [ann.get(reverse("own-kept", args=[token])).content.decode(), ann.post(file).content.decode()]
    assert [words for words in PEERS for page in pages if words in page] == []
    assert all("once it is decided" in page for page in pages)
    decided(full, cy)
    pages = [ann.get(reverse("own-kept", args=[token])).content.decode(), ann.post(file).content.decode()]
    for page in pages:
        assert [words in page for words in PEERS] == [True, True, False, False]
    assert [words for words in ("Bo Berg", "Bea Baum", "Cy Chen") for page in pages if words in page] == []
    assert json.loads(pages[1])["decisions"][0]["reasons"] == "Holds where it matters."
    acts = AuditEntry.objects.filter(verb="candidate exported").values_list("by", "facts")
    assert list(acts) == [
        (f"candidacy:{full.ann.uid}", {"whole": False}),
        (f"candidacy:{full.ann.uid}", {"whole": True}),
    ]


def test_who_withdrew_reads_what_others_wrote_once_it_cannot_be_taken_back(full: Loop, token: str, cy: User) -> None:
    def read() -> list[bool]:
        page = Client().get(reverse("own-kept", args=[token])).content.decode()
        return [words in page for words in PEERS]

    withdraw(full.ann, by=full.ann)
    before = read()
    close_opening(full.opening, by=cy)
    assert (before, read()) == ([False] * 4, [True, True, False, False])


def test_what_is_held_back_is_not_called_nothing(token: str) -> None:
    page = " ".join(Client().get(reverse("own-kept", args=[token])).content.decode().split())
    own, others = (page[page.index(f">{title}</h2>") :][:120] for title in ("What you sent", "Decisions and letters"))
    assert ("Nothing.</p>" in own, "Nothing that stands here before it is decided." in others) == (True, True)


def test_erasing_says_what_happens_and_then_the_link_is_closed(full: Loop, token: str) -> None:
    ann, address = Client(), reverse("own-erase", args=[token])
    archive = path_of(full.ann.submissions.get().uid)
    said = ann.get(address).content.decode()
    assert "This hiring still goes on for you." in said
    assert ann.post(address).status_code == 422
    assert archive.exists()
    goodbye = ann.post(address, {"understood": "on"})
    assert (goodbye.status_code, b"It is erased" in goodbye.content) == (200, True)
    gone = Candidacy.objects.get(pk=full.ann.pk)
    assert (gone.name, gone.email, gone.erased_at is not None) == ("", "", True)
    assert [ann.get(one).status_code for one in (address, reverse("own-page", args=[token]))] == [404, 404]
    assert AuditEntry.objects.get(verb="candidate erased").by == f"candidacy:{full.ann.uid}"


def test_the_letter_stands_on_ones_page_once_it_is_sent(full: Loop, token: str, cy: User) -> None:
    ann, address = Client(), reverse("own-page", args=[token])
    decided(full, cy)
    assert "welcome" not in ann.get(address).content.decode()
    send_letter(Decision.objects.get(), by=cy, text="Dear Ann, welcome.", edition=1)
    assert "Dear Ann, welcome." in ann.get(address).content.decode()


def test_ones_report_is_there_only_where_the_lead_allows_it(full: Loop, token: str) -> None:
    ann, address, own = Client(), reverse("own-report", args=[token]), reverse("own-page", args=[token])
    assert (ann.get(address).status_code, address in ann.get(own).content.decode()) == (404, False)
    assert "presented a wrong answer" not in ann.post(reverse("own-kept-file", args=[token])).content.decode()
    TakeHome.objects.update(shows_report=True)
    assert address in ann.get(own).content.decode()
    page = ann.get(address).content.decode()
    assert "it presented a wrong answer as right in 1" in page
    assert reverse("own-case", args=[token, "wrong-value/1"]) in page
    assert f"/trials/{full.ann.trials.get().uid}/" not in page


def test_the_worlds_that_the_work_is_tried_on_stay_unknown_until_it_is_decided(
    full: Loop, token: str, client: Client, cy: User
) -> None:
    page, taken = reverse("own-kept", args=[token]), reverse("own-kept-file", args=[token])
    Run.objects.update(kind=Run.Kind.TRIAL, seed=full.ann.evening.seed)
    seed = str(full.ann.evening.seed)
    assert [seed in answer.text for answer in (client.get(page), client.post(taken))] == [False, False]
    decided(full, cy)
    assert [seed in answer.text for answer in (client.get(page), client.post(taken))] == [True, True]
