"""The agent: one tool to search the documents, one output type for the answer."""

import os
from dataclasses import dataclass

from pydantic import BaseModel, Field
from pydantic_ai import Agent, RunContext
from pydantic_ai.models.openai import OpenAIChatModel

from search import Search


class Citation(BaseModel):
    document: str = Field(description="File name of the document")
    quote: str = Field(description="Exact sentence from the document")


class Answer(BaseModel):
    """The answer to the user's question."""

    answer: str = Field(description="The answer in one sentence")
    citations: list[Citation] = Field(min_length=1)


class NoAnswer(BaseModel):
    """The documents do not contain the answer."""

    reason: str


@dataclass
class Deps:
    search: Search


agent = Agent(
    OpenAIChatModel(os.environ["MODEL"]),
    deps_type=Deps,
    output_type=[Answer, NoAnswer],
    instructions=(
        "You are a helpful assistant that answers questions about a company. Use the `retrieve` tool to find the relevant "
        "sections of its documents, then answer from them and cite them."
    ),
)


@agent.tool
async def retrieve(context: RunContext[Deps], search_query: str) -> str:
    """Retrieve documentation sections based on a search query.

    Args:
        context: The call context.
        search_query: The search query.
    """
    sections = await context.deps.search.query(search_query)
    return "\n\n".join(f"# {section.document}\n\n{section.text}" for section in sections)
