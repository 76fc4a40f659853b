"""Signing in tells strangers nothing, tires guessers, asks for the second step, and never opens sign-up."""

import re
import secrets

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from seatrial.loop.people.models import User
from tests.loop.conftest import PASSWORD

pytestmark = pytest.mark.django_db


LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def try_in(email: str, password: str = PASSWORD) -> tuple[int, str]:
    page = Client().post("/accounts/login/", {"login": email, "password": password})
    shown = re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", page.content.decode())
    return page.status_code, shown


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(bo) -> None:
    assert try_in(bo.email, "not the password") == try_in("nobody@example.com", "not the password")


def test_a_reset_is_answered_alike_and_mails_only_who_has_an_account(bo) -> None:
    answers = [Client().post("/accounts/password/reset/", {"email": email}) for email in (bo.email, "no@example.com")]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [
        (302, "/accounts/password/reset/done/")
    ] * 2
    assert [message.to for message in mail.outbox] == [[bo.email]]


def test_guessing_is_stopped_after_five_tries_even_with_the_right_password(bo) -> None:
    for _ in range(5):
        try_in(bo.email, secrets.token_hex())
    assert try_in(bo.email)[0] == 200


@pytest.mark.usefixtures("bo")
def test_signing_in_gives_a_new_session() -> None:
    browser = Client()
    session = browser.session
    session["before"] = True
    session.save()
    planted = session.session_key
    browser.post("/accounts/login/", {"login": "BO@example.com", "password": PASSWORD})
    assert (browser.session.session_key != planted, browser.get("/work/").status_code) == (True, 200)


def test_a_new_password_by_mail_signs_out_everywhere_and_the_link_works_once(bo, signed_in) -> None:
    elsewhere, browser = signed_in(bo), Client()
    browser.post("/accounts/password/reset/", {"email": bo.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = browser.get(link).headers["Location"]
    new = "another sentence that is long"
    assert browser.post(form, {"password1": new, "password2": new}).status_code == 302
    assert elsewhere.get("/work/").status_code == 302
    assert "does not open any more" in Client().get(link, follow=True).content.decode()
    assert try_in(bo.email, new)[0] == 302


def test_who_has_two_steps_needs_both_and_a_recovery_code_serves_once(bo) -> None:
    browser = Client()
    browser.post("/accounts/login/", {"login": bo.email, "password": PASSWORD})
    assert browser.get("/accounts/2fa/totp/activate/").headers["Location"].startswith("/accounts/reauthenticate/")
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert browser.post("/accounts/2fa/totp/activate/", {"code": code}).headers["Location"] == "/accounts/2fa/codes/"
    codes = re.findall(
        r"^[a-z0-9]{8,}$", re.sub("<[^>]+>", "\n", browser.get("/accounts/2fa/codes/").content.decode()), re.MULTILINE
    )
    assert len(codes) == 10
    for code, where in ((codes[0], "/"), (codes[0], None)):
        cache.clear()
        guest = Client()
        assert guest.post("/accounts/login/", {"login": bo.email, "password": PASSWORD}).status_code == 302
        assert guest.get("/work/").status_code == 302
        assert guest.post("/accounts/2fa/authenticate/", {"code": code}).headers.get("Location") == where


def test_there_is_no_signing_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert [Client().get(path).status_code for path in ("/accounts/signup/", "/accounts/3rdparty/signup/")] == [
        404,
        404,
    ]
    assert User.objects.count() == 0


def test_password_managers_find_their_fields(bo, signed_in) -> None:
    found = {
        path: re.findall(r'autocomplete="([^"]+)"', browser.get(path).content.decode())
        for path, browser in (
            ("/accounts/login/", Client()),
            ("/accounts/password/change/", signed_in(bo)),
        )
    }
    assert found == {
        "/accounts/login/": ["username", "current-password"],
        "/accounts/password/change/": ["username", "current-password", "new-password", "new-password"],
    }


def guesses(**headers: str) -> list[bool]:
    """Try twelve addresses from one place; tell which tries were stopped."""
    pages = []
    for number in range(12):
        said = {"login": f"somebody{number}@example.com", "password": "not the password"}
        pages.append(Client(headers={name: f"10.0.0.{number}, {ip}" for name, ip in headers.items()}).post(LOGIN, said))
    return ["Too many tries" in page.content.decode() for page in pages]


def test_trying_many_addresses_from_one_place_is_stopped_after_ten() -> None:
    assert guesses() == [False] * 10 + [True] * 2


def test_behind_a_proxy_visitors_are_told_apart_by_what_the_proxy_says_not_by_what_they_claim(settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert guesses(x_forwarded_for="192.0.2.1") == [False] * 10 + [True] * 2
    assert guesses(x_forwarded_for="192.0.2.2")[0] is False


def test_failed_tries_are_counted_in_the_database_for_all_processes(bo) -> None:
    try_in(bo.email, "a wrong password")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM loop_cache")
        assert cursor.fetchone()[0] > 0
