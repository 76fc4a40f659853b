"""What was predicted, and what came of it."""

from django.conf import settings
from django.db import models

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.models import Run
from seatrial.loop.identity import new_uid
from seatrial.loop.openings.models import Stage


class Prediction(models.Model):
    """One prediction and its case: noted before it is run, run once, and kept as it is ever after.

    `case` names what was dealt of a failure mode; with `typed` the words were made up in the room, and are not judged.
    """

    class Expected(models.TextChoices):
        """What the candidate says that their feature will do."""

        HELD = "held", "It holds: the right answer, or an honest “no” where there is none"
        DEGRADED = "degraded", "It degrades honestly: it says no although the answer could be had"
        LOUD = "loud", "It fails loudly: an error, a crash, a wait without end"
        SILENT = "silent", "It fails silently: something wrong that looks right"
        UNKNOWN = "unknown", "They do not know"

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="predictions")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="predictions")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="predictions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    mode = models.CharField(max_length=60)
    case = models.CharField(max_length=80)
    typed = models.TextField(blank=True, help_text="an input of the room's own; empty for a dealt case")
    shown = models.TextField(help_text="the input as it was shown when it was chosen")
    expected = models.CharField(max_length=10, choices=Expected.choices)
    words = models.TextField(blank=True, help_text="what the candidate said, in their words")
    ran_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True, help_text="the case as a report holds it")

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("run", "case"), condition=models.Q(typed=""), name="one_prediction_a_case"),
        )

    def __str__(self) -> str:
        return f"prediction {self.uid}"
