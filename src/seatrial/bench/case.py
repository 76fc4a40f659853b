"""A case: one input under one failure mode, or under none (`baseline`)."""

from dataclasses import dataclass

from seatrial.bench.observation import Input
from seatrial.bench.script import Script
from seatrial.takehomes.base import Edition


@dataclass(frozen=True, slots=True)
class Case:
    """What is put to the submission, on which documents, with the model behaving how.

    `together` puts all inputs at once instead of one after another. `wait_seconds` is how long a careful submission may
    have to wait here: long cases are started first.
    """

    id: str
    mode: str
    inputs: tuple[Input, ...]
    script: Script
    edition: Edition = "clean"
    together: bool = False
    wait_seconds: float = 0.0

    @property
    def questions(self) -> set[str]:
        """The ids of all questions that it puts."""
        return {question for one in self.inputs for question in one.questions}
