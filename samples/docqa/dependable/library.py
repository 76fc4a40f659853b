"""All documents at hand: finds passages by BM25, and knows how telling a word is."""

import math
from collections import Counter

from documents import Document, Passage, passages
from words import folded, stem, stems, words

K1, B = 1.4, 0.6


class Library:
    """Built once at the start and never changed, so that all requests may share it."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = {document.name: document for document in documents}
        self._passages = [passage for document in documents for passage in passages(document)]
        self._counts = [Counter(stems(f"{passage.heading} {passage.text}")) for passage in self._passages]
        self._lengths = [sum(counts.values()) for counts in self._counts]
        self._average = sum(self._lengths) / max(1, len(self._lengths))
        self._frequency = Counter(word for counts in self._counts for word in counts)
        self._texts = {document.name: f" {' '.join(folded(document.text))} " for document in documents}
        self._lower_case = {word for each in documents for word in words(each.text) if word.islower()} | {"i"}

    def search(self, question: str, at_most: int) -> list[Passage]:
        """Return the passages that fit a question best, best first; none when no word of it is known."""
        asked = set(stems(question))
        scored = [(self._score(asked, at), -at) for at in range(len(self._passages))]
        best = sorted((entry for entry in scored if entry[0] > 0), reverse=True)[:at_most]
        return [self._passages[-at] for _, at in best]

    def weight(self, word: str) -> float:
        """Return how telling a stem is: 0 for one that no document has, little for one that stands everywhere."""
        frequency, total = self._frequency[word], len(self._passages)
        return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5)) if frequency else 0.0

    def has_quote(self, document: str, quote: str) -> bool:
        """Tell whether these words stand in that document, in this order and without a gap."""
        sought = " ".join(folded(quote))
        return bool(sought) and f" {sought} " in self._texts.get(document, "")

    def heading_of(self, document: str, quote: str) -> str:
        """Return the headings above a quote, for a table row says little without them."""
        sought = " ".join(folded(quote))
        around = (passage for passage in self._passages if passage.document == document)
        return next((passage.heading for passage in around if sought in " ".join(folded(passage.text))), document)

    def has(self, word: str) -> bool:
        """Tell whether any document has this word."""
        return any(f" {word} " in text for text in self._texts.values())

    def is_telling(self, word: str) -> bool:
        """Tell whether a word stands in some passages and not in every fifth."""
        return self.weight(stem(word.casefold())) > math.log(5)

    def is_name(self, word: str) -> bool:
        """Tell whether a word is a name: written large, and never small in any document."""
        return word[0].isupper() and word.lower() not in self._lower_case

    def _score(self, asked: set[str], at: int) -> float:
        counts, length = self._counts[at], self._lengths[at]
        return sum(
            self.weight(word) * counts[word] * (K1 + 1) / (counts[word] + K1 * (1 - B + B * length / self._average))
            for word in asked
            if word in counts
        )
