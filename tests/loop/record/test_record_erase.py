"""Erasing leaves no personal word anywhere in the database, keeps what counts, and breaks nothing."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.audit.rules import verified
from seatrial.loop.audit.trail import links
from seatrial.loop.candidacy.models import Accommodation, Candidacy, SentBrief
from seatrial.loop.decision.models import Decision
from seatrial.loop.evidence.models import Run, Trial
from seatrial.loop.people.models import Link
from seatrial.loop.record.actions import AlreadyErased, erase, erase_expired, keep_until
from seatrial.loop.record.traces import BY_HAND, DELETED, TRACES
from seatrial.loop.reference.models import Reading
from seatrial.loop.scorecard.models import Amendment, Entry, Flag, Scorecard
from tests.loop.conftest import Loop
from tests.loop.record.conftest import PERSONAL


def dump() -> str:
    """Every row of every table, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said += [repr(row) for row in cursor.fetchall()]
    return "\n".join(said)


def found_in(text: str) -> list[str]:
    return [words for words in PERSONAL if words in text]


@pytest.mark.django_db
def test_no_personal_word_is_left_in_any_table(full: Loop, cy) -> None:
    assert found_in(dump()) == list(PERSONAL)
    erase(full.ann, by=cy)
    assert found_in(dump()) == []


@pytest.mark.django_db(transaction=True)
def test_no_personal_word_is_left_in_the_file(full: Loop, cy) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps dead rows until it vacuums")
    path = Path(connection.settings_dict["NAME"])
    files = [path, path.with_name(f"{path.name}-wal")]
    assert found_in("".join(file.read_bytes().decode("latin-1") for file in files if file.exists())) == list(PERSONAL)
    erase(full.ann, by=cy)
    assert found_in("".join(file.read_bytes().decode("latin-1") for file in files if file.exists())) == []


