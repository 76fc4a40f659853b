"""What was handed in, the runs of it that the workers owe, and the reports of the bench, as they came."""

from django.db import models

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.identity import new_uid
from seatrial.loop.openings.models import Stage


class Submission(models.Model):
    """One archive that a candidate sent. It is on disk, under its uid in the data folder, before this row exists."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="submissions")
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(auto_now_add=True)
    late = models.BooleanField(default=False)
    handed_in_at = models.DateTimeField(null=True, help_text="the candidate said: this one")

    class Meta:
        ordering = ("-received_at",)

    def __str__(self) -> str:
        return f"submission {self.uid}"


class Evening(models.Model):
    """A candidate's time with the take-home: their own two worlds, and a clock that is theirs and can be paused.

    Times are kept here, on the server; seconds paused are whole. Late work is marked, never refused.
    """

    candidacy = models.OneToOneField(Candidacy, on_delete=models.CASCADE, related_name="evening")
    kit_seed = models.PositiveIntegerField(help_text="the world of the kit and of the check")
    seed = models.PositiveIntegerField(unique=True, help_text="the world of the trial")
    task = models.CharField(max_length=64, blank=True, help_text="digest of what was asked, as in the ledger")
    budget_hours = models.DecimalField(max_digits=3, decimal_places=1, help_text="as the brief said")
    time_factor = models.DecimalField(
        max_digits=3,
        decimal_places=1,
        default=1,
        null=True,
        help_text="granted, when handed in; null: the clock lifted",
    )
    consented_at = models.DateTimeField()
    started_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_seconds = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    told_minutes = models.PositiveIntegerField(null=True, help_text="how long it really took, as the candidate says")

    def __str__(self) -> str:
        return f"evening of {self.candidacy}"


class Run(models.Model):
    """Work that a worker owes: claimed by lease, so that the work of a dead worker is taken over.

    `claim` is a fresh word of whoever holds it; only the holder can finish it, so a run is finished once.
    """

    class Kind(models.TextChoices):
        """What is run."""

        CHECK = "check", "pre-check"
        TRIAL = "trial"
        LIVE = "live", "live session"

    class State(models.TextChoices):
        """Where it stands. Refused: the submission cannot be run, in words for its sender. Broke: our failure."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        BROKE = "broke"
        CANCELLED = "cancelled"

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    seed = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    priority = models.SmallIntegerField(default=0, help_text="lower goes first")
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=22, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    doing = models.CharField(max_length=120, blank=True)
    cases_done = models.PositiveIntegerField(default=0)
    cases_total = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True, help_text="what came of it, for the sender (refused) or the lead (broke)")
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-queued_at",)
        indexes = (models.Index(fields=("state", "priority", "queued_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("submission",),
                condition=models.Q(kind="live", state__in=("waiting", "running")),
                name="one_open_session",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} run {self.uid}"


class Trial(models.Model):
    """One trial of a candidate's submission: the report JSON of the bench, unchanged.

    As a candidacy, it has an address of its own for blind stages.
    """

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    blind_uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="trials")
    run = models.OneToOneField(Run, on_delete=models.CASCADE, null=True, related_name="trial")
    report = models.JSONField()
    finished_at = models.DateTimeField()
    chosen_at = models.DateTimeField(null=True, help_text="the lead said: graders see this one (else the first)")

    class Meta:
        ordering = ("-finished_at",)

    def __str__(self) -> str:
        return f"trial {self.uid}"

    def uid_in(self, stage: Stage) -> str:
        """Return what stands for this trial in the addresses of a stage."""
        return self.blind_uid if stage.blind else self.uid


class Comparison(models.Model):
    """What of a submission stands in the starter kit, and with how many others it was compared. A fact, no verdict."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="comparison")
    claim = models.CharField(max_length=22)
    claimed_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=1)
    finished_at = models.DateTimeField(null=True)
    from_starter = models.FloatField(null=True, help_text="share of its tokens; null: it could not be read")
    compared = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"comparison of {self.submission}"


class Likeness(models.Model):
    """What two submissions share beyond the starter kit: shares of each one's own part, and passages of both."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="likenesses_of_later")
    share = models.FloatField()
    other_share = models.FloatField()
    passages = models.JSONField()

    class Meta:
        ordering = ("-share",)
        constraints = (models.UniqueConstraint(fields=("submission", "other"), name="two_are_compared_once"),)

    def __str__(self) -> str:
        return f"{self.submission} beside {self.other}"
