"""The audit trail: one row per act, each holding the hash of the one before."""

from django.db import models


class AuditEntry(models.Model):
    """Somebody did something to a record. Records go by their random uid; there is no personal text in a row."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    by = models.CharField(max_length=80, help_text="kind:uid of who did it, or system")
    about = models.CharField(max_length=80, db_index=True, help_text="kind:uid of the record")
    facts = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.about}"
