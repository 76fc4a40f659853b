"""What people do with scorecards and flags.

Whoever writes here holds the candidacy, so that scoring and looking never race.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from seatrial.loop.audit.actions import record
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.models import Trial
from seatrial.loop.openings.models import Seat, Stage
from seatrial.loop.people.models import User
from seatrial.loop.scorecard import rules
from seatrial.loop.scorecard.fields import Field, Filled, missing
from seatrial.loop.scorecard.models import Amendment, Citation, EarlyOpening, Entry, Flag, Scorecard, Tick
from seatrial.loop.scorecard.seal import make_seal


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a trial's report: its key, and what it is in words."""

    trial: Trial
    key: str
    title: str


class MayNotScore(Exception):
    """Not seated there, the candidate out of the loop or not come so far, or others have been read before."""


class AlreadySealed(Exception):
    """The scorecard was sealed; it never changes again."""


class ChangedElsewhere(Exception):
    """The scorecard was saved from another window since this one was shown."""


@dataclass
class Incomplete(Exception):
    """Some fields do not hold what they need for sealing."""

    fields: tuple[Field, ...]


class DebriefNotOpen(Exception):
    """Levels can be changed only once the debrief of the stage is open, and until the decision."""


class NothingChanged(Exception):
    """The new level is the level that stands."""


class NothingToOpen(Exception):
    """Nobody leads here, nothing is sealed, or it is open already."""


class MayNotFlag(Exception):
    """Neither seated in the stage nor leading, or the candidate is no longer in the loop."""


@transaction.atomic
def open_scorecard(candidacy: Candidacy, stage: Stage, *, by: User) -> Scorecard:
    """Return this person's scorecard, made if there is none; the first of a candidate fixes the rubric's version."""
    candidacy = _hold(candidacy, by)
    _must_be_allowed(by, candidacy, stage)
    if candidacy.rubric_version is None:
        candidacy.rubric_version = candidacy.opening.rubric_version
        candidacy.save(update_fields=["rubric_version"])
    scorecard, is_new = Scorecard.objects.get_or_create(
        candidacy=candidacy, stage=stage, author=by, defaults={"rubric_version": candidacy.rubric_version}
    )
    if is_new:
        version = candidacy.rubric_version.uid
        record("scorecard opened", by=by, about=scorecard, candidacy=candidacy.uid, stage=stage.uid, rubric=version)
    Scorecard.objects.filter(pk=scorecard.pk, void_at__isnull=False).update(void_at=None)
    return scorecard


@transaction.atomic
def save_scorecard(scorecard: Scorecard, filled: Mapping[str, Filled], *, edition: int, by: User) -> int:
    """Store some or all fields and return the new edition. The same content again is no change and no conflict."""
    known = {field.key for field in rules.fields_for(scorecard)}
    if unknown := set(filled) - known:
        raise KeyError(*sorted(unknown))
    candidacy = _hold(scorecard.candidacy, by)
    stored = Scorecard.objects.filter(pk=scorecard.pk, author=by)
    if stored.filter(sealed_at=None, edition=edition).update(edition=F("edition") + 1, saved_at=timezone.now()) != 1:
        return _same_again(stored.get(), filled)
    _must_be_allowed(by, candidacy, scorecard.stage)
    for key, value in filled.items():
        Entry.objects.update_or_create(
            scorecard=scorecard,
            field=key,
            defaults={
                "level": value.level,
                "choice": value.choice,
                "note": value.note,
                "evidence": [dict(one) for one in value.evidence],
            },
        )
    return edition + 1


@transaction.atomic
def cite(scorecard: Scorecard, place: Place, *, field: str, words: str, by: User) -> Citation:
    """Let a field rest on a place of a trial's report; the same place again only says anew what it shows."""
    if field not in {one.key for one in rules.fields_for(scorecard) if one.options}:
        raise KeyError(field)
    _hold_open(scorecard, by)
    citation, _ = Citation.objects.update_or_create(
        scorecard=scorecard,
        field=field,
        trial=place.trial,
        place=place.key,
        defaults={"words": words},
        create_defaults={"words": words, "title": place.title},
    )
    return citation


@transaction.atomic
def take_out(citation: Citation, *, by: User) -> None:
    """Take a citation out again; taken out twice is taken out once."""
    _hold_open(citation.scorecard, by)
    Citation.objects.filter(pk=citation.pk).delete()


@transaction.atomic
def tick(scorecard: Scorecard, mode: str, stand: Tick.Stand | None, *, by: User) -> None:
    """Note what the candidate's notes say of a failure mode, as this panelist reads them; None takes it back."""
    _hold_open(scorecard, by)
    if stand is None:
        Tick.objects.filter(scorecard=scorecard, mode=mode).delete()
    else:
        Tick.objects.update_or_create(scorecard=scorecard, mode=mode, defaults={"stand": stand})


