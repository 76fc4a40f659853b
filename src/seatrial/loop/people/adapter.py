"""How allauth makes accounts here: not at all, except from an invitation."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up by themselves: the invitation's own page makes the account."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This address and this password do not go together.",
        "too_many_login_attempts": "Too many tries. Wait five minutes and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep the sign-up page closed."""
        del request
        return False


class ByInvitationElsewhere(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """The same for a company's own identity provider: it signs in whom we know."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Keep the sign-up page closed."""
        del request, sociallogin
        return False
