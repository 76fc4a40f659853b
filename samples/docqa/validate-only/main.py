"""Document QA where nothing unvalidated leaves the house."""

import os
from pathlib import Path

import uvicorn
from openai import LengthFinishReasonError, OpenAI
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from corpus import Corpus
from schema import Answer

INSTRUCTIONS = """You answer questions from sections of company documents.
Use only the sections. Each claim needs a citation: the document's file name and the sentence, copied verbatim.
If the sections do not contain the answer, set status to "declined" and explain in one sentence what is missing."""

client = OpenAI()
corpus = Corpus(Path(os.environ["SEATRIAL_DOCUMENTS"]))


class Ask(BaseModel):
    question: str


def declined(reason: str) -> dict:
    return {"status": "declined", "reason": reason}


def answer(question: str) -> dict:
    if not question.strip():
        return declined("The question is empty.")
    sections = corpus.best(question)
    if not sections:
        return declined("No section matches the question.")
    context = "\n\n".join(f'<section document="{each.document}">\n{each.text}\n</section>' for each in sections)
    try:
        completion = client.chat.completions.parse(
            model=os.environ["MODEL"],
            messages=[
                {"role": "system", "content": INSTRUCTIONS},
                {"role": "user", "content": f"{context}\n\nQuestion: {question}"},
            ],
            response_format=Answer,
        )
    except (ValidationError, LengthFinishReasonError):
        return declined("The model's reply was not valid.")
    reply = completion.choices[0].message.parsed
    if reply is None:
        return declined("The model refused to answer.")
    if reply.status == "declined":
        return declined(reply.answer)
    for citation in reply.citations:
        if not corpus.contains(citation.document, citation.quote):
            return declined("The model's citation could not be verified.")
    return reply.model_dump()


async def ask(request: Request) -> JSONResponse:
    try:
        body = Ask.model_validate_json(await request.body())
    except ValidationError as error:
        return JSONResponse({"error": error.errors(include_url=False)}, status_code=422)
    return JSONResponse(await run_in_threadpool(answer, body.question))


async def health(request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


app = Starlette(routes=[Route("/ask", ask, methods=["POST"]), Route("/health", health)])

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
