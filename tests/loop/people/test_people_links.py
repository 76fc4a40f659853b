"""A link opens the page that it was made for, until it expires; whatever else happens to it, it looks the same."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.loop.people.actions import become_first_lead, invite, make_first_lead_link, make_link, revoke_links
from seatrial.loop.people.models import Invitation, Link, User
from seatrial.loop.people.rules import ClosedLink, invitation_token, open_invitation, open_link, token_of

pytestmark = pytest.mark.django_db
LONG = "a sentence that is long"


@pytest.fixture
def link(cy) -> Link:
    return make_link(Link.Purpose.CANDIDATE, cy, by=cy, days=21)


def test_a_link_opens_its_own_kind_of_page_alone(link) -> None:
    assert open_link(token_of(link), Link.Purpose.CANDIDATE) == link
    for purpose in set(Link.Purpose) - {Link.Purpose.CANDIDATE}:
        with pytest.raises(ClosedLink):
            open_link(token_of(link), purpose)


@pytest.mark.parametrize("field", ["revoked_at", "used_at", "expires_at"])
def test_a_link_that_was_revoked_or_used_or_has_expired_opens_nothing(link, field) -> None:
    Link.objects.update(**{field: timezone.now()})
    with pytest.raises(ClosedLink):
        open_link(token_of(link), Link.Purpose.CANDIDATE)


@pytest.mark.usefixtures("link")
def test_revoking_closes_every_link_to_a_record(cy, eve) -> None:
    other = make_link(Link.Purpose.CANDIDATE, eve, by=cy, days=21)
    assert (revoke_links(cy, by=cy), revoke_links(cy, by=cy)) == (1, 0)
    assert open_link(token_of(other), Link.Purpose.CANDIDATE) == other


def test_an_invitation_and_a_link_are_not_taken_for_each_other(link, cy) -> None:
    invitation = invite("fay@example.com", as_lead=True, opening=None, by=cy)
    with pytest.raises(ClosedLink):
        open_invitation(token_of(link))
    with pytest.raises(ClosedLink):
        open_link(invitation_token(invitation), Link.Purpose.CANDIDATE)


@given(data=st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_tampered_token_opens_anything(link, data) -> None:
    good = token_of(link)
    at = data.draw(st.integers(0, len(good)))
    until = data.draw(st.integers(at, len(good)))
    tampered = good[:at] + data.draw(st.text(max_size=30)) + good[until:]
    if tampered != good:
        with pytest.raises(ClosedLink):
            open_link(tampered, Link.Purpose.CANDIDATE)


def test_every_closed_link_gets_the_same_page(cy) -> None:
    good, expired, revoked, accepted = (
        invitation_token(invite(f"{who}@example.com", as_lead=False, opening=None, by=cy)) for who in "abcd"
    )
    now = timezone.now()
    Invitation.objects.filter(email="b@example.com").update(expires_at=now)
    Invitation.objects.filter(email="c@example.com").update(revoked_at=now)
    Invitation.objects.filter(email="d@example.com").update(accepted_at=now)
    pages = [Client().get(f"/join/{token}/") for token in (expired, revoked, accepted, good[:-1], "x", good + "é")]
    shown = {(page.status_code, re.sub(rb'"X-CSRFToken": "[^"]*"', b"", page.content)) for page in pages}
    assert (len(shown), pages[0].status_code) == (1, 404)
    assert (b"example.com" in pages[0].content, Client().get(f"/join/{good}/").status_code) == (False, 200)


def test_the_first_lead_makes_an_account_once_and_is_signed_in() -> None:
    token = token_of(make_first_lead_link())
    said = {"name": "Cy Chen", "email": "Cy@Example.com", "password": LONG}
    browser = Client()
    assert browser.post(f"/first-lead/{token}/", said).headers["Location"] == "/"
    assert User.objects.values_list("name", "email", "is_lead").get() == ("Cy Chen", "cy@example.com", True)
    assert browser.get("/openings/").status_code == 200
    assert Client().post(f"/first-lead/{token}/", said | {"email": "dee@example.com"}).status_code == 404


def test_of_two_who_open_the_first_leads_link_at_once_one_gets_in() -> None:
    link = make_first_lead_link()
    become_first_lead(link, name="Cy", email="cy@example.com", password=LONG)
    with pytest.raises(ClosedLink):
        become_first_lead(link, name="Dee", email="dee@example.com", password=LONG)
    assert User.objects.count() == 1


def test_a_new_first_leads_link_closes_the_one_before_and_none_opens_after_a_day() -> None:
    old, new = token_of(make_first_lead_link()), token_of(make_first_lead_link())
    assert [Client().get(f"/first-lead/{token}/").status_code for token in (old, new)] == [404, 200]
    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(f"/first-lead/{new}/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"password": "short"}, "password", "at least 12 characters"),
        ({"password": "cy@example.com"}, "password", "too similar to the email"),
        ({"email": "nowhere"}, "email", "valid email address"),
        ({"name": ""}, "name", "required"),
    ],
)
def test_a_first_lead_who_fills_in_something_wrong_is_told_why_and_the_link_stays(wrong, field, why) -> None:
    token = token_of(make_first_lead_link())
    page = Client().post(f"/first-lead/{token}/", {"name": "Cy", "email": "cy@example.com", "password": LONG} | wrong)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert why in str(page.context["form"].errors[field])
    assert Client().get(f"/first-lead/{token}/").status_code == 200
