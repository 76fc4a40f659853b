"""Scorecards, what stands in them, what was changed after the debrief, flags, and who looked early."""

from django.conf import settings
from django.db import models

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.models import Trial
from seatrial.loop.identity import new_uid
from seatrial.loop.openings.models import Stage
from seatrial.loop.rubric.models import RubricVersion


class Scorecard(models.Model):
    """One panelist's view of one candidate in one stage. `edition` counts saves; sealed, it never changes again."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="scorecards")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="scorecards")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scorecards")
    rubric_version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="scorecards")
    opened_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True)
    seal = models.CharField(max_length=64, blank=True, help_text="keyed hash over what was sealed")
    void_at = models.DateTimeField(null=True, help_text="its author left the panel before sealing it")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("candidacy", "stage", "author"), name="one_scorecard_per_panelist"),
        )
        indexes = (models.Index(fields=("author", "sealed_at")),)

    def __str__(self) -> str:
        return f"scorecard {self.uid}"


class Entry(models.Model):
    """One field of a scorecard: a level on a criterion (take-home) or a choice and words (other stages)."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="entries")
    field = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(null=True)
    choice = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    evidence = models.JSONField(
        default=list, help_text='[{"kind": "case" | "quote" | "code", "where": str, "words": str}]'
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scorecard", "field"), name="one_entry_per_field"),)

    def __str__(self) -> str:
        return f"{self.field} of {self.scorecard}"


class Citations(models.Manager["Citation"]):
    """Citations come with their trial and without its report, which is large."""

    def get_queryset(self) -> models.QuerySet["Citation"]:
        """Return them all."""
        return super().get_queryset().select_related("trial").defer("trial__report")


class Citation(models.Model):
    """A place of a trial's report that a field rests on; beside the entries, so that citing is in no writer's way."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="citations")
    field = models.CharField(max_length=40)
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="citations")
    place = models.CharField(max_length=120, help_text="as case:SLUG/N; see the report's links")
    title = models.CharField(max_length=200, help_text="the place in words of ours")
    words = models.TextField(blank=True, help_text="what it shows")
    at = models.DateTimeField(auto_now_add=True)
    objects = Citations()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("scorecard", "field", "trial", "place"), name="a_place_is_cited_once"),
        )

    def __str__(self) -> str:
        return f"citation {self.uid}"


class Tick(models.Model):
    """What a panelist reads in the candidate's notes about one failure mode. Sealed and opened with their scorecard."""

    class Stand(models.TextChoices):
        """What the notes say of the mode."""

        HANDLED = "handled", "named and handled"
        LEFT = "left", "named and left"
        NOT_NAMED = "not_named", "not named"

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="ticks")
    mode = models.CharField(max_length=60)
    stand = models.CharField(max_length=10, choices=Stand.choices)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scorecard", "mode"), name="one_tick_per_mode"),)

    def __str__(self) -> str:
        return f"{self.mode}: {self.stand}"


class Amendment(models.Model):
    """A level that was changed after discussion. The first one stays in its entry."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="amendments")
    level = models.PositiveSmallIntegerField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"amendment {self.uid}"


class Flag(models.Model):
    """Something that was said and matters, in the words in which it was said. Never turned into points."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="flags")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=40)
    words = models.TextField()
    prompted = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="flags")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.kind} flag {self.uid}"


class EarlyOpening(models.Model):
    """A lead looked at sealed scorecards before the panel was complete, for a reason; they cannot score it any more."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="early_openings")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="early_openings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="early_openings")
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("candidacy", "stage", "by"), name="one_early_opening_per_person"),
        )

    def __str__(self) -> str:
        return f"early opening {self.uid}"
