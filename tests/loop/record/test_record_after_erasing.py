"""Once somebody is erased, nothing puts words about them back: each act that takes words is refused."""

from collections.abc import Callable

import pytest

from seatrial.loop.candidacy.actions import ask_accommodation, correct
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.decision.actions import decide, dissent, save_letter, send_letter
from seatrial.loop.decision.models import Decision
from seatrial.loop.people.models import User
from seatrial.loop.record.actions import erase
from seatrial.loop.reference.actions import ask, read, type_in, type_in_call
from seatrial.loop.reference.models import Reading, Reference
from seatrial.loop.scorecard.actions import amend, open_early, raise_flag
from seatrial.loop.scorecard.models import Scorecard
from tests.loop.conftest import Loop
from tests.loop.record.test_record_erase import dump

WORDS = "words-after-erasing"
ACTS: dict[str, Callable[[Loop, User, User], object]] = {
    "flag": lambda full, bo, _: raise_flag(
        full.ann, full.stages["takehome"], kind="no_eval", words=WORDS, prompted=False, by=bo
    ),
    "amendment": lambda full, bo, _: amend(
        Scorecard.objects.get(author=bo, stage=full.stages["takehome"]),
        "awareness",
        level=4,
        reason=WORDS,
        now_level=3,
        by=bo,
    ),
    "early opening": lambda full, _, cy: open_early(full.ann, full.stages["takehome"], reason=WORDS, by=cy),
    "correction": lambda full, _, cy: correct(
        full.ann, name=WORDS, email="new@example.com", was_name=full.ann.name, was_email=full.ann.email, by=cy
    ),
    "request": lambda full, _bo, _cy: ask_accommodation(full.ann, WORDS),
    "referee": lambda full, _, cy: ask(full.ann, by=cy, name=WORDS, email="new@example.com", relation=WORDS),
    "call": lambda full, _, cy: type_in_call(
        full.ann, by=cy, name=WORDS, relation=WORDS, what_broke=WORDS, how_handled=WORDS
    ),
    "typed in": lambda _full, _, cy: type_in(Reference.objects.get(), by=cy, what_broke=WORDS, how_handled=WORDS),
    "reading": lambda _full, _, cy: read(
        Reference.objects.get(), by=cy, says=Reading.Says.CONFIRMS, reason=WORDS, edition=0
    ),
    "decision": lambda full, _, cy: decide(
        full.ann,
        by=cy,
        outcome=Decision.Outcome.DECLINE,
        reasons=WORDS,
        departure=WORDS,
        seen=Decision.objects.get().uid,
    ),
    "dissent": lambda _full, bo, _: dissent(Decision.objects.get(), by=bo, words=WORDS),
    "letter": lambda _full, _, cy: save_letter(Decision.objects.get(), by=cy, text=WORDS, edition=1),
    "sending": lambda _full, _, cy: send_letter(Decision.objects.get(), by=cy, text=WORDS, edition=1),
}


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS)
def test_no_act_puts_words_back(full: Loop, bo, cy, act) -> None:
    erase(full.ann, by=cy)
    full = Loop(full.opening, full.stages, Candidacy.objects.get(pk=full.ann.pk))
    with pytest.raises(Exception) as refused:  # noqa: PT011  -- each noun has a refusal of its own
        ACTS[act](full, bo, cy)
    assert type(refused.value).__module__.startswith("seatrial.loop")
    assert WORDS not in dump()


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["letter", "reading"])
def test_the_same_acts_go_through_while_nobody_is_erased(full: Loop, bo, cy, act) -> None:
    ACTS[act](full, bo, cy)
    assert WORDS in dump()
