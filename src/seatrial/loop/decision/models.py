"""Decisions with their reasons, dissent and plan; superseded, never edited. Letters to the candidate."""

from django.conf import settings
from django.db import models

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.identity import new_uid


class Decision(models.Model):
    """What people decided, beside what the arithmetic said at that moment."""

    class Outcome(models.TextChoices):
        """The three ways in which a loop ends."""

        HIRE = "hire"
        GROW = "grow", "hire to grow"
        DECLINE = "decline"

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reasons = models.TextField()
    departure = models.TextField(blank=True, help_text="why the outcome is not what the rubric came to")
    arithmetic = models.JSONField(help_text="bar, mechanical and after-discussion score when it was made")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField(auto_now_add=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    taken_back_at = models.DateTimeField(null=True, help_text="a decline without any scorecard: they went on")
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("decided_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("candidacy",), condition=models.Q(supersedes=None), name="one_first_decision"
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome} decision {self.uid}"


class Gap(models.Model):
    """One line of a growth plan: which judgement lacks what, how it is closed, by when, with whom."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="gaps")
    judgement = models.CharField(max_length=20)
    gap = models.TextField()
    closed_by = models.TextField()
    due = models.DateField()
    who = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"gap in {self.judgement}"


class Dissent(models.Model):
    """Somebody of the panel disagrees, in their own words."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="dissents")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"dissent {self.uid}"


class Letter(models.Model):
    """What the candidate is told; a draft until it is sent."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="letter")
    text = models.TextField()
    edition = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"letter {self.uid}"
