"""The story of one question: its parts, the passages for each, the model's reply, the proof."""

import re
from typing import Any

from evidence import verified
from guards import GUARDS
from library import Library
from model import Budget, Model, ModelUnavailable, Unusable
from prompts import system_message, user_message
from reply import Reply, read_reply
from words import words

PASSAGES = 9
QUESTION_CHARACTERS = 1500
MOST_PARTS = 4


class Declined(Exception):
    """There is no answer that we could stand for; the words say why."""


def answer(question: str, library: Library, model: Model) -> dict[str, Any]:
    """Return an answer by the contract: every claim with its source, or declined with the reason."""
    budget = Budget()
    try:
        replies = [_answer_part(part, library, model, budget) for part in _parts(question, library)]
    except Declined as why:
        return {"status": "declined", "reason": str(why)}
    except ModelUnavailable as why:
        if not GUARDS.honest_failure:
            raise
        return {"status": "declined", "reason": str(why)}
    citations = [citation for reply in replies for citation in reply.citations]
    return {
        "status": "answered",
        "answer": " ".join(reply.answer for reply in replies),
        "citations": [{"document": each.document, "quote": each.quote} for each in dict.fromkeys(citations)],
    }


def _parts(question: str, library: Library) -> list[str]:
    """Return the questions in a text, each to be answered by itself; one that names nothing stays with its neighbour."""
    question = question.strip()
    if not question:
        raise Declined("The question is empty.")
    if len(question) > QUESTION_CHARACTERS:
        raise Declined(f"The question is too long; please keep it under {QUESTION_CHARACTERS} characters.")
    asked = [""]
    for part in re.findall(r"[^?？]+[?？]?", question):
        if _names_something(asked[-1], library) and _names_something(part, library):
            asked.append("")
        asked[-1] += part
    if len(asked) > MOST_PARTS:
        raise Declined(f"Please ask at most {MOST_PARTS} questions at once.")
    return asked


def _names_something(text: str, library: Library) -> bool:
    return any(library.is_name(word) and library.has(word.casefold()) for word in words(text))


def _answer_part(question: str, library: Library, model: Model, budget: Budget) -> Reply:
    """Ask until a reply is borne out by the documents; Declined when the last one was not."""
    found = library.search(question, PASSAGES)
    if not found:
        raise Declined(f"No document says anything about this: {question}")
    complaint = ""
    for _ in range(2 if GUARDS.second_chance else 1):
        messages = [
            {"role": "system", "content": system_message()},
            {"role": "user", "content": user_message(question, found, complaint)},
        ]
        try:
            reply = read_reply(model.reply(messages, budget))
            if not reply.answered:
                raise Declined(f"The documents do not state this: {question}")
            return verified(reply, question, library)
        except Unusable as why:
            complaint = str(why)
    raise Declined(f"No answer to this could be verified against the documents: {question}")
