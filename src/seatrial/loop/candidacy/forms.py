"""Forms about a candidate, and the candidate's own."""

from decimal import Decimal

from django import forms

from seatrial.loop.forms import Name


class CandidateForm(forms.Form):
    """Who is added to an opening."""

    name = Name(label="Name", max_length=120, help_text="Blind stages show an alias instead.")
    email = forms.EmailField(label="E-mail", help_text="Where the brief goes when you send it.")


class CorrectForm(CandidateForm):
    """What was misspelt, and what stood on the page, so that a second editor is told of the first."""

    was_name = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    was_email = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class AskForm(forms.Form):
    """What the candidate needs so that the work is fair to them."""

    asked = forms.CharField(
        label="What would help?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="More time, breaks, another format, another way of talking. No reasons and no papers are needed.",
    )


class AnswerForm(forms.Form):
    """What a lead grants."""

    granted = forms.CharField(
        label="Your answer",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The candidate reads it.",
    )
    time_factor = forms.DecimalField(
        label="Time for the take-home, times",
        min_value=Decimal(1),
        max_value=Decimal(9),
        max_digits=3,
        decimal_places=1,
        initial=Decimal(1),
        help_text="1 leaves it as it is; 1.5 gives half as much again.",
    )
    untimed = forms.BooleanField(
        label="No clock at all", required=False, help_text="They take the time that they need; nothing is late."
    )