@transaction.atomic
def seal_scorecard(scorecard: Scorecard, *, edition: int, by: User) -> Scorecard:
    """Close the scorecard for ever, as it was read in that edition."""
    candidacy = _hold(scorecard.candidacy, by)
    stored = Scorecard.objects.filter(pk=scorecard.pk, author=by)
    if stored.filter(sealed_at=None, edition=edition).update(sealed_at=timezone.now()) != 1:
        raise AlreadySealed if stored.get().sealed_at else ChangedElsewhere
    _must_be_allowed(by, candidacy, scorecard.stage)
    sealed = rules.own_scorecards(by).get(pk=scorecard.pk)
    if lacking := missing(rules.fields_for(sealed), rules.filled_in(sealed)):
        raise Incomplete(lacking)
    sealed.seal = make_seal(rules.sealed_content(sealed), settings.SECRET_KEY)
    sealed.save(update_fields=["seal"])
    record("scorecard sealed", by=by, about=sealed, candidacy=candidacy.uid, stage=sealed.stage.uid, seal=sealed.seal)
    return sealed


@transaction.atomic
def amend(scorecard: Scorecard, field: str, *, level: int, reason: str, now_level: int, by: User) -> Amendment:
    """Change a level after discussion; the first one stays. `now_level` is the level that was shown to them."""
    candidacy = _hold(scorecard.candidacy, by)
    if not candidacy.is_active or not rules.may_read_peers(by, candidacy, scorecard.stage):
        raise DebriefNotOpen
    entry = Entry.objects.get(
        scorecard=scorecard, scorecard__author=by, scorecard__sealed_at__isnull=False, field=field, level__isnull=False
    )
    standing = rules.level_now(entry)
    if standing != now_level:
        raise ChangedElsewhere
    if standing == level:
        raise NothingChanged
    amendment = Amendment.objects.create(entry=entry, level=level, reason=reason)
    record("score amended", by=by, about=scorecard, candidacy=candidacy.uid, amendment=amendment.uid, field=field)
    return amendment


@transaction.atomic
def open_early(candidacy: Candidacy, stage: Stage, *, reason: str, by: User) -> EarlyOpening:
    """Let a lead read a stage before its panel is complete; from here on they cannot score this candidate."""
    candidacy = _hold(candidacy, by)
    if not rules.may_open_early(by, candidacy, stage):
        raise NothingToOpen
    waited_for = [seat.uid for seat in rules.panel_state(candidacy, stage).missing]
    opening, is_new = EarlyOpening.objects.get_or_create(
        candidacy=candidacy, stage=stage, by=by, defaults={"reason": reason}
    )
    if is_new:
        record("stage opened early", by=by, about=candidacy, stage=stage.uid, opening=opening.uid, missing=waited_for)
    return opening


@transaction.atomic
def raise_flag(candidacy: Candidacy, stage: Stage, *, kind: str, words: str, prompted: bool, by: User) -> Flag:
    """Keep something that was said, in the words in which it was said. Sent twice is said once."""
    candidacy = _hold(candidacy, by)
    if not rules.may_flag(by, candidacy, stage):
        raise MayNotFlag
    said = {"candidacy": candidacy, "stage": stage, "kind": kind, "words": words, "prompted": prompted, "by": by}
    if standing := Flag.objects.filter(**said, withdrawn_at=None).first():
        return standing
    flag = Flag.objects.create(**said)
    record("flag raised", by=by, about=flag, candidacy=candidacy.uid, stage=stage.uid)
    return flag


@transaction.atomic
def withdraw_flag(flag: Flag, *, by: User) -> None:
    """Take back one's own flag: nobody sees it any more, the record keeps it."""
    if Flag.objects.filter(pk=flag.pk, by=by, withdrawn_at=None).update(withdrawn_at=timezone.now()) == 1:
        record("flag withdrawn", by=by, about=flag, candidacy=flag.candidacy.uid)


def _hold(candidacy: Candidacy, by: User) -> Candidacy:
    """Lock the candidacy and this person's seats until the transaction ends; SQLite's transactions already do."""
    held = Candidacy.objects.select_for_update(no_key=True, of=("self",)).select_related("stage", "opening")
    list(Seat.objects.select_for_update(no_key=True).filter(stage__opening=candidacy.opening_id, user=by))
    return held.get(pk=candidacy.pk)


def _hold_open(scorecard: Scorecard, by: User) -> None:
    """Hold the candidacy, and refuse to touch a scorecard that is sealed or that its author may not write any more."""
    candidacy = _hold(scorecard.candidacy, by)
    stored = Scorecard.objects.filter(pk=scorecard.pk, author=by)
    if stored.filter(sealed_at=None).update(saved_at=timezone.now()) != 1:
        raise AlreadySealed
    _must_be_allowed(by, candidacy, scorecard.stage)


def _must_be_allowed(by: User, candidacy: Candidacy, stage: Stage) -> None:
    if not rules.may_score(by, candidacy, stage):
        raise MayNotScore


def _same_again(stored: Scorecard, filled: Mapping[str, Filled]) -> int:
    """Return the edition if what was sent stands already: the answer to it was lost on the way. Else refuse it."""
    if stored.sealed_at:
        raise AlreadySealed
    standing = rules.filled_in(stored)
    if any(standing.get(key, Filled()).typed != value.typed for key, value in filled.items()):
        raise ChangedElsewhere
    return stored.edition
