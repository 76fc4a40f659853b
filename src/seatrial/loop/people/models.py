"""Accounts, invitations to them, and signed links for candidates and referees, who have none."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models

from seatrial.loop.identity import new_uid


class UserManager(BaseUserManager["User"]):
    """Creates accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, *, name: str, is_lead: bool = False) -> "User":
        """Create an account; without a password nobody can sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, is_lead=is_lead)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A lead or panelist. What they may see is decided by their seats, opening by opening."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_lead = models.BooleanField(default=False, help_text="may create openings")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        """Return the first word of the name."""
        return str(self).split()[0]


class Invitation(models.Model):
    """An address may make an account, once, by a link that expires."""

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    email = models.EmailField()
    as_lead = models.BooleanField(default=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    opening = models.ForeignKey("loop.Opening", on_delete=models.CASCADE, null=True, related_name="invitations")

    def __str__(self) -> str:
        return f"invitation {self.uid}"


class Link(models.Model):
    """A page without an account: whoever holds the signed address may open it until it expires or is revoked."""

    class Purpose(models.TextChoices):
        """Whose page it opens."""

        CANDIDATE = "candidate"
        REFEREE = "referee"
        FIRST_LEAD = "first lead"
        SIGN_IN = "sign-in"

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    about = models.CharField(max_length=22, db_index=True, help_text="uid of the candidacy, reference or user")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} link {self.uid}"
