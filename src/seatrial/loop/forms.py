"""How forms look: one field, its label, its help and what is wrong with it, close together and tied together."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders forms and fields with the loop's own templates."""

    form_template_name = "loop/form.html"
    field_template_name = "loop/field.html"
