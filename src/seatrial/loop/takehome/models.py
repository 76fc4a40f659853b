"""The take-home of one opening: which family and world, how long, what is allowed, what happens with the work."""

from django.conf import settings
from django.db import models

from seatrial.loop.identity import new_uid


class TakeHome(models.Model):
    """What a candidate of an opening is asked to build, and the statements its brief must make."""

    class Family(models.TextChoices):
        """The families of tasks that the bench knows."""

        DOCQA = "docqa", "Answer questions from documents"

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    family = models.CharField(max_length=16, choices=Family.choices, default=Family.DOCQA)
    seed = models.PositiveIntegerField(help_text="which world; the candidate's kit is of another")
    budget_hours = models.DecimalField(max_digits=3, decimal_places=1, default=3)
    task = models.TextField(help_text="what to build, in the candidate's words")
    looked_for = models.TextField(
        help_text="that we care less about the demo than about how it handles the ways it can fail"
    )
    ai_policy = models.TextField(help_text="what AI help is allowed")
    work_policy = models.TextField(help_text="what happens with the work")
    briefs_sent = models.PositiveIntegerField(default=0, help_text="stays when a candidate is erased")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("family", "seed")),)

    def __str__(self) -> str:
        return f"{self.family}, world {self.seed}"


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
