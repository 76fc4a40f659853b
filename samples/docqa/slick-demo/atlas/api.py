"""HTTP API."""

from fastapi import FastAPI
from pydantic import BaseModel

from atlas import __version__
from atlas.assistant import Assistant

app = FastAPI(title="Atlas", version=__version__, description="Ask your documents anything.")
assistant = Assistant()


class Question(BaseModel):
    """A user's question."""

    question: str


@app.get("/health")
def health() -> dict[str, str]:
    """Liveness probe."""
    return {"status": "ok"}


@app.post("/ask")
def ask(body: Question) -> dict:
    """Answer a question with citations."""
    return assistant.ask(body.question)
