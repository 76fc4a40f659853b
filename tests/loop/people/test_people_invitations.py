"""Leads invite, by mail; the link makes one account, once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.openings.rules import leads
from seatrial.loop.people.models import Invitation, User
from seatrial.loop.people.rules import invitation_token

pytestmark = pytest.mark.django_db
LONG = "a sentence that is long"
FAY = {"email": "Fay@example.com", "role": "panelist", "opening": ""}


def address() -> str:
    return re.search(r"http://testserver(/join/\S+)", mail.outbox[-1].body)[1]


def test_an_invited_panelist_makes_an_account_once_and_is_signed_in(loop, cy, signed_in) -> None:
    assert signed_in(cy).post("/people/", FAY | {"opening": loop.opening.uid}).status_code == 302
    assert (mail.outbox[0].to, "Cy Chen invites you to judge" in mail.outbox[0].body) == (["fay@example.com"], True)
    browser = Client()
    assert browser.get(address()).status_code == 200
    assert browser.post(address(), {"name": "Fay Fox", "password": LONG}).headers["Location"] == "/"
    fay = User.objects.get(email="fay@example.com")
    assert (fay.name, fay.is_lead, browser.get("/work/").status_code) == ("Fay Fox", False, 200)
    assert [Client().post(address(), {"name": "Eve", "password": LONG}).status_code, User.objects.count()] == [404, 4]


def test_who_is_invited_as_lead_of_an_opening_leads_it(loop, cy, signed_in) -> None:
    signed_in(cy).post("/people/", FAY | {"role": "lead", "opening": loop.opening.uid})
    Client().post(address(), {"name": "Fay", "password": LONG})
    fay = User.objects.get(email="fay@example.com")
    assert (fay.is_lead, leads(fay, loop.opening)) == (True, True)


def test_nobody_is_invited_to_an_opening_that_the_inviting_lead_does_not_lead(loop, eve, signed_in) -> None:
    page = signed_in(eve).post("/people/", FAY | {"role": "lead", "opening": loop.opening.uid})
    assert (list(page.context["form"].errors), Invitation.objects.exists()) == (["opening"], False)
    assert loop.opening.title not in page.content.decode()


@pytest.mark.usefixtures("bo")
def test_an_address_with_an_account_or_an_open_invitation_is_not_invited_twice(cy, signed_in) -> None:
    browser = signed_in(cy)
    browser.post("/people/", FAY)
    said = [browser.post("/people/", FAY | {"email": email}) for email in ("BO@example.com", "fay@Example.com")]
    assert [list(page.context["form"].errors) for page in said] == [["email"], ["email"]]
    assert ("BO@example.com" in said[0].content.decode(), Invitation.objects.count(), len(mail.outbox)) == (True, 1, 1)


def test_an_expired_invitation_opens_again_when_it_is_sent_again(cy, signed_in) -> None:
    signed_in(cy).post("/people/", FAY)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert Client().get(address()).status_code == 404
    signed_in(cy).post(f"/people/invitations/{Invitation.objects.get().uid}/again/")
    assert (Client().get(address()).status_code, len(mail.outbox)) == (200, 2)


def test_a_revoked_invitation_opens_nothing_and_is_not_sent_again(cy, signed_in) -> None:
    browser = signed_in(cy)
    browser.post("/people/", FAY)
    uid = Invitation.objects.get().uid
    browser.post(f"/people/invitations/{uid}/revoke/")
    page = browser.post(f"/people/invitations/{uid}/again/", follow=True)
    assert ("was not invited again" in page.content.decode(), len(mail.outbox)) == (True, 1)
    assert Client().get(address()).status_code == 404


def test_an_invitation_to_somebody_who_got_an_account_meanwhile_opens_nothing(cy, signed_in) -> None:
    signed_in(cy).post("/people/", FAY)
    User.objects.create_user("fay@example.com", LONG, name="Fay")
    assert Client().post(address(), {"name": "Fay", "password": LONG}).status_code == 404
    assert Invitation.objects.get().accepted_at is None


def test_a_mail_that_does_not_go_out_is_said_and_the_invitation_stays(cy, signed_in, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = signed_in(cy).post("/people/", FAY, follow=True)
    assert ("did not go out" in page.content.decode(), Invitation.objects.count()) == (True, 1)


def test_the_trail_names_nobody(cy, signed_in) -> None:
    signed_in(cy).post("/people/", FAY)
    Client().post(address(), {"name": "Fay Fox", "password": LONG})
    told = [f"{entry.verb} {entry.by} {entry.about} {entry.facts}".lower() for entry in AuditEntry.objects.all()]
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["invited", "invitation accepted"]
    assert [line for line in told if "fay" in line or "cy" in line.split(":")[0]] == []


def test_the_people_page_asks_as_often_for_three_as_for_one(cy, signed_in, django_assert_num_queries) -> None:
    browser = signed_in(cy)
    counts = []
    for rows in (1, 3):
        while Invitation.objects.count() < rows:
            number = Invitation.objects.count()
            Invitation.objects.create(email=f"{number}@example.com", invited_by=cy, expires_at=timezone.now())
            User.objects.create_user(f"u{number}@example.com", name=f"U {number}")
        with django_assert_num_queries(5) as asked:
            browser.get("/people/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_token_of_one_invitation_does_not_open_another() -> None:
    made = [Invitation.objects.create(email=f"{n}@example.com", expires_at=timezone.now() + timedelta(1)) for n in "ab"]
    first, second = (invitation_token(one) for one in made)
    swapped = made[1].uid + first[len(made[0].uid) :]
    assert [Client().get(f"/join/{token}/").status_code for token in (first, second, swapped)] == [200, 200, 404]
