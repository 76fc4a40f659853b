"""What moves a candidate through a loop. Only an active candidate moves; each act happens once, however often asked."""

from datetime import datetime
from decimal import Decimal
from random import SystemRandom

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from seatrial.loop.audit.actions import record
from seatrial.loop.candidacy.aliases import alias
from seatrial.loop.candidacy.models import Accommodation, Candidacy, Passage, SentBrief
from seatrial.loop.candidacy.rules import kept_after, next_stage
from seatrial.loop.openings.models import Opening, Stage
from seatrial.loop.people.actions import make_link, revoke_links
from seatrial.loop.people.models import Link, User
from seatrial.loop.takehome.actions import note_sent
from seatrial.loop.takehome.rules import brief_of, checked, task_of

LINK_DAYS = 60
_DRAWS = 50


class CorrectedMeanwhile(Exception):
    """Somebody corrected the name or the address since the page was shown, or the candidate was erased."""


class OpeningNotOpen(Exception):
    """The set-up is not finished, or the opening takes no more candidates."""


class AlreadyACandidate(Exception):
    """Somebody with this address is in this opening already."""


class NotActive(Exception):
    """The candidate has withdrawn, or the loop is over for them."""


class BriefNotReady(Exception):
    """The brief lacks a statement, or something found in it was not overruled."""


class AlreadySent(Exception):
    """The brief went out before; what was sent stays as it was."""


class AlreadyStarted(Exception):
    """The stage was begun before, at `at`; that time stands."""

    def __init__(self, at: datetime) -> None:
        super().__init__(f"started at {at.isoformat()}")
        self.at = at


class NotHere(Exception):
    """The candidate is not in that stage (any more), or has not begun it, or has finished it."""


class CannotReopen(Exception):
    """Only a withdrawal can be taken back, and only while the opening takes candidates."""


class AlreadyAnswered(Exception):
    """Somebody answered this request before."""


@transaction.atomic
def add_candidate(opening: Opening, *, name: str, email: str, by: User) -> Candidacy:
    """Put somebody at the start of the loop, under an alias that tells nothing."""
    if opening.opened_at is None or opening.closed_at is not None:
        raise OpeningNotOpen
    email = email.strip().lower()
    if email and opening.candidacies.filter(email=email).exists():
        raise AlreadyACandidate
    first = opening.stages.order_by("position").first()
    dice = SystemRandom()
    for _ in range(_DRAWS):
        drawn = alias(dice)
        if opening.candidacies.filter(alias=drawn).exists():
            continue
        try:
            with transaction.atomic():
                made = Candidacy.objects.create(opening=opening, name=name, email=email, alias=drawn, stage=first)
        except IntegrityError as error:
            if email and opening.candidacies.filter(email=email).exists():
                raise AlreadyACandidate from error
            continue
        record("candidate added", by=by, about=made, opening=opening.uid)
        return made
    raise AssertionError(f"no free alias in {_DRAWS} draws for {opening.uid}")


@transaction.atomic
def correct(candidacy: Candidacy, *, name: str, email: str, was_name: str, was_email: str, by: User) -> bool:
    """Correct a name or an address. Returns whether links were closed: what went to a wrong address opens no more."""
    email = email.strip().lower()
    kept = Candidacy.objects.filter(pk=candidacy.pk, erased_at=None, name=was_name, email=was_email)
    try:
        with transaction.atomic():
            if kept.update(name=name, email=email) != 1:
                raise CorrectedMeanwhile
    except IntegrityError as error:
        raise AlreadyACandidate from error
    changed = [what for what, now, was in (("name", name, was_name), ("email", email, was_email)) if now != was]
    if changed:
        record("candidate corrected", by=by, about=candidacy, fields=changed)
    return "email" in changed and bool(revoke_links(candidacy, by=by))


@transaction.atomic
def send_brief(candidacy: Candidacy, *, by: User) -> Link:
    """Freeze the brief as it reads now and make the candidate's link to it; the caller mails it."""
    _still_active(candidacy)
    takehome = candidacy.opening.takehome
    if not checked(takehome).may_be_sent:
        raise BriefNotReady
    said = {
        "text": brief_of(takehome, candidacy.opening.title),
        "task": task_of(takehome),
        "budget_hours": takehome.budget_hours,
        "sent_by": by,
    }
    _, is_new = SentBrief.objects.get_or_create(candidacy=candidacy, defaults=said)
    if not is_new:
        raise AlreadySent
    note_sent(takehome, candidate=candidacy.uid)
    revoke_links(candidacy, by=by)
    link = make_link(Link.Purpose.CANDIDATE, candidacy, by=by, days=LINK_DAYS)
    record("brief sent", by=by, about=candidacy, takehome=takehome.uid)
    return link


