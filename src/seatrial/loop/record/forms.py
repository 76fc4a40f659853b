"""The two forms of the page that erases: tick that it is for good, or name the day."""

from django import forms
from django.utils import timezone


class EraseForm(forms.Form):
    """Somebody has read what will happen."""

    understood = forms.BooleanField(label="I have read what goes, and that nothing brings it back")


class KeepForm(forms.Form):
    """Until when."""

    day = forms.DateField(label="Keep until", widget=forms.DateInput(attrs={"type": "date"}))

    def clean_day(self) -> object:
        """Refuse a day that is over: who wants that, erases now."""
        day = self.cleaned_data["day"]
        if day < timezone.now().date():
            raise forms.ValidationError("This day is over. Choose a later one, or erase now.")
        return day
