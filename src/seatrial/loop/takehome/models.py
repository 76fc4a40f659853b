"""The take-home of one opening: how long, what is allowed, what happens with the work; and where it was used."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils import timezone

from seatrial.loop.identity import new_uid


class TakeHome(models.Model):
    """What a candidate of an opening is asked to build, and the statements its brief must make."""

    class Family(models.TextChoices):
        """The families of tasks that the bench knows."""

        DOCQA = "docqa", "Answer questions from documents"

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    family = models.CharField(max_length=16, choices=Family.choices, default=Family.DOCQA)
    budget_hours = models.DecimalField(max_digits=3, decimal_places=1, default=Decimal(3))
    task = models.TextField(help_text="what to build, in the candidate's words")
    looked_for = models.TextField(
        help_text="that we care less about the demo than about how it handles the ways it can fail"
    )
    ai_policy = models.TextField(help_text="what AI help is allowed")
    work_policy = models.TextField(help_text="what happens with the work")
    shows_report = models.BooleanField(default=False, help_text="candidates may read their own trial's report")
    most_briefs = models.PositiveIntegerField(default=40, help_text="then this task has been sent often enough")
    most_months = models.PositiveIntegerField(default=12, help_text="then this task has been about for long enough")
    paced_minutes = models.PositiveIntegerField(null=True, help_text="what it really takes, while that is too long")
    paced_count = models.PositiveIntegerField(default=0, help_text="how many evenings say so")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.family} take-home"


class Use(models.Model):
    """One line of the ledger: a task was sent, or a world was dealt. It names nobody and outlives who got it."""

    class Purpose(models.TextChoices):
        """What it was used for. A brief is of no world."""

        BRIEF = "brief"
        KIT = "kit"
        TRIAL = "trial"
        LIVE = "live"

    takehome = models.ForeignKey(TakeHome, on_delete=models.PROTECT, related_name="uses")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    family = models.CharField(max_length=16)
    task = models.CharField(max_length=64, help_text="digest of the family and of what was asked")
    seed = models.PositiveIntegerField(null=True)
    candidate = models.CharField(max_length=22, help_text="the random uid of the candidacy")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("task", "purpose")),)
        constraints = (models.UniqueConstraint(fields=("family", "seed"), name="a_world_is_dealt_once"),)

    def __str__(self) -> str:
        return f"{self.purpose} of {self.candidate}"


class OverruledFinding(models.Model):
    """Somebody read what a check found in the brief and sent it all the same, for a reason."""

    takehome = models.ForeignKey(TakeHome, on_delete=models.CASCADE, related_name="overruled")
    rule = models.CharField(max_length=40)
    words = models.TextField(help_text="the words that triggered it")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.rule} overruled"
