"""How forms look: one field, its label, its help and what is wrong with it, close together and tied together.

And the field of a name: what turns the words around it, or cannot be seen, is left out of it.
"""

import unicodedata

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders forms and fields with the loop's own templates."""

    form_template_name = "loop/form.html"
    field_template_name = "loop/field.html"


_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""Some scripts, and some small pictures, are not written without them."""


class Name(forms.CharField):
    """One line that stands in the middle of others' words."""

    def to_python(self, value: str | None) -> str:
        """Return the name without what cannot be seen: marks that turn the reading order, zero-width spaces."""
        seen = (one for one in value or "" if one in _JOINERS or unicodedata.category(one) != "Cf")
        return super().to_python("".join(seen)) or ""
