"""What people fill in about themselves."""

from django import forms


class Myself(forms.Form):
    """How somebody is called here."""

    name = forms.CharField(
        max_length=120,
        help_text="As your colleagues know you.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
