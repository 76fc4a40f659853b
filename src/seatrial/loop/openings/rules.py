"""Who sees which opening. Decided in the fetch: what is not in these query sets does not exist for that person."""

from django.db.models import Exists, OuterRef, QuerySet

from seatrial.loop.openings.models import Membership, Opening, Seat, Stage
from seatrial.loop.people.models import User


def led_by(user: User) -> QuerySet[Opening]:
    """Return the openings that this person leads."""
    return Opening.objects.filter(Exists(_leads(user)))


def seen_by(user: User) -> QuerySet[Opening]:
    """Return the openings that this person leads or sits in."""
    seated = Seat.objects.filter(stage__opening=OuterRef("pk"), user=user, removed_at=None)
    return Opening.objects.filter(Exists(_leads(user)) | Exists(seated))


def leads(user: User, opening: Opening) -> bool:
    """Tell whether this person leads that opening."""
    return Membership.objects.filter(user=user, opening=opening, removed_at=None).exists()


def leads_of(opening: Opening) -> QuerySet[User]:
    """Return who leads an opening now."""
    return User.objects.filter(memberships__opening=opening, memberships__removed_at=None).order_by("name", "pk")


def could_lead(opening: Opening) -> QuerySet[User]:
    """Return the leads of this place who do not lead that opening."""
    others = User.objects.filter(is_lead=True, is_active=True)
    return others.exclude(pk__in=leads_of(opening).values("pk")).order_by("name", "pk")


def requests_read_by(user: User) -> QuerySet[Opening]:
    """Return the openings whose requests for more time this person reads: as a lead who does not score, if any is."""
    seated = Seat.objects.filter(stage__opening=OuterRef("pk"), user=user, removed_at=None)
    scores = Seat.objects.filter(stage__opening=OuterRef("opening"), user=OuterRef("user"), removed_at=None)
    leading = Membership.objects.filter(opening=OuterRef("pk"), removed_at=None, user__is_active=True)
    return led_by(user).exclude(Exists(seated) & Exists(leading.exclude(Exists(scores))))


def reads_requests(user: User, opening: Opening) -> bool:
    """Tell whether this person reads the requests for more time of that opening."""
    return requests_read_by(user).filter(pk=opening.pk).exists()


def seats_of(user: User) -> QuerySet[Seat]:
    """Return the seats that this person holds now."""
    return Seat.objects.filter(user=user, removed_at=None)


def panel_of(stage: Stage) -> QuerySet[Seat]:
    """Return the seats of a stage that are held now."""
    return stage.seats.filter(removed_at=None)


def _leads(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(opening=OuterRef("pk"), user=user, removed_at=None)
