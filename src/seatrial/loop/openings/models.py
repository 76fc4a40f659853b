"""Openings, their stages in order, and who sits where."""

from django.conf import settings
from django.db import models

from seatrial.loop.identity import new_uid
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.takehome.models import TakeHome


class Opening(models.Model):
    """A role to be filled by one loop. `edition` counts changes, so that a second editor is told of the first."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True, help_text="the role in a few sentences")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_openings", help_text="of the standard"
    )
    rubric_version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="openings")
    takehome = models.OneToOneField(TakeHome, on_delete=models.PROTECT, related_name="opening")
    general_rounds_reason = models.TextField(blank=True, help_text="why there is a third general round")
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, help_text="set when the set-up is finished")
    closed_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.title


class Stage(models.Model):
    """One step of a loop with its guide. Who sits in it is a Seat."""

    class Kind(models.TextChoices):
        """The four stages of the spine, and general software rounds beside them."""

        SCREEN = "screen"
        TAKEHOME = "takehome", "Take-home"
        REVIEW = "review"
        DISCUSSION = "discussion"
        GENERAL = "general", "General round"

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    minutes = models.PositiveIntegerField(help_text="of the candidate's time; the take-home counts by its budget")
    blind = models.BooleanField(default=False, help_text="panelists see no name here")
    reliability_first = models.BooleanField(default=True, help_text="score reliability before engineering")
    guide = models.JSONField(default=dict, help_text="what to ask, why, what good sounds like, follow-ups")

    class Meta:
        ordering = ("opening", "position")
        constraints = (models.UniqueConstraint(fields=("opening", "position"), name="one_stage_per_position"),)

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """Somebody leads an opening. Panelists are members by their seats."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("opening", "user"), condition=models.Q(removed_at=None), name="one_membership"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} leads {self.opening}"


class Seat(models.Model):
    """A panelist scores a stage of every candidate. A seat that is left stays in the record."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("stage", "user"), condition=models.Q(removed_at=None), name="one_seat"),
        )

    def __str__(self) -> str:
        return f"{self.user} in {self.stage}"
