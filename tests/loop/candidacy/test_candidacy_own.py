"""The candidate's own pages by link, and who must never learn what they asked for."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from seatrial.loop.candidacy import actions
from seatrial.loop.candidacy.models import Accommodation, Candidacy
from seatrial.loop.openings.models import Membership, Opening, Seat
from seatrial.loop.people.models import Link, User
from seatrial.loop.people.rules import token_of
from seatrial.loop.takehome.actions import make_default
from tests.loop.conftest import Loop, SignIn

pytestmark = pytest.mark.django_db
NEED = "I read slowly because of dyslexia."


@pytest.fixture
def link(loop: Loop, cy) -> Link:
    Opening.objects.filter(pk=loop.opening.pk).update(opened_at=timezone.now(), takehome=make_default())
    loop.ann.refresh_from_db()
    return actions.send_brief(loop.ann, by=cy)


def test_the_page_shows_the_brief_as_it_was_sent_and_where_things_stand(loop, link, signed_in: SignIn) -> None:
    Opening.objects.get().takehome.__class__.objects.update(looked_for="Something new.")
    page = signed_in(None).get(f"/c/{token_of(link)}/").content.decode()
    assert "We care less about the demo than about how you handle the ways it can fail." in page
    assert "Something new." not in page
    assert "Dear Ann Archer" in page
    assert loop.ann.alias not in page


@pytest.mark.parametrize("how", ["tampered", "expired", "revoked", "of a referee", "erased"])
def test_a_link_that_does_not_open_says_so_and_tells_nothing(link, signed_in: SignIn, how: str) -> None:
    token = token_of(link)
    if how == "tampered":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    elif how == "expired":
        Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "revoked":
        Link.objects.update(revoked_at=timezone.now())
    elif how == "of a referee":
        Link.objects.update(purpose=Link.Purpose.REFEREE)
    else:
        Candidacy.objects.update(erased_at=timezone.now())
    browser = signed_in(None)
    for answer in (
        browser.get(f"/c/{token}/"),
        browser.post(f"/c/{token}/ask/", {"asked": "More time."}),
        browser.get(f"/c/{token}/leave/"),
        browser.post(f"/c/{token}/leave/"),
    ):
        page = answer.content.decode()
        assert answer.status_code == 404
        assert "This link does not open" in page
        assert [word for word in ("Ann", "Applied AI", "Take-home") if word in page] == []
    assert (Accommodation.objects.count(), Candidacy.objects.get().withdrawn_at) == (0, None)


def test_who_asks_for_more_time_reads_the_answer_on_their_page(loop, link, cy, signed_in: SignIn) -> None:
    ann, address = signed_in(None), f"/c/{token_of(link)}/"
    assert "This field is required." in ann.post(f"{address}ask/", {"asked": " "}).content.decode()
    ann.post(f"{address}ask/", {"asked": NEED})
    assert NEED in ann.get(address).content.decode()
    asked = Accommodation.objects.get()
    lead = signed_in(cy)
    assert NEED in lead.get(f"/candidates/{loop.ann.uid}/").content.decode()
    answer = {"granted": "Take half as long again.", "time_factor": "1.5"}
    lead.post(f"/candidates/{loop.ann.uid}/accommodations/{asked.uid}/", answer)
    page = ann.get(address).content.decode()
    assert "Take half as long again. Your time for the work is 1.5 times as long." in page


def test_no_panelist_learns_of_a_request_nor_of_its_answer(loop, cy, bo, bea, eve, signed_in: SignIn) -> None:
    asked = actions.ask_accommodation(loop.ann, NEED)
    actions.answer_accommodation(asked, granted="Half as long again.", time_factor=1.5, by=cy)  # type: ignore[arg-type]
    for user in (bo, bea, eve):
        browser = signed_in(user)
        addresses = (
            f"/candidates/{loop.ann.uid}/",
            f"/candidates/{loop.ann.uid}/accommodations/{asked.uid}/",
            f"/openings/{loop.opening.uid}/",
            "/openings/",
            "/work/",
        )
        pages = "".join(browser.get(address).content.decode() for address in addresses)
        assert [
            word for word in (NEED, "dyslexia", "Half as long", "accommodation", "More time or") if word in pages
        ] == []
    assert NEED in signed_in(cy).get(f"/candidates/{loop.ann.uid}/").content.decode()


def test_a_lead_who_scores_reads_requests_only_where_no_other_lead_can(loop, cy, eve, signed_in: SignIn) -> None:
    asked = actions.ask_accommodation(loop.ann, NEED)
    Seat.objects.create(stage=loop.stages["review"], user=cy)
    page, address = f"/candidates/{loop.ann.uid}/", f"/candidates/{loop.ann.uid}/accommodations/{asked.uid}/"

    def reads(user: User) -> tuple[bool, int]:
        browser = signed_in(user)
        return NEED in browser.get(page).content.decode(), browser.get(address).status_code

    assert reads(cy) == (True, 200)
    Membership.objects.create(opening=loop.opening, user=eve)
    assert (reads(cy), reads(eve)) == ((False, 404), (True, 200))


def test_withdrawing_says_what_will_happen_first(link, signed_in: SignIn) -> None:
    ann, address = signed_in(None), f"/c/{token_of(link)}/"
    said = ann.get(f"{address}leave/").content.decode()
    assert ("the people who scored it can no longer open it" in said, "erased 180 days from now" in said) == (
        True,
        True,
    )
    assert Candidacy.objects.get().withdrawn_at is None
    page = ann.post(f"{address}leave/", follow=True).content.decode()
    assert "You withdrew" in page
    assert Candidacy.objects.get().withdrawn_at is not None
    assert "I would like to withdraw" not in page


def test_a_mail_that_does_not_go_out_leaves_the_brief_sent_and_the_address_to_copy(
    loop, cy, signed_in: SignIn, settings
) -> None:
    Opening.objects.filter(pk=loop.opening.pk).update(opened_at=timezone.now(), takehome=make_default())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = signed_in(cy).post(f"/candidates/{loop.ann.uid}/brief/", follow=True).content.decode()
    assert "the mail did not go out" in page
    assert f"http://testserver/c/{token_of(Link.objects.get())}/" in page
    assert mail.outbox == []


def test_two_clicks_on_start_tell_when_it_was_started(loop, cy, signed_in: SignIn) -> None:
    lead, stage = signed_in(cy), loop.stages["takehome"]
    lead.post(f"/candidates/{loop.ann.uid}/stages/{stage.uid}/start/")
    page = lead.post(f"/candidates/{loop.ann.uid}/stages/{stage.uid}/start/", follow=True).content.decode()
    assert "“Take-home” was started on" in page
    assert "That time stands." in page
