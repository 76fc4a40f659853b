"""A tiny in-memory vector index."""

import re

from openai import OpenAI

from atlas.config import settings
from atlas.ingest import Chunk


class VectorIndex:
    """Semantic search over document chunks."""

    def __init__(self, client: OpenAI, chunks: list[Chunk], batch_size: int = 64) -> None:
        self.client = client
        self.chunks = chunks
        self.vectors: list[list[float]] = []
        for start in range(0, len(chunks), batch_size):
            self.vectors += self.embed([chunk.text for chunk in chunks[start : start + batch_size]])

    def embed(self, texts: list[str]) -> list[list[float]]:
        """Embed a batch of texts."""
        response = self.client.embeddings.create(
            model=settings.embedding_model, input=texts, dimensions=settings.embedding_dimensions
        )
        return [item.embedding for item in response.data]

    def search(self, query: str) -> list[Chunk]:
        """Return the chunks most similar to any sentence of ``query``, best first."""
        sentences = [sentence for sentence in re.split(r"(?<=[.?!])\s+", query) if sentence.strip()] or [query]
        vectors = self.embed(sentences)
        similarity = [max(sum(a * b for a, b in zip(vector, other)) for vector in vectors) for other in self.vectors]
        ranked = sorted(range(len(self.chunks)), key=similarity.__getitem__, reverse=True)
        return [self.chunks[i] for i in ranked[: settings.top_k]]
