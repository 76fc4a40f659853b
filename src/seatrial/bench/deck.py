"""The questions of a world, handed out so that each is used about as often as any other."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random

from seatrial.takehomes.base import Fact, Question, QuestionKind, Value, World


class Deck:
    """Deals questions of one world: always one that was dealt least often; ties fall by the dice, then never change."""

    def __init__(self, world: World, order: Sequence[Question], dealt: Mapping[str, int] | None = None) -> None:
        self._world = world
        self._order = list(order)
        self._dealt = Counter(dealt)

    def deal(self, kind: QuestionKind, fits: Callable[[Question], bool] = lambda _: True) -> Question | None:
        """Deal a question of that kind; None when the world has none that fits."""
        fitting = [question for question in self._order if question.kind == kind and fits(question)]
        chosen = min(fitting, key=lambda question: self._dealt[question.id], default=None)
        if chosen is not None:
            self.note(chosen)
        return chosen

    @property
    def answerable(self) -> tuple[Question, ...]:
        """Return every question that the documents plainly answer, in the order of this deck."""
        return tuple(question for question in self._order if question.kind == "answerable")

    def holds(self, question: str) -> bool:
        """Tell whether a question of that id is in this deck."""
        return any(one.id == question for one in self._order)

    def without(self, questions: Collection[str]) -> "Deck":
        """Return a deck in the same state that never deals these; what is dealt from it counts here for nothing."""
        left = [question for question in self._order if question.id not in questions]
        return Deck(self._world, left, self._dealt)

    def note(self, question: Question) -> None:
        """Count a question that was chosen by other means."""
        self._dealt[question.id] += 1

    def partner(self, question: Question) -> Question | None:
        """Deal a second question whose answer cannot be mistaken for the first one's."""
        return self.deal("answerable", lambda other: self.apart(question, other))

    def twins(self) -> tuple[Question, Question] | None:
        """Deal two questions about the same thing of two subjects, if there are such, else any two that lie apart."""
        first = self.deal("answerable", lambda one: any(self._alike(one, other) for other in self._order))
        first = first or self.deal("answerable")
        if first is None:
            return None
        second = self.deal("answerable", lambda other: self._alike(first, other)) or self.partner(first)
        return (first, second) if second is not None else None

    def _alike(self, one: Question, other: Question) -> bool:
        mine, theirs = self._world.fact(one), self._world.fact(other)
        if mine is None or theirs is None or {one.kind, other.kind} != {"answerable"}:
            return False
        return not set(mine.attribute).isdisjoint(theirs.attribute) and self.apart(one, other)

    def stranger(self, question: Question) -> str:
        """Return the id of a question that is only answered, never asked, beside this one ("" when there is none)."""
        start = self._order.index(question)
        for other in (*self._order[start + 1 :], *self._order[:start]):
            if other.kind == "answerable" and self.apart(question, other):
                return other.id
        return ""

    def apart(self, one: Question, other: Question) -> bool:
        """Tell whether neither question's values stand where the other's answer is taken from."""
        mine, theirs = self._world.fact(one), self._world.fact(other)
        if mine is None or theirs is None or mine.id == theirs.id or mine.entity == theirs.entity:
            return False
        return not (_stated(mine.value, theirs) or _stated(theirs.value, mine))


def shuffled(world: World, dice: Random) -> Deck:
    """Return the deck of all questions of a world, none of them dealt yet."""
    return Deck(world, dice.sample(world.questions, len(world.questions)))


def _stated(value: Value, fact: Fact) -> bool:
    spots = (*fact.evidence, *fact.stale_evidence, *fact.rival_evidence)
    words = [fact.statement, fact.value.text, *fact.value.forms, *(spot.sentence for spot in spots)]
    text = "\n".join(words).casefold()
    return any(form.casefold() in text for form in (value.text, *value.forms))


def lies_about(world: World, question: Question) -> Sequence[Value]:
    """Return the values that a model might make up as the answer to a question."""
    fact = world.fact(question)
    return question.lies if fact is None else fact.lies
