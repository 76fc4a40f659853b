"""Where a fault takes hold. One file = one fault = one frozen dataclass of its knobs, with one method of these four.

A fault that finds nothing to bite on (no citation was asked for, no JSON, no stream) returns None: the case is then
`not_exercised`, never a mark against anybody. Faults touch no socket, clock or os.
"""

from dataclasses import dataclass
from random import Random
from typing import Protocol

from seatrial.bench.meaning import Meaning
from seatrial.bench.wire import Completion, Draft, Reply


@dataclass(frozen=True, slots=True)
class Scene:
    """What a content fault may draw on: all of it fresh for this case.

    `lie` is the meaning with the truth replaced by this case's lie (real citations kept); `other` a whole healthy
    answer to another question of this world; `missing_document` names a file that does not exist; `wrong_document` one
    that does and does not carry the claim; `invented_quote` a sentence that stands in no document and carries the
    value. `structured` is how the reply's JSON was asked for ("" when plain text is wanted); `citing` whether the
    form has a place for a document or a quote. `value` is the value that the healthy reply states ("" when none).
    """

    lie: Meaning
    other: Meaning
    missing_document: str
    wrong_document: str
    invented_quote: str
    structured: str
    citing: bool
    dice: Random
    value: str = ""


class MeaningFault(Protocol):
    """Changes what the model means to say: a wrong value, a false citation, a refusal in words."""

    def mislead(self, meaning: Meaning, scene: Scene) -> Meaning | None:
        """Return what is said instead, or None when this fault cannot show in the form that was asked for."""
        ...


class CompletionFault(Protocol):
    """Changes the form of what is said: empty, cut, broken JSON, a refusal field."""

    def garble(self, completion: Completion, scene: Scene) -> Completion | None:
        """Return the spoiled completion, or None when there is nothing of that form to spoil."""
        ...


class SightFault(Protocol):
    """Takes something out of the model's sight, as a server does that cuts a prompt without a word."""

    def sees(self, evidence: tuple[str, ...]) -> tuple[str, ...]:
        """Return the evidence sentences that are left."""
        ...


class TransportFault(Protocol):
    """Spoils the HTTP answer: a status, a reset, a hang, a cut stream. Sees the healthy draft and what it said."""

    def spoil(self, draft: Draft, dice: Random) -> Draft | Reply | None:
        """Return another draft, or the very steps to perform; None when it has nothing to bite on."""
        ...


Fault = MeaningFault | CompletionFault | SightFault | TransportFault
