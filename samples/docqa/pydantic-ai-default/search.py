"""Embeddings of document sections, kept in memory."""

import math
import re
from dataclasses import dataclass
from pathlib import Path

from openai import AsyncOpenAI

EMBEDDING_MODEL = "text-embedding-3-small"


@dataclass
class Section:
    document: str
    text: str
    embedding: list[float]


def sections(path: Path, size: int = 1000) -> list[str]:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"<(style|script).*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"</(p|h\d|tr|li|div)>", "\n\n", text)
    text = re.sub(r"<[^>]+>", " ", text)
    parts = [""]
    for line in text.splitlines(keepends=True):
        if len(parts[-1]) + len(line) > size:
            parts.append("")
        parts[-1] += line
    return [part.strip() for part in parts if part.strip()]


class Search:
    def __init__(self, client: AsyncOpenAI) -> None:
        self.client = client
        self.sections: list[Section] = []

    async def embed(self, texts: list[str]) -> list[list[float]]:
        response = await self.client.embeddings.create(input=texts, model=EMBEDDING_MODEL, dimensions=256)
        return [data.embedding for data in response.data]

    async def build(self, folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            texts = sections(path)
            for text, embedding in zip(texts, await self.embed(texts), strict=True):
                self.sections.append(Section(path.name, text, embedding))

    async def query(self, search_query: str, limit: int = 8) -> list[Section]:
        (embedding,) = await self.embed([search_query])
        return sorted(self.sections, key=lambda section: math.dist(section.embedding, embedding))[:limit]
