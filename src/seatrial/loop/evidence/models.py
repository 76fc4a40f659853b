"""Reports of the bench, as they came."""

from django.db import models

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.identity import new_uid


class Trial(models.Model):
    """One trial of a candidate's submission: the report JSON of the bench, unchanged."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="trials")
    report = models.JSONField()
    finished_at = models.DateTimeField()

    class Meta:
        ordering = ("-finished_at",)

    def __str__(self) -> str:
        return f"trial {self.uid}"
