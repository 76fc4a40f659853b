"""What a candidate fills in during their evening."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from seatrial.intake.limits import MB, Limits


class BeginForm(forms.Form):
    """Consent before the clock starts."""

    agreed = forms.BooleanField(
        label="I have read the brief: what AI help is allowed, and what happens with my work",
        error_messages={"required": "Please read the brief first, and tick this when you agree."},
    )


class SendForm(forms.Form):
    """One archive."""

    archive = forms.FileField(
        label="Your feature, as a zip, tar.gz or git bundle",
        help_text=f"The folder with seatrial.toml, up to {Limits().archive // MB} MB, without environments or keys. "
        "A bundle is made with: git bundle create feature.bundle HEAD. Only the files of its last commit are taken.",
        error_messages={"required": "Choose a file first.", "empty": "That file is empty. Choose another one."},
    )

    def clean_archive(self) -> "UploadedFile[bytes]":
        """Refuse what is too large before it is kept."""
        archive: UploadedFile[bytes] = self.cleaned_data["archive"]
        if (archive.size or 0) > Limits().archive:
            raise forms.ValidationError(
                f"That file has {(archive.size or 0) / MB:.0f} MB; at most {Limits().archive // MB} MB are taken. "
                "Leave out environments, models and data."
            )
        return archive


class HandInForm(forms.Form):
    """How long it really took; asked so that the task can be made shorter, never to judge anybody."""

    hours = forms.DecimalField(
        label="How many hours did it really take?",
        help_text="Honest numbers help to keep this to an evening. Nobody who scores your work sees yours.",
        min_value=0,
        max_value=200,
        decimal_places=1,
        error_messages={"required": "A rough number will do."},
    )
