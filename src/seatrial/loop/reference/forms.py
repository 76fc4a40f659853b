"""What leads and referees type about references."""

from django import forms

from seatrial.loop.forms import Name
from seatrial.loop.reference.models import Reading

MOST_LETTERS = 10_000
WHAT_BROKE = "What broke on something they built?"
HOW_HANDLED = "How did they handle it?"


def _answer(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 6})
    )


class AskForm(forms.Form):
    """Whom to ask."""

    name = Name(max_length=120, label="Name")
    relation = Name(
        max_length=200, label="How they worked together", help_text="For instance: led the team, 2023 to 2025."
    )
    email = forms.EmailField(max_length=254, label="E-mail")


class AnswerForm(forms.Form):
    """The two questions, and the consent that comes first."""

    consent = forms.BooleanField(
        label="I agree that my answers are kept and read as it says above.",
        error_messages={"required": "Without your consent nothing is kept. Tick this, or decline below."},
    )
    what_broke = _answer(WHAT_BROKE, "One thing is enough: what it was, and how it showed.")
    how_handled = _answer(HOW_HANDLED, "What they did, what they said about it, and what they changed.")


class CallForm(forms.Form):
    """A phone call with somebody who was asked before."""

    what_broke = _answer(WHAT_BROKE, "In their words, as closely as you can.")
    how_handled = _answer(HOW_HANDLED, "What the candidate did, said about it, and changed.")
    consent = forms.BooleanField(
        label="I told them what happens with their words, and they agreed.",
        help_text="They are read by the lead, and by the panel at the debrief; kept as long as the candidate's record; "
        "the candidate may ask for a copy without the referee's name.",
        error_messages={"required": "Without their consent nothing is kept."},
    )


class NewCallForm(CallForm):
    """A phone call with somebody who was never asked by mail."""

    name = Name(max_length=120, label="Who you spoke with")
    relation = Name(max_length=200, label="How they worked together")
    field_order = ("name", "relation", "what_broke", "how_handled", "consent")


class ReadingForm(forms.Form):
    """What the answers do to the candidate's own story."""

    says = forms.ChoiceField(
        choices=[(one.value, one.label.capitalize()) for one in Reading.Says],
        label="Against their own story, this",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Because", max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 3}))
    edition = forms.IntegerField(widget=forms.HiddenInput)
