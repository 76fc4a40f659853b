"""Which cases a trial is made of: every failure mode on questions of the world, and each of those questions in peace.

Pure and deterministic. A case does not depend on which other modes are tried beside it, so it can be replayed alone.
"""

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from seatrial.bench.case import Case
from seatrial.bench.deck import Deck, lies_about, shuffled
from seatrial.bench.errors import UnknownMode
from seatrial.bench.faults.another_question import AnotherQuestion
from seatrial.bench.modes import MODES
from seatrial.bench.modes.base import Asks, Mode, Surface
from seatrial.bench.modes.hostile_words import PROMPT_REQUESTS, hostile
from seatrial.bench.modes.joined import joined
from seatrial.bench.modes.pasted import pasted_question
from seatrial.bench.observation import Input, Planted
from seatrial.bench.script import Obedience, Script
from seatrial.takehomes.base import Edition, Question, Value, World

LEVELS = (Obedience.WEAK, Obedience.MIDDLING, Obedience.DETERMINED)
_OBEYING = (Asks.PLANTED, Asks.PROMPT_REQUEST, Asks.HOSTILE)
_FULL = (Asks.PLANTED, Asks.OUTDATED, Asks.CONFLICTING)
_LATE_SECONDS = 0.75
_SMALLEST_BASELINE = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked without any fault, and what under which failure mode."""

    baseline: tuple[Case, ...]
    cases: tuple[Case, ...]


def plan(world: World, *, modes: Sequence[Mode] = MODES, seed: int, failed: Collection[str] = frozenset()) -> Plan:
    """Return the cases of a trial; a mode that this world has no question for gets none.

    A case whose question `failed` without any fault would say nothing: it gets another one, and no other case changes.
    """
    deck = shuffled(world, Random(f"{seed}/questions"))
    tried = {mode.slug: mode for mode in modes}
    known = {mode.slug for mode in MODES}
    everyone = (*(tried.get(mode.slug, mode) for mode in MODES), *(mode for mode in modes if mode.slug not in known))
    dealt = {mode.slug: tuple(_Dealer(world, deck, mode, seed).cases()) for mode in everyone}
    first = tuple(case for mode in modes for case in dealt[mode.slug])
    cases = tuple(
        case for mode in modes for case in _Dealer(world, deck, mode, seed).instead(dealt[mode.slug], set(failed))
    )
    return Plan(baseline=tuple(_baseline(world, deck, (*first, *cases), seed)), cases=cases)


def needs_fault(mode: Mode) -> bool:
    """Tell whether a mode lives in a fault that must have bitten; for the others being asked is enough."""
    return mode.fault is not None


def may_refuse_input(mode: Mode) -> bool:
    """Tell whether an HTTP status that blames the input (400, 413, 422) is an honest way to decline in this mode."""
    return mode.asks in (Asks.EMPTY, Asks.LONG)


def select(modes: Sequence[Mode], slugs: Collection[str], surfaces: Collection[str]) -> tuple[Mode, ...]:
    """Return the modes of these slugs on these surfaces, in catalogue order; naming none means all of them."""
    _known("failure mode", slugs, [mode.slug for mode in modes], hint="`seatrial modes` lists all of them.")
    _known("surface", surfaces, [surface.value for surface in Surface], hint=f"There are {', '.join(Surface)}.")
    chosen = tuple(
        mode for mode in modes if (not slugs or mode.slug in slugs) and (not surfaces or mode.surface.value in surfaces)
    )
    if not chosen:
        named = ", ".join((*slugs, *(f"surface {surface}" for surface in surfaces)))
        raise UnknownMode(f"No failure mode is left to try: none fits all of {named}. `seatrial modes` lists them.")
    return chosen


def _known(what: str, asked: Collection[str], existing: Sequence[str], *, hint: str) -> None:
    for name in asked:
        if name not in existing:
            near = difflib.get_close_matches(name.lower(), existing, n=3, cutoff=0.5)
            near += [one for one in existing if name and name.lower() in one and one not in near][:3]
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            raise UnknownMode(f"There is no {what} {name!r}.{meant} {hint}")


def _baseline(world: World, deck: Deck, cases: Sequence[Case], seed: int) -> Iterator[Case]:
    """Yield a healthy case for each question that the documents answer, in the order of first use.

    Few modes ask few questions: others are put beside them, so that one ordinary miss does not decide the trial.
    """
    used = (world.question(question) for case in cases for one in case.inputs for question in one.questions)
    asked = dict.fromkeys(question for question in used if world.fact(question) is not None)
    others = (question for question in deck.answerable if question not in asked)
    for question in (*asked, *islice(others, max(0, _SMALLEST_BASELINE - len(asked)))):
        put = Input(text=question.text, questions=(question.id,), planted=planted(world, (question,)))
        case_id = f"baseline/{question.id}"
        script = Script(questions=(question.id,), seed=f"{seed}/{case_id}")
        yield Case(id=case_id, mode="baseline", inputs=(put,), script=script)


def planted(
    world: World,
    questions: Sequence[Question],
    *,
    edition: Edition = "clean",
    others: Sequence[Value] = (),
    instructed: tuple[str, ...] = (),
) -> Planted:
    """Return what an answer to these questions may and may not contain on that edition of the documents."""
    facts = [fact for question in questions if (fact := world.fact(question)) is not None]
    full = edition == "full"
    return Planted(
        truth=tuple(fact.value for fact in facts),
        lies=tuple(lie for question in questions for lie in lies_about(world, question)),
        stale=tuple(fact.stale for fact in facts if full and fact.stale is not None),
        rivals=tuple(fact.rival for fact in facts if full and fact.rival is not None),
        others=tuple(others),
        instructed=instructed,
        secrets=(world.secret,),
    )


@dataclass(frozen=True, slots=True)
class _Put:
    """What one case puts and what only it needs of the script."""

    inputs: tuple[Input, ...]
    other: str = ""
    instruction: str = ""
    token: str = ""
    delays: Mapping[str, float] | None = None


class _Dealer:
    """Makes the cases of one mode."""

    def __init__(self, world: World, deck: Deck, mode: Mode, seed: int) -> None:
        self._world, self._deck, self._mode, self._seed = world, deck, mode, seed
        self._edition: Edition = (
            "full" if mode.asks in _FULL else "empty" if mode.asks is Asks.NO_DOCUMENTS else "clean"
        )

    def cases(self) -> Iterator[Case]:
        """Yield the cases; fewer when the world runs out of fitting questions."""
        for number in range(self._mode.cases):
            put = self.put(number)
            if put is not None:
                yield self._case(number, put)

    def instead(self, dealt: Sequence[Case], failed: set[str]) -> Iterator[Case]:
        """Yield the cases as they were dealt, but those of failed questions with others that this mode has not put."""
        put_already = {question for case in dealt for question in case.questions}
        for number, case in enumerate(dealt):
            if failed.isdisjoint(case.questions):
                yield case
                continue
            planted = self._mode.asks is Asks.PLANTED
            spare = self._deck.without(failed if planted else failed | put_already)
            put = _Dealer(self._world, spare, self._mode, self._seed).put(number)
            other = case if put is None else self._case(number, put)
            put_already |= other.questions
            yield other

    def put(self, number: int) -> _Put | None:
        """Return what the case of that number puts; None when the world has no fitting question left."""
        ways: Mapping[Asks, Callable[[int, Random], _Put | None]] = {
            Asks.ANSWERABLE: self._ordinary,
            Asks.UNANSWERABLE: self._ordinary,
            Asks.OUTDATED: self._ordinary,
            Asks.CONFLICTING: self._ordinary,
            Asks.NO_DOCUMENTS: self._ordinary,
            Asks.PLANTED: self._beside_a_plant,
            Asks.PROMPT_REQUEST: self._prompt_request,
            Asks.HOSTILE: self._hostile,
            Asks.EMPTY: self._empty,
            Asks.LONG: self._long,
            Asks.TRANSLATED: self._translated,
            Asks.MANY_PART: self._many_part,
            Asks.SEQUENCE: self._sequence,
            Asks.TOGETHER: self._together,
        }
        return ways[self._mode.asks](number, Random(f"{self._seed}/{self._mode.slug}/{number}"))

    def _case(self, number: int, put: _Put) -> Case:
        mode = self._mode
        obeys = LEVELS[number % len(LEVELS)] if mode.asks in _OBEYING else Obedience.NONE
        case_id = f"{mode.slug}/{obeys.value if obeys is not Obedience.NONE else number + 1}"
        shapes = (mode.fault, *mode.variants)
        script = Script(
            mode=mode.slug,
            fault=shapes[number % len(shapes)],
            strikes=mode.strikes,
            questions=tuple(dict.fromkeys(question for one in put.inputs for question in one.questions)),
            lie=number,
            other=put.other,
            obeys=obeys,
            instruction=put.instruction,
            token=put.token,
            leaks=mode.asks is Asks.PROMPT_REQUEST,
            prefers_earlier=mode.asks is Asks.SEQUENCE,
            delays=dict(put.delays or {}),
            seed=f"{self._seed}/{case_id}",
        )
        return Case(
            id=case_id,
            mode=mode.slug,
            inputs=put.inputs,
            script=script,
            edition=self._edition,
            together=mode.asks is Asks.TOGETHER,
            wait_seconds=mode.wait_seconds,
        )

    def _asked(self, *questions: Question, text: str = "", others: Sequence[Value] = (), token: str = "") -> Input:
        instructed = (token,) if token else ()
        return Input(
            text=text or questions[0].text,
            questions=tuple(question.id for question in questions),
            planted=planted(self._world, questions, edition=self._edition, others=others, instructed=instructed),
        )

    def _value(self, question: Question) -> tuple[Value, ...]:
        fact = self._world.fact(question)
        return (fact.value,) if fact is not None else ()

    def _ordinary(self, _number: int, _dice: Random) -> _Put | None:
        match self._mode.asks:
            case Asks.UNANSWERABLE:
                question = self._deck.deal("unanswerable")
            case Asks.OUTDATED:
                question = self._deck.deal("outdated")
            case Asks.CONFLICTING:
                question = self._deck.deal("conflicting")
            case _:
                question = self._deck.deal("answerable")
        if question is None:
            return None
        other = self._deck.stranger(question) if self._mode.fault is not None else ""
        told = isinstance(self._mode.fault, AnotherQuestion) and other
        others = self._value(self._world.question(other)) if told else ()
        return _Put((self._asked(question, others=others),), other=other)

    def _beside_a_plant(self, number: int, _dice: Random) -> _Put | None:
        fitting = [plant for plant in self._world.plants if plant.carrier == self._mode.carrier]
        plants = [plant for plant in fitting if self._deck.holds(plant.question)]
        if not plants:
            return None
        plant = plants[number % len(plants)]
        question = self._world.question(plant.question)
        self._deck.note(question)
        asked = self._asked(question, token=plant.token)
        return _Put((asked,), instruction=plant.instruction, token=plant.token)

    def _prompt_request(self, number: int, _dice: Random) -> _Put:
        styles = Random(f"{self._seed}/{self._mode.slug}").sample(PROMPT_REQUESTS, len(PROMPT_REQUESTS))
        return _Put((self._asked(text=styles[number % len(styles)]),))

    def _hostile(self, number: int, dice: Random) -> _Put | None:
        question = self._deck.deal("answerable")
        if question is None:
            return None
        first_style = Random(f"{self._seed}/{self._mode.slug}").randrange(100)
        made = hostile(question.text, dice, style=first_style + number)
        asked = self._asked(question, text=made.text, token=made.token)
        return _Put((asked,), instruction=made.instruction, token=made.token)

    def _empty(self, number: int, _dice: Random) -> _Put:
        return _Put((Input(text=("", "  \n\t \n")[number % 2], planted=planted(self._world, ())),))

    def _long(self, number: int, dice: Random) -> _Put | None:
        question = self._deck.deal("answerable")
        if question is None:
            return None
        return _Put((self._asked(question, text=pasted_question(question.text, dice, first=number % 2 == 1)),))

    def _translated(self, _number: int, _dice: Random) -> _Put | None:
        question = self._deck.deal("answerable", lambda question: question.translated is not None)
        if question is None or question.translated is None:
            return None
        return _Put((self._asked(question, text=question.translated),))

    def _many_part(self, number: int, dice: Random) -> _Put | None:
        first = self._deck.deal("answerable")
        second = first and self._deck.partner(first)
        if first is None or second is None:
            return None
        text = joined(first.text, second.text, style=dice.randrange(2) * 2 + number)
        return _Put((self._asked(first, second, text=text),))

    def _sequence(self, _number: int, _dice: Random) -> _Put | None:
        twins = self._deck.twins()
        if twins is None:
            return None
        first, second = twins
        before = Input(text=first.text, questions=(first.id,), planted=planted(self._world, (first,)), judged=False)
        return _Put((before, self._asked(second, others=self._value(first))))

    def _together(self, _number: int, _dice: Random) -> _Put | None:
        twins = self._deck.twins()
        if twins is None:
            return None
        first, second = twins
        inputs = self._asked(first, others=self._value(second)), self._asked(second, others=self._value(first))
        return _Put(inputs, delays={first.id: _LATE_SECONDS})
