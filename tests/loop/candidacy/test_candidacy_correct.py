"""A name or an address that was misspelt is corrected, and what went to a stranger closes."""

import pytest

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.people.actions import make_link
from seatrial.loop.people.models import Link
from seatrial.loop.people.rules import ClosedLink, open_link, token_of
from tests.loop.conftest import Loop, SignIn

pytestmark = pytest.mark.django_db
STOOD = {"was_name": "Ann Archer", "was_email": "ann@example.com"}


def correct(signed_in: SignIn, who, loop: Loop, **typed: str) -> tuple[int, str]:
    said = {"name": "Ann Archer", "email": "ann@example.com", **STOOD, **typed}
    answer = signed_in(who).post(f"/candidates/{loop.ann.uid}/correct/", said, follow=True)
    return answer.status_code, answer.content.decode()


def stands(loop: Loop) -> tuple[str, str]:
    return Candidacy.objects.values_list("name", "email").get(pk=loop.ann.pk)


def test_another_address_closes_what_went_to_the_old_one(loop, cy, signed_in) -> None:
    token = token_of(make_link(Link.Purpose.CANDIDATE, loop.ann, by=cy, days=60))
    _, page = correct(signed_in, cy, loop, email="Ann.Archer@Example.com")
    assert ("send a new link" in page, stands(loop)) == (True, ("Ann Archer", "ann.archer@example.com"))
    with pytest.raises(ClosedLink):
        open_link(token, Link.Purpose.CANDIDATE)
    assert AuditEntry.objects.get(verb="candidate corrected").facts == {"fields": ["email"]}


def test_another_name_closes_nothing(loop, cy, signed_in) -> None:
    token = token_of(make_link(Link.Purpose.CANDIDATE, loop.ann, by=cy, days=60))
    assert "Corrected." in correct(signed_in, cy, loop, name="Anne Archer")[1]
    assert (stands(loop), open_link(token, Link.Purpose.CANDIDATE).about) == (
        ("Anne Archer", "ann@example.com"),
        loop.ann.uid,
    )


def test_what_stands_already_is_no_correction(loop, cy, signed_in) -> None:
    correct(signed_in, cy, loop)
    assert not AuditEntry.objects.filter(verb="candidate corrected").exists()


def test_the_address_of_another_candidate_is_refused_beside_the_field(loop, cy, signed_in) -> None:
    Candidacy.objects.create(opening=loop.opening, name="Bob", email="bob@example.com", alias="Candidate Owl")
    status, page = correct(signed_in, cy, loop, email="bob@example.com")
    assert (status, "Somebody with this address is in this opening already." in page) == (422, True)
    assert ('value="bob@example.com"' in page, stands(loop)) == (True, ("Ann Archer", "ann@example.com"))


def test_the_second_of_two_is_told_and_keeps_what_they_typed(loop, cy, signed_in) -> None:
    correct(signed_in, cy, loop, name="Anne Archer")
    status, page = correct(signed_in, cy, loop, name="Anna Archer")
    assert (status, "Somebody corrected this meanwhile, to “Anne Archer”" in page) == (422, True)
    assert ('value="Anna Archer"' in page, stands(loop)[0]) == (True, "Anne Archer")
    correct(signed_in, cy, loop, name="Anna Archer", was_name="Anne Archer")
    assert stands(loop)[0] == "Anna Archer"


def test_nobody_who_is_erased_is_given_a_name(loop, cy, signed_in) -> None:
    Candidacy.objects.update(erased_at="2026-01-01T00:00Z")
    assert correct(signed_in, cy, loop)[0] == 404