@pytest.mark.django_db
def test_levels_kinds_outcomes_and_counts_stay(full: Loop, cy) -> None:
    erase(full.ann, by=cy)
    assert sorted(Entry.objects.values_list("field", "level", "choice")) == [
        ("awareness", 2, ""),
        ("awareness", 2, ""),
        ("second_half", None, "lived"),
    ]
    assert list(Amendment.objects.values_list("level", "reason")) == [(3, "")]
    assert list(Flag.objects.values_list("kind", "prompted", "words")) == [("no_eval", True, "")]
    assert list(Reading.objects.values_list("says", "reason")) == [("thinner", "")]
    assert list(Decision.objects.values_list("outcome", "arithmetic")) == [("grow", {"mechanical": "2.6180"})]
    assert Trial.objects.get().report == {
        "schema": "seatrial.report/1",
        "seed": 7,
        "summary": {"held": 3, "silent": 1},
        "judgements": {"awareness": {"held": 3}},
        "modes": [{"slug": "stale", "verdict": "silent"}],
        "erased": True,
    }
    assert (SentBrief.objects.count(), Accommodation.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_links_close_drafts_are_void_and_the_trail_holds(full: Loop, cy) -> None:
    erase(full.ann, by=cy)
    assert Link.objects.filter(revoked_at=None).count() == 0
    assert Scorecard.objects.filter(sealed_at=None, void_at=None).count() == 0
    assert [run.state for run in Run.objects.all()] == [Run.State.CANCELLED]
    full.ann.refresh_from_db()
    assert (full.ann.is_active, full.ann.erased_at is not None) == (False, True)
    last = AuditEntry.objects.order_by("-number")[0]
    assert (last.verb, last.by, last.about) == ("candidate erased", f"user:{cy.uid}", f"candidacy:{full.ann.uid}")
    assert verified(links()).broken is None


@pytest.mark.django_db(transaction=True)
def test_what_was_handed_in_is_gone_from_the_disk(full: Loop, cy, settings, tmp_path) -> None:
    settings.DATA = tmp_path
    folder = tmp_path / "submissions"
    folder.mkdir()
    (folder / "sub").write_text("ann's code")
    (folder / "other").write_text("al's code")
    erase(full.ann, by=cy)
    assert [file.name for file in folder.iterdir()] == ["other"]


@pytest.mark.django_db
def test_others_keep_all_of_theirs(full: Loop, cy) -> None:
    other = Candidacy.objects.create(opening=full.opening, name="Al", email="al@example.com", alias="Candidate Wren")
    brief = SentBrief.objects.create(candidacy=other, text="Dear Al", sent_by=cy)
    erase(full.ann, by=cy)
    other.refresh_from_db()
    brief.refresh_from_db()
    assert (other.name, other.email, other.erased_at, brief.text) == ("Al", "al@example.com", None, "Dear Al")


@pytest.mark.django_db
def test_erasing_happens_once(full: Loop, cy) -> None:
    erase(full.ann, by=cy)
    with pytest.raises(AlreadyErased):
        erase(full.ann, by=cy)
    with pytest.raises(AlreadyErased):
        keep_until(full.ann, date(2030, 1, 1), by=cy)
    assert AuditEntry.objects.filter(verb="candidate erased").count() == 1


def test_every_field_that_can_hold_text_is_spoken_for() -> None:
    hang_on_a_candidacy = {Candidacy}
    while more := {
        model
        for model in apps.get_app_config("loop").get_models()
        if model not in hang_on_a_candidacy
        and any(one.related_model in hang_on_a_candidacy for one in model._meta.concrete_fields)
    }:
        hang_on_a_candidacy |= more
    spoken_for = {one.model: frozenset(one.emptied) | one.kept for one in TRACES} | BY_HAND
    texts = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
    holding = {
        model: {one.name for one in model._meta.concrete_fields if isinstance(one, texts)} - {"uid", "blind_uid"}
        for model in hang_on_a_candidacy
        if model not in DELETED
    }
    assert {model: set(names) for model, names in spoken_for.items()} == holding


@pytest.mark.django_db
def test_whose_day_is_over_is_erased_by_the_command_and_nobody_else(full: Loop, cy) -> None:
    today = timezone.now().date()
    later = Candidacy.objects.create(opening=full.opening, name="Al", alias="Wren", keep_until=today)
    unset = Candidacy.objects.create(opening=full.opening, name="Ed", alias="Kite")
    keep_until(full.ann, today - timedelta(days=1), by=cy)
    said = StringIO()
    call_command("erase_expired", stdout=said)
    assert said.getvalue() == "1 erased.\n"
    assert set(Candidacy.objects.filter(erased_at=None)) == {later, unset}
    assert found_in(dump()) == []
    assert AuditEntry.objects.order_by("-number")[0].by == "system"
    assert erase_expired(today) == 0


@pytest.mark.django_db
def test_the_page_says_what_happens_and_wants_a_tick(full: Loop, cy, signed_in) -> None:
    address = reverse("candidate-erase", args=(full.ann.uid,))
    page = signed_in(cy).get(address).content.decode()
    assert "What goes, for good" in page
    assert "Backups that you made earlier still hold everything" in page
    refused = signed_in(cy).post(address)
    assert (refused.status_code, "This field is required" in refused.content.decode()) == (422, True)
    assert found_in(dump()) == list(PERSONAL)
    done = signed_in(cy).post(address, {"understood": "on"}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("opening", args=(full.opening.uid,))
    assert "Levels, outcomes and times stay" in done.content.decode()
    assert found_in(dump()) == []
    gone = [signed_in(cy).get(reverse(name, args=(full.ann.uid,))).status_code for name in PAGES]
    assert gone == [404, 404]
    assert signed_in(cy).get(reverse("candidate", args=(full.ann.uid,))).status_code == 200


PAGES = ("candidate-export", "candidate-erase")


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_only_who_leads_the_opening_comes_here(full: Loop, bo, bea, dee, eve, signed_in, name) -> None:
    address = reverse(name, args=(full.ann.uid,))
    statuses = {signed_in(user).post(address, {"understood": "on"}).status_code for user in (bo, bea, dee, eve)}
    assert statuses == {404}
    assert signed_in(None).get(address).status_code == 302
    assert found_in(dump()) == list(PERSONAL)


@pytest.mark.django_db
def test_the_day_is_set_and_a_past_one_refused(full: Loop, cy, signed_in) -> None:
    address = reverse("candidate-keep", args=(full.ann.uid,))
    refused = signed_in(cy).post(address, {"day": "2020-01-01"})
    assert (refused.status_code, "This day is over" in refused.content.decode()) == (422, True)
    signed_in(cy).post(address, {"day": "2040-05-06"})
    full.ann.refresh_from_db()
    assert full.ann.keep_until == date(2040, 5, 6)
    assert AuditEntry.objects.order_by("-number")[0].facts == {"day": "2040-05-06"}
