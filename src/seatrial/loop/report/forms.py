"""What is typed beside a report."""

from collections.abc import Mapping

from django import forms

from seatrial.loop.report.citing import Citable
from seatrial.loop.scorecard.forms import Words


class CiteForm(forms.Form):
    """Into which field a place is cited, and what it shows."""

    field = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is evidence for.", "invalid_choice": "Choose one of these."},
    )
    words = Words(required=False, max_length=5_000, label="What it shows", widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, among: list[Citable], data: Mapping[str, str] | None, *, chosen: str) -> None:
        super().__init__(data, initial={"field": chosen})
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.stage.title, one.choices()) for one in among]


class CitationForm(forms.Form):
    """What a cited place shows, said anew."""

    words = Words(required=False, max_length=5_000, label="What it shows", widget=forms.Textarea(attrs={"rows": 3}))
