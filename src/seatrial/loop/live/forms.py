"""What is filled in in the room."""

from typing import Any

from django import forms
from django.http import QueryDict

from seatrial.loop.live.models import Prediction
from seatrial.loop.live.rules import Choice

TYPED = "typed"


class PredictionForm(forms.Form):
    """An input of one failure mode, and what the candidate says will come of it."""

    case = forms.ChoiceField(
        label="Input", widget=forms.RadioSelect, error_messages={"required": "Choose an input first."}
    )
    typed = forms.CharField(
        label="Words of your own",
        help_text="Only for the last choice above. Shown, not judged: nobody planted a truth for it.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
        required=False,
    )
    expected = forms.ChoiceField(
        label="What will it do?",
        widget=forms.RadioSelect,
        choices=Prediction.Expected.choices,
        error_messages={"required": "Note what the candidate says, “they do not know” included."},
    )
    words = forms.CharField(
        label="In their words",
        help_text="What they say will come back, and why.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
        required=False,
    )

    def __init__(self, offered: list[Choice], data: QueryDict | None = None) -> None:
        """Offer these inputs, and one of the room's own."""
        super().__init__(data)
        self._offered = offered
        dealt = [(one.case, one.shown) for one in offered if not one.used]
        self.fields["case"].choices = [*dealt, (TYPED, "Words of your own, below")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the words when words are to be put; turn the choice into a case."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("case") != TYPED:
            if cleaned.get("case") and cleaned.get("typed"):
                self.add_error("typed", "Choose “Words of your own” above to ask this, or take it out.")
        elif not cleaned.get("typed"):
            self.add_error("typed", "Type what is to be asked.")
        else:
            cleaned["case"] = self._offered[0].case
        return cleaned
