"""What the model must return, and what we send on. Pydantic does the work."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Citation(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document: str = Field(min_length=1, description="File name of the document")
    quote: str = Field(min_length=1, description="Verbatim sentence or table row from the document")


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    status: Literal["answered", "declined"] = Field(description="'declined' if the sections do not contain the answer")
    answer: str = Field(description="One sentence, or the reason for declining")
    citations: list[Citation]

    @model_validator(mode="after")
    def answers_have_content_and_sources(self) -> "Answer":
        if self.status == "answered" and not (self.answer.strip() and self.citations):
            raise ValueError("an answer needs a text and at least one citation")
        return self
