"""One running copy of a submission in its sandbox, with a model endpoint that only it can reach."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from seatrial.bench.ask import HttpAnswer, HttpFailure, converse, get, post
from seatrial.bench.environment import Environment
from seatrial.bench.errors import SandboxDied
from seatrial.bench.gateway.line import CallRecord, Line
from seatrial.bench.gateway.server import ModelServer, serve
from seatrial.bench.sandbox.base import Box, BoxSpec, Sandbox
from seatrial.bench.submission import Submission
from seatrial.takehomes.base import Edition, World

APP_PORT = 8000
MODEL_PORT = 8001
MODEL_NAME = "gpt-4"
START_SECONDS = 60.0
_POLL_SECONDS = 0.03
_HEALTH_SECONDS = 2.0


class NotReady(Exception):
    """The submission never answered GET /health with 200; the text says what it did instead."""


@dataclass(frozen=True, slots=True)
class Launch:
    """All that is needed to start the submission any number of times."""

    submission: Submission
    environment: Environment
    sandbox: Sandbox
    world: World
    code: Path
    documents: dict[Edition, Path]
    vocabulary: Path
    api_key: str

    def box(self, edition: Edition) -> BoxSpec:
        """Describe the box for one edition of the documents."""
        root = f"http://127.0.0.1:{MODEL_PORT}"
        return BoxSpec(
            command=self.submission.command,
            cwd="/submission",
            env={
                **self.environment.env,
                "PORT": str(APP_PORT),
                "SEATRIAL_DOCUMENTS": "/documents",
                "OPENAI_BASE_URL": f"{root}/v1",
                "OPENAI_API_BASE": f"{root}/v1",
                "OPENAI_API_KEY": self.api_key,
                "ANTHROPIC_BASE_URL": root,
                "ANTHROPIC_API_KEY": self.api_key,
                "MODEL": MODEL_NAME,
                "TIKTOKEN_CACHE_DIR": "/vocabulary",
            },
            mounts=(
                (self.code, "/submission"),
                (self.documents[edition], "/documents"),
                (self.vocabulary, "/vocabulary"),
                *self.environment.mounts,
            ),
            listen_ports=(MODEL_PORT,),
        )


class Instance:
    """A started submission: put questions to it one case at a time, look after its health, end it."""

    def __init__(self, launch: Launch, edition: Edition) -> None:
        self.edition = edition
        self.line = Line(launch.world, api_key=launch.api_key, model=MODEL_NAME)
        self.asked: set[str] = set()
        self._launch = launch
        self._box: Box | None = None
        self._server: ModelServer | None = None
        self._spent_cpu_seconds = 0.0

    async def start(self) -> None:
        """Start the submission and wait until it is ready; NotReady with its own words when it never is."""
        self.line.connect()
        self._box = await self._launch.sandbox.start(self._launch.box(self.edition))
        self._server = await serve(self._box.listeners[0], self.line)
        began = time.monotonic()
        while unready := await self._unready():
            waited = time.monotonic() - began
            status = self._box.exit_status()
            if status is not None:
                raise NotReady(self._ended_early(status))
            if waited > START_SECONDS:
                raise NotReady(f"{unready}, and that for {START_SECONDS:g} s")
            await asyncio.sleep(max(_POLL_SECONDS, waited / 10))  # seldom in the end: each may print a line

    async def _unready(self) -> str:
        """Say what GET /health comes to; empty when it is answered with 200."""
        try:
            sock = await self._running().connect(APP_PORT)
        except OSError:
            return f"nothing listened on 127.0.0.1:{APP_PORT}, which is $PORT"
        answer = await converse(sock, get("/health"), seconds=_HEALTH_SECONDS)
        if isinstance(answer, HttpFailure):
            return f"GET /health on port {APP_PORT} was not answered ({answer.detail.rstrip('.')})"
        return "" if answer.status == 200 else f"GET /health on port {APP_PORT} was answered with {answer.status}"

    def _ended_early(self, status: int) -> str:
        why = self._running().not_started()
        if not why:
            return f"the command ended with status {status} before it was ready"
        program = self._launch.submission.command[0]
        hint = "look at its spelling, and whether requirements.txt names what brings it"
        if (self._launch.code / program).is_file():
            hint = "it must be executable (chmod +x) and its first line name a program (without a Windows line end)"
        return f"{program!r} could not be started ({why}); {hint}"

    async def ask(self, question: str, *, seconds: float, more: Callable[[], float]) -> HttpAnswer | HttpFailure:
        """Put one question and give it so many seconds, and `more` as these grow; whatever happens is a value.

        SandboxDied when the box itself is gone.
        """
        try:
            sock = await self._running().connect(APP_PORT)
        except OSError as error:
            if not self._running().alive():
                raise SandboxDied("the sandbox ended while a question was put to the submission") from error
            return HttpFailure("refused", "Nothing listens on its port any more.")
        return await converse(sock, post("/ask", {"question": question}), seconds=seconds, more=more)

    def waits(self) -> dict[int, float]:
        """Return how long each of its threads was kept waiting for a processor so far."""
        return {} if self._box is None else self._box.waits()

    def died(self) -> bool:
        """Tell whether the submission's own command has ended."""
        return self._running().exit_status() is not None

    def sandbox_alive(self) -> bool:
        """Tell whether the sandbox is in order."""
        return self._running().alive()

    def output(self) -> str:
        """Return the tail of what the submission printed, invalid UTF-8 replaced."""
        return "" if self._box is None else self._box.output().decode(errors="replace")

    def cpu_seconds(self) -> float:
        """Return the CPU seconds of all processes that this instance ever had."""
        return self._spent_cpu_seconds + (0.0 if self._box is None else self._box.cpu_seconds())

    async def restart(self, edition: Edition | None = None) -> None:
        """Start afresh, with an empty memory and perhaps other documents."""
        await self.stop()
        self.edition = edition or self.edition
        self.asked = set()
        await self.start()

    async def stop(self) -> tuple[CallRecord, ...]:
        """End the submission and its endpoint; safe to call twice. Returns the calls nobody has taken yet."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._box is not None:
            with contextlib.suppress(OSError):
                self._spent_cpu_seconds += self._box.cpu_seconds()
            await self._box.kill()
            self._box = None
        return self.line.disarm()

    def _running(self) -> Box:
        if self._box is None:
            raise SandboxDied("the instance was not started")
        return self._box
