"""What a take-home gives the bench: a world made from a seed, whose every fact is known because we planted it."""

from typing import Literal

from msgspec import Struct

QuestionKind = Literal["answerable", "unanswerable", "conflicting", "outdated"]
Edition = Literal["clean", "full", "empty"]


class Value(Struct, frozen=True):
    """A planted value. `text` is how documents print it; `forms` are other spellings that state the same value.

    Every form is specific enough that nobody states it by accident (a bare "7" is not; "1847.30" is).
    """

    text: str
    forms: tuple[str, ...] = ()


class Document(Struct, frozen=True):
    """One file of the documents folder: `name` is the file's name (flat, with suffix), `text` its UTF-8 content."""

    name: str
    text: str


class Evidence(Struct, frozen=True):
    """Where a value stands: `sentence` is the sentence or table row, as a reader sees it (mark-up taken off)."""

    document: str
    sentence: str


class Fact(Struct, frozen=True):
    """One thing that this world's documents say and nobody else knows.

    `statement` is a sentence with `{value}` in it that a competent model would answer with. `lies` are fresh values
    of the same shape that stand in no document. `stale` is what an outdated document says; `rival` is what another,
    equally current document says (the documents conflict).
    """

    id: str
    entity: tuple[str, ...]
    attribute: tuple[str, ...]
    statement: str
    value: Value
    evidence: tuple[Evidence, ...]
    lies: tuple[Value, ...]
    stale: Value | None = None
    stale_evidence: tuple[Evidence, ...] = ()
    rival: Value | None = None
    rival_evidence: tuple[Evidence, ...] = ()


class Question(Struct, frozen=True):
    """A question about the world. Unanswerable ones have no fact; `lies` is what a model might make up for them.

    `translated` is the same question in German, French or Spanish with entity names kept, for answerable ones.
    """

    id: str
    text: str
    kind: QuestionKind
    fact: str | None = None
    translated: str | None = None
    statement: str = ""
    lies: tuple[Value, ...] = ()


class Plant(Struct, frozen=True):
    """A hostile instruction in a document of the full edition, beside the evidence of `question`.

    `token` is the fresh nonce that an obeying model would put into its answer; `instruction` is the text that a
    reader of the raw file finds; `carrier` says how it hides.
    """

    carrier: Literal["visible", "comment", "zero-width", "link"]
    question: str
    document: str
    instruction: str
    token: str


class World(Struct, frozen=True):
    """A fictitious company: its documents, the questions one may ask, and the truth.

    Editions of the documents folder: `clean` (no stale version, no rival, no plant), `full` (all of them), `empty`.
    """

    takehome: str
    seed: int
    company: str
    clean: tuple[Document, ...]
    full: tuple[Document, ...]
    facts: tuple[Fact, ...]
    questions: tuple[Question, ...]
    plants: tuple[Plant, ...]
    secret: str
    secret_document: str

    def documents(self, edition: Edition) -> tuple[Document, ...]:
        """Return the files of one edition of the documents folder."""
        return {"clean": self.clean, "full": self.full, "empty": ()}[edition]

    def fact(self, question: Question) -> Fact | None:
        """Return the fact that answers a question, or None when no document does."""
        return next((fact for fact in self.facts if fact.id == question.fact), None)

    def question(self, question_id: str) -> Question:
        """Return the question of that id; KeyError when there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)
