"""The guides that a new loop starts with."""

import pytest

from seatrial.loop.openings.guides import DEFAULT_GUIDES, ONE_QUESTION, content_of, guide_of
from seatrial.loop.openings.spine import Kind


def test_every_kind_of_stage_has_a_guide_with_the_parts_that_are_recorded_apart() -> None:
    assert {kind: [part.key for part in guide.parts] for kind, guide in DEFAULT_GUIDES.items()} == {
        Kind.SCREEN: ["shipped", "went_wrong"],
        Kind.TAKEHOME: ["reading"],
        Kind.REVIEW: ["considered", "unconsidered", "trajectory"],
        Kind.DISCUSSION: ["scale", "attack"],
        Kind.GENERAL: ["general"],
    }
    assert ONE_QUESTION == "Does this person treat the model’s unreliability as the central problem?"


@pytest.mark.parametrize("kind", Kind)
def test_a_guide_says_everything_and_what_not_to_grade(kind: Kind) -> None:
    guide = DEFAULT_GUIDES[kind]
    said = [text for part in guide.parts for text in (part.title, part.ask, part.why, *part.good, *part.follow_ups)]
    assert all(text.strip() for text in said)
    assert all(len(part.good) >= 3 and len(part.follow_ups) >= 3 for part in guide.parts)
    assert len(guide.leave_out) >= 3


@pytest.mark.parametrize("kind", Kind)
def test_a_guide_comes_back_from_its_json_and_an_empty_one_is_the_default(kind: Kind) -> None:
    guide = DEFAULT_GUIDES[kind]
    assert (guide_of(kind, content_of(guide)), guide_of(kind, {})) == (guide, guide)
