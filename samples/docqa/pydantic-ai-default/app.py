"""An agent with a retrieval tool, as Pydantic AI's documentation builds it."""

import math
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, Field
from pydantic_ai import Agent, RunContext
from pydantic_ai.models.openai import OpenAIChatModel


class Source(BaseModel):
    """A source of the answer."""

    document: str = Field(description="The file name of the document")
    quote: str = Field(description="The sentence of the document that states the answer, word for word")


class Answer(BaseModel):
    """An answer that the documents state."""

    answer: str
    sources: list[Source]


class NotFound(BaseModel):
    """The documents do not answer the question."""

    reason: str


class Ask(BaseModel):
    """What is asked."""

    question: str


@dataclass
class Deps:
    """All sections of all documents, by file name."""

    sections: list[tuple[str, str]]

    def search(self, query: str) -> list[tuple[str, str]]:
        asked = set(re.findall(r"\w+", query.lower()))
        held = [set(re.findall(r"\w+", text.lower())) for _, text in self.sections]
        frequency = Counter(word for words in held for word in words)
        scores = [sum(math.log(len(held) / frequency[word]) for word in asked & words) for words in held]
        best = sorted(range(len(held)), key=lambda at: -scores[at])
        return [self.sections[at] for at in best[:8]]


folder = Path(os.environ["SEATRIAL_DOCUMENTS"])
texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}
deps = Deps([(name, text[at : at + 1000]) for name, text in texts.items() for at in range(0, len(text), 700)])

agent = Agent(
    OpenAIChatModel(os.environ["MODEL"]),
    deps_type=Deps,
    output_type=[Answer, NotFound],
    system_prompt="Answer the user's question about the company. Use the `retrieve` tool to find what the documents say.",
)


@agent.tool
async def retrieve(context: RunContext[Deps], search_query: str) -> str:
    """Retrieve documentation sections based on a search query.

    Args:
        context: The call context.
        search_query: The search query.
    """
    found = context.deps.search(search_query)
    return "\n\n".join(f"# Document: {name}\n\n{text}" for name, text in found)


app = FastAPI()


@app.get("/health")
async def health() -> dict:
    return {"status": "ok"}


@app.post("/ask")
async def ask(asked: Ask) -> dict:
    result = await agent.run(asked.question, deps=deps)
    if isinstance(result.output, NotFound):
        return {"status": "declined", "reason": result.output.reason}
    citations = [source.model_dump() for source in result.output.sources]
    return {"status": "answered", "answer": result.output.answer, "citations": citations}


uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
