"""Whether a reply is borne out by the documents. Nothing here asks a model: a quote stands there or it does not."""

import re
from dataclasses import replace

from guards import GUARDS
from library import Library
from model import Unusable
from reply import Reply
from words import folded, sentences, stem, stems, words

LEAST_IN_COMMON = 0.5  # of what the question names, or of its words, by weight: what all ships share is less than half
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|\w+://\S+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?]\S*)?", re.IGNORECASE)


def verified(reply: Reply, question: str, library: Library) -> Reply:
    """Return the reply with only what its quotes bear out; Unusable says what they do not."""
    if GUARDS.quote_check:
        _require_quotes(reply, library)
    if GUARDS.question_match:
        _require_match(reply, question, library)
    reply = _without_links(reply)
    if GUARDS.small_talk:
        reply = _without_small_talk(reply, library)
    if GUARDS.value_support:
        _require_support(reply, question, library)
    return reply


def _require_quotes(reply: Reply, library: Library) -> None:
    if not reply.citations:
        raise Unusable("it cited nothing")
    for citation in reply.citations:
        if citation.document not in library.documents:
            raise Unusable("it cited a document that does not exist")
        if not library.has_quote(citation.document, citation.quote):
            raise Unusable("its quote does not stand word for word in the document that it names")


def _require_match(reply: Reply, question: str, library: Library) -> None:
    """Refuse an answer about something else: some quote must share what the question names, or else its words.

    The first word of a sentence is written large in any case, so it names nothing.
    """
    named = (word for sentence in sentences(question) for word in words(sentence)[1:] if library.is_name(word))
    names = {stem(word.casefold()) for word in named}
    asked = {word: library.weight(word) for word in names or stems(question)}
    for citation in reply.citations:
        about = set(stems(f"{library.heading_of(citation.document, citation.quote)} {citation.quote}"))
        if sum(weight for word, weight in asked.items() if word in about) >= LEAST_IN_COMMON * sum(asked.values()) > 0:
            return
    raise Unusable("it did not answer the question that was asked")


def _without_links(reply: Reply) -> Reply:
    """Take every address out that no quote has; what a link reads stays."""
    quoted = _quoted(reply)
    kept = _LINK.sub(lambda link: link[0] if link[0] in quoted else link[1] or "", reply.answer)
    return replace(reply, answer=kept.strip())


def _without_small_talk(reply: Reply, library: Library) -> Reply:
    kept = [sentence for sentence in sentences(reply.answer) if _rests_on(sentence, _quoted(reply), library)]
    return replace(reply, answer=" ".join(kept))


def _rests_on(sentence: str, quoted: str, library: Library) -> bool:
    """Tell whether a sentence shares a number, a name or two telling words with the quotes; else it is courtesy or worse."""
    shared = set(stems(quoted)) & {stem(word.casefold()) for word in words(sentence) if library.is_telling(word)}
    return len(shared) >= 2 or any(
        _is_value(word, library) and stem(word.casefold()) in shared for word in words(sentence)
    )


def _is_value(word: str, library: Library) -> bool:
    return library.is_name(word) or any(character.isdigit() for character in word)


def _require_support(reply: Reply, question: str, library: Library) -> None:
    """Refuse a sentence that rests on no quote, or has a number, code or name that none says."""
    quoted, answer = _quoted(reply), sentences(reply.answer)
    asked = {word for word in folded(question) if library.has(word)}
    if not answer:
        raise Unusable("nothing of its answer rests on a quote")
    for sentence in answer:
        if not _rests_on(sentence, quoted, library):
            raise Unusable("it had a sentence that rests on no quote")
        if _has_alien(sentence, set(folded(quoted)), asked, library):
            raise Unusable("it had a number, code or name that stands in no quote")


def _has_alien(sentence: str, quoted: set[str], asked: set[str], library: Library) -> bool:
    """Tell whether a sentence has a number, code or name that is neither in the quotes nor well-known from the question.

    The first word of a sentence is written large in any case. It passes for none if it is followed by a small
    one and the sentence says something from the quotes that was not in the question: then that is the answer.
    """
    first, *rest = words(sentence)
    telling = [word for word in rest if _is_value(word, library)]
    if any(word.casefold() not in quoted | asked for word in telling):
        return True
    opens = bool(rest) and rest[0].islower() and any(word.casefold() not in asked for word in telling)
    return _is_value(first, library) and not opens and first.casefold() not in quoted | asked


def _quoted(reply: Reply) -> str:
    return "\n".join(f"{citation.document} {citation.quote}" for citation in reply.citations)
