"""The standard's pages: who reads them, what they say, and how a version comes about."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seatrial.loop.audit.models import AuditEntry
from seatrial.loop.people.models import User
from seatrial.loop.rubric.actions import (
    NewerVersion,
    NothingChanged,
    Refused,
    derive,
    first_version,
    new_version,
)
from seatrial.loop.rubric.arithmetic import Part
from seatrial.loop.rubric.default import STANDARD
from seatrial.loop.rubric.forms import typed_of
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.rubric.rules import seen_by
from tests.loop.conftest import Loop
from tests.loop.rubric.rubrics import criterion

pytestmark = pytest.mark.django_db
HIGHER = replace(STANDARD, bar=Fraction(3))


def typed(version: RubricVersion, **changed: object) -> dict[str, object]:
    """What the form of a new version sends, unchanged unless told."""
    criteria = typed_of(version.rubric)
    data = {
        "newest": version.uid,
        "bar": "2.75",
        "reason": "Level 2 was too mild.",
        "criteria-TOTAL_FORMS": len(criteria),
        "criteria-INITIAL_FORMS": len(criteria),
    }
    data |= {f"criteria-{n}-{name}": value for n, one in enumerate(criteria) for name, value in one.items()}
    return data | {name.replace("__", "-"): value for name, value in changed.items()}


def test_a_new_version_keeps_the_old_one_and_is_recorded(cy, eve, signed_in) -> None:
    first = first_version(cy)
    answer = signed_in(eve).post(
        reverse("rubric-new", args=(first.uid,)), typed(first, criteria__0__level_1="One file does it all.", bar="2.8")
    )
    second = RubricVersion.objects.get(number=2)
    assert answer.headers["Location"] == reverse("rubric-changes", args=(second.uid,))
    first.refresh_from_db()
    assert (first.rubric, second.owner, second.reason) == (STANDARD, eve, "Level 2 was too mild.")
    assert (second.rubric.bar, second.rubric.criteria[0].anchors[0]) == (Fraction("2.8"), "One file does it all.")
    assert second.rubric.criteria[1:] == STANDARD.criteria[1:]
    entry = AuditEntry.objects.order_by("-number")[0]
    assert (entry.verb, entry.facts) == ("rubric version made", {"number": 2, "after": first.uid})
    shown = signed_in(eve).get(answer.headers["Location"]).content.decode()
    assert "<del>2.75</del>" in shown
    assert "<ins>2.80</ins>" in shown


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"criteria__0__weight": "3"},
            (
                "Engineering weighs 42.9 %. Best engineering with nothing else would score 4 × 0.43 + 1 × 0.57 = 2.29; "
                "poorest engineering with reliability at level 3, 1 × 0.43 + 3 × 0.57 = 2.14."
            ),
        ),
        ({"criteria__4__weight": "0.5"}, "Awareness is 14.3 % of it. Raise its weight, or lower the others."),
        ({"bar": "2.6"}, "= 2.67; the bar stands at 2.60. Set the bar at 2.67 or higher."),
        ({"bar": "4.5"}, "It stands at 4.50 of 4. Lower it to 4 or less."),
        ({"criteria__4__DELETE": "on"}, "Awareness is missing. Add a criterion for it."),
    ],
)
def test_a_refused_rubric_says_why_in_numbers_and_keeps_what_was_typed(cy, signed_in, changed, said) -> None:
    first = first_version(cy)
    data = typed(first, criteria__1__level_2="Typed words & more.", **changed)
    answer = signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), data)
    text = answer.content.decode()
    assert (answer.status_code, RubricVersion.objects.count()) == (422, 1)
    assert said in text
    assert "Typed words &amp; more." in text


def test_a_refusal_stands_beside_its_field(cy, signed_in) -> None:
    first = first_version(cy)
    answer = signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), typed(first, bar="2"))
    assert list(answer.context["form"].errors) == ["bar"]
    answer = signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), typed(first, criteria__2__weight="0.4"))
    assert [list(form.errors) for form in answer.context["criteria"]] == [[], [], ["weight"], [], []]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"bar": "high"}, "bar"), ({"reason": " "}, "reason"), ({"bar": "2.755"}, "bar")],
)
def test_what_is_no_number_or_missing_is_said_beside_the_field(cy, signed_in, changed, field) -> None:
    first = first_version(cy)
    answer = signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), typed(first, **changed))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_nothing_changed_makes_no_version(cy, signed_in) -> None:
    first = first_version(cy)
    answer = signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), typed(first))
    assert (answer.status_code, RubricVersion.objects.count()) == (422, 1)
    assert "Nothing differs from version 1." in answer.content.decode()
    with pytest.raises(NothingChanged):
        new_version(first, STANDARD, reason="Again.", by=cy)


def test_two_who_write_the_next_version_at_once_the_second_is_told_and_loses_nothing(cy, eve, signed_in) -> None:
    first = first_version(cy)
    mine = typed(first, criteria__0__level_1="Cy's own words.")
    new_version(first, HIGHER, reason="Eve was quicker.", by=eve)
    answer = signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), mine)
    text = answer.content.decode()
    assert (answer.status_code, RubricVersion.objects.count()) == (409, 2)
    assert "Eve Evans made version 2 while you were writing." in text
    assert "Eve was quicker." in text
    assert "<ins>3</ins>" in text
    assert "Cy&#x27;s own words." in text
    again = {**mine, "newest": answer.context["form"]["newest"].value(), "bar": "3"}
    signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), again)
    third = RubricVersion.objects.get(number=3)
    assert (third.owner, third.rubric.bar, third.rubric.criteria[0].anchors[0]) == (cy, 3, "Cy's own words.")


def test_the_action_itself_tells_who_was_first(cy, eve) -> None:
    first = first_version(cy)
    second = new_version(first, HIGHER, reason="First.", by=eve)
    with pytest.raises(NewerVersion) as told:
        new_version(first, replace(STANDARD, bar=Fraction("2.9")), reason="Second.", by=cy)
    assert told.value.newest == second
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["rubric version made"] * 2


def test_the_action_itself_refuses(cy) -> None:
    first = first_version(cy)
    with pytest.raises(Refused, match="Engineering weighs under 40 %"):
        new_version(
            first,
            replace(STANDARD, criteria=(replace(STANDARD.criteria[0], weight=Fraction(20)), *STANDARD.criteria[1:])),
            reason="Shine.",
            by=cy,
        )


def test_checking_shows_the_ratio_saves_nothing_and_keeps_what_was_typed(cy, signed_in) -> None:
    first = first_version(cy)
    data = typed(first, criteria__0__weight="3", criteria__0__level_1="", reason="", check="1")
    answer = signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), data)
    text = answer.content.decode()
    assert (answer.status_code, RubricVersion.objects.count()) == (200, 1)
    assert "Engineering 42.9 %" in text
    assert "Engineering weighs under 40 %" in text
    assert answer.context["criteria"][0]["weight"].value() == "3"


def test_the_ratio_is_a_fragment_of_the_same_page(cy, signed_in) -> None:
    first = first_version(cy)
    answer = signed_in(cy).post(
        reverse("rubric-new", args=(first.uid,)), typed(first, criteria__0__weight="1"), headers={"HX-Request": "true"}
    )
    text = answer.content.decode()
    assert ("Engineering 20 %" in text, "<html" in text, RubricVersion.objects.count()) == (True, False, 1)
    broken = typed(first, criteria__0__weight="")
    unknown = signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), broken, headers={"HX-Request": "true"})
    assert "The ratio shows here once" in unknown.content.decode()


def test_a_criterion_is_added_as_reliability_and_gets_a_key_of_its_own(cy, signed_in) -> None:
    first = first_version(cy)
    page = signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), typed(first, add="1"))
    assert (len(page.context["criteria"].forms), RubricVersion.objects.count()) == (6, 1)
    added = {f"criteria-5-level_{level}": f"Level {level}." for level in (1, 2, 3, 4)}
    data = typed(first, criteria__TOTAL_FORMS=6, criteria__INITIAL_FORMS=6) | added
    data |= {"criteria-5-name": "Cost & Engineering", "criteria-5-kind": "reliability", "criteria-5-weight": "0.5"}
    signed_in(cy).post(reverse("rubric-new", args=(first.uid,)), data)
    made = RubricVersion.objects.get(number=2).rubric.criteria[5]
    assert (made.key, made.part, made.judgement) == ("cost-engineering", Part.RELIABILITY, None)


def test_a_rubric_of_an_openings_own_begins_another_family(cy, signed_in) -> None:
    first = first_version(cy)
    address = reverse("rubric-derive", args=(first.uid,))
    assert signed_in(cy).get(address).status_code == 200
    data = typed(first, name="The standard, search team", criteria__0__kind="engineering")
    answer = signed_in(cy).post(address, data)
    made = RubricVersion.objects.exclude(pk=first.pk).get()
    assert answer.headers["Location"] == reverse("rubric", args=(made.uid,))
    assert (made.name, made.number, made.family == first.family, made.rubric) == (
        "The standard, search team",
        1,
        False,
        STANDARD,
    )
    assert AuditEntry.objects.order_by("-number")[0].facts == {"origin": first.uid}


def test_the_rules_hold_for_a_derived_rubric(cy) -> None:
    first = first_version(cy)
    heavy = replace(STANDARD, criteria=(*STANDARD.criteria, criterion("shine", Part.ENGINEERING, Fraction(2))))
    with pytest.raises(Refused):
        derive(first, heavy, name="Shiny", reason="It shines.", by=cy)


def test_a_panelist_reads_the_rubrics_of_their_openings_and_a_stranger_none(loop: Loop, bo, dee, eve) -> None:
    other = first_version(eve)
    own = loop.opening.rubric_version
    seen = {user.email[:3]: set(seen_by(user)) for user in (bo, dee, eve)}
    assert seen == {"bo@": {own}, "dee": set(), "eve": {own, other}}


def test_what_follows_is_on_the_page_of_a_version(cy, signed_in) -> None:
    page = signed_in(cy).get(reverse("rubric", args=(first_version(cy).uid,))).content.decode()
    for said in ("1/3 × 4 + 2/3 × 1 = 2.00", "1/3 × 1 + 2/3 × 3 ≈ 2.33", "Lowest bar allowed", "2.13", "3.63"):
        assert said in page


def queries(user: User, address: str, signed_in) -> int:
    client = signed_in(user)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_list_asks_as_much_for_three_rubrics_as_for_one(cy, signed_in) -> None:
    first = first_version(cy)
    before = queries(cy, reverse("standard"), signed_in)
    for number in (1, 2):
        derive(first, HIGHER, name=f"Own {number}", reason="Ours.", by=cy)
    new_version(first, HIGHER, reason="Higher.", by=cy)
    assert queries(cy, reverse("standard"), signed_in) == before


def test_the_list_says_what_to_do_when_it_is_empty(cy, dee, signed_in) -> None:
    assert "Start an opening" in signed_in(cy).get(reverse("standard")).content.decode()
    assert "a lead seats you" in signed_in(dee).get(reverse("standard")).content.decode()


def test_a_rubric_of_an_openings_own_names_what_it_was_begun_from(cy, bo, loop, signed_in) -> None:
    origin = first_version(cy)
    own = derive(origin, HIGHER, name="Our own", reason="A higher bar.", by=cy)
    later = new_version(own, STANDARD, reason="Back again.", by=cy)
    pages = [signed_in(cy).get(reverse("rubric", args=(one.uid,))).content.decode() for one in (own, later)]
    assert [f'begun from <a href="/standard/{origin.uid}/">{origin}</a>' in page for page in pages] == [True, True]
    assert "begun from" not in signed_in(cy).get(reverse("rubric", args=(origin.uid,))).content.decode()
    loop.opening.rubric_version = later
    loop.opening.save()
    of_panelist = signed_in(bo).get(reverse("rubric", args=(later.uid,))).content.decode()
    assert (f"begun from {origin}." in of_panelist, origin.uid in of_panelist) == (True, False)
