"""The model endpoint as one instance of a submission sees it: what it does in this case, and what has been asked."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from seatrial.bench.gateway.understudy.perform import Performance, perform
from seatrial.bench.gateway.understudy.prompt import from_request
from seatrial.bench.script import Script
from seatrial.takehomes.base import World

RECORDS_KEPT = 512
HEALTHY = Script()


class CallRecord(Struct):
    """One call as `observation.ModelCall` wants it, and the ids of the questions that were recognised in it.

    `started` and `seconds` are on the server's monotonic clock. `broke` says what failed on our own side: such a
    call proves nothing. Filled in while the call is answered.
    """

    route: str
    started: float
    attempt: int = 0
    streamed: bool = False
    prompt: tuple[dict[str, Any], ...] = ()
    understood: dict[str, str] | None = {}
    answering: bool = False
    fault: str | None = None
    status: int = 200
    meant: str = ""
    said: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    questions: tuple[str, ...] = ()
    late: bool = False
    headers: dict[str, str] = {}
    seconds: float = 0.0
    ended: Literal["read", "hung_up", "open"] = "open"
    broke: str = ""


class Mind(Protocol):
    """Who answers chat requests: the understudy, or something simpler in a benchmark."""

    def __call__(self, body: dict[str, Any], world: World, script: Script, *, strike: bool) -> Performance:
        """Say what the model says to a request's JSON body; `strike` is whether a content fault may bite."""
        ...


def understudy(body: dict[str, Any], world: World, script: Script, *, strike: bool) -> Performance:
    """Answer as the simulated model."""
    return perform(from_request(body), world, script, strike=strike)


class Line:
    """The endpoint of one instance: armed for one case at a time, healthy in between.

    `recent` are the questions of earlier cases, by which a call is recognised that comes too late. With `per_question`
    attempts are counted for each question apart, as in a gateway that stays armed for good. `watch` hears of each call.
    """

    def __init__(
        self,
        world: World,
        *,
        api_key: str = "",
        model: str = "gpt-4",
        mind: Mind = understudy,
        per_question: bool = False,
        watch: Callable[[CallRecord], None] | None = None,
    ) -> None:
        self.world = world
        self.api_key = api_key
        self.model = model
        self.mind = mind
        self.script = HEALTHY
        self.armed = False
        self.recent: set[str] = set()
        self.replies = 0
        self.per_question = per_question
        self._watch = watch
        self._by_text = {
            " ".join(text.lower().split()): one.id
            for one in world.questions
            for text in (one.text, one.translated)
            if text is not None
        }
        self._foreign = [(one.translated, one.text) for one in world.questions if one.translated is not None]
        self._attempts = Counter[tuple[str, str]]()
        self._struck = Counter[tuple[str, str]]()
        self._open: dict[int, CallRecord] = {}
        self._records: list[CallRecord] = []

    @property
    def open_calls(self) -> int:
        """How many calls are still being answered."""
        return len(self._open)

    def connect(self) -> None:
        """Begin with a fresh instance: nothing of an earlier one can come late any more."""
        self.recent.clear()
        self._open.clear()

    def arm(self, script: Script) -> None:
        """Behave as the script says from here on, and take down every call."""
        self.script = script
        self.armed = True
        self._attempts.clear()
        self._struck.clear()
        self._records = [record for record in self._records if record.late]

    def disarm(self) -> tuple[CallRecord, ...]:
        """Behave well again, and return every call since `arm`; those still open stay "open" in what is returned."""
        taken = tuple(replace(record) if record.ended == "open" else record for record in self._records)
        self.recent.update(self.script.questions)
        self.script, self.armed, self._records = HEALTHY, False, []
        return taken

    def is_late(self, questions: tuple[str, ...]) -> bool:
        """Tell whether a call belongs to an earlier case: an abandoned request that goes on."""
        if not self.recent or any(one in self.script.questions for one in questions):
            return False
        return any(one in self.recent for one in questions)

    def strikes(self, what: str, questions: tuple[str, ...] = ()) -> bool:
        """Tell whether the fault has yet to spoil as many answers or calls of a route (`what`) as the script says."""
        most = self.script.strikes
        return most is None or self._struck[self._key(what, questions)] < most

    def count_strike(self, what: str, questions: tuple[str, ...] = ()) -> None:
        """Count one that was spoiled; a fault that found nothing to bite has not struck."""
        self._struck[self._key(what, questions)] += 1

    def question_of(self, text: str) -> str | None:
        """Return the id of the known question that a text is, word for word."""
        return self._by_text.get(" ".join(text.lower().split()))

    def in_english(self, text: str) -> str:
        """Return a text with known foreign-language questions in English, as what they mean to an embedding model."""
        for foreign, english in self._foreign:
            text = text.replace(foreign, english)
        return text

    def count_attempt(self, route: str, questions: tuple[str, ...] = ()) -> int:
        """Count one more attempt and return its number, from 1."""
        key = self._key(route, questions)
        self._attempts[key] += 1
        return self._attempts[key]

    def _key(self, route: str, questions: tuple[str, ...]) -> tuple[str, str]:
        return route, (questions[0] if self.per_question and questions else "")

    def begin(self, record: CallRecord) -> None:
        """Take down a call that is about to be answered."""
        self._open[id(record)] = record
        if (self.armed or record.late) and len(self._records) < RECORDS_KEPT:
            self._records.append(record)

    def end(self, record: CallRecord, ended: Literal["read", "hung_up"], *, at: float) -> None:
        """Take down how a call ended."""
        if self._open.pop(id(record), None) is not None:
            record.ended = ended
            record.seconds = at - record.started
            if self._watch is not None:
                self._watch(record)
