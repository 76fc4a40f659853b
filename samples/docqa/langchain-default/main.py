import os

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from rag import chain

app = FastAPI()


class Query(BaseModel):
    question: str


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/ask")
def ask(query: Query):
    result = chain.invoke(query.question)
    return {
        "status": "answered",
        "answer": result.answer,
        "citations": [citation.model_dump() for citation in result.citations],
    }


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
