"""Acts are appended one after another, whoever writes at once; the command verifies what stands in the database."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from seatrial.loop.audit.actions import record
from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.audit.rules import FIRST, verified
from seatrial.loop.audit.trail import links
from seatrial.loop.people.models import User


def acts(about: User, number: int) -> None:
    for act in range(number):
        with transaction.atomic():
            record("renamed", by=about, about=about, act=act, words=["übung", "a"], yes=True, none=None)


def command(*args: str) -> str:
    said = StringIO()
    call_command("verify_audit", *args, stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_the_command_prints_how_many_and_the_head(cy) -> None:
    acts(cy, 3)
    head = AuditEntry.objects.get(number=3).hash
    assert command() == f"3 entries, whole.\nHead: {head}\n"
    assert command("--head", head) == f"3 entries, whole.\nHead: {head}\n"


@pytest.mark.django_db
def test_an_empty_trail_is_whole() -> None:
    assert command() == f"0 entries, whole.\nHead: {FIRST}\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"verb": "renamed twice"}, "entry 2 (renamed twice, user:"),
        ({"by": "user:somebody"}, "entry 2 (renamed, user:"),
        ({"about": "user:x"}, "entry 2 (renamed, user:x) was changed"),
        ({"facts": {"act": 9}}, "entry 2 (renamed, user:"),
        ({"at": "2020-01-01T00:00:00Z"}, "entry 2 (renamed, user:"),
        ({"before": "0" * 64}, "does not follow from the one before"),
        ({"hash": "0" * 64}, "was changed after it was written"),
        ({"number": 9}, "entry 2 is missing (entry 3 stands in its place)"),
    ],
)
def test_the_command_names_the_first_broken_link(cy, change, said) -> None:
    acts(cy, 4)
    AuditEntry.objects.filter(number=2).update(**change)
    with pytest.raises(CommandError) as told:
        command()
    assert said in str(told.value)
    assert "(1 before it hold)" in str(told.value)


@pytest.mark.django_db
def test_a_row_deleted_in_the_middle_is_found_and_one_at_the_end_by_the_noted_head(cy) -> None:
    acts(cy, 4)
    head = AuditEntry.objects.get(number=4).hash
    AuditEntry.objects.filter(number=4).delete()
    assert command().startswith("3 entries, whole.")
    with pytest.raises(CommandError, match="is not in the chain: entries were cut off or rewritten"):
        command("--head", head)
    AuditEntry.objects.filter(number=2).delete()
    with pytest.raises(CommandError, match="entry 2 is missing"):
        command()


@pytest.mark.django_db(transaction=True)
def test_who_writes_at_once_makes_one_unbroken_chain(cy) -> None:
    def write(_: int) -> None:
        try:
            acts(cy, 12)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(write, range(6)))
    found = verified(links())
    assert (found.entries, found.broken) == (72, None)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry_and_no_gap(cy) -> None:
    acts(cy, 1)
    with transaction.atomic():
        record("renamed", by=cy, about=cy)
        transaction.set_rollback(True)
    acts(cy, 1)
    assert (verified(links()).entries, verified(links()).broken) == (2, None)


@pytest.mark.django_db(transaction=True)
def test_an_act_is_recorded_in_a_transaction_or_not_at_all(cy) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record("renamed", by=cy, about=cy)
    assert not AuditEntry.objects.exists()
