"""What people fill in about themselves and about whom they invite; allauth's forms in our words."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from django import forms
from django.contrib.auth import password_validation

from seatrial.loop.forms import Name
from seatrial.loop.people.models import User

_LABELS = {
    "login": "E-mail",
    "email": "E-mail",
    "oldpassword": "Your password now",
    "password1": "New password",
    "password2": "New password, once more",
}
HOW_LONG = "At least 12 characters. A sentence is easier to keep than a riddle."
_NAME = {"autocomplete": "name"}
_NEW = {"autocomplete": "new-password"}


class Myself(forms.Form):
    """How somebody is called here."""

    name = Name(max_length=120, help_text="As your colleagues know you.", widget=forms.TextInput(attrs=_NAME))


class NewAccount(forms.Form):
    """A name and a password, for somebody whose address is known."""

    name = Name(max_length=120, help_text="As your colleagues know you.", widget=forms.TextInput(attrs=_NAME))
    password = forms.CharField(
        strip=False,
        help_text=HOW_LONG,
        widget=forms.PasswordInput(attrs=_NEW),
    )

    def clean(self) -> dict[str, Any]:
        """Weigh the password against the name and address that go with it."""
        said = super().clean() or {}
        if "password" in said:
            person = User(name=said.get("name", ""), email=said.get("email") or self.initial.get("email", ""))
            try:
                password_validation.validate_password(said["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return said


class FirstLead(NewAccount):
    """The account of whoever starts all this."""

    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    field_order = ("name", "email", "password")


class Invite(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(
        choices=(
            ("panelist", "Panelist: scores where a lead seats them, and sees nothing else"),
            ("lead", "Lead: creates openings and invites people"),
        ),
        initial="panelist",
        widget=forms.RadioSelect,
        label="As",
    )
    opening = forms.ChoiceField(
        required=False,
        help_text="A panelist is told what it is about; a lead will lead it with you.",
        label="For the opening",
    )

    def __init__(self, *args: Any, openings: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401  -- as Django's own
        """Offer these openings, title by uid."""
        super().__init__(*args, **kwargs)
        choice = self.fields["opening"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "none in particular"), *openings.items()]


class InOurWords:
    """Labels of ours over allauth's fields, and no placeholders, which vanish when one types."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- as Django's own
        """Rename what allauth made."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.help_text = HOW_LONG if name == "password1" else ""


class SignIn(InOurWords, account.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- as Django's own
        """Let password managers know what the address is."""
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class AskForReset(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]  # as above
    """An address."""


class Reset(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]  # as above
    """A new password, by a link."""


class ChangePassword(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]  # as above
    """A new password for an old."""


class SetPassword(InOurWords, account.SetPasswordForm):  # type: ignore[misc]  # as above
    """A first password."""


class ProveAgain(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]  # as above
    """The password once more."""
