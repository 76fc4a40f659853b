"""The loop as one Django app whose folders are the nouns of hiring."""

from django.apps import AppConfig


class LoopConfig(AppConfig):
    """One app, so that there is one line of migrations."""

    name = "seatrial.loop"
    label = "loop"
    default_auto_field = "django.db.models.BigAutoField"
