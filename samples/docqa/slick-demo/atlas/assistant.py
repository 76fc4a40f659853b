"""The assistant: retrieve, prompt, stream, cite."""

import re
from collections.abc import Iterator

from openai import OpenAI

from atlas.config import settings
from atlas.index import VectorIndex
from atlas.ingest import Chunk, load_chunks
from atlas.prompts import build_messages


class Assistant:
    """Answers questions about the documents, with citations."""

    def __init__(self) -> None:
        self.client = OpenAI()
        self.index = VectorIndex(self.client, load_chunks(settings.documents))

    def stream(self, question: str, chunks: list[Chunk]) -> Iterator[str]:
        """Yield the model's reply token by token."""
        response = self.client.chat.completions.create(
            model=settings.model,
            messages=build_messages(question, chunks),
            temperature=0.2,
            stream=True,
        )
        for event in response:
            if event.choices and event.choices[0].delta.content:
                yield event.choices[0].delta.content

    def ask(self, question: str) -> dict:
        """Answer ``question`` and resolve its numbered references."""
        chunks = self.index.search(question)
        answer = "".join(self.stream(question, chunks))
        cited = [chunks[int(number) - 1] for number in dict.fromkeys(re.findall(r"\[(\d+)\]", answer))]
        return {
            "status": "answered",
            "answer": answer,
            "citations": [{"document": chunk.document, "quote": chunk.text} for chunk in cited or chunks[:1]],
        }
