"""What the simulated model means to say, before a form (JSON, tool call, plain sentence) is put on it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a claim is taken from: a document as the prompt names it, and the sentence that stands there.

    `document` is the label that stands nearest before the evidence in the prompt (a file's name, a number, an id);
    `file` is the file it comes from in the world.
    """

    document: str
    quote: str
    file: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """One answer as the model means it. `known` is False when it says that it does not know.

    `sentence` is the whole answer in words; `value` the bare value in it ("" when unknown).
    """

    sentence: str
    value: str
    citations: tuple[Citation, ...] = ()
    known: bool = True
