"""What nobody measured and everybody may assume differently."""

from django import forms

from seatrial.loop.guide.discussion import Assumed


class AssumedForm(forms.Form):
    """The assumptions behind the sums; what is left out stays as it is."""

    questions_a_day = forms.IntegerField(label="Questions a day, today", min_value=1, max_value=10**9, required=False)
    times = forms.IntegerField(label="Times as many tomorrow", min_value=1, max_value=10**6, required=False)
    model_seconds = forms.DecimalField(
        label="Seconds that a real model takes for one call", min_value=0, max_value=600, required=False
    )
    price_in = forms.DecimalField(
        label="Price of a million tokens in, in $", min_value=0, max_value=10**4, required=False
    )
    price_out = forms.DecimalField(
        label="Price of a million tokens out, in $", min_value=0, max_value=10**4, required=False
    )

    @property
    def assumed(self) -> Assumed:
        """The assumptions, ours where none was made."""
        return Assumed(**{name: value for name, value in self.cleaned_data.items() if value is not None})
