"""The feature over HTTP: POST /ask and GET /health, on 127.0.0.1:$PORT."""

import json
import os
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import openai

from answering import answer
from documents import read_folder
from library import Library
from model import Model

MOST_BYTES = 1 << 20
LIBRARY = Library(read_folder(Path(os.environ["SEATRIAL_DOCUMENTS"])))
MODEL = Model(openai.OpenAI(), os.environ["MODEL"])


class Feature(BaseHTTPRequestHandler):
    """One request; nothing of it outlives it."""

    timeout = 20

    def do_GET(self) -> None:
        """Say that we are up."""
        self._send(*((200, {"status": "ok"}) if self.path == "/health" else (404, {"error": "no such page"})))

    def do_POST(self) -> None:
        """Answer a question, or say why not."""
        if self.path != "/ask":
            return self._send(404, {"error": "no such page"})
        try:
            question = self._question()
        except ValueError as error:
            return self._send(422, {"status": "declined", "reason": str(error)})
        try:
            self._send(200, answer(question, LIBRARY, MODEL))
        except Exception:
            traceback.print_exc()
            self._send(500, {"error": "internal error"})

    def _question(self) -> str:
        length = int(self.headers.get("content-length") or 0)
        if length > MOST_BYTES:
            raise ValueError("The question is too long.")
        body = json.loads(self.rfile.read(length) or b"null")
        question = body.get("question") if isinstance(body, dict) else None
        if not isinstance(question, str):
            raise ValueError('Please send {"question": "..."}.')
        return question

    def _send(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json; charset=utf-8")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Log to standard error, one line each, without the question."""
        print(self.command, self.path, *args[1:2], file=sys.stderr)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Feature)
    server.daemon_threads = True
    server.serve_forever()
