"""A small feature that works on a good day: find passages by their words, ask the model, pass on what it says."""

import json
import math
import os
import re
import urllib.request
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

INSTRUCTIONS = (
    "Answer the question from the passages below, in one sentence. If they do not answer it, set found to false. "
    'Reply in JSON: {"found": true, "answer": "...", "file": "file name", "quote": "the sentence it rests on"}'
)


def read_passages(folder):
    """Cut every document into overlapping passages of a few paragraphs."""
    for path in sorted(Path(folder).iterdir()):
        text = path.read_text(encoding="utf-8")
        for start in range(0, len(text), 600):
            yield path.name, text[start : start + 900]


def words(text):
    return set(re.findall(r"\w+", text.lower()))


PASSAGES = [(name, text, words(text)) for name, text in read_passages(os.environ["SEATRIAL_DOCUMENTS"])]
SEEN_IN = Counter(word for _, _, found in PASSAGES for word in found)


def find(question, most=8):
    """Return the passages that share the rarest words with the question."""
    asked = words(question)

    def weight(passage):
        return sum(math.log(len(PASSAGES) / SEEN_IN[word]) for word in asked & passage[2])

    return sorted(PASSAGES, key=weight, reverse=True)[:most]


def ask_model(prompt):
    body = {
        "model": os.environ["MODEL"],
        "messages": [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": prompt}],
    }
    request = urllib.request.Request(
        os.environ["OPENAI_BASE_URL"] + "/chat/completions",
        json.dumps(body).encode(),
        {"content-type": "application/json", "authorization": f"Bearer {os.environ['OPENAI_API_KEY']}"},
    )
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)["choices"][0]["message"]["content"]


def answer(question):
    passages = "\n\n".join(f"File: {name}\n{text}" for name, text, _ in find(question))
    said = json.loads(ask_model(f"{passages}\n\nQuestion: {question}"))
    if not said["found"]:
        return {"status": "declined", "reason": "The documents do not say."}
    citation = {"document": said["file"], "quote": said["quote"]}
    return {"status": "answered", "answer": said["answer"], "citations": [citation]}


class Feature(BaseHTTPRequestHandler):
    def do_GET(self):
        self.reply({"ready": True})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.reply(answer(asked["question"]))

    def log_message(self, *_):
        """Keep the terminal for what matters."""

    def reply(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Feature).serve_forever()
