"""The web face of Atlas."""

import os
from pathlib import Path

from openai import OpenAI
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from atlas.library import Library
from atlas.writer import Writer

client = OpenAI()
library = Library(Path(os.environ["SEATRIAL_DOCUMENTS"]), client)
writer = Writer(client, os.environ["MODEL"])


async def ask(request: Request) -> JSONResponse:
    """Answer a question with its source."""
    question = (await request.json())["question"]
    passages = await run_in_threadpool(library.search, question)
    written = await run_in_threadpool(writer.write, question, passages)
    return JSONResponse(
        {
            "status": "answered",
            "answer": written["answer"],
            "citations": [{"document": written["document"], "quote": written["quote"]}],
        }
    )


async def health(_: Request) -> JSONResponse:
    """Say that Atlas is up."""
    return JSONResponse({"status": "ok"})


app = Starlette(routes=[Route("/ask", ask, methods=["POST"]), Route("/health", health)])
