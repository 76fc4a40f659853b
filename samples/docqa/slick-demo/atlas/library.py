"""The library: every passage of every document, found by meaning."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from openai import OpenAI

EMBEDDING_MODEL = "text-embedding-3-small"
PASSAGE_CHARACTERS = 900


@dataclass(frozen=True)
class Passage:
    document: str
    text: str


class Library:
    """All passages with their embeddings."""

    def __init__(self, folder: Path, client: OpenAI) -> None:
        self._client = client
        self._passages = [passage for path in sorted(folder.iterdir()) for passage in split(path)]
        self._vectors = self._embed([passage.text for passage in self._passages])

    def search(self, question: str, *, limit: int = 6) -> list[Passage]:
        """Return the passages whose meaning is nearest to the question's."""
        if not self._passages:
            return []
        closeness = self._vectors @ self._embed([question])[0]
        return [self._passages[index] for index in np.argsort(-closeness)[:limit]]

    def _embed(self, texts: list[str]) -> np.ndarray:
        if not texts:
            return np.empty((0, 0))
        reply = self._client.embeddings.create(model=EMBEDDING_MODEL, input=texts)
        return np.array([item.embedding for item in reply.data])


def split(path: Path) -> list[Passage]:
    """Split a document into passages at paragraph borders, with a little overlap."""
    text = re.sub(r"<[^>]+>", " ", path.read_text()) if path.suffix == ".html" else path.read_text()
    passages: list[str] = [""]
    for paragraph in re.split(r"\n\s*\n|(?<=[.!?])\s{2,}", text):
        for start in range(0, len(paragraph), PASSAGE_CHARACTERS - 150):
            piece = paragraph[start : start + PASSAGE_CHARACTERS]
            if len(passages[-1]) + len(piece) > PASSAGE_CHARACTERS:
                passages.append("")
            passages[-1] = f"{passages[-1]}\n\n{piece}".strip()
    return [Passage(path.name, passage) for passage in passages if passage]
