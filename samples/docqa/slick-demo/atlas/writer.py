"""The writer: turns passages into a polished answer, streamed as it is written."""

import json
from collections.abc import Iterator

from openai import OpenAI

from atlas.library import Passage

VOICE = """You are Atlas, a brilliant and friendly knowledge assistant.
Using the passages below, write a clear, confident and helpful answer to the question.
Reply as JSON: {"answer": "<your answer>", "document": "<file name>", "quote": "<the sentence it rests on>"}"""


class Writer:
    """Writes answers with a model."""

    def __init__(self, client: OpenAI, model: str) -> None:
        self._client = client
        self._model = model

    def write(self, question: str, passages: list[Passage]) -> dict[str, str]:
        """Return the answer and the source it rests on."""
        return json.loads("".join(self._stream(question, passages)))

    def _stream(self, question: str, passages: list[Passage]) -> Iterator[str]:
        context = "\n\n".join(f"[{passage.document}]\n{passage.text}" for passage in passages)
        stream = self._client.chat.completions.create(
            model=self._model,
            messages=[
                {"role": "system", "content": VOICE},
                {"role": "user", "content": f"Passages:\n\n{context}\n\nQuestion: {question}"},
            ],
            response_format={"type": "json_object"},
            stream=True,
        )
        for chunk in stream:
            if chunk.choices:
                yield chunk.choices[0].delta.content or ""
