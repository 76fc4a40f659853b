"""Names are all that can be said aloud of their syllables, whatever is spared in finding them."""

from itertools import product

import pytest

from seatrial.takehomes.docqa.names import _READ, _UNSPEAKABLE, _Flavour


@pytest.mark.parametrize("flavour", [_READ.north, _READ.south, _READ.west, _READ.brand])
def test_every_name_that_can_be_said_is_made_once_and_no_other(flavour: _Flavour) -> None:
    spoken = map("".join, product(flavour.first.split(), flavour.middle.split(), flavour.last.split()))
    assert list(flavour.names()) == list(dict.fromkeys(name for name in spoken if not _UNSPEAKABLE.search(name)))
