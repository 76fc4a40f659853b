"""One person in one opening: where they stand, what was sent, what was asked for."""

from django.conf import settings
from django.db import models

from seatrial.loop.identity import new_uid
from seatrial.loop.openings.models import Opening, Stage
from seatrial.loop.rubric.models import RubricVersion


class Candidacy(models.Model):
    """Somebody who applied. `alias` is what a blind stage shows; `rubric_version` stays from the first scorecard on.

    Where the alias stands, `blind_uid` stands in the address: by no address do the alias and the name meet.
    """

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    blind_uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="candidacies")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    alias = models.CharField(max_length=40, help_text="a random name that tells nothing")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="candidacies")
    rubric_version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, null=True, related_name="candidacies")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, help_text="a decision was made")
    keep_until = models.DateField(null=True, help_text="then what is personal is erased")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("opening", "stage")),)
        constraints = (
            models.UniqueConstraint(fields=("opening", "alias"), name="one_alias_per_opening"),
            models.UniqueConstraint(
                fields=("opening", "email"), condition=~models.Q(email=""), name="one_candidacy_per_address"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.alias

    def uid_in(self, stage: Stage) -> str:
        """Return what stands for this person in the addresses of a stage."""
        return self.blind_uid if stage.blind else self.uid

    @property
    def is_active(self) -> bool:
        """Tell whether the loop still goes on for this person."""
        return self.withdrawn_at is None and self.closed_at is None and self.erased_at is None


class Passage(models.Model):
    """A candidate in a stage: begun once, finished once."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="passages")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="passages")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("stage__position",)
        constraints = (models.UniqueConstraint(fields=("candidacy", "stage"), name="a_stage_starts_once"),)

    def __str__(self) -> str:
        return f"{self.candidacy} in {self.stage}"


class SentBrief(models.Model):
    """What the candidate was told, word for word."""

    candidacy = models.OneToOneField(Candidacy, on_delete=models.CASCADE, related_name="sent_brief")
    text = models.TextField()
    task = models.CharField(max_length=64, blank=True, help_text="digest of what was asked, as in the ledger")
    budget_hours = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"brief of {self.candidacy}"


class Accommodation(models.Model):
    """More time or another format: asked for by the candidate, seen by leads only, never by who scores."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="accommodations")
    asked = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    granted = models.TextField(blank=True)
    time_factor = models.DecimalField(max_digits=3, decimal_places=1, default=1)
    untimed = models.BooleanField(default=False, help_text="the clock is lifted")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"accommodation {self.uid}"
