"""The chain: every change to it is found, and the first broken link is named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.loop.audit.rules import FIRST, Chain, Link, hash_of, verified

START = datetime(2026, 1, 1, tzinfo=UTC)
FACTS: Sequence[dict[str, object]] = (
    {},
    {"days": 3},
    {"with_reason": True, "seal": "ab"},
    {"fields": ["title", "übung"]},
)


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    before = FIRST
    for number in range(1, length + 1):
        row = {
            "number": number,
            "at": START + timedelta(microseconds=number),
            "verb": "scorecard sealed",
            "by": "user:bo",
            "about": f"scorecard:{number}",
            "facts": FACTS[number % len(FACTS)],
            "before": before,
        }
        links.append(Link(**row, hash=hash_of(**row)))
        before = links[-1].hash
    return links


TAMPERED = {
    "at": START,
    "verb": "scorecard opened",
    "by": "user:bea",
    "about": "scorecard:x",
    "facts": {"days": 4},
    "hash": "f" * 64,
}


@pytest.mark.parametrize("length", [0, 1, 5])
def test_a_whole_chain_holds(length) -> None:
    links = chain(length)
    assert verified(links) == Chain(length, links[-1].hash if links else FIRST)


@pytest.mark.parametrize("field", sorted(TAMPERED))
def test_a_changed_field_is_found_where_it_is(field) -> None:
    links = chain(5)
    links[2] = replace(links[2], **{field: TAMPERED[field]})
    about = links[2].about
    assert verified(links) == Chain(
        2, links[1].hash, f"entry 3 ({links[2].verb}, {about}) was changed after it was written"
    )


def test_a_changed_entry_with_its_hash_made_anew_breaks_the_next() -> None:
    links = chain(5)
    changed = replace(links[2], verb="scorecard opened")
    row = {name: getattr(changed, name) for name in ("number", "at", "verb", "by", "about", "facts", "before")}
    links[2] = replace(changed, hash=hash_of(**row))
    assert verified(links).broken == "entry 4 (scorecard sealed, scorecard:4) does not follow from the one before"


def test_an_entry_taken_out_is_named() -> None:
    links = chain(5)
    del links[1]
    assert verified(links) == Chain(1, links[0].hash, "entry 2 is missing (entry 3 stands in its place)")


def test_entries_that_changed_places_are_found() -> None:
    links = chain(5)
    links[1], links[2] = replace(links[2], number=2), replace(links[1], number=3)
    assert verified(links).broken == "entry 2 (scorecard sealed, scorecard:3) does not follow from the one before"


def test_a_cut_tail_is_found_by_a_head_that_was_noted() -> None:
    links = chain(5)
    noted = links[3].hash
    assert verified(links, noted=noted).broken is None
    assert verified(links[:3]).broken is None
    assert verified(links[:3], noted=noted) == Chain(
        3, links[2].hash, f"the head noted as {noted} is not in the chain: entries were cut off or rewritten"
    )


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_one_change_is_found_at_the_first_entry_it_touches(data) -> None:
    links = chain(data.draw(st.integers(2, 8)))
    head = links[-1].hash
    place = data.draw(st.integers(0, len(links) - 1))
    act = data.draw(st.sampled_from(("take out", "swap", "double", *TAMPERED)))
    if act == "take out":
        del links[place]
    elif act == "double":
        links.insert(place, links[place])
        place += 1
    elif act == "swap":
        other = data.draw(st.integers(0, len(links) - 1).filter(lambda at: at != place))
        links[place], links[other] = links[other], links[place]
        place = min(place, other)
    else:
        links[place] = replace(links[place], **{act: TAMPERED[act]})
    found = verified(links, noted=head)
    assert found.broken is not None
    assert found.entries == min(place, len(links))
