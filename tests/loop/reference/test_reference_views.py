"""A lead asks, a referee answers by link, the lead reads the answers beside the candidate's own story."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.openings.models import Seat
from seatrial.loop.people.actions import make_link
from seatrial.loop.people.models import Link, User
from seatrial.loop.people.rules import token_of
from seatrial.loop.reference.actions import NoLongerOpen, NotDue, answer, remind, type_in
from seatrial.loop.reference.models import Reading, Reference
from seatrial.loop.reference.rules import readable_references
from seatrial.loop.scorecard.models import Entry, Scorecard
from seatrial.loop.takehome.brief import DEFAULT_AI_POLICY, DEFAULT_LOOKED_FOR, DEFAULT_TASK, DEFAULT_WORK_POLICY
from seatrial.loop.takehome.models import TakeHome
from seatrial.loop.worker import work
from tests.loop.conftest import Loop

pytestmark = pytest.mark.django_db
WHO = {"name": "Rae Roth", "relation": "Led the team", "email": "rae@example.com"}
SAID = {"what_broke": "The nightly index went stale.", "how_handled": "Told us first, then added a freshness check."}


@pytest.fixture
def rae(loop: Loop, cy: User) -> Reference:
    return Reference.objects.create(candidacy=loop.ann, asked_by=cy, mailed_at=timezone.now(), **WHO)


def page_of(reference: Reference) -> str:
    return f"/r/{token_of(make_link(Link.Purpose.REFEREE, reference, by='system', days=21))}/"


def heard_at_screen(loop: Loop, author: User, note: str) -> None:
    stage = loop.stages["screen"]
    Seat.objects.exclude(stage=stage, user=author).update(removed_at=timezone.now())
    card = Scorecard.objects.create(
        candidacy=loop.ann,
        stage=stage,
        author=author,
        rubric_version=loop.opening.rubric_version,
        sealed_at=timezone.now(),
    )
    Entry.objects.create(scorecard=card, field="went_wrong", choice="concrete", note=note)


def test_a_lead_asks_and_the_referee_gets_the_address_of_their_page(loop, cy, signed_in) -> None:
    response = signed_in(cy).post(f"/candidates/{loop.ann.uid}/references/", WHO)
    assert (response.status_code, [message.to for message in mail.outbox]) == (302, [["rae@example.com"]])
    address = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    page = Client().get(address.replace("http://testserver", ""))
    assert (page.status_code, "Ann Archer" in page.content.decode()) == (200, True)
    assert Reference.objects.get().mailed_at is not None


@pytest.mark.usefixtures("rae")
def test_the_same_address_is_asked_once_and_what_was_typed_stays(loop, cy, signed_in) -> None:
    page = signed_in(cy).post(f"/candidates/{loop.ann.uid}/references/", WHO | {"email": "Rae@Example.com"})
    text = page.content.decode()
    assert "has been asked about this candidate already" in text
    assert ('value="Led the team"' in text, Reference.objects.count(), mail.outbox) == (True, 1, [])


def test_only_leads_of_the_opening_find_the_pages(loop, rae, bo, bea, cy, dee, eve, signed_in) -> None:
    answer(rae, **SAID)
    addresses = (
        f"/candidates/{loop.ann.uid}/references/",
        f"/candidates/{loop.ann.uid}/references/call/",
        f"/references/{rae.uid}/call/",
    )
    found = {
        str(user): [signed_in(user).get(address).status_code for address in addresses]
        for user in (None, bo, bea, cy, dee, eve)
    }
    nothing = [404] * 3
    assert found == {
        "None": [302] * 3,
        "Bo Berg": nothing,
        "Bea Baum": nothing,
        "Cy Chen": [200] * 3,
        "Dee Diaz": nothing,
        "Eve Evans": nothing,
    }


def test_panelists_read_references_at_the_debrief_and_not_before(loop, rae, bo, bea, cy, dee) -> None:
    answer(rae, **SAID)
    Seat.objects.exclude(stage=loop.stages["takehome"]).update(removed_at=timezone.now())
    seen = [readable_references(user, loop.ann).count() for user in (bo, bea, cy, dee)]
    for author in (bo, bea):
        Scorecard.objects.create(
            candidacy=loop.ann,
            stage=loop.stages["takehome"],
            author=author,
            rubric_version=loop.opening.rubric_version,
            sealed_at=timezone.now(),
        )
    assert (seen, [readable_references(user, loop.ann).count() for user in (bo, bea, cy, dee)]) == (
        [0, 0, 1, 0],
        [1, 1, 1, 0],
    )


def test_a_referee_answers_once_and_can_look_at_it(rae) -> None:
    address = page_of(rae)
    sent = Client().post(address, SAID | {"consent": "on"})
    page = Client().get(address).content.decode()
    assert (sent.status_code, SAID["what_broke"] in page, "<textarea" in page) == (302, True, False)
    late = Client().post(address, {"what_broke": "Other.", "how_handled": "Words typed too late.", "consent": "on"})
    rae.refresh_from_db()
    assert (rae.what_broke, rae.consented_at is not None) == (SAID["what_broke"], True)
    assert "Words typed too late." in late.content.decode()


def test_without_consent_nothing_is_kept_and_nothing_typed_is_lost(rae) -> None:
    page = Client().post(page_of(rae), SAID)
    rae.refresh_from_db()
    text = page.content.decode()
    assert "Without your consent nothing is kept" in text
    assert (SAID["what_broke"] in text, rae.answered_at, rae.what_broke) == (True, None, "")


def test_a_referee_may_decline(rae) -> None:
    address = page_of(rae)
    assert Client().post(f"{address}decline/").status_code == 302
    assert "Thank you for telling us" in Client().get(address).content.decode()
    with pytest.raises(NoLongerOpen):
        answer(rae, **SAID)


@pytest.mark.parametrize("harm", ["tampered", "expired", "revoked", "of another kind", "gone"])
def test_a_link_that_does_not_open_says_so_and_nothing_else(rae, harm: str) -> None:
    kind = Link.Purpose.CANDIDATE if harm == "of another kind" else Link.Purpose.REFEREE
    link = make_link(kind, rae, by="system", days=-1 if harm == "expired" else 21)
    if harm == "revoked":
        Link.objects.update(revoked_at=timezone.now())
    if harm == "gone":
        rae.delete()
    token = token_of(link)[: -1 if harm == "tampered" else None]
    pages = [Client().get(f"/r/{token}/"), Client().post(f"/r/{token}/decline/")]
    assert [page.status_code for page in pages] == [404, 404]
    assert [re.findall(r"\b(?:Ann|Rae)\b", page.content.decode()) for page in pages] == [[], []]


def test_a_referee_who_clicks_twice_is_thanked(rae) -> None:
    page = page_of(rae)
    typed = SAID | {"consent": "on"}
    pages = [Client().post(page, typed, follow=True).content.decode() for _ in range(2)]
    assert ["were not kept" in one for one in pages] == [False, False]
    assert Reference.objects.get().what_broke == SAID["what_broke"]


def test_an_answer_that_comes_after_the_candidate_withdrew_is_not_kept(loop, rae) -> None:
    address = page_of(rae)
    loop.ann.withdrawn_at = timezone.now()
    loop.ann.save()
    assert "No longer needed" in Client().get(address).content.decode()
    page = Client().post(address, SAID | {"consent": "on"}).content.decode()
    rae.refresh_from_db()
    assert ("were not kept" in page, SAID["what_broke"] in page, rae.answered_at) == (True, True, None)


def test_nobody_new_is_asked_after_the_loop(loop, cy, signed_in) -> None:
    loop.ann.closed_at = timezone.now()
    loop.ann.save()
    page = signed_in(cy).post(f"/candidates/{loop.ann.uid}/references/", WHO)
    assert ("nobody is asked any more" in page.content.decode(), Reference.objects.count()) == (True, 0)


def test_taken_back_the_link_closes(loop, rae, cy, signed_in) -> None:
    address = page_of(rae)
    signed_in(cy).post(f"/references/{rae.uid}/take-back/")
    assert Client().get(address).status_code == 404
    assert signed_in(cy).post(f"/candidates/{loop.ann.uid}/references/", WHO).status_code == 302  # may be asked anew


def test_a_call_is_typed_in_and_closes_the_link(rae, cy, signed_in) -> None:
    address = page_of(rae)
    signed_in(cy).post(f"/references/{rae.uid}/call/", SAID | {"consent": "on"})
    rae.refresh_from_db()
    assert (rae.what_broke, rae.typed_in_by, Client().get(address).status_code) == (SAID["what_broke"], cy, 404)
    page = signed_in(cy).post(f"/references/{rae.uid}/call/", {**SAID, "how_handled": "Said later.", "consent": "on"})
    assert ("no longer open" in page.content.decode(), "Said later." in page.content.decode()) == (True, True)


def test_a_call_with_somebody_who_was_not_asked(loop, cy, signed_in) -> None:
    address = f"/candidates/{loop.ann.uid}/references/call/"
    told = {"name": "Sol Sato", "relation": "Worked beside", **SAID}
    refused = signed_in(cy).post(address, told).content.decode()
    assert ("Without their consent" in refused, SAID["what_broke"] in refused) == (True, True)
    assert signed_in(cy).post(address, told | {"consent": "on"}).status_code == 302
    kept = Reference.objects.get()
    assert (kept.name, kept.typed_in_by, kept.state) == ("Sol Sato", cy, Reference.State.ANSWERED)


def test_at_most_one_reminder_in_some_days_and_two_in_all(rae) -> None:
    def days_pass() -> None:
        earlier = timezone.now() - timedelta(days=3)
        Reference.objects.update(asked_at=earlier, mailed_at=earlier)
        Reference.objects.exclude(reminded_at=None).update(reminded_at=earlier)
        rae.refresh_from_db()

    def reminded() -> bool:
        rae.refresh_from_db()
        try:
            remind(rae, by="system")
        except NotDue:
            return False
        Reference.objects.update(mailed_at=timezone.now())
        return True

    found = [reminded()]
    for _ in range(3):
        days_pass()
        found += [reminded(), reminded()]
    assert found == [False, True, False, True, False, False, False]


@pytest.mark.usefixtures("rae")
def test_the_command_reminds_who_is_due(loop, cy) -> None:
    earlier = timezone.now() - timedelta(days=4)
    others = ("answered_at", "declined_at", "revoked_at")
    for number, ended in enumerate(others):
        Reference.objects.create(
            candidacy=loop.ann, asked_by=cy, email=f"{number}@example.com", mailed_at=earlier, **{ended: earlier}
        )
    Reference.objects.update(asked_at=earlier)
    call_command("remind_referees", url="https://hire.example.com")
    call_command("remind_referees", url="https://hire.example.com")
    assert [(one.to, "https://hire.example.com/r/" in one.body) for one in mail.outbox] == [(["rae@example.com"], True)]
    with pytest.raises(CommandError, match="SEATRIAL_URL"):
        call_command("remind_referees", url="")


@pytest.mark.usefixtures("rae")
def test_a_worker_reminds_by_itself_and_sends_again_what_the_mail_server_did_not_take(settings) -> None:
    def hour_passes() -> int:
        Reference.objects.filter(reminders__gt=0).update(reminded_at=timezone.now() - timedelta(hours=1))
        work.remind(said.append)
        return len(mail.outbox)

    said: list[str] = []
    Reference.objects.update(asked_at=timezone.now() - timedelta(days=4))
    settings.URL, settings.SENDS_BY_ITSELF = "https://hire.example.com", False
    assert hour_passes() == 0
    settings.SENDS_BY_ITSELF, works = True, settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    assert (hour_passes(), len(said)) == (0, 1)
    settings.EMAIL_BACKEND = works
    assert [hour_passes(), hour_passes()] == [1, 1]
    assert Reference.objects.get().reminders == 1


def test_a_mail_that_does_not_go_out_is_said_and_can_be_sent_again(loop, cy, signed_in, settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    page = signed_in(cy).post(f"/candidates/{loop.ann.uid}/references/", WHO, follow=True).content.decode()
    assert ("did not go out" in page, "Send it again" in page) == (True, True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    reference = Reference.objects.get()
    signed_in(cy).post(f"/references/{reference.uid}/remind/")
    reference.refresh_from_db()
    assert (len(mail.outbox), reference.reminders, reference.mailed_at is not None) == (1, 0, True)


def test_a_lead_reads_it_beside_the_screen_only_when_the_screen_is_readable(loop, rae, bo, cy, signed_in) -> None:
    answer(rae, **SAID)
    address = f"/candidates/{loop.ann.uid}/references/"
    seat = Seat.objects.create(stage=loop.stages["screen"], user=cy)
    heard_at_screen(loop, bo, "Told of a stale index.")
    Seat.objects.filter(pk=seat.pk).update(removed_at=None)
    sealed = signed_in(cy).get(address).content.decode()
    seat.delete()
    opened = signed_in(cy).get(address).content.decode()
    assert ["Told of a stale index." in page for page in (sealed, opened)] == [False, True]


def test_readings_are_appended_and_the_second_lead_is_told(rae, cy, signed_in) -> None:
    answer(rae, **SAID)

    def send(says: str, reason: str, edition: int) -> str:
        typed = {"says": says, "reason": reason, "edition": edition}
        named = {f"{rae.uid}-{key}": value for key, value in typed.items()}
        return signed_in(cy).post(f"/references/{rae.uid}/reading/", named, follow=True).content.decode()

    send("confirms", "The same story.", 0)
    second = send("thinner", "Only one of two incidents.", 0)
    assert ("meanwhile" in second, "Only one of two incidents." in second) == (True, True)
    assert "The same story." in second
    send("thinner", "Only one of two incidents.", 1)
    assert [(one.says, one.reason) for one in Reading.objects.all()] == [
        ("confirms", "The same story."),
        ("thinner", "Only one of two incidents."),
    ]


def test_the_trail_names_acts_and_holds_no_words_of_people(rae, cy, signed_in) -> None:
    answer(rae, **SAID)
    signed_in(cy).post(
        f"/references/{rae.uid}/reading/",
        {f"{rae.uid}-says": "confirms", f"{rae.uid}-reason": "The same story.", f"{rae.uid}-edition": 0},
    )
    with pytest.raises(NoLongerOpen):
        type_in(rae, by=cy, **SAID)
    entries = list(AuditEntry.objects.values_list("verb", "by", "about", "facts"))
    about = f"reference:{rae.uid}"
    assert [entry[:3] for entry in entries] == [
        ("reference answered", about, about),
        ("reference read", f"user:{cy.uid}", about),
    ]
    assert not [word for word in ("stale", "same story", "Rae") if word in str(entries)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_references_as_for_one(
    loop, cy, signed_in, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        reference = Reference.objects.create(
            candidacy=loop.ann, asked_by=cy, email=f"{number}@example.com", answered_at=timezone.now()
        )
        Reading.objects.create(reference=reference, says="confirms", reason="So told.", by=cy)
    client = signed_in(cy)
    with django_assert_num_queries(13):
        client.get(f"/candidates/{loop.ann.uid}/references/")


def test_a_page_that_sends_says_when_mail_is_only_printed(loop, cy, signed_in, settings) -> None:
    TakeHome.objects.update(
        task=DEFAULT_TASK["docqa"],
        looked_for=DEFAULT_LOOKED_FOR,
        ai_policy=DEFAULT_AI_POLICY,
        work_policy=DEFAULT_WORK_POLICY,
    )
    pages = [f"/candidates/{loop.ann.uid}/{page}" for page in ("", "references/")] + ["/people/"]
    lead = signed_in(cy)

    def said() -> list[bool]:
        return ["No mail server is set up" in lead.get(page).content.decode() for page in pages]

    assert said() == [False, False, False]
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert said() == [True, True, True]
