"""What people do when a loop ends: decide, dissent, write to the candidate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from seatrial.loop.audit.actions import record
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import kept_after
from seatrial.loop.decision import rules
from seatrial.loop.decision.models import Decision, Dissent, Gap, Letter
from seatrial.loop.decision.outcome import departs
from seatrial.loop.panel.debrief import debrief_for
from seatrial.loop.people.models import User


class NotDecidable(Exception):
    """The debrief is not open to this lead, the candidate withdrew, or nothing was scored and it is no decline."""


class DepartureUnexplained(Exception):
    """The outcome is not what the rubric came to, and nothing says why."""


class NoPlan(Exception):
    """Hire to grow names at least one gap."""


class DecidedMeanwhile(Exception):
    """Somebody decided since the page was shown."""


class NotForThem(Exception):
    """The debrief is not open to this person, or the decision stands no more."""


class NothingToTakeBack(Exception):
    """No decline stands that rests on no scorecard, or the opening takes no more candidates."""


class EditedMeanwhile(Exception):
    """Somebody saved the letter since the page was shown."""


class AlreadySent(Exception):
    """The letter went out; it is kept as it was sent."""


@dataclass(frozen=True, slots=True)
class PlannedGap:
    """One line of a growth plan."""

    judgement: str
    gap: str
    closed_by: str
    due: date
    who: str


@transaction.atomic
def decide(
    candidacy: Candidacy,
    *,
    by: User,
    outcome: Decision.Outcome,
    reasons: str,
    departure: str = "",
    gaps: Sequence[PlannedGap] = (),
    seen: str = "",
) -> Decision:
    """Decide, or decide anew over the decision `seen`; the loop of the candidate ends, and its record's time runs."""
    held = _hold(candidacy)
    arithmetic = _weighed(held, outcome, by=by)
    is_departure = departs(outcome, arithmetic.reaches)
    if is_departure and not departure:
        raise DepartureUnexplained
    if outcome is Decision.Outcome.GROW and not gaps:
        raise NoPlan
    before, by_hand = _replaced(held, seen), rules.set_by_hand(held)
    decision = _append(
        Decision(
            candidacy=held,
            outcome=outcome,
            reasons=reasons,
            departure=departure if is_departure else "",
            arithmetic=rules.as_json(arithmetic, held),
            decided_by=by,
            supersedes=before,
        )
    )
    if outcome is Decision.Outcome.GROW:
        _plan(decision, gaps)
    closed, kept = held.closed_at or decision.decided_at, by_hand or kept_after(decision.decided_at)
    Candidacy.objects.filter(pk=held.pk).update(closed_at=closed, keep_until=kept)
    record(
        "decision made",
        by=by,
        about=decision,
        candidacy=held.uid,
        outcome=outcome.value,
        departs=is_departure,
        supersedes=before.uid if before else None,
    )
    return decision


@transaction.atomic
def take_back(candidacy: Candidacy, *, by: User) -> None:
    """Let a candidate go on who was declined before anything was scored; the decline stays in the record."""
    held = _hold(candidacy)
    decision = rules.standing(held)
    if decision is None or not rules.may_be_taken_back(decision, held):
        raise NothingToTakeBack
    keep_until = rules.set_by_hand(held)
    Decision.objects.filter(pk=decision.pk).update(taken_back_at=timezone.now(), taken_back_by=by)
    Candidacy.objects.filter(pk=held.pk).update(closed_at=None, keep_until=keep_until)
    record("decline taken back", by=by, about=held, decision=decision.uid)


@transaction.atomic
def dissent(decision: Decision, *, by: User, words: str) -> Dissent:
    """Keep that somebody disagrees with the decision that stands, in their own words. Sent twice is said once."""
    _hold_unerased(decision)
    candidacy = decision.candidacy
    if not debrief_for(by, candidacy).is_open or rules.standing(candidacy) != decision:
        raise NotForThem
    if said := Dissent.objects.filter(decision=decision, by=by, words=words).first():
        return said
    made = Dissent.objects.create(decision=decision, by=by, words=words)
    record("dissent recorded", by=by, about=decision, dissent=made.uid)
    return made


@transaction.atomic
def save_letter(decision: Decision, *, by: User, text: str, edition: int) -> Letter:
    """Keep the draft over the edition that was shown; the first is edition 1."""
    _hold_unerased(decision)
    if edition == 0:
        try:
            with transaction.atomic():
                letter = Letter.objects.create(decision=decision, text=text)
        except IntegrityError as error:
            raise EditedMeanwhile from error
    else:
        kept = Letter.objects.filter(decision=decision)
        if kept.filter(sent_at=None, edition=edition).update(text=text, edition=F("edition") + 1) != 1:
            raise AlreadySent if kept.filter(sent_at__isnull=False).exists() else EditedMeanwhile
        letter = kept.get()
    record("letter saved", by=by, about=letter, edition=letter.edition)
    return letter


@transaction.atomic
def send_letter(decision: Decision, *, by: User, text: str, edition: int) -> Letter:
    """Keep the text and claim its only sending; whoever gets the letter back mails it."""
    if rules.standing(decision.candidacy) != decision:
        raise NotForThem
    letter = save_letter(decision, by=by, text=text, edition=edition)
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), sent_by=by)
    letter.refresh_from_db()
    record("letter sent", by=by, about=letter, decision=decision.uid)
    return letter


@transaction.atomic
def take_sending_back(letter: Letter, *, by: User) -> None:
    """Make a draft of a letter again whose mail did not go out."""
    Letter.objects.filter(pk=letter.pk).update(sent_at=None, sent_by=None)
    record("letter not delivered", by=by, about=letter)


def _weighed(held: Candidacy, outcome: Decision.Outcome, *, by: User) -> rules.Arithmetic:
    """Return what the rubric came to; NotDecidable where this outcome has no ground to stand on."""
    debrief = debrief_for(by, held)
    if outcome not in rules.outcomes(rules.ground(held, debrief)):
        raise NotDecidable
    return rules.arithmetic_of(held, debrief)


def _replaced(held: Candidacy, seen: str) -> Decision | None:
    """Return the decision that a new one comes after; DecidedMeanwhile when another one stands than was `seen`."""
    stands = rules.standing(held)
    if (stands.uid if stands else "") != seen:
        raise DecidedMeanwhile
    return rules.last_of(held)


def _append(decision: Decision) -> Decision:
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError as error:
        raise DecidedMeanwhile from error
    return decision


def _plan(decision: Decision, gaps: Sequence[PlannedGap]) -> None:
    Gap.objects.bulk_create(
        Gap(decision=decision, judgement=one.judgement, gap=one.gap, closed_by=one.closed_by, due=one.due, who=one.who)
        for one in gaps
    )


def _hold(candidacy: Candidacy) -> Candidacy:
    """Lock the candidacy until the transaction ends, so that scoring and deciding never race."""
    held = Candidacy.objects.select_for_update(no_key=True, of=("self",))
    return held.select_related("opening__rubric_version").get(pk=candidacy.pk)


def _hold_unerased(decision: Decision) -> None:
    """Lock the candidacy, and refuse new words about somebody who was erased."""
    if _hold(decision.candidacy).erased_at:
        raise NotForThem
