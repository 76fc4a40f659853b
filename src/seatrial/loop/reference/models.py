"""References: two questions, their answers, and how the lead reads them against the candidate's own story."""

from django.conf import settings
from django.db import models

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.identity import new_uid


class Reference(models.Model):
    """One referee's answers, given by link or typed in from a phone call. `edition` counts its readings."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked"
        ANSWERED = "answered"
        DECLINED = "declined"
        REVOKED = "revoked"

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="references")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    relation = models.CharField(max_length=200, blank=True, help_text="how they worked together")
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mailed_at = models.DateTimeField(null=True, help_text="when the last mail went out; empty while one is owed")
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    consented_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    what_broke = models.TextField(blank=True)
    how_handled = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    typed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("candidacy", "email"),
                condition=models.Q(revoked_at=None) & ~models.Q(email=""),
                name="one_reference_per_address",
            ),
        )

    def __str__(self) -> str:
        return f"reference {self.uid}"

    @property
    def state(self) -> State:
        """Say where it stands."""
        if self.answered_at:
            return self.State.ANSWERED
        if self.declined_at:
            return self.State.DECLINED
        return self.State.REVOKED if self.revoked_at else self.State.ASKED


class Reading(models.Model):
    """What a lead makes of a reference beside the candidate's own story. A change of mind is one more reading."""

    class Says(models.TextChoices):
        """What the answers do to the track record."""

        CONFIRMS = "confirms"
        THINNER = "thinner", "thinner than told"
        CONTRADICTS = "contradicts"

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    reference = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="readings")
    says = models.CharField(max_length=12, choices=Says.choices)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"reading {self.uid}"
