"""HTTP front: Flask on waitress."""

import os

from flask import Flask, jsonify, request
from waitress import serve

from llm import LLMUnavailable
from qa import answer_question

app = Flask(__name__)


@app.get("/health")
def health():
    return jsonify(status="ok")


@app.post("/ask")
def ask():
    question = request.get_json()["question"]
    try:
        return jsonify(answer_question(question))
    except LLMUnavailable as exc:
        app.logger.warning("declined: %s", exc)
        return jsonify(status="declined", reason=f"The language model is not available right now ({exc}).")


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(os.environ["PORT"]), threads=16)
