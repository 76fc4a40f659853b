"""Versions of the standard. A version is never edited: a change is a new version with its owner, date and reason."""

from django.conf import settings
from django.db import models

from seatrial.loop.identity import new_uid
from seatrial.loop.rubric.arithmetic import Rubric
from seatrial.loop.rubric.stored import rubric_from


class RubricVersion(models.Model):
    """One version of a rubric; versions of one rubric share `family`."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    family = models.CharField(max_length=22, default=new_uid, db_index=True)
    name = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rubric_versions")
    made_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()
    origin = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="derived",
        help_text="of another rubric, begun from it",
    )
    content = models.JSONField(help_text="criteria with anchors and weights, and the bar")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("family", "number"), name="one_number_per_rubric"),)
        ordering = ("family", "number")

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"

    @property
    def rubric(self) -> Rubric:
        """Return the rubric as a value that the arithmetic takes."""
        return rubric_from(self.content)
