"""What is typed when a loop ends."""

from collections.abc import Collection, Mapping, Sequence

from django import forms
from django.utils import timezone

from seatrial.loop.decision.actions import PlannedGap
from seatrial.loop.decision.models import Decision
from seatrial.loop.decision.outcome import GapLine
from seatrial.loop.rubric.arithmetic import Judgement

_LONG = 20_000


def _text(label: str, *, rows: int, required: bool = True, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=_LONG, required=required, help_text=help_text, widget=widget)


class DecisionForm(forms.Form):
    """The outcome with its reasons; `seen` is the decision that stood on the page."""

    outcome = forms.ChoiceField(label="Outcome", widget=forms.RadioSelect)
    reasons = _text(
        "Reasons", rows=5, help_text="What you rest the decision on. Read by everybody who was at the debrief."
    )
    departure = _text(
        "Why not what the rubric came to",
        rows=3,
        required=False,
        help_text="Needed where the outcome departs from the rubric’s; kept with the decision.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, outcomes: Collection[Decision.Outcome], data: Mapping[str, str] | None = None, *, seen: str = ""
    ) -> None:
        super().__init__(data, initial={"seen": seen, "outcome": next(iter(outcomes)) if len(outcomes) == 1 else None})
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = [(one.value, one.label.capitalize()) for one in outcomes]


class GapForm(forms.Form):
    """One judgement's line of a growth plan; empty, or whole."""

    gap = _text("Gap that was seen", rows=3, required=False)
    closed_by = _text("How it is closed", rows=3, required=False)
    due = forms.DateField(label="By when", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.CharField(label="Who sees to it", max_length=120, required=False)

    def __init__(self, judgement: Judgement, data: Mapping[str, str] | None, proposed: GapLine | None) -> None:
        initial = {"gap": proposed.gap, "closed_by": proposed.closed_by} if proposed else {}
        super().__init__(data, prefix=judgement.value, initial=initial)
        self.judgement = judgement

    @property
    def is_used(self) -> bool:
        """Tell whether anything was typed into the line."""
        return any(self.data.get(self.add_prefix(name), "").strip() for name in self.fields)

    def clean_due(self) -> object:
        """Refuse a day that has passed."""
        due = self.cleaned_data["due"]
        if due and due < timezone.now().date():
            raise forms.ValidationError("This day has passed.")
        return due

    def clean(self) -> None:
        """Ask for the rest of a line that was begun."""
        if not self.is_used:
            return
        for name in self.fields:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, "Fill this in, or empty the whole line.")

    @property
    def planned(self) -> PlannedGap:
        """Return the line; only of a valid form that is used."""
        return PlannedGap(self.judgement.value, **self.cleaned_data)


def gap_forms(proposed: Sequence[GapLine], data: Mapping[str, str] | None = None) -> list[GapForm]:
    """Return one line for each of the four judgements, the weakest ones filled in."""
    lines = {one.judgement: one for one in proposed}
    return [GapForm(judgement, data, lines.get(judgement)) for judgement in Judgement]


class DissentForm(forms.Form):
    """Somebody disagrees."""

    words = _text("What you would have decided, and why", rows=4)


class LetterForm(forms.Form):
    """The letter; `edition` is the one that was on the page."""

    text = _text("Letter", rows=24)
    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