@transaction.atomic
def renew_link(candidacy: Candidacy, *, by: User) -> Link:
    """Make a new link to the candidate's page and close the old ones; the brief stays as it was sent."""
    revoke_links(candidacy, by=by)
    return make_link(Link.Purpose.CANDIDATE, candidacy, by=by, days=LINK_DAYS)


@transaction.atomic
def start_stage(candidacy: Candidacy, stage: Stage, *, by: User | Candidacy) -> Passage:
    """Begin the stage that the candidate stands in. Begun twice is begun once: the first time stands."""
    _still_active(candidacy)
    if not Candidacy.objects.filter(pk=candidacy.pk, stage=stage).exists():
        raise NotHere
    passage, is_new = Passage.objects.get_or_create(
        candidacy=candidacy, stage=stage, defaults={"started_at": timezone.now()}
    )
    if not is_new:
        raise AlreadyStarted(passage.started_at)
    record("stage started", by=by, about=candidacy, stage=stage.uid)
    return passage


@transaction.atomic
def finish_stage(candidacy: Candidacy, stage: Stage, *, by: User | Candidacy) -> Stage | None:
    """Finish a stage that was begun and move on; returns the next stage, None after the last one."""
    _still_active(candidacy)
    begun = Passage.objects.filter(candidacy=candidacy, stage=stage, finished_at=None)
    here = Candidacy.objects.filter(pk=candidacy.pk, stage=stage)
    if not here.exists() or not begun.update(finished_at=timezone.now()):
        raise NotHere
    following = next_stage(stage)
    if following is not None:
        here.update(stage=following)
    record("stage finished", by=by, about=candidacy, stage=stage.uid)
    return following


@transaction.atomic
def withdraw(candidacy: Candidacy, *, by: User | Candidacy) -> None:
    """End the loop at the candidate's wish: what was scored stays sealed, and the record's time runs.

    Their page stays open and says so. A day that somebody chose for the record stays.
    """
    now = timezone.now()
    kept = Coalesce(F("keep_until"), kept_after(now))
    if not _active(candidacy).update(withdrawn_at=now, keep_until=kept):
        raise NotActive
    record("candidate withdrew", by=by, about=candidacy)


@transaction.atomic
def take_back_withdrawal(candidacy: Candidacy, *, by: User) -> None:
    """Go on where the candidate left, at their wish: nothing that was begun or scored is lost."""
    gone = Candidacy.objects.filter(pk=candidacy.pk, withdrawn_at__isnull=False, closed_at=None, erased_at=None)
    held = gone.filter(opening__closed_at=None).select_for_update(of=("self",)).first()
    if held is None or held.withdrawn_at is None:
        raise CannotReopen
    by_hand = None if held.keep_until == kept_after(held.withdrawn_at) else held.keep_until
    gone.update(withdrawn_at=None, keep_until=by_hand)
    record("withdrawal taken back", by=by, about=candidacy)


@transaction.atomic
def ask_accommodation(candidacy: Candidacy, asked: str) -> Accommodation:
    """Ask for more time or another format; leads see it, who scores never does. Sent twice is asked once."""
    _still_active(candidacy)
    if waiting := Accommodation.objects.filter(candidacy=candidacy, asked=asked, answered_at=None).first():
        return waiting
    made = Accommodation.objects.create(candidacy=candidacy, asked=asked)
    record("accommodation asked for", by=candidacy, about=made)
    return made


@transaction.atomic
def answer_accommodation(
    asked: Accommodation, *, granted: str, time_factor: Decimal, untimed: bool = False, by: User
) -> None:
    """Answer a request once; the candidate reads the words, the clock goes by the factor or is lifted."""
    waiting = Accommodation.objects.filter(pk=asked.pk, answered_at=None)
    answer = {"granted": granted, "time_factor": time_factor, "untimed": untimed}
    if not waiting.update(**answer, answered_at=timezone.now(), answered_by=by):
        raise AlreadyAnswered
    record("accommodation answered", by=by, about=asked)


def _active(candidacy: Candidacy) -> QuerySet[Candidacy]:
    return Candidacy.objects.filter(pk=candidacy.pk, withdrawn_at=None, closed_at=None, erased_at=None)


def _still_active(candidacy: Candidacy) -> None:
    """Hold the candidate's row until the transaction ends, so that nobody withdraws in between."""
    if _active(candidacy).select_for_update().first() is None:
        raise NotActive
