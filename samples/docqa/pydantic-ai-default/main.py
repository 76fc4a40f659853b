import os
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from openai import AsyncOpenAI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from agent import Answer, Deps, agent
from search import Search

search = Search(AsyncOpenAI())


async def ask(request: Request) -> JSONResponse:
    body = await request.json()
    result = await agent.run(body["question"], deps=Deps(search))
    if isinstance(result.output, Answer):
        return JSONResponse({"status": "answered", **result.output.model_dump()})
    return JSONResponse({"status": "declined", "reason": result.output.reason})


async def health(request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


@asynccontextmanager
async def lifespan(app: Starlette):
    await search.build(Path(os.environ["SEATRIAL_DOCUMENTS"]))
    yield


app = Starlette(routes=[Route("/ask", ask, methods=["POST"]), Route("/health", health)], lifespan=lifespan)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
