"""References: two questions, their answers, and how the lead reads them against the candidate's own story."""

from django.conf import settings
from django.db import models

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.identity import new_uid


class Reference(models.Model):
    """One referee's answers, given by link or typed in from a phone call."""

    class Reading(models.TextChoices):
        """What the answers do to the track record."""

        CONFIRMS = "confirms"
        THINNER = "thinner", "thinner than told"
        CONTRADICTS = "contradicts"

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="references")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    relation = models.CharField(max_length=200, blank=True, help_text="how they worked together")
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    consented_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    what_broke = models.TextField(blank=True)
    how_handled = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    typed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reading = models.CharField(max_length=12, choices=Reading.choices, blank=True)
    reading_reason = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("asked_at",)

    def __str__(self) -> str:
        return f"reference {self.uid}"
